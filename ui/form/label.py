# SPDX-License-Identifier: Apache-2.0
"""A question's label and hint in one running text, and at its right whether it has a remark or no answer.

It paints itself, and asks for a new layout only when its height changes: a name typed in a roster is
repeated in
dozens of labels at every key.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
    QTextDocument,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.form.markup import words_html
from ui.form.measures import font
from ui.widgets.pill import Status, paint_pill, pill_size

SHORT: Final = 46  # letters of a label with its hint that fit over half a page
GAP: Final = 6
PICTURE: Final = (420, 240)


class Label(QWidget):
    """`room` is how many letters of label and hint stand on one line; a longer hint gets a line of its
    own."""

    def __init__(self) -> None:
        super().__init__()
        self.room = 2 * SHORT
        self._words = ("", "", True)
        self._pills: dict[str, Status] = {}
        self._document = QTextDocument()
        self._document.setDocumentMargin(0)
        self._document.setUndoRedoEnabled(False)
        self._ink = ""
        self._picture = QPixmap()
        self._picture_name = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, label: str, hint: str, *, strong: bool = True) -> None:
        """Show these words; a note is not `strong`."""
        if (label, hint, strong) != self._words:
            self._words = (label, hint, strong)
            self._rebuild()

    def show_pill(self, name: str, status: Status | None) -> None:
        """Put a state at the right, or take it away."""
        if self._pills.get(name) == status:
            return
        if status is None:
            del self._pills[name]
        else:
            self._pills[name] = status
        self._refit()

    def show_picture(self, name: str, load: Callable[[str], QPixmap]) -> None:
        """Show a picture of the form under the words; "" for none. It is loaded when its name changes."""
        if name != self._picture_name:
            self._picture_name = name
            self._picture = load(name)
            self._refit()

    def _picture_size(self, width: int) -> QSize:
        if self._picture.isNull():
            return QSize(0, 0)
        most = QSize(min(width, theme.px(PICTURE[0])), theme.px(PICTURE[1]))
        return self._picture.size().boundedTo(
            self._picture.size().scaled(most, Qt.AspectRatioMode.KeepAspectRatio)
        )

    def text(self) -> str:
        """What is said, without markup."""
        return self._document.toPlainText().replace("\xa0", " ")

    def pills(self) -> list[str]:
        """The words of the states at the right."""
        return [status.word for status in self._pills.values()]

    def _rebuild(self) -> None:
        label, hint, strong = self._words
        weight, height = (600, 118) if strong else (400, 135)
        self._ink = theme.colour("ink-2").name()
        made = f'<span style="font-weight:{weight}">{words_html(label)}</span>'
        if hint:
            dress = f"color:{self._ink}; font-size:{font('hint').pixelSize()}px; font-weight:400"
            apart = "<br>" if len(label) + len(hint) > self.room or "\n" in hint else "&nbsp; "
            made += f'{apart}<span style="{dress}">{words_html(hint)}</span>'
        self._document.setDefaultFont(font("body"))
        self._document.setHtml(f'<div style="line-height:{height}%">{made}</div>')
        self.setAccessibleName(self.text())
        self._refit()

    def _refit(self) -> None:
        if self.width() < 1 or self.heightForWidth(self.width()) != self.height():
            self.updateGeometry()
        self.update()

    def _pills_width(self) -> int:
        return sum(pill_size(status).width() + theme.px(8) for status in self._pills.values())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        self._document.setTextWidth(max(60, width - self._pills_width()))
        picture = self._picture_size(width).height()
        return (
            math.ceil(self._document.size().height())
            + theme.px(GAP)
            + (picture + theme.px(GAP) if picture else 0)
        )

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), self.heightForWidth(self.width() if self.width() > 1 else theme.px(340)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(60), theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._ink != theme.colour("ink-2").name():
            self._rebuild()
        room = self.width() - self._pills_width()
        self._document.setTextWidth(max(60, room))
        painter = QPainter(self)
        bottom = self.height() - theme.px(GAP)
        picture = self._picture_size(self.width())
        if not picture.isEmpty():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(QRect(QPoint(0, bottom - picture.height()), picture), self._picture)
            bottom -= picture.height() + theme.px(GAP)
        painter.translate(0, bottom - math.ceil(self._document.size().height()))
        context = QAbstractTextDocumentLayout.PaintContext()
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Text, theme.colour("ink"))
        context.palette = palette
        self._document.documentLayout().draw(painter, context)
        painter.resetTransform()
        x = room + theme.px(8)
        for status in self._pills.values():
            size = pill_size(status)
            paint_pill(painter, status, QPoint(x, bottom - size.height()))
            x += size.width() + theme.px(8)
