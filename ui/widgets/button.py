# SPDX-License-Identifier: Apache-2.0
"""Buttons: the one main action of a screen, the quiet ones beside it, and those that do harm; each may
show its key."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui import icons, theme
from ui.widgets.key_hint import cap_size, paint_cap


@dataclass(frozen=True)
class _Paint:
    ground: QColor | None
    edge: QColor | None
    ink: str
    cap_ground: QColor
    cap_edge: QColor | None


class Button(QPushButton):
    """`kind`: "primary" (one a screen), "quiet" (bordered), "plain" (text only), "danger". `key` is
    shown and works.

    With `key_works=False` the key is only shown: the screen listens for it itself.
    """

    def __init__(
        self,
        words: str,
        *,
        kind: str = "quiet",
        icon: str = "",
        key: str = "",
        key_works: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self.kind = kind
        self.key = key
        self._icon = icon
        if key and key_works:
            _bind(self, key)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(kind == "primary")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        if not words:
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard, as the space bar does, but not where it goes on."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        chosen = self.isCheckable()  # Enter confirms what was chosen instead
        if enter and plain and not (chosen or event.isAutoRepeat() or _enter_goes_on(self)):
            self.click()
        else:
            super().keyPressEvent(event)

    def show_icon(self, name: str) -> None:
        self._icon = name
        self.updateGeometry()
        self.update()

    def show_kind(self, kind: str) -> None:
        self.kind = kind
        self.update()

    def _font(self) -> QFont:
        made = theme.font("body")
        made.setWeight(QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Medium)
        return made

    def sizeHint(self) -> QSize:
        width = 2 * theme.px(15 if self.text() else 9)
        if self._icon:
            width += theme.px(18)
        if self.text():
            # measured bold, so that a choice does not grow when it is chosen
            bold = theme.font("strong")
            words = QFontMetrics(bold).size(Qt.TextFlag.TextShowMnemonic, self.text()).width()
            width += words + (theme.px(7) if self._icon else 0)
        if self.key:
            width += cap_size(self.key).width() + theme.px(8)
        return QSize(width, theme.control_height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _look(self) -> _Paint:
        hover = self.underMouse() or self.isDown()
        c = theme.colour
        if not self.isEnabled():
            edge = None if self.kind == "plain" else c("line")
            return _Paint(None if self.kind == "plain" else c("chip"), edge, "ink-3", c("chip"), c("line"))
        if self.kind == "primary":
            ground = c("primary-hover" if hover else "primary")
            return _Paint(ground, None, "on-primary", c("primary-hover").darker(118), None)
        if self.kind == "danger":
            return _Paint(c("red-soft" if hover else "panel"), c("red"), "red", c("panel"), c("red"))
        if self.isChecked():
            return _Paint(c("primary-soft"), c("primary"), "primary-ink", c("panel"), c("line-strong"))
        if self.kind == "plain":
            return _Paint(c("hover") if hover else None, None, "primary-ink", c("panel"), c("line-strong"))
        return _Paint(c("hover" if hover else "panel"), c("line-strong"), "ink", c("panel"), c("line-strong"))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if look.ground is not None or look.edge is not None:
            painter.setBrush(look.ground if look.ground is not None else Qt.BrushStyle.NoBrush)
            painter.setPen(look.edge if look.edge is not None else Qt.PenStyle.NoPen)
            inset = 0.5 if look.edge is not None else 0.0
            painter.drawRoundedRect(
                self.rect().toRectF().adjusted(inset, inset, -inset, -inset), theme.px(8), theme.px(8)
            )
        self._paint_content(painter, look)

    def _paint_content(self, painter: QPainter, look: _Paint) -> None:
        font = self._font()
        painter.setFont(font)
        spare = self.width() - self.sizeHint().width()
        x = theme.px(15 if self.text() else 9) + (max(0, spare) // 2 if not self.key else 0)
        if self._icon:
            side = theme.px(18)
            icons.paint(painter, self._icon, look.ink, QRect(x, (self.height() - side) // 2, side, side))
            x += side + theme.px(7)
        if self.text():
            end = self.width() - theme.px(15) - (cap_size(self.key).width() + theme.px(8) if self.key else 0)
            box = QRect(x, 0, max(0, end - x) + theme.px(2), self.height())
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextShowMnemonic
            painter.setPen(theme.colour(look.ink))
            words = QFontMetrics(font).elidedText(
                self.text(), Qt.TextElideMode.ElideRight, box.width(), Qt.TextFlag.TextShowMnemonic
            )
            painter.drawText(box, flags, words)
        if self.key:
            cap = cap_size(self.key)
            place = QRect(self.width() - theme.px(15) - cap.width(), 0, cap.width(), self.height())
            ink = theme.colour(look.ink if self.kind == "primary" or not self.isEnabled() else "ink-2")
            paint_cap(painter, self.key, place, ink=ink, ground=look.cap_ground, edge=look.cap_edge)


class PrimaryButton(Button):
    """The one main action of a screen."""

    def __init__(
        self,
        words: str,
        *,
        icon: str = "",
        key: str = "",
        key_works: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, kind="primary", icon=icon, key=key, key_works=key_works, parent=parent)


class QuietButton(Button):
    """Any other action."""

    def __init__(
        self,
        words: str,
        *,
        icon: str = "",
        key: str = "",
        key_works: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, kind="quiet", icon=icon, key=key, key_works=key_works, parent=parent)


class IconButton(Button):
    """A small square with a drawing; `meaning` is its tooltip and what a screen reader says."""

    def __init__(self, icon: str, meaning: str, *, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", kind="plain", icon=icon, parent=parent)
        self.setAccessibleName(meaning)
        self.setToolTip(f"{meaning} ({key})" if key else meaning)
        if key:
            _bind(self, key)


def _enter_goes_on(widget: QWidget | None) -> bool:
    """Whether it stands in something with the property "enter" set to "goes on", as an interview."""
    while widget is not None:
        if widget.property("enter") == "goes on":
            return True
        widget = widget.parentWidget()
    return False


def _bind(button: Button, key: str) -> None:
    """The key presses the button at once; `setShortcut` would do so only after a tenth of a second."""
    QShortcut(QKeySequence(key), button).activated.connect(button.click)
