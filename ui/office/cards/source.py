# SPDX-License-Identifier: Apache-2.0
"""The text of a card template with numbered lines; the one that is wrong is marked."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontDatabase,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from enumerator.messages import _
from ui import theme

_GAP: Final = 8


class SourceEdit(QPlainTextEdit):
    """`edited(str)` by the person only. Esc leaves to the page; Tab goes on to the next field."""

    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self._wrong = 0
        self.margin = _Numbers(self)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(theme.font("hint").pixelSize())
        self.setFont(font)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)
        self.setAccessibleName(_("Text of the design"))
        self.blockCountChanged.connect(lambda _count: self._make_room())
        self.updateRequest.connect(self._on_update)
        self.textChanged.connect(self._on_changed)
        self._make_room()

    def show_text(self, text: str) -> None:
        """Show it without saying so; the cursor stays in its line."""
        if text == self.toPlainText():
            return
        line = self.textCursor().blockNumber()
        self._quiet = True
        self.setPlainText(text)
        self._quiet = False
        self._go_to(line)

    def mark_line(self, line: int) -> None:
        """Redden a line, from 1; 0 for none."""
        self._wrong = line
        selections = []
        if line:
            marked = QTextEdit.ExtraSelection()
            marked.format.setBackground(theme.colour("red-soft"))
            marked.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            marked.cursor = QTextCursor(self.document().findBlockByNumber(line - 1))
            selections.append(marked)
        self.setExtraSelections(selections)
        self.margin.update()

    def go_to_line(self, line: int) -> None:
        """The keyboard into that line, from 1."""
        self._go_to(line - 1)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def line_words(self, line: int) -> str:
        """What stands in that line, from 1."""
        return self.document().findBlockByNumber(line - 1).text()

    def _go_to(self, number: int) -> None:
        block = self.document().findBlockByNumber(min(number, self.blockCount() - 1))
        self.setTextCursor(QTextCursor(block))
        self.centerCursor()

    def _on_changed(self) -> None:
        if not self._quiet:
            self.edited.emit(self.toPlainText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)

    # -- line numbers

    def _numbers_width(self) -> int:
        digits = len(str(max(100, self.blockCount())))
        return QFontMetrics(self.font()).horizontalAdvance("9" * digits) + 2 * theme.px(_GAP)

    def _make_room(self) -> None:
        self.setViewportMargins(self._numbers_width(), 0, 0, 0)

    def _on_update(self, rect: QRect, dy: int) -> None:
        if dy:
            self.margin.scroll(0, dy)
        else:
            self.margin.update(0, rect.y(), self.margin.width(), rect.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self.margin.setGeometry(inside.left(), inside.top(), self._numbers_width(), inside.height())

    def paint_numbers(self, event: QPaintEvent) -> None:
        """The numbers of the lines in sight."""
        painter = QPainter(self.margin)
        painter.fillRect(event.rect(), theme.colour("ground"))
        painter.setFont(self.font())
        block = self.firstVisibleBlock()
        top = round(self.blockBoundingGeometry(block).translated(self.contentOffset()).top())
        while block.isValid() and top <= event.rect().bottom():
            height = round(self.blockBoundingRect(block).height())
            number = block.blockNumber() + 1
            painter.setPen(theme.colour("red-ink" if number == self._wrong else "ink-2"))
            box = QRect(0, top, self.margin.width() - theme.px(_GAP), height)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number))
            block, top = block.next(), top + height


class _Numbers(QWidget):
    def __init__(self, editor: SourceEdit) -> None:
        super().__init__(editor)
        self._editor = editor

    def sizeHint(self) -> QSize:
        return QSize(self._editor._numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._editor.paint_numbers(event)
