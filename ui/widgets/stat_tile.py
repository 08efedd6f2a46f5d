# SPDX-License-Identifier: Apache-2.0
"""A figure at the head of a page: what it counts, how many, of how many, and a bar for the share."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.widgets.card import Card, row
from ui.widgets.text import ElidedText, Text


class Meter(QWidget):
    """A thin bar for a share from 0 to 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self._role = "primary"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def share(self) -> float:
        return self._share

    def show_share(self, share: float, role: str = "primary") -> None:
        self._share, self._role = min(1.0, max(0.0, share)), role
        self.setAccessibleName(f"{round(self._share * 100)}%")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(60), theme.px(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = self.rect().toRectF()
        painter.setBrush(theme.colour("chip"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        if self._share > 0:
            painter.setBrush(theme.colour(self._role))
            box.setWidth(max(box.height(), box.width() * self._share))
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)


class StatTile(Card):
    """`show_value("31", "of 48 households", share=31 / 48)`; `ink` colours the figure."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=14, spacing=2)
        self._label = ElidedText(label, "body", "ink-2")
        self._value = Text("–", "figure")
        self._value.setFont(theme.font("figure", tabular=True))
        self._unit = ElidedText("", "body", "ink-2")
        self._unit.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.meter = Meter()
        line = row(self._value, spacing=6)
        line.addWidget(self._unit, 1)
        self.body.addWidget(self._label)
        self.body.addLayout(line)
        self.body.addSpacing(theme.px(4))
        self.body.addWidget(self.meter)
        self.body.addStretch(1)
        self.meter.hide()
        keep = self.meter.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.meter.setSizePolicy(keep)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def value(self) -> str:
        return self._value.text()

    def show_label(self, label: str) -> None:
        """What is counted; `show_value` afterwards says it to screen readers as well."""
        self._label.setText(label)

    def show_value(self, value: str, unit: str = "", *, ink: str = "ink", share: float | None = None) -> None:
        self._value.setText(value)
        self._value.show_ink(ink)
        self._unit.setText(unit)
        self.meter.setVisible(share is not None)
        if share is not None:
            self.meter.show_share(share)
        self.setAccessibleName(f"{self._label.text()}: {value} {unit}".strip())
