# SPDX-License-Identifier: Apache-2.0
"""What came of a visit without an interview, and when to come again: asked in one small window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from enumerator.interviews.visits import FINAL, Outcome
from enumerator.messages import _
from ui import theme
from ui.field.task_rows import VISITS
from ui.form import spelling
from ui.widgets import Button, PrimaryButton, QuietButton, Text, column, row
from ui.widgets.moments import day_words

DAYS: Final = (1, 2, 7)
FARTHEST: Final = 183


@dataclass(frozen=True)
class Noted:
    """What the person said."""

    outcome: Outcome
    again: date | None
    note: str


class NoteVisit(QDialog):
    """Digits choose the outcome while the buttons have the keyboard; Enter writes it down, Esc leaves it."""

    def __init__(self, parent: QWidget, name: str, today: date) -> None:
        super().__init__(parent)
        self._today = today
        self.setWindowTitle(_("Visit without an interview"))
        self.setProperty("surface", "panel")
        self.setMinimumWidth(min(theme.px(560), parent.width()))
        self.outcomes: dict[Outcome, Button] = {}
        for number, outcome in enumerate(Outcome, start=1):
            button = QuietButton(f"{number}  {_(VISITS[outcome])}")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.clicked.connect(lambda _on: self._show_state())
            self.outcomes[outcome] = button
        self.day = QLineEdit()
        self.day.setPlaceholderText(_("such as 27-11"))
        self.day.setAccessibleName(_("Next visit"))
        self.day.textChanged.connect(lambda _text: self._show_state())
        self.soon = [QuietButton(self._soon_words(days)) for days in DAYS]
        for days, button in zip(DAYS, self.soon, strict=True):
            button.clicked.connect(lambda _on, days=days: self._put(self._today + timedelta(days=days)))
        self.note = QLineEdit()
        self.note.setPlaceholderText(_("For example: at the market until noon"))
        self.note.setAccessibleName(_("Note"))
        self._said = Text("", "hint", "ink-2").wrapped()
        self.write = PrimaryButton(_("Write it down"), key="Return", key_works=False)
        self.write.setDefault(True)
        self.write.clicked.connect(self.accept)
        leave = QuietButton(_("Cancel"), key="Esc", key_works=False)
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        self._lay_out(name, leave)
        self.outcomes[Outcome.ABSENT].setChecked(True)
        self.outcomes[Outcome.ABSENT].setFocus()
        self._show_state()

    def _lay_out(self, name: str, leave: Button) -> None:
        first, second = list(self.outcomes.values())[:3], list(self.outcomes.values())[3:]
        days = row(self.day, *self.soon, spacing=8)
        days.setStretch(0, 1)
        whole = column(
            Text(_("Visit to {name}", name=name), "section").wrapped(),
            row(*first, 1, spacing=8),
            row(*second, 1, spacing=8),
            Text(_("Next visit"), "label"),
            days,
            Text(_("Note"), "label"),
            self.note,
            self._said,
            row(1, leave, self.write, spacing=10),
            spacing=8,
        )
        whole.setContentsMargins(*(theme.px(22),) * 4)
        self.setLayout(whole)
        for button in (*self.outcomes.values(), *self.soon):
            button.setAutoDefault(False)

    def _soon_words(self, days: int) -> str:
        if days == 1:
            return _("Tomorrow")
        return day_words(self._today + timedelta(days=days), self._today)

    def then(self, act: Callable[[Noted], None]) -> NoteVisit:
        """Show it; `act` gets what was said."""
        self.accepted.connect(lambda: act(self.noted()))
        self.finished.connect(lambda _result: self.deleteLater())
        self.open()
        return self

    def noted(self) -> Noted:
        """What is said now."""
        return Noted(self._outcome(), self._again(), self.note.text().strip())

    def _outcome(self) -> Outcome:
        return next(outcome for outcome, button in self.outcomes.items() if button.isChecked())

    def _again(self) -> date | None:
        """The day that was typed; one without a year is the next such day."""
        text = self.day.text().strip()
        if not text:
            return None
        day = spelling.as_date(spelling.date_read(text, self._today))
        if day is None:
            for year in (self._today.year, self._today.year + 1):
                day = spelling.as_date(spelling.date_read(f"{text}-{year}", self._today))
                if day is not None and day >= self._today:
                    break
        return day

    def _put(self, day: date) -> None:
        self.day.setText(f"{day:%d-%m-%Y}")
        self.note.setFocus()

    def _show_state(self) -> None:
        again = self._again()
        typed = bool(self.day.text().strip())
        wrong = typed and (again is None or not 0 <= (again - self._today).days <= FARTHEST)
        outcome = self._outcome()
        missing = outcome is Outcome.APPOINTMENT and not typed
        if wrong:
            words, ink = _("This is not a day within the coming half year."), "red-ink"
        elif again is not None:
            words, ink = _("Again on {day}.", day=day_words(again, self._today)), "ink-2"
        elif missing:
            words, ink = _("An appointment needs its day."), "ink-2"
        elif outcome in FINAL:
            words, ink = _("Nobody comes again. Finish the interview with that result as well."), "ink-2"
        else:
            words, ink = _("Without a day it stays in the list as it is."), "ink-2"
        self._said.setText(words)
        self._said.show_ink(ink)
        theme.set_property(self.day, "problem", wrong)
        self.write.setEnabled(not wrong and not missing)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        buttons = list(self.outcomes.values())
        focused = self.focusWidget()
        if focused in buttons:
            at = buttons.index(focused)
            if event.text().isdigit() and 0 < int(event.text()) <= len(buttons):
                buttons[int(event.text()) - 1].click()
                buttons[int(event.text()) - 1].setFocus()
                return
            step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}.get(
                Qt.Key(event.key())
            )
            if step is not None:
                following = buttons[(at + step) % len(buttons)]
                following.click()
                following.setFocus()
                return
        super().keyPressEvent(event)
