# SPDX-License-Identifier: Apache-2.0
"""The line under a field that says what is wrong; its place is kept free, so that nothing moves when it
speaks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import icons, theme
from ui.form.measures import font, metrics

# tone -> icon, ink
_LOOK: Final = {
    "problem": ("error", "red-ink"),
    "warning": ("warning", "amber-ink"),
    "open": ("info", "ink-2"),
    "accepted": ("remark", "ink-2"),
    "aside": ("duplicate", "amber-ink"),
}
MOST_LINES: Final = 6


class Trouble(QWidget):
    """`reserve` is the longest text the form may say here: as many lines as it needs are kept free, two at
    most."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = ""
        self.tone = ""
        self.aside = ""
        self._reserve = ""
        # not fixed: a hint made before the width was known would cut the last lines
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def reserve_for(self, words: str) -> None:
        self._reserve = words

    def say(self, tone: str, words: str) -> None:
        """Show a problem, a warning, that it is still open, or ("", "") nothing."""
        if (tone, words) == (self.tone, self.words):
            return
        self.tone, self.words = tone, words
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def say_aside(self, words: str) -> None:
        """Something that is not wrong, said in the line kept free, and only while nothing is wrong."""
        if words != self.aside:
            self.aside = words
            self.setAccessibleName(self.words or words)
            self.setToolTip(words)
            self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        line = metrics("hint").lineSpacing()
        kept = min(2 * line, self._height(self._reserve, width)) if self._reserve else line
        return max(kept, min(MOST_LINES * line, self._height(self.words, width))) + theme.px(4)

    def sizeHint(self) -> QSize:
        return QSize(0, self.heightForWidth(max(self.width(), theme.px(300))))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, metrics("hint").lineSpacing() + theme.px(4))

    def _height(self, words: str, width: int) -> int:
        if not words:
            return 0
        room = QRect(0, 0, max(40, width - theme.px(20)), 1000)
        return metrics("hint").boundingRect(room, Qt.TextFlag.TextWordWrap, words).height()

    def aside_shown(self) -> str:
        """The aside as it is drawn: wrapped where two lines are kept free, else without its last parts; side
        panel and tooltip have all of it."""
        words = self.aside
        while self._height(words, self.width()) > self.height() - theme.px(3):
            shorter = words[: max(words.rfind(" · "), words.rfind(", "), 0)]
            if not shorter:
                room = self.width() - theme.px(20)
                return metrics("hint").elidedText(words, Qt.TextElideMode.ElideRight, room)
            words = shorter
        return words

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.words and not self.aside:
            return
        painter = QPainter(self)
        icon, ink = _LOOK[self.tone if self.words else "aside"]
        side = theme.px(14)
        line = metrics("hint").lineSpacing()
        top = theme.px(3)
        icons.paint(painter, icon, ink, QRect(0, top + (line - side) // 2, side, side))
        painter.setFont(font("hint"))
        painter.setPen(theme.colour(ink))
        room = QRect(theme.px(20), top, self.width() - theme.px(20), self.height() - top)
        if self.words:
            painter.drawText(room, Qt.TextFlag.TextWordWrap, self.words)
        else:
            painter.drawText(room, Qt.TextFlag.TextWordWrap, self.aside_shown())
