# SPDX-License-Identifier: Apache-2.0
"""One choice as a button: its key, its words, and whether it is chosen, told by weight, ground and a mark."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui import icons, theme
from ui.form.measures import cap_width, font, metrics
from ui.widgets.key_hint import paint_cap

PICTURE: Final = 72
MEDIA: Final = 34


class ChoiceButton(QAbstractButton):
    """`value` is the choice's, `cap` the digits that choose it ("" for none); `several` draws a box to
    tick; a `bare` one stands in a grid, under its words. `media_wanted` when its sign for more is clicked."""

    media_wanted = Signal()

    def __init__(
        self, value: str, words: str, cap: str, *, several: bool, parent: QWidget, bare: bool = False
    ) -> None:
        super().__init__(parent)
        self._bare = bare
        self.media_icon = ""
        if bare:
            self.setToolTip(words)
        self.value = value
        self.cap = cap
        self._several = several
        self.rank = 0
        self.picture = QPixmap()
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_rank(self, rank: int) -> None:
        """The place given to the choice, 0 for none."""
        self.rank = rank
        self.setChecked(rank > 0)
        self.update()

    def show_media(self, icon: str) -> None:
        """Show that the choice has something to hear or see, "" for nothing."""
        self.media_icon = icon
        self.updateGeometry()
        self.update()

    def _on_media(self, event: QMouseEvent) -> bool:
        return bool(self.media_icon) and event.position().x() >= self.width() - theme.px(MEDIA)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._on_media(event):
            self.media_wanted.emit()
        else:
            super().mousePressEvent(event)

    def show_picture(self, picture: QPixmap) -> None:
        """Show a picture of the choice before its words."""
        self.picture = picture
        self.updateGeometry()
        self.update()

    def _picture_side(self) -> int:
        return 0 if self.picture.isNull() else theme.px(PICTURE)

    def _least(self) -> int:
        return max(
            theme.control_height() + theme.px(2),
            self._picture_side() + theme.px(12) if self._picture_side() else 0,
        )

    def sizeHint(self) -> QSize:
        if self._bare:
            return QSize(self._left() + theme.px(14), self._least())
        words = metrics("strong").horizontalAdvance(self.text().replace("\n", " "))
        return QSize(words + self._left() + self._right() + theme.px(6), self._least())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), theme.px(44 if self._bare else 120)), self._least())

    def height_for(self, width: int) -> int:
        """The height with the words broken into lines of `width`."""
        if self._bare:
            return self._least()
        room = QRect(0, 0, max(40, width - self._left() - self._right() - theme.px(4)), 10_000)
        words = metrics("strong").boundingRect(room, Qt.TextFlag.TextWordWrap, self.text())
        return max(self._least(), words.height() + theme.px(16))

    def _left(self) -> int:
        cap = cap_width(self.cap) + theme.px(8) if self.cap else 0
        box = theme.px(24) if self._several else 0
        picture = self._picture_side() + theme.px(10) if self._picture_side() else 0
        return theme.px(14) + cap + box + picture

    def _right(self) -> int:
        return theme.px(MEDIA if self.media_icon else 10)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter goes on to the next question on every platform, also where the style lets it press buttons
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        chosen = self.isChecked()
        hover = self.underMouse() or self.isDown()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        problem = bool(self.property("problem"))
        edge = "red" if problem and not chosen else "primary" if chosen else "line-strong"
        painter.setPen(theme.colour(edge))
        painter.setBrush(theme.colour("primary-soft" if chosen else "hover" if hover else "panel"))
        painter.drawRoundedRect(
            self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), theme.px(8), theme.px(8)
        )
        ink = "ink-3" if not self.isEnabled() else "primary-ink" if chosen else "ink"
        x = (self.width() - self._left() - theme.px(6)) // 2 + theme.px(14) if self._bare else theme.px(14)
        if self._several:
            self._paint_box(painter, x, chosen)
            x += theme.px(24)
        if self.cap:
            size = QSize(cap_width(self.cap), 0)
            paint_cap(
                painter, self.cap, QRect(x, 0, size.width(), self.height()),
                ink=theme.colour("ink-2"), ground=theme.colour("panel"), edge=theme.colour("line-strong"),
            )  # fmt: skip
            x += size.width() + theme.px(8)
        if side := self._picture_side():
            size = self.picture.size().scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(QPoint(0, 0), size)
            place.moveCenter(QPoint(x + side // 2, self.height() // 2))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(place, self.picture)
            x += side + theme.px(10)
        if self._bare:
            if chosen and not self._several:
                side = theme.px(16)
                place = QRect(self.width() - side - theme.px(6), (self.height() - side) // 2, side, side)
                icons.paint(painter, "done", "primary-ink", place)
            return
        painter.setFont(font("strong" if chosen else "body"))
        painter.setPen(theme.colour(ink))
        if self.media_icon:
            side = theme.px(18)
            place = QRect(self.width() - theme.px(MEDIA) + theme.px(6), 0, side, self.height())
            icons.paint(painter, self.media_icon, "blue", place)
        room = QRect(x, 0, self.width() - x - self._right(), self.height())
        painter.drawText(
            room,
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap,
            self.text(),
        )

    def _paint_box(self, painter: QPainter, x: int, chosen: bool) -> None:
        side = theme.px(16)
        box = QRect(x, (self.height() - side) // 2, side, side)
        painter.save()
        painter.setPen(theme.colour("primary" if chosen else "ink-3"))
        painter.setBrush(theme.colour("primary" if chosen else "panel"))
        painter.drawRoundedRect(box.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), theme.px(4), theme.px(4))
        if self.rank:
            painter.setFont(font("key"))
            painter.setPen(theme.colour("on-primary"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self.rank))
        elif chosen:
            icons.paint(painter, "done", "on-primary", box.adjusted(1, 1, -1, -1))
        painter.restore()
