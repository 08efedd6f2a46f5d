# SPDX-License-Identifier: Apache-2.0
"""A photo: by webcam, from the phone or a memory card, from a file, or pasted; made upright and small, its
position left out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QKeySequence

from enumerator.forms import Question
from enumerator.interviews.photos import MAX_PIXELS, prepared
from enumerator.messages import _
from ui.capture.photo_sheet import PhotoSheet
from ui.capture.picture_sheet import PictureSheet
from ui.form.inputs.attachment import Attachment, png_bytes
from ui.form.inputs.field import Asking
from ui.form.inputs.mark_sheet import MarkSheet
from ui.form.inputs.preview import Preview
from ui.widgets.look_sheet import LookSheet
from ui.widgets.sheet import Sheet

KEEP_POSITION = "keep-position"  # an appearance of our own: where the photo was taken is part of the answer
NEW = ("new", "new-front", "selfie")  # ODK: only a photo taken now


class Photo(Attachment):
    """`max-pixels` of the form is the longer side; with the appearance `annotate` it can be drawn on."""

    pattern = "*.jpg *.jpeg *.png *.webp *.bmp"

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        self.sheet: Sheet | None = None
        super().__init__(address, question, asking)
        self.preview = Preview(self, "camera")
        self.preview.pressed.connect(self.open_large)
        self.side.insertWidget(0, self.preview, 0, Qt.AlignmentFlag.AlignTop)
        self._marks = "annotate" in question.appearances
        self._only_new = not question.appearances.isdisjoint(NEW)
        for button in (self.folder_button, self.choose_button):
            button.setHidden(self._only_new)

    def make_offers(self) -> None:
        self.camera_button = self.offer(_("Webcam…"), "camera", self.open_camera)
        self.folder_button = self.offer(_("From phone or card…"), "usb", self.open_folder)

    def make_more_offers(self) -> None:
        self.look_button = self.offer(_("Look at it"), "eye", self.open_large)
        self.mark_button = self.offer(_("Draw on it…"), "remark", self.open_marking)

    # -- showing ---------------------------------------------------------------------------------------------

    def show_kept(self, data: bytes | None) -> None:
        self.preview.show_picture(data)
        self.look_button.setVisible(data is not None)
        self.mark_button.setVisible(self._marks and data is not None)
        self.look_button.setEnabled(True)

    def kept_words(self) -> str:
        size = f"{self.preview.picture.width()} × {self.preview.picture.height()}"
        if KEEP_POSITION in self.question.appearances:
            return _("Kept on this laptop, encrypted; its position too, as the form asks. {size},", size=size)
        return _("Kept on this laptop, encrypted. Position and camera data are removed. {size},", size=size)

    def empty_words(self) -> str:
        if self._only_new:
            return _("This question asks for a photo taken now, by webcam.")
        return _("A digit chooses how; a picture can also be dropped here or pasted with Ctrl+V.")

    def state_words(self, node: object, data: bytes | None) -> str:
        self.preview.show_picture(data)
        return super().state_words(node, data)  # type: ignore[arg-type]

    # -- taking ----------------------------------------------------------------------------------------------

    def open_camera(self) -> None:
        """By webcam."""
        sheet = PhotoSheet(_("Take a photo"), self.asking.equipment, self)
        sheet.taken.connect(lambda data: self.take_bytes(data, "photo.jpg"))
        # where there is no camera a new photo can only come from elsewhere
        sheet.file_wanted.connect(self.open_folder)
        self._open(sheet)

    def open_folder(self) -> None:
        """From the newest pictures of a phone, a card or a folder."""
        sheet = PictureSheet(
            _("Choose one of the newest pictures"), self.asking.equipment, self, clock=self.asking.clock
        )
        sheet.picked.connect(self.take_file)
        self._open(sheet)

    def open_large(self) -> None:
        """See the photo as large as the window."""
        self._open(LookSheet(_("Photo"), self.preview.picture, self))

    def open_marking(self) -> None:
        """Draw on the photo."""
        sheet = MarkSheet(_("Draw on the photo"), QImage.fromData(self.kept() or b""), self)
        sheet.drawn.connect(lambda picture: self.take_bytes(png_bytes(picture), "photo.png"))
        self._open(sheet)

    def _open(self, sheet: Sheet) -> None:
        self.sheet = sheet
        sheet.open()

    def made_ready(self, data: bytes, name: str, mime: str) -> tuple[bytes, str, str]:
        keep = KEEP_POSITION in self.question.appearances
        return prepared(data, self._max_pixels(), keep_position=keep), Path(name).stem + ".jpg", "image/jpeg"

    def _max_pixels(self) -> int:
        asked = self.question.parameters.get("max-pixels", "")
        return int(asked) if asked.isdigit() and int(asked) else MAX_PIXELS

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            picture = QGuiApplication.clipboard().image()
            if not picture.isNull() and not self._only_new:
                self.take_bytes(png_bytes(picture), "photo.png")
            return
        super().keyPressEvent(event)
