# SPDX-License-Identifier: Apache-2.0
"""What every kind of input has in common: it shows an answer, and tells of a new one only when a person
gave it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPixmap
from PySide6.QtWidgets import QLineEdit, QWidget

from enumerator.forms import Interview, Node, Question
from enumerator.messages import _
from ui import theme
from ui.capture.equipment import Equipment


class AttachmentStore(Protocol):
    """Where photos and other files go (`enumerator.store.attachments.Attachments`)."""

    def put(self, content: bytes, *, name: str, mime: str) -> object: ...
    def read(self, sha256: str) -> bytes: ...
    def has(self, sha256: str) -> bool: ...


@dataclass(frozen=True)
class Asking:
    """What inputs need from around them; `media` gives the files that belong to the form, `equipment` is
    what this computer has to take things in with, `kelurahan` the code of the one the household is in, as far
    as it is known."""

    interview: Interview
    clock: Callable[[], datetime]
    attachments: AttachmentStore | None = None
    media: Callable[[str], bytes | None] = lambda _name: None
    equipment: Equipment = field(default_factory=Equipment)
    kelurahan: Callable[[], str] = lambda: ""

    def picture(self, name: str) -> QPixmap:
        """A picture that came with the form, empty if there is none of that name."""
        made = QPixmap()
        data = self.media(name) if name else None
        if data:
            made.loadFromData(data)
        return made


class Field(QWidget):
    """One question's input. `answered(address, value)` carries the value as XForms writes it, "" for cleared.

    `wide` fields take the whole row; what is `typed` key by key is undone as one. A field may be given
    another address of the same question, when the
    page turns
    to another row of the roster.
    """

    answered = Signal(str, object)
    go_on = Signal()
    wide = True
    typed = False

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__()
        self.address = address
        self.question = question
        self.asking = asking
        self.node: Node | None = None
        self.giving = False
        self._state = ""

    def show_node(self, node: Node) -> None:
        """Show the answer of `node`; never counts as an edit."""
        self.node = node
        self.address = node.address

    def show_state(self, state: str) -> None:
        """Mark the field as having a "problem", a "warning" or neither ("")."""
        if state == self._state:
            return
        self._state = state
        for part in self.marked():
            theme.set_property(part, "problem", state == "problem")
            theme.set_property(part, "warning", state == "warning")

    def marked(self) -> tuple[QWidget, ...]:
        """The widgets that wear the mark."""
        return ()

    def settle(self) -> None:
        """The field is being left: write the answer as it will be shown, and give what was not given yet."""

    def keyboard(self) -> QWidget:
        """The widget that takes the keyboard when one comes to this question."""
        return self.focusProxy() or self

    def name_for_readers(self, label: str, hint: str) -> None:
        """What a screen reader says on coming here."""
        target = self.keyboard()
        target.setAccessibleName(label)
        target.setAccessibleDescription(hint)

    def give(self, value: str) -> None:
        """Tell of an answer. While it is being taken in, `giving` keeps what was typed as it was typed."""
        self.giving = True
        try:
            self.answered.emit(self.address, value)
        finally:
            self.giving = False


def leave_to_interview(event: QKeyEvent) -> bool:
    """Keys that mean the same everywhere in an interview, and so do not belong to a text field."""
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


class Line(QLineEdit):
    """One line of text that leaves undo and redo to the interview, and selects all when one comes by
    keyboard."""

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and leave_to_interview(event)
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if leave_to_interview(event):
            event.ignore()
            return
        super().keyPressEvent(event)

    def retype(self, text: str, keeps: Callable[[str], bool] = str.isalnum) -> None:
        """Rewrite what was typed with the same signs in another dress; the cursor stays behind the same
        sign."""
        if text == self.text():
            return
        behind = sum(map(keeps, self.text()[: self.cursorPosition()]))
        at_end = self.cursorPosition() == len(self.text())
        self.setText(text)
        if at_end:
            return
        place = 0
        while behind and place < len(text):
            behind -= keeps(text[place])
            place += 1
        self.setCursorPosition(place)


def no_answer_words(node: Node) -> str:
    """The words for an answer that was not given: "don't know", "refused", or ""."""
    if node.no_answer is None:
        return ""
    return _("Don't know") if str(node.no_answer.value) == "dont_know" else _("Refused")
