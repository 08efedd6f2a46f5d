# SPDX-License-Identifier: Apache-2.0
"""Beside the page: what to check in the interview, and for the question at hand its remark, no-answers and
history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from enumerator.forms import Interview, Question
from enumerator.interviews.navigation import Progress, asks
from enumerator.messages import _
from ui import theme
from ui.form.inputs.field import Line
from ui.form.inputs.text import Paper
from ui.form.problems import Problems
from ui.widgets.button import QuietButton
from ui.widgets.text import Text


@dataclass(frozen=True)
class PastAnswer:
    """What was answered before: the words, by whom, and when, as they are to be shown."""

    words: str
    who: str
    when: str


@dataclass(frozen=True)
class Known:
    """What is known of an answer from elsewhere: earlier answers, newest first, and the office's comment."""

    history: Sequence[PastAnswer] = ()
    comment: str = ""


class SidePanel(QScrollArea):
    """`known` tells what else is known of the question at an address."""

    go_requested = Signal(str)
    remarked = Signal(str, str)
    accepted = Signal(str, str)
    no_answer_requested = Signal(str)
    left = Signal()

    def __init__(self, interview: Interview, progress: Progress, known: Callable[[str], Known]) -> None:
        super().__init__()
        self._interview = interview
        self._progress = progress
        self._known = known
        self._address = ""
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("surface", "panel")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(theme.px(16), theme.px(16), theme.px(16), theme.px(16))
        self._column.setSpacing(theme.px(8))
        self._check_title = Text("", "label")
        self.problems = Problems(interview, progress)
        self.problems.go_requested.connect(self.go_requested)
        self._column.addWidget(self._check_title)
        self._column.addWidget(self.problems)
        self._column.addSpacing(theme.px(12))
        self._comment = _Words("blue")
        self._guidance = _Words("grey")
        self._column.addWidget(self._comment)
        self._column.addWidget(self._guidance)
        self._make_reason()
        self._make_remark()
        self._make_no_answers()
        self._column.addSpacing(theme.px(12))
        self._history_title = Text("", "label")
        self._history = QVBoxLayout()
        self._history.setSpacing(theme.px(6))
        self._column.addWidget(self._history_title)
        self._column.addLayout(self._history)
        self._column.addStretch(1)
        self.setWidget(inside)
        self.retranslate()
        self.show_question("")

    # -- showing ---------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language of the screen."""
        self._check_title.setText(_("To check"))
        self._remark_title.setText(_("Remark on this question"))
        self.remark.setPlaceholderText(_("Write a remark…  F2"))
        self.remark.setAccessibleName(_("Remark on this question"))
        self._reason_title.setText(_("Why is this answer right?"))
        self.reason.setPlaceholderText(_("The reason, then Enter"))
        self.reason.setAccessibleName(_("Why is this answer right?"))
        self.dont_know.setText(_("Don't know"))
        self.refused.setText(_("Refused"))
        self._history_title.setText(_("Earlier answers"))
        self.show_question(self._address)

    def show_question(self, address: str) -> None:
        """Show what belongs to the question at hand; "" for none."""
        self._give_remark()
        self._address = address
        node = self._interview.node(address) if address else None
        question = node.definition if node is not None else None
        asked = node is not None and asks(question)
        for widget in (self._remark_title, self.remark):
            widget.setVisible(asked)
        if node is not None and asked:
            self.remark.fill(node.remark)
        self.refresh()
        known = self._known(address) if asked else Known()
        self._comment.say(_("The office writes"), known.comment)
        self._guidance.say(_("Guidance"), node.guidance if node is not None else "")
        self._show_history(known.history)

    def forget(self) -> None:
        """The question at hand is gone from the interview."""
        self._address = ""
        self.show_question("")

    def refresh(self) -> None:
        """Show how the question at hand stands now."""
        node = self._interview.node(self._address) if self._address else None
        question = node.definition if node is not None else None
        doubt = (
            node is not None
            and node.relevant
            and (bool(node.reason) or (node.problem is not None and node.problem.severity == "warn"))
            and not self._progress.waits(self._address)
        )
        self._reason_title.setVisible(doubt)
        self.reason.setVisible(doubt)
        if node is not None and not self.reason.hasFocus():
            self.reason.setText(node.reason)
        allow = question.allow if isinstance(question, Question) else frozenset()
        given = str(node.no_answer.value) if node is not None and node.no_answer is not None else ""
        for name, button in (("dont_know", self.dont_know), ("refused", self.refused)):
            button.setVisible(name in allow)
            button.setChecked(given == name)

    def take_keyboard(self) -> None:
        """Put the keyboard on the reason if one is wanted, else on the remark."""
        target = self.reason if self.reason.isVisibleTo(self) and not self.reason.text() else self.remark
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ensureWidgetVisible(target)

    # -- parts -----------------------------------------------------------------------------------------------

    def _make_reason(self) -> None:
        self._reason_title = Text("", "label")
        self.reason = Line()
        self.reason.installEventFilter(self)
        self._column.addWidget(self._reason_title)
        self._column.addWidget(self.reason)

    def _make_remark(self) -> None:
        self._remark_title = Text("", "label")
        self.remark = Paper(undone_here=True)
        self.remark.setTabChangesFocus(True)
        self.remark.setFixedHeight(theme.px(72))
        self.remark.installEventFilter(self)
        self._column.addWidget(self._remark_title)
        self._column.addWidget(self.remark)

    def _make_no_answers(self) -> None:
        self.dont_know = QuietButton("", key="F7", key_works=False)
        self.refused = QuietButton("", key="F8", key_works=False)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for name, button in (("dont_know", self.dont_know), ("refused", self.refused)):
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _on=False, n=name: self.no_answer_requested.emit(n))
            row.addWidget(button)
        row.addStretch(1)
        self._column.addSpacing(theme.px(4))
        self._column.addLayout(row)

    def _show_history(self, history: Sequence[PastAnswer]) -> None:
        while (item := self._history.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._history_title.setVisible(bool(history))
        for past in history:
            block = _Words("grey")
            self._history.addWidget(block)
            block.say(past.words or "—", f"{past.who} · {past.when}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and watched is self.remark:
            self._give_remark()
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        key = event.key()
        enter = (
            key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.AltModifier
        )
        if watched is self.reason and enter:
            self.accepted.emit(self._address, self.reason.text().strip())
            self.left.emit()
            return True
        if (watched is self.remark and enter) or key == Qt.Key.Key_Escape:
            # what was written stays, whichever way one leaves
            self._give_remark()
            self.left.emit()
            return True
        return False

    def _give_remark(self) -> None:
        if not self._address or self.remark.isHidden():
            return
        text = self.remark.toPlainText().strip()
        if text != self._interview.node(self._address).remark:
            self.remarked.emit(self._address, text)


class _Words(QFrame):
    """A tinted block with a heading and a line."""

    def __init__(self, tone: str) -> None:
        super().__init__()
        self.setProperty("tone", tone)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        layout.setSpacing(theme.px(2))
        self._title = Text("", "strong", f"{tone}-ink").wrapped()
        self._line = Text("", "body", "ink").wrapped()
        layout.addWidget(self._title)
        layout.addWidget(self._line)

    def say(self, title: str, line: str) -> None:
        self._title.setText(title)
        self._line.setText(line)
        self.setVisible(bool(line))
