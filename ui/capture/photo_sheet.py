# SPDX-License-Identifier: Apache-2.0
"""Taking a photo by webcam: aim, take, look at it, use it or take it again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from enumerator.messages import _
from ui.capture.camera import Camera, jpeg_bytes
from ui.capture.equipment import CAMERA, Equipment
from ui.widgets.sheet import Sheet


class PhotoSheet(Sheet):
    """`taken(bytes)` is a JPEG, `file_wanted` when the person rather chooses a file."""

    taken = Signal(object)
    file_wanted = Signal()

    def __init__(self, title: str, equipment: Equipment, owner: QWidget) -> None:
        self.camera = Camera(equipment.cameras(), wanted=equipment.recall(CAMERA))
        super().__init__(title, self.camera, owner, close_words=_("Cancel"))
        self._picture = QImage()
        self.again_button = self.offer(_("Take again"), "Backspace", icon="redo")
        self.file_button = self.offer(_("Use a file instead…"), "F", icon="folder")
        self.take_button = self.offer(_("Take the photo"), "Return", icon="camera", primary=True)
        self.use_button = self.offer(_("Use this photo"), "Return", icon="done", primary=True)
        self.camera.live_changed.connect(self._show_step)
        self.camera.chosen.connect(lambda key: equipment.remember(CAMERA, key))
        self.take_button.clicked.connect(self._take)
        self.again_button.clicked.connect(self._again)
        self.use_button.clicked.connect(self._use)
        self.file_button.clicked.connect(self._on_file)
        self._show_step()

    def open(self) -> None:
        super().open()
        self.camera.start()

    def _show_step(self) -> None:
        taken = not self._picture.isNull()
        self.again_button.setVisible(taken)
        self.use_button.setVisible(taken)
        self.file_button.setVisible(not taken)
        self.take_button.setVisible(not taken)
        self.take_button.setEnabled(self.camera.live)

    def _take(self) -> None:
        picture = self.camera.still()
        self.camera.stop()
        self._picture = picture
        self.camera.view.show_picture(picture)
        self._show_step()

    def _again(self) -> None:
        self._picture = QImage()
        self.camera.start()
        self._show_step()

    def _use(self) -> None:
        data = jpeg_bytes(self._picture)
        self.put_away()
        self.taken.emit(data)

    def _on_file(self) -> None:
        self.put_away()
        self.file_wanted.emit()
