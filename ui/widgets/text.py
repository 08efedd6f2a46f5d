# SPDX-License-Identifier: Apache-2.0
"""Words on the screen: a label with a kind (size and weight) and an ink (colour role), both by name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui import theme


def shortened(metrics: QFontMetrics, words: str, room: int) -> str:
    """One line that fits, ended by an ellipsis that no mark or space stands before."""
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
    return shown if shown == words or not shown.endswith("…") else shown[:-1].rstrip(" .,;:·-–(") + "…"


class Text(QLabel):
    """Plain text; `kind` is one of `theme.KINDS`, `ink` a colour role. Names of people are never taken
    for markup."""

    def __init__(
        self, words: str = "", kind: str = "body", ink: str = "ink", parent: QWidget | None = None
    ) -> None:
        super().__init__(words, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)
        self.setProperty("ink", ink)

    def show_kind(self, kind: str) -> None:
        theme.set_property(self, "kind", kind)

    def show_ink(self, ink: str) -> None:
        theme.set_property(self, "ink", ink)

    def wrapped(self) -> Text:
        """The same label, with its lines broken where the space ends."""
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        return self


class ElidedText(Text):
    """One line that ends in an ellipsis where the space ends; the whole is in the tooltip."""

    def __init__(
        self, words: str = "", kind: str = "body", ink: str = "ink", parent: QWidget | None = None
    ) -> None:
        super().__init__(words, kind, ink, parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(theme.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        shown = shortened(QFontMetrics(self.font()), self.text(), self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter.drawText(self.rect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, shown)
