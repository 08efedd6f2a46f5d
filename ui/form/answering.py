# SPDX-License-Identifier: Apache-2.0
"""What the person answers, taken to the engine; what was withheld, taken back and done again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from enumerator.errors import UserError
from enumerator.forms import NoAnswer, Question
from enumerator.interviews.editing import Edit
from enumerator.interviews.navigation import asks
from enumerator.messages import _
from ui.form.sitting import Parts
from ui.form.walk import Walk
from ui.reporting import News


class Answering(QObject):
    """`edited` carries each edit, to be shown."""

    edited = Signal(object)
    noticed = Signal(object)

    def __init__(self, parts: Parts, walk: Walk, parent: QObject) -> None:
        super().__init__(parent)
        self._page = parts.page
        self._editing = parts.editing
        self._interview = parts.interview
        self._walk = walk

    def take(self, address: str, value: object) -> None:
        """An answer of the page's; one that the engine does not take is said, and what stands shown again."""
        field = self._page.field(address)
        if field is not None and not field.typed:
            self._editing.history.seal()
        if not isinstance(value, str):
            return
        try:
            edit = self._editing.answer(address, value or None)
        except UserError as refused:
            self.noticed.emit(News("warning", refused.what, refused.remedy))
            self._page.refresh(address)
            return
        self.edited.emit(edit)

    def remark(self, address: str, text: str) -> None:
        """A remark beside an answer."""
        self.edited.emit(self._editing.remark(address, text))

    def accept(self, address: str, reason: str) -> None:
        """Why an unusual answer is right."""
        self.edited.emit(self._editing.accept(address, reason))

    def withhold(self, kind: str) -> None:
        """Don't know, or refused, where the form allows it; again takes it back."""
        place = self._walk.place
        node = self._interview.node(place) if place else None
        if node is None or not isinstance(node.definition, Question) or not asks(node.definition):
            return
        if kind not in node.definition.allow:
            words = _("Don't know") if kind == "dont_know" else _("Refused")
            self._tell(_("This question does not offer “{answer}”.", answer=words))
            return
        given = NoAnswer(kind)
        self.edited.emit(self._editing.answer(place, None if node.no_answer == given else given))
        self._editing.history.seal()

    def undo(self) -> None:
        """Take the last edit back, wherever it was."""
        self._step(self._editing.undo(), _("Nothing to undo."))

    def redo(self) -> None:
        """Do again what was undone last."""
        self._step(self._editing.redo(), _("Nothing to redo."))

    def _step(self, edit: Edit | None, otherwise: str) -> None:
        if edit is None:
            self._tell(otherwise)
            return
        self.edited.emit(edit)
        self._walk.go_near(edit.address)

    def _tell(self, words: str) -> None:
        self.noticed.emit(News("info", words))
