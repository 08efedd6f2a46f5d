# SPDX-License-Identifier: Apache-2.0
"""A bar code or QR code: from a scanner that types, from a picture, or typed by hand."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from enumerator.forms import Question
from enumerator.messages import _
from ui import theme
from ui.form.inputs.field import Asking
from ui.form.inputs.text import TextLine
from ui.widgets.button import QuietButton


class Barcode(TextLine):
    """A scanner types the code and presses Enter, which goes on; a picture is read by zxing-cpp where it is
    present."""

    wide = True

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self.picture_button = QuietButton(_("From a picture…"), icon="barcode")
        self.picture_button.clicked.connect(self._on_picture)
        layout = self.layout()
        if isinstance(layout, QHBoxLayout):
            layout.setSpacing(theme.px(8))
            layout.addWidget(self.picture_button)

    def prompt(self) -> str:
        return _("Scan the code, or type it")

    def take_picture(self, path: Path) -> None:
        """Read the code in a picture."""
        # only here, because most interviews never read a code
        import zxingcpp
        from PIL import Image

        try:
            with Image.open(path) as picture:
                found = zxingcpp.read_barcodes(picture.convert("L"))
        except OSError:
            found = []
        if found:
            self.line.setText(found[0].text)
            self.give(found[0].text)
        else:
            self.line.setPlaceholderText(
                _("No code found in {name}. Take it closer and straight.", name=path.name)
            )

    def _on_picture(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Picture of a code"), "", "*.jpg *.jpeg *.png *.webp (*.jpg *.jpeg *.png *.webp)"
        )
        if name:
            self.take_picture(Path(name))
