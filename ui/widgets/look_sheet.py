# SPDX-License-Identifier: Apache-2.0
"""A picture as large as the window."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from enumerator.messages import _
from ui.widgets.sheet import Sheet


class LookSheet(Sheet):
    """Esc or Enter puts it away."""

    def __init__(self, title: str, picture: QPixmap, owner: QWidget) -> None:
        super().__init__(title, _Large(picture), owner, close_words=_("Back"))
        self.offer(_("Close"), "Return", primary=True).clicked.connect(self.put_away)


class _Large(QWidget):
    def __init__(self, picture: QPixmap) -> None:
        super().__init__()
        self._picture = picture
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        # a small picture is enlarged twice at most: more shows nothing new
        most = self._picture.size() * 2
        size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio).boundedTo(most)
        box = QRect(0, 0, *QSize(size).toTuple())
        box.moveCenter(self.rect().center())
        painter.drawPixmap(box, self._picture)
