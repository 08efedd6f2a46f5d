# SPDX-License-Identifier: Apache-2.0
"""The rail: the pages of a workspace at the left, with counts of what waits; folds to icons where the
window is narrow."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from enumerator.messages import _, n_
from ui import icons, theme
from ui.widgets.card import column
from ui.widgets.text import ElidedText

WIDE, FOLDED, FOLD_BELOW = 216, 64, 1100
_EDGE = 8  # between the rail and its items, and in them
_LOWEST = 26  # how low an item may become
_MOST = 99


class RailItem(QAbstractButton):
    """One page: icon, name, count. Painted by hand, as the rail has colours of its own."""

    def __init__(self, key: str, words: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key, self._icon, self._count, self.folded = key, icon, 0, False
        self.setText(words)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setProperty("ring", False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_count(self, count: int) -> None:
        self._count = count
        waiting = n_("{n} waits", "{n} wait", count) if count else ""
        self.setAccessibleDescription(waiting)
        self.update()

    def count(self) -> int:
        return self._count

    def sizeHint(self) -> QSize:
        return QSize(theme.px(FOLDED if self.folded else WIDE) - theme.px(2 * _EDGE), theme.control_height())

    def minimumSizeHint(self) -> QSize:
        # where the window is low the items draw together, so that the rail never forces its height
        return QSize(self.sizeHint().width(), theme.px(_LOWEST))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            items = self.parentWidget().findChildren(RailItem)
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            items[(items.index(self) + step) % len(items)].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().toRectF()
        if self.isChecked() or self.underMouse():
            ground = theme.colour("rail-on")
            ground.setAlphaF(1.0 if self.isChecked() else 0.55)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(box, theme.px(8), theme.px(8))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("rail-ink"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), theme.px(8), theme.px(8))
        ink = "rail-ink" if self.isChecked() else "rail-ink-2"
        side = theme.px(18)
        left = (self.width() - side) // 2 if self.folded else theme.px(_EDGE)
        icons.paint(painter, self._icon, ink, QRect(left, (self.height() - side) // 2, side, side))
        if not self.folded:
            self._paint_words(painter, ink, left + side + theme.px(_EDGE))
        if self._count:
            self._paint_count(painter)

    def _paint_words(self, painter: QPainter, ink: str, x: int) -> None:
        font = theme.font("body")
        font.setWeight(QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(theme.colour(ink))
        room = self.room_for_words(x)
        words = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(x, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, words)

    def needs(self) -> int:
        """How wide it must be for its whole name beside the widest count."""
        font = theme.font("body")
        font.setWeight(QFont.Weight.DemiBold)
        count = QFontMetrics(theme.font("key")).horizontalAdvance(f"{_MOST}+") + theme.px(12)
        words = QFontMetrics(font).horizontalAdvance(self.text())
        return theme.px(2 * _EDGE + 18) + words + theme.px(12) + count

    def room_for_words(self, x: int) -> int:
        """How wide the name may be where it begins at `x`, beside the count if there is one."""
        count = self._count_size().width() + theme.px(11) if self._count else theme.px(_EDGE)
        return self.width() - x - count

    def _count_text(self) -> str:
        return str(self._count) if self._count <= _MOST else f"{_MOST}+"

    def _count_size(self) -> QSize:
        metrics = QFontMetrics(theme.font("key"))
        height = theme.px(16 if self.folded else 20)
        return QSize(max(height, metrics.horizontalAdvance(self._count_text()) + theme.px(12)), height)

    def _paint_count(self, painter: QPainter) -> None:
        size = self._count_size()
        top = theme.px(1) if self.folded else (self.height() - size.height()) // 2
        right = self.width() - (0 if self.folded else theme.px(6))
        box = QRect(right - size.width(), top, size.width(), size.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("badge"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setFont(theme.font("key"))
        painter.setPen(theme.colour("badge-ink"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._count_text())


class Rail(QWidget):
    """`chosen(key)` when the person goes to a page."""

    chosen = Signal(str)

    def __init__(self, name: str, place: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items: dict[str, RailItem] = {}
        self.setAccessibleName(_("Pages"))
        self._brand = ElidedText(name, "section", "rail-ink")
        self._place = ElidedText(place, "hint", "rail-ink-2")
        self._person = ElidedText("", "label", "rail-ink")
        self._role = ElidedText("", "hint", "rail-ink-2")
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.px(4))
        self._list.setContentsMargins(0, theme.px(14), 0, 0)
        head = column(self._brand, self._place, spacing=0, margins=(_EDGE, 18, _EDGE, 6))
        self._foot = column(self._person, self._role, spacing=1, margins=(_EDGE, 12, _EDGE, 12))
        whole = column(head, self._list, 1, self._foot, spacing=0, margins=(_EDGE, 0, _EDGE, 0))
        self.setLayout(whole)
        self.fold(False)

    def add(self, key: str, words: str, icon: str, tooltip: str = "") -> RailItem:
        item = RailItem(key, words, icon)
        item.setToolTip(tooltip)
        item.clicked.connect(lambda: self.chosen.emit(key))
        self.items[key] = item
        self._list.addWidget(item)
        self.fold(self.folded)
        return item

    def item(self, key: str) -> RailItem | None:
        """The place of a page on the rail, None where it has none."""
        return next((item for item in self.findChildren(RailItem) if item.key == key), None)

    def show_page(self, key: str) -> None:
        """Mark the page the window shows; one that is not on the rail marks none."""
        for name, item in self.items.items():
            item.setAutoExclusive(False)
            item.setChecked(name == key)
            item.setAutoExclusive(True)
            # Tab comes to the page one is on; the arrows lead to the others
            here = name == key or key not in self.items
            item.setFocusPolicy(Qt.FocusPolicy.TabFocus if here else Qt.FocusPolicy.NoFocus)

    def show_count(self, key: str, count: int) -> None:
        if key in self.items:
            self.items[key].show_count(count)

    def show_person(self, name: str, role: str) -> None:
        self._person.setText(name)
        self._role.setText(role)

    def fold(self, folded: bool) -> None:
        """To icons only, or back."""
        self.folded = folded
        needs = max((item.needs() for item in self.items.values()), default=0) + theme.px(2 * _EDGE)
        self.setFixedWidth(theme.px(FOLDED) if folded else max(theme.px(WIDE), needs))
        for words in (self._brand, self._place, self._person, self._role):
            words.setHidden(folded)
        for item in self.items.values():
            item.folded = folded
            item.updateGeometry()
            item.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("rail"))
        line = theme.colour("rail-on")
        y = self._foot.geometry().top()
        if not self.folded and self._person.text():
            painter.fillRect(QRect(theme.px(2 * _EDGE), y, self.width() - theme.px(4 * _EDGE), 1), line)
