# SPDX-License-Identifier: Apache-2.0
"""Photos of a household: small ones in a strip, and one as large as the window allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QDialog, QScrollArea, QSizePolicy, QWidget

from enumerator.messages import _
from ui import icons, theme
from ui.widgets import ElidedText, QuietButton, Text, column, row

_WIDTH, _HEIGHT = 84, 64


@dataclass(frozen=True)
class Photo:
    """A photo's question and the bytes; None where it has not arrived. `caption` says whose it is."""

    address: str
    label: str
    data: bytes | None
    caption: str = ""


def photo_of(workspace: Any, address: str, label: str, file: str) -> Photo:
    """The photo with this file name, which is its hash and ending."""
    sha256 = file.partition(".")[0]
    attachments = workspace.store.attachments
    return Photo(address, label, attachments.read(sha256) if attachments.has(sha256) else None)


def size_words(photo: Photo) -> str:
    """How many points wide and high, and how large the file; blank where it has not arrived."""
    if photo.data is None:
        return ""
    picture = QPixmap()
    picture.loadFromData(photo.data)
    large = _("{n} kB", n=max(1, round(len(photo.data) / 1000))).replace(" ", "\u00a0")
    return large if picture.isNull() else f"{picture.width()}\u00a0×\u00a0{picture.height()} · {large}"


class Thumb(QAbstractButton):
    """One small photo; it opens the large one."""

    def __init__(self, photo: Photo) -> None:
        super().__init__()
        self.photo = photo
        self._picture = QPixmap()
        if photo.data is not None:
            self._picture.loadFromData(photo.data)
        self.setAccessibleName(photo.label)
        self.setToolTip(photo.label)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_WIDTH), theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(theme.colour("line-strong"))
        painter.setBrush(theme.colour("chip"))
        painter.drawRoundedRect(
            self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), theme.px(6), theme.px(6)
        )
        if self._picture.isNull():
            side = theme.px(22)
            box = QRect(0, 0, side, side)
            box.moveCenter(self.rect().center())
            icons.paint(painter, "camera", "ink-2", box)
            return
        size = self._picture.size().scaled(self.size() - QSize(6, 6), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRect(0, 0, size.width(), size.height())
        box.moveCenter(self.rect().center())
        painter.drawPixmap(box, self._picture)


class PhotoStrip(QScrollArea):
    """All photos of a household in one line. `opened(photo)`."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(theme.px(_HEIGHT + 8))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.thumbs: list[Thumb] = []

    def show_photos(self, photos: Sequence[Photo]) -> None:
        self.thumbs = [Thumb(photo) for photo in photos]
        inside = QWidget()
        inside.setProperty("surface", "none")
        for thumb in self.thumbs:
            thumb.clicked.connect(lambda _on=False, photo=thumb.photo: self.opened.emit(photo))
        inside.setLayout(row(*self.thumbs, 1, spacing=8, margins=(4, 4, 4, 4)))
        self.setWidget(inside)
        self.setVisible(bool(photos))


class _Large(QWidget):
    def __init__(self, photo: Photo) -> None:
        super().__init__()
        self._picture = QPixmap()
        if photo.data is not None:
            self._picture.loadFromData(photo.data)
        self.setAccessibleName(photo.label)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._picture.isNull():
            painter.setPen(theme.colour("ink-2"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _("The photo has not arrived yet."))
            return
        size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRect(0, 0, size.width(), size.height())
        box.moveCenter(self.rect().center())
        painter.drawPixmap(box, self._picture)


class PhotoView(QDialog):
    """One photo, large, or several side by side; Esc or Enter closes it."""

    def __init__(self, parent: QWidget, photo: Photo, *others: Photo) -> None:
        super().__init__(parent)
        self.setWindowTitle(photo.label)
        self.setProperty("surface", "panel")
        close = QuietButton(_("Close"), key="Esc", key_works=False)
        close.clicked.connect(self.accept)
        line = row(spacing=10)
        line.addWidget(ElidedText(photo.label, "label"), 1)
        line.addWidget(close)
        whole = column(line, spacing=10, margins=(16, 12, 16, 16))
        beside = row(spacing=12)
        for each in (photo, *others):
            one = column(spacing=6)
            one.addWidget(_Large(each), 1)
            words = " · ".join(filter(None, (each.caption, size_words(each))))
            if words:
                one.addWidget(Text(words, "hint", "ink-2").wrapped())
            beside.addLayout(one, 1)
        whole.addLayout(beside, 1)
        self.setLayout(whole)
        room = parent.window().size()
        self.resize(int(room.width() * (0.9 if others else 0.7)), int(room.height() * 0.85))
        self.finished.connect(lambda _result: self.deleteLater())
        close.setFocus()
