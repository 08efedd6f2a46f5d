# SPDX-License-Identifier: Apache-2.0
"""Reading a code by webcam: hold it before the camera, and it is read by itself."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from enumerator.messages import _
from ui.capture.code_reader import Code, CodeCamera
from ui.capture.equipment import CAMERA, Equipment
from ui.widgets.sheet import Sheet


class CodeSheet(Sheet):
    """`read(str)` is what the code says; `file_wanted` when the person rather chooses a picture of it."""

    read = Signal(str)
    file_wanted = Signal()

    def __init__(self, title: str, equipment: Equipment, owner: QWidget) -> None:
        self.view = CodeCamera(equipment.cameras(), wanted=equipment.recall(CAMERA))
        super().__init__(title, self.view, owner, close_words=_("Cancel"))
        self.file_button = self.offer(_("Use a file instead…"), "F", icon="folder")
        self.view.camera.chosen.connect(lambda key: equipment.remember(CAMERA, key))
        self.view.found.connect(self._on_found)
        self.file_button.clicked.connect(self._on_file)

    def open(self) -> None:
        super().open()
        self.view.start()

    def _on_found(self, code: Code) -> None:
        QApplication.beep()
        self.put_away()
        self.read.emit(code.text)

    def _on_file(self) -> None:
        self.put_away()
        self.file_wanted.emit()
