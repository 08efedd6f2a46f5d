# SPDX-License-Identifier: Apache-2.0
"""A bar code or QR code: from a scanner that types, by webcam, from a picture, or typed by hand."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QImageReader, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from enumerator.forms import Node, Question
from enumerator.messages import _
from ui import theme
from ui.capture.code_reader import codes_in
from ui.capture.code_sheet import CodeSheet
from ui.form.inputs.field import Asking
from ui.form.inputs.text import TextLine
from ui.widgets.button import QuietButton


class Barcode(TextLine):
    """A scanner types the code and presses Enter, which goes on. Alt+Down holds it before the webcam; a
    picture of it can be read too."""

    wide = True

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self.sheet: CodeSheet | None = None
        self.camera_button = QuietButton(_("Webcam"), icon="camera", key="Alt+Down", key_works=False)
        self.picture_button = QuietButton(_("From a picture…"), icon="barcode")
        self.camera_button.clicked.connect(self.open_camera)
        self.picture_button.clicked.connect(self._on_picture)
        layout = self.layout()
        if isinstance(layout, QHBoxLayout):
            layout.setSpacing(theme.px(8))
            layout.addWidget(self.camera_button)
            layout.addWidget(self.picture_button)

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        for button in (self.camera_button, self.picture_button):
            button.setEnabled(not node.readonly)

    def prompt(self) -> str:
        return _("Scan the code, or type it")

    def open_camera(self) -> None:
        """Hold the code before the webcam."""
        self.sheet = CodeSheet(_("Hold the code before the camera"), self.asking.equipment, self.line)
        self.sheet.read.connect(self._take)
        self.sheet.file_wanted.connect(self._on_picture)
        self.sheet.open()

    def take_picture(self, path: Path) -> None:
        """Read the code in a picture."""
        reader = QImageReader(str(path))
        reader.setAutoTransform(True)
        found = codes_in(reader.read() if reader.canRead() else QImage())
        if found:
            self._take(found[0].text)
        else:
            self.line.setPlaceholderText(
                _("No code found in {name}. Take it closer and straight.", name=path.name)
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and event.key() == Qt.Key.Key_Down and self.camera_button.isEnabled():
            self.open_camera()
        else:
            super().keyPressEvent(event)

    def _take(self, text: str) -> None:
        self.line.setText(text)
        self.give(text)

    def _on_picture(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Picture of a code"), "", "*.jpg *.jpeg *.png *.webp (*.jpg *.jpeg *.png *.webp)"
        )
        if name:
            self.take_picture(Path(name))
