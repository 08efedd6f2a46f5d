# SPDX-License-Identifier: Apache-2.0
"""Text on one line, on several lines, and identity numbers grouped by four."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from enumerator.forms import Node, Question
from enumerator.messages import _
from ui import theme
from ui.form import spelling
from ui.form.inputs.field import Asking, Field, Line, leave_to_interview, no_answer_words
from ui.widgets.text import Text

ID_NUMBER: Final = re.compile(r"(^|_)(nik|kk|no_kk|nokk)(_|$)")
ID_LENGTH: Final = 16


def is_id_number(question: Question) -> bool:
    """Whether the question asks for a NIK or a No. KK: 16 digits, kept as text."""
    return (
        question.type == "text"
        and bool(ID_NUMBER.search(question.name))
        and "numbers" in question.appearances
    )


class TextLine(Field):
    """Any text on one line."""

    wide = False
    typed = True

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self.line = Line()
        if "masked" in question.appearances:
            self.line.setEchoMode(Line.EchoMode.PasswordEchoOnEdit)
        self._value = ""
        self.setFocusProxy(self.line)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self.line.textEdited.connect(self._on_edited)

    def marked(self) -> tuple[QWidget, ...]:
        return (self.line,)

    def show_node(self, node: Node) -> None:
        same_place = node.address == self.address
        super().show_node(node)
        # what is half typed stays while the answer under it stays
        typing = self.line.hasFocus() and same_place and node.no_answer is None
        if not typing or (not self.giving and node.value != self._value):
            self.line.setText(self.dress(node.value))
        self._value = node.value
        self.line.setReadOnly(node.readonly)
        self.line.setPlaceholderText(no_answer_words(node) or self.prompt())

    def prompt(self) -> str:
        """What an empty field says."""
        return ""

    def dress(self, value: str) -> str:
        """The value as it is shown."""
        return value

    def undress(self, text: str) -> str:
        """What is shown, as a value."""
        return text

    def settle(self) -> None:
        text = self.line.text()
        if text != text.strip():
            self.line.setText(text.strip())
            self.give(text.strip())

    def _on_edited(self, text: str) -> None:
        self.give(text)


class IdNumber(TextLine):
    """A NIK or No. KK: digits only, grouped by four while typing, with how many are still to come."""

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self.line.setFont(theme.font(tabular=True))
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._count = Text("", "hint", "ink-2", self.line)
        inner = QHBoxLayout(self.line)
        inner.setContentsMargins(0, 0, theme.px(12), 0)
        inner.addStretch()
        inner.addWidget(self._count)

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        self._show_count(node.value)

    def dress(self, value: str) -> str:
        return spelling.number_groups(value) if value.isdigit() else value

    def undress(self, text: str) -> str:
        return re.sub(r"\D", "", text) if re.fullmatch(r"[\d ]*", text) else text

    def settle(self) -> None:
        """Nothing to tidy: the groups are only shown."""

    def _on_edited(self, text: str) -> None:
        digits = re.sub(r"\D", "", text)[:ID_LENGTH]
        self.line.retype(spelling.number_groups(digits), str.isdigit)
        self._show_count(digits)
        self.give(digits)

    def _show_count(self, digits: str) -> None:
        self._count.setText(f"{len(digits)}/{ID_LENGTH}" if digits and len(digits) < ID_LENGTH else "")


class Paper(QPlainTextEdit):
    """Several lines; Alt+Enter breaks the line, since Enter goes on. `filling` while the program writes.

    Undo is the interview's, unless what stands here is no answer yet: then it is `undone_here` first.
    """

    filling = False

    def __init__(self, *, undone_here: bool = False) -> None:
        super().__init__()
        self._undone_here = undone_here
        self.setUndoRedoEnabled(undone_here)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._belongs_to_interview(event):
                event.ignore()
                return False
            if event.matches(QKeySequence.StandardKey.DeleteEndOfWord):
                # in running text Ctrl+Del takes the next word, never a row of the roster
                event.accept()
                return True
        return super().event(event)

    def _belongs_to_interview(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            return True
        own = self._undone_here and (
            (event.matches(QKeySequence.StandardKey.Undo) and self.document().isUndoAvailable())
            or (event.matches(QKeySequence.StandardKey.Redo) and self.document().isRedoAvailable())
        )
        return leave_to_interview(event) and not own

    def fill(self, text: str) -> None:
        """Show `text` without counting it as an edit."""
        if self.toPlainText() != text:
            self.filling = True
            self.setPlainText(text)
            self.filling = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._belongs_to_interview(event):
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.insertPlainText("\n")
            else:
                event.ignore()
        else:
            super().keyPressEvent(event)


class TextBlock(Field):
    """Text on several lines."""

    typed = True

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self.paper = Paper()
        self.paper.setTabChangesFocus(True)
        self.paper.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.paper.setFixedHeight(theme.px(92))
        self.setFocusProxy(self.paper)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.paper)
        # QPlainTextEdit has no signal for the user's edits alone
        self.paper.textChanged.connect(self._on_changed)

    def marked(self) -> tuple[QWidget, ...]:
        return (self.paper,)

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        if not self.giving:
            self.paper.fill(self.dress(node.value))
        self.paper.setReadOnly(node.readonly)
        self.paper.setPlaceholderText(no_answer_words(node) or _("Alt+Enter for a new line"))

    def dress(self, value: str) -> str:
        """The value as it is shown."""
        return value

    def undress(self, text: str) -> str:
        """What is shown, as a value."""
        return text

    def _on_changed(self) -> None:
        if not self.paper.filling:
            self.give(self.undress(self.paper.toPlainText()))
