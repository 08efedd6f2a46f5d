# SPDX-License-Identifier: Apache-2.0
"""Photos and other files: chosen, dropped or pasted, made ready, and kept in the encrypted store under
their hash."""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from enumerator.errors import UserError
from enumerator.forms import Node, Question
from enumerator.interviews.photos import MAX_PIXELS, prepared
from enumerator.messages import _
from ui import icons, theme
from ui.form.inputs.field import Asking, Field, no_answer_words
from ui.widgets.button import QuietButton
from ui.widgets.text import Text

PREVIEW: Final = (168, 126)
_FILTERS: Final = {
    "image": "*.jpg *.jpeg *.png *.webp *.bmp",
    "audio": "*.mp3 *.m4a *.wav *.ogg *.opus",
    "video": "*.mp4 *.webm *.mov",
}


class _Preview(QWidget):
    """The picture, or a sign that none is there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = QPixmap()
        self._icon = "camera"
        self.setFixedSize(QSize(theme.px(PREVIEW[0]), theme.px(PREVIEW[1])))

    def show_picture(self, data: bytes | None, icon: str) -> None:
        self._picture = QPixmap()
        self._icon = icon
        if data is not None:
            self._picture.loadFromData(data)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(theme.colour("line-strong"))
        painter.setBrush(theme.colour("chip"))
        painter.drawRoundedRect(
            self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), theme.px(8), theme.px(8)
        )
        if self._picture.isNull():
            side = theme.px(28)
            box = QRect(0, 0, side, side)
            box.moveCenter(self.rect().center())
            icons.paint(painter, self._icon, "ink-3", box)
            return
        size = self._picture.size().scaled(self.size() - QSize(8, 8), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRect(0, 0, size.width(), size.height())
        box.moveCenter(self.rect().center())
        painter.drawPixmap(box, self._picture)


class Attachment(Field):
    """Any file; for photos a preview. The value is the name of the file in the store: its hash and its
    ending."""

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self._photo = question.type == "image"
        self._preview = _Preview(self)
        self._preview.setVisible(self._photo)
        self.choose_button = QuietButton("", icon="folder")
        self.remove_button = QuietButton(_("Remove"), icon="remove")
        self._words = Text("", "hint", "ink-2").wrapped()
        self.setFocusProxy(self.choose_button)
        self.setAcceptDrops(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(self._preview, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        buttons = QHBoxLayout()
        buttons.addWidget(self.choose_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch()
        column.addLayout(buttons)
        column.addWidget(self._words)
        column.addStretch()
        row.addLayout(column, 1)
        self.choose_button.clicked.connect(self._on_choose)
        self.remove_button.clicked.connect(lambda: self.give(""))

    # -- showing ---------------------------------------------------------------------------------------------

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        sha256 = Path(node.value).stem
        store = self.asking.attachments
        kept = bool(node.value) and store is not None and store.has(sha256)
        if self._photo:
            self._preview.show_picture(store.read(sha256) if kept and store is not None else None, "camera")
        self.choose_button.setText(self._choose_words(bool(node.value)))
        self.choose_button.setEnabled(not node.readonly and store is not None)
        self.remove_button.setVisible(bool(node.value) and not node.readonly)
        self._words.setText(self._state_words(node, kept))

    def _choose_words(self, again: bool) -> str:
        if self._photo:
            return _("Choose another photo…") if again else _("Choose a photo…")
        return _("Choose another file…") if again else _("Choose a file…")

    def _state_words(self, node: Node, kept: bool) -> str:
        if node.no_answer is not None:
            return no_answer_words(node)
        if kept:
            return (
                _("Kept on this laptop, encrypted. Position and camera data are removed.")
                if self._photo
                else _("Kept on this laptop, encrypted.")
            )
        if node.value:
            return _("The file {name} is not on this laptop.", name=node.value)
        if self._photo:
            return _(
                "Space opens the folder of the camera or phone; a picture can also be dropped here"
                " or pasted with Ctrl+V."
            )
        return _("Space opens the folder; a file can also be dropped here.")

    # -- taking ----------------------------------------------------------------------------------------------

    def take_file(self, path: Path) -> None:
        """Keep the file; what cannot be read is said under the field."""
        try:
            self.take_bytes(path.read_bytes(), path.name)
        except OSError as problem:
            self._words.setText(
                _("{name} cannot be read: {why}", name=path.name, why=problem.strerror or str(problem))
            )

    def take_bytes(self, data: bytes, name: str) -> None:
        """Keep these bytes."""
        store = self.asking.attachments
        if store is None:
            return
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        try:
            if self._photo:
                data, name, mime = prepared(data, self._max_pixels()), Path(name).stem + ".jpg", "image/jpeg"
            store.put(data, name=name, mime=mime)
        except UserError as problem:
            self._words.setText(f"{problem.what} {problem.remedy}")
            return
        self.give(hashlib.sha256(data).hexdigest() + Path(name).suffix.lower())

    def _max_pixels(self) -> int:
        asked = self.question.parameters.get("max-pixels", "")
        return int(asked) if asked.isdigit() and int(asked) else MAX_PIXELS

    def _on_choose(self) -> None:
        pattern = _FILTERS.get(self.question.type, "*")
        name, _filter = QFileDialog.getOpenFileName(
            self, self.choose_button.text().rstrip("…"), "", f"{pattern} ({pattern})"
        )
        if name:
            self.take_file(Path(name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and self._photo:
            picture = QGuiApplication.clipboard().image()
            if not picture.isNull():
                self.take_bytes(png_bytes(picture), "photo.png")
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = next((url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()), "")
        if path:
            self.take_file(Path(path))


def png_bytes(picture: QImage) -> bytes:
    """The picture as PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return bytes(buffer.data().data())
