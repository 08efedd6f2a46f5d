# SPDX-License-Identifier: Apache-2.0
"""The answer about a card, to be seen from across the room: colour, icon and words, and whose card it is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from enumerator.messages import _
from ui import icons, theme
from ui.checking.answer import Answer
from ui.widgets import Card, Glyph, Text, Tinted, clear, column, row, rule

TONES: Final = {"green": "primary", "amber": "amber", "red": "red"}
GLYPHS: Final = {"green": "done-circle", "amber": "warning", "red": "error"}
_PHOTO: Final = QSize(112, 146)


class Result(Card):
    """`show_answer` fills it; nothing moves when the next card is checked."""

    def __init__(self) -> None:
        super().__init__(padding=0, spacing=0)
        self.band = Tinted("grey", padding=18)
        self.glyph = Glyph("card", "grey-ink", 60)
        self.headline = Text("", "display").wrapped()
        self.reason = Text("", "section").wrapped()
        line = row(self.glyph, spacing=18)
        line.addLayout(column(self.headline, self.reason, spacing=4), 1)
        self.band.body.addLayout(line)
        self.photo = Portrait()
        self.facts = column(spacing=7)
        below = row(self.photo, spacing=18, margins=(18, 14, 18, 14))
        below.setAlignment(self.photo, Qt.AlignmentFlag.AlignTop)
        told = column(spacing=0)
        told.addLayout(self.facts)
        told.addStretch(1)
        below.addLayout(told, 1)
        self.body.addWidget(self.band)
        self.body.addLayout(below)

    def show_answer(self, answer: Answer) -> None:
        tone = TONES[answer.light]
        self.band.show_tone(tone)
        self.glyph.show_glyph(GLYPHS[answer.light], f"{tone}-ink")
        self.headline.setText(answer.headline)
        self.headline.show_ink(f"{tone}-ink")
        self.reason.setText(answer.reason)
        self.photo.setVisible(bool(answer.facts))
        self.photo.show_photo(answer.photo)
        clear(self.facts)
        for number, (label, value) in enumerate(answer.facts):
            if number:
                self.facts.addWidget(rule())
            name = Text(label, "body", "ink-2")
            name.setFixedWidth(theme.px(112))
            line = row(name, spacing=12)
            line.addWidget(Text(value, "section" if number == 0 else "strong").wrapped(), 1)
            self.facts.addLayout(line)
        self.setAccessibleName(f"{answer.headline} {answer.reason}")


class Portrait(QWidget):
    """The photo on record, or that there is none here."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_PHOTO.width()), theme.px(_PHOTO.height()))

    def show_photo(self, data: bytes | None) -> None:
        self.picture = QPixmap()
        if data:
            self.picture.loadFromData(data)
        words = _("Photo on record") if self.picture else _("No photo here: compare with the KTP")
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        clip = QPainterPath()
        clip.addRoundedRect(self.rect().toRectF(), theme.px(8), theme.px(8))
        painter.setClipPath(clip)
        painter.fillRect(self.rect(), theme.colour("chip"))
        if not self.picture.isNull():
            size = self.picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
            box = QRect(0, 0, size.width(), size.height())
            box.moveCenter(self.rect().center())
            painter.drawPixmap(box, self.picture)
            return
        side = theme.px(40)
        box = QRect(0, 0, side, side)
        box.moveCenter(self.rect().center() - self.rect().topLeft())
        box.translate(0, -theme.px(22))
        icons.paint(painter, "person", "ink-2", box)
        painter.setPen(theme.colour("ink-2"))
        painter.setFont(theme.font("hint"))
        words = self.rect().adjusted(theme.px(8), self.height() // 2, -theme.px(8), -theme.px(8))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(words, flags, self.accessibleName())
