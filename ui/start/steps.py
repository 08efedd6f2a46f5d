# SPDX-License-Identifier: Apache-2.0
"""What every start screen does: ask, do slow work off the GUI thread, show what is wrong beside the field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from enumerator.errors import UserError
from enumerator.messages import _
from ui import theme
from ui.tasks import Task, Work
from ui.widgets import Button, Labelled, PrimaryButton, QuietButton, Text, Tinted, column, row


class Step(QWidget):
    """One question of the start. `opened(workspace)` when it led into a workspace, `back_requested` when
    not."""

    opened = Signal(object)
    back_requested = Signal()

    def __init__(self, title: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: QVBoxLayout = column(spacing=6)
        self.trouble = Tinted("red")
        self._what = Text("", "label", "red-ink").wrapped()
        self._remedy = Text("").wrapped()
        self.trouble.body.addWidget(self._what)
        self.trouble.body.addWidget(self._remedy)
        self.trouble.hide()
        self.buttons = row(spacing=10)
        heading = Text(title, "title").wrapped()
        explained = Text(words, "body", "ink-2").wrapped()
        if not words:
            explained.hide()
        whole = column(heading, explained, spacing=6)
        whole.addSpacing(theme.px(12))
        whole.addLayout(self.fields)
        whole.addWidget(self.trouble)
        whole.addSpacing(theme.px(6))
        whole.addLayout(self.buttons)
        self.setLayout(whole)
        self.primary: Button | None = None
        self._busy_words = ""
        self._idle_words = ""
        self.task: Task | None = None

    def set_buttons(self, primary: str, busy: str, act: Callable[[], None], *, back: str = "") -> None:
        """The main action (Enter) and the way back (Esc)."""
        self.primary = PrimaryButton(primary, key="Return", key_works=False)
        self._idle_words, self._busy_words = primary, busy
        self.primary.clicked.connect(act)
        if back:
            button = QuietButton(back, key="Esc")
            button.clicked.connect(self.back_requested)
            self.buttons.addWidget(button)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.primary)

    def take_focus(self) -> None:
        """The keyboard to the first field."""
        self.setFocus()

    def show_error(self, error: Exception) -> None:
        """A UserError in red above the buttons; a defect goes on."""
        if not isinstance(error, UserError):
            raise error
        self._what.setText(error.what)
        remedy = "\n".join(part for part in (error.where, error.remedy) if part)
        self._remedy.setText(remedy)
        self._remedy.setVisible(bool(remedy))
        self.trouble.setAccessibleName(str(error))
        self.trouble.show()

    def show_problems(self, problems: Mapping[Labelled, str]) -> bool:
        """Each beside its field, the keyboard to the first that has one; True when there is none."""
        for field, words in problems.items():
            field.show_problem(words)
        first = next((field for field, words in problems.items() if words), None)
        if first is not None:
            first.setFocus()
        return first is None

    def work(self, work: Work, done: Callable[[Any], None]) -> None:
        """Do it off the GUI thread; the main button says so and rests meanwhile."""
        self.trouble.hide()
        self._rest(True)
        self.task = Task(self, work)
        self.task.ended.connect(lambda: self._rest(False))
        self.task.on_success(done).on_failure(self.show_error).start()

    def is_busy(self) -> bool:
        return self.primary is not None and not self.primary.isEnabled()

    def _rest(self, busy: bool) -> None:
        if self.primary is not None:
            self.primary.setText(self._busy_words if busy else self._idle_words)
            self.primary.setEnabled(not busy)


def cancel_words() -> str:
    """What the way back is called."""
    return _("Back")
