# SPDX-License-Identifier: Apache-2.0
"""The focus ring: two pixels outside the control that has the keyboard, drawn on top, so that nothing
moves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSlider,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from ui import theme

_RINGED = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox, QAbstractButton, QSlider)
_MOVING = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ParentChange)


class _Ring(QWidget):
    """An overlay in the nearest scrolled or top-level parent of the control."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("primary"), 2))
        radius = theme.px(8) + 2
        painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), radius, radius)


class FocusRing(QObject):
    """Follows the keyboard focus of the application; one is enough. A widget with property "ring" False
    draws its own."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._ring: _Ring | None = None
        self._on: QWidget | None = None
        self._watched: list[QWidget] = []
        app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._leave()
        if now is None or not isinstance(now, _RINGED) or now.property("ring") is False:
            return
        self._on = now
        self._ring = _Ring()
        self._watched = _up_to(now, _home(now))
        for widget in self._watched:
            widget.installEventFilter(self)
        now.destroyed.connect(self._forget)
        self._place()

    def _leave(self) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        if self._on is not None and isValid(self._on):
            self._on.destroyed.disconnect(self._forget)
        self._forget()

    def _forget(self) -> None:
        self._on = None
        self._watched = []
        if self._ring is not None and isValid(self._ring):
            self._ring.hide()
            self._ring.deleteLater()
        self._ring = None

    def _place(self) -> None:
        if self._on is None or self._ring is None or not isValid(self._ring):
            return
        home = _home(self._on)
        if self._ring.parentWidget() is not home:
            self._ring.setParent(home)
        corner = self._on.mapTo(home, self._on.rect().topLeft())
        self._ring.setGeometry(QRect(corner, self._on.size()).adjusted(-3, -3, 3, 3))
        self._ring.setVisible(self._on.isVisible())
        self._ring.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVING:
            self._place()
        return False


def _up_to(widget: QWidget, home: QWidget) -> list[QWidget]:
    """The widget and what it is in, below `home`: if one of them moves, the ring moves."""
    chain = [widget]
    while (above := chain[-1].parentWidget()) is not None and above is not home:
        chain.append(above)
    return chain


def _home(widget: QWidget) -> QWidget:
    """The content of the scroll area it is in, so that the ring scrolls along; else the window."""
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        around = above.parentWidget()
        scroll = around.parentWidget() if around is not None else None
        if isinstance(scroll, QScrollArea) and scroll.widget() is above:
            return above
        above = around
    return widget.window()
