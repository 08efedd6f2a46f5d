# SPDX-License-Identifier: Apache-2.0
"""A key drawn as a small key cap, so that the keyboard is learnt by looking."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

_CAPS = {"Return": "↵", "Enter": "↵", "PgDown": "PgDn", "Backspace": "⌫", "Up": "↑", "Down": "↓"}


def cap_text(keys: str) -> str:
    """ "Ctrl+Return" as it stands on the caps: "Ctrl ↵"."""
    native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys
    return " ".join(_CAPS.get(part, part) for part in native.split("+") if part)


def cap_size(keys: str) -> QSize:
    """The room a key cap needs."""
    metrics = QFontMetrics(theme.font("key"))
    return QSize(
        max(theme.px(17), metrics.horizontalAdvance(cap_text(keys)) + theme.px(11)),
        metrics.height() + theme.px(3),
    )


def paint_cap(
    painter: QPainter, keys: str, rect: QRect, *, ink: QColor, ground: QColor, edge: QColor | None
) -> None:
    """Draw the cap in the middle of `rect`."""
    size = cap_size(keys)
    box = QRect(0, 0, size.width(), size.height())
    box.moveCenter(rect.center())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(edge if edge is not None else Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), theme.px(4), theme.px(4))
    painter.setFont(theme.font("key"))
    painter.setPen(ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cap_text(keys))
    painter.restore()


class KeyHint(QWidget):
    """One key cap as a widget; screen readers hear the key from the control it belongs to."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys = keys
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return cap_size(self.keys)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_cap(
            painter,
            self.keys,
            self.rect(),
            ink=theme.colour("ink-2"),
            ground=theme.colour("panel"),
            edge=theme.colour("line-strong"),
        )
