# SPDX-License-Identifier: Apache-2.0
"""Outline, page and side panel next to each other; where the window is narrow the outer two slide over the
page."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui import theme

OUTLINE: Final = 264
SIDE: Final = 300
SIDE_FITS: Final = 1200
OUTLINE_FITS: Final = 1000


class Panes(QWidget):
    """`folded` tells which of "outline" and "side" are drawers at this width."""

    folds_changed = Signal()

    def __init__(self, outline: QWidget, page: QWidget, side: QWidget) -> None:
        super().__init__()
        self._outline = _framed(outline, "right")
        self._side = _framed(side, "left")
        self._page = page
        for part in (page, self._outline, self._side):
            part.setParent(self)
            part.show()
        self.folded: frozenset[str] = frozenset()
        self._open = ""

    def is_open(self, drawer: str) -> bool:
        """Whether the pane can be seen."""
        return drawer not in self.folded or self._open == drawer

    def open_drawer(self, drawer: str) -> None:
        """Slide a folded pane over the page; the other one goes."""
        if drawer in self.folded:
            self._open = drawer
            self._arrange()

    def close_drawer(self) -> None:
        """Put the drawer away."""
        if self._open:
            self._open = ""
            self._arrange()

    def adopt_size(self) -> None:
        """Arrange for the size as it is now."""
        self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self.isVisible():
            self._fold()

    def _fold(self) -> None:
        folded = set()
        if self.width() < theme.px(SIDE_FITS):
            folded.add("side")
        if self.width() < theme.px(OUTLINE_FITS):
            folded.add("outline")
        changed = folded != self.folded
        self.folded = frozenset(folded)
        if self._open not in folded:
            self._open = ""
        self._arrange()
        if changed:
            self.folds_changed.emit()

    def _arrange(self) -> None:
        width, height = self.width(), self.height()
        left = 0 if "outline" in self.folded else theme.px(OUTLINE)
        right = 0 if "side" in self.folded else theme.px(SIDE)
        self._page.setGeometry(left, 0, max(0, width - left - right), height)
        self._outline.setGeometry(0, 0, min(theme.px(OUTLINE), width), height)
        side = min(theme.px(SIDE), width)
        self._side.setGeometry(width - side, 0, side, height)
        for name, frame in (("outline", self._outline), ("side", self._side)):
            frame.setVisible(self.is_open(name))
            theme.set_property(frame, "drawer", name in self.folded)
            if name in self.folded and self._open == name:
                frame.raise_()


def _framed(inside: QWidget, edge: str) -> QFrame:
    frame = QFrame()
    frame.setProperty("surface", "panel")
    frame.setProperty("edge", edge)
    frame.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(0 if edge == "right" else 1, 0, 1 if edge == "right" else 0, 0)
    layout.addWidget(inside)
    return frame
