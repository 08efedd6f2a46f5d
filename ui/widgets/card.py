# SPDX-License-Identifier: Apache-2.0
"""Surfaces: the white card, the hairline, the tinted box; and rows and columns with the house's spacing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from ui import theme


class Card(QFrame):
    """A white frame with a border and a column inside: `card.body`."""

    def __init__(self, parent: QWidget | None = None, *, padding: int = 16, spacing: int = 8) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.body = column(spacing=spacing, margins=(padding, padding, padding, padding))
        self.setLayout(self.body)


class Tinted(QFrame):
    """A box in a tone ("primary", "amber", "red", "blue", "grey") for something to be noticed in place."""

    def __init__(self, tone: str, parent: QWidget | None = None, *, padding: int = 12) -> None:
        super().__init__(parent)
        self.setProperty("tone", tone)
        self.body = column(spacing=4, margins=(padding, padding - 2, padding, padding - 2))
        self.setLayout(self.body)

    def show_tone(self, tone: str) -> None:
        theme.set_property(self, "tone", tone)


def rule(parent: QWidget | None = None) -> QFrame:
    """A hairline between things that belong together."""
    line = QFrame(parent)
    line.setProperty("rule", True)
    return line


def row(
    *items: QWidget | QLayout | int, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QHBoxLayout:
    """Items side by side; a number is stretch."""
    made = QHBoxLayout()
    _fill(made, items, spacing, margins)
    return made


def column(
    *items: QWidget | QLayout | int, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QVBoxLayout:
    """Items under each other; a number is stretch."""
    made = QVBoxLayout()
    _fill(made, items, spacing, margins)
    return made


def _fill(
    layout: QHBoxLayout | QVBoxLayout,
    items: tuple[QWidget | QLayout | int, ...],
    spacing: int,
    margins: tuple[int, int, int, int],
) -> None:
    layout.setSpacing(theme.px(spacing))
    layout.setContentsMargins(*(theme.px(side) for side in margins))
    for item in items:
        if isinstance(item, int):
            layout.addStretch(item)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
            inner.deleteLater()


def scrolled(content: QWidget, name: str = "", *, passed_by: bool = False) -> QScrollArea:
    """The content in a scroll area without a frame, as wide as there is room.

    It is a stop of Tab, so that it can be read on by keys, and `name` is read out there; one whose content
    has stops of its own is `passed_by`.
    """
    area = QScrollArea()
    area.setAccessibleName(name)
    if passed_by:
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    content.setProperty("surface", content.property("surface") or "none")
    area.setWidget(content)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area
