# SPDX-License-Identifier: Apache-2.0
"""Another answer than those two laptops gave, through the form's own input and with the form's checks."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from enumerator.forms import Interview, Question
from enumerator.merging.view import Answer
from enumerator.messages import _
from enumerator.office.wording import answer_words, section_title
from ui.form.inputs.field import Asking
from ui.form.question import QuestionView, Row, Shows
from ui.widgets import Labelled, Text, column
from ui.widgets.sheet import Sheet


class AnotherValue(Sheet):
    """`given(address, Answer, words)` when the person took the answer. `interview` is the household as it
    stands, in its form; nothing of it is saved here.
    """

    given = Signal(str, object, str)

    def __init__(self, workspace: Any, interview: Interview, address: str, owner: QWidget) -> None:
        self._interview, self._address = interview, address
        question = interview.node(address).definition
        if isinstance(question, Question) and question.sensitive:
            interview.answer(address, "")  # a person's number is not shown in full unasked
        node = interview.node(address)
        asking = Asking(
            interview,
            workspace.store.clock,
            workspace.store.attachments,
            lambda name: workspace.library.files(interview.form.hash).media.get(name),
        )
        self.view = QuestionView(node, asking)
        line = Row()
        line.add(self.view, whole=True)
        self.reason = Labelled(_("Why it is right all the same"), QLineEdit())
        self.reason.field.textEdited.connect(self._on_reason)
        body = QWidget()
        words = Text(section_title(interview, address), "hint", "ink-2").wrapped()
        body.setLayout(column(words, line, self.reason, 1, spacing=8))
        super().__init__(_("Another answer"), body, owner, close_words=_("Cancel"))
        self.largest = QSize(640, 400)
        self.take = self.offer(_("Take this answer"), "Ctrl+Return", primary=True)
        self.take.clicked.connect(self._on_taken)
        if self.view.field is not None:
            self.view.field.answered.connect(self._on_answered)
            self.view.field.go_on.connect(self._on_go_on)
        self._answered = False
        self._show()

    def open(self) -> None:
        super().open()
        if self.view.field is not None:
            self.view.field.keyboard().setFocus(Qt.FocusReason.TabFocusReason)

    def _on_answered(self, _address: str, value: object) -> None:
        self._answered = True
        self._interview.answer(self._address, value)  # type: ignore[arg-type]
        self._show()

    def _on_reason(self, text: str) -> None:
        self._interview.accept(self._address, text.strip())
        self._show()

    def _show(self) -> None:
        node = self._interview.node(self._address)
        self.view.show_node(node, Shows(visited=self._answered, here=False))
        problem = node.problem
        warned = problem is not None and problem.severity == "warn"
        self.reason.setVisible(warned or bool(node.reason))
        blocked = problem is not None and problem.kind != "required"
        self.take.setEnabled(self._answered and bool(node.value) and not blocked)

    def _on_go_on(self) -> None:
        """Enter in the field: on to the reason where one is needed, else the answer is taken."""
        if not self.reason.isHidden() and not self.reason.field.text().strip():
            self.reason.setFocus()
        elif self.take.isEnabled():
            self.take.click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.take.isEnabled():
            self.take.click()
            return
        super().keyPressEvent(event)

    def _on_taken(self) -> None:
        if self.view.field is not None:
            self.view.field.settle()
        node = self._interview.node(self._address)
        answer = Answer(node.value, reason=node.reason)
        words = answer_words(self._interview, self._address)
        self.put_away()
        self.given.emit(self._address, answer, words)
