# SPDX-License-Identifier: Apache-2.0
"""One proposed household: the proposal, what people decided, and the reasons screen by screen."""

from __future__ import annotations

from enumerator.eligibility.assessment import Assessment
from enumerator.eligibility.rules import Programme
from enumerator.messages import _
from enumerator.office.eligible import Proposed, explained
from ui.office.answers import AnswerList
from ui.office.look import money_words, verdict_status
from ui.widgets import Card, ElidedText, QuietButton, StatusPill, Text, column, row, rule


class WhyCard(Card):
    """`yes` and `no` ask for the decision; they rest while no household is shown."""

    def __init__(self) -> None:
        super().__init__(padding=1, spacing=0)
        self._name = ElidedText("", "section")
        self._pill = StatusPill()
        self._decided = Text("", "hint", "ink-2").wrapped()
        top = row(spacing=10)
        top.addWidget(self._name, 1)
        top.addWidget(self._pill)
        self.reasons = AnswerList(_("Why"))
        self.yes = QuietButton(_("Eligible…"), key="Ctrl+Return")
        self.no = QuietButton(_("Not eligible…"), key="Ctrl+Shift+Return")
        self.body.addLayout(column(top, self._decided, spacing=2, margins=(16, 12, 16, 10)))
        self.body.addWidget(rule())
        self.body.addWidget(self.reasons, 1)
        self.body.addWidget(rule())
        self.body.addLayout(row(self.yes, self.no, 1, spacing=8, margins=(14, 10, 14, 10)))

    def show_nobody(self) -> None:
        self._allow(False)
        self._name.setText(_("No household chosen"))
        self._pill.hide()
        self._decided.setText("")
        self.reasons.show_sections(())

    def show_household(
        self, each: Proposed, found: Assessment, programme: Programme | None, decided: str
    ) -> None:
        self._allow(True)
        self._name.setText(each.head_name)
        self._pill.show_status(verdict_status(each.eligible))
        self._pill.show()
        self._decided.setText(decided)
        self.reasons.show_sections(explained(found, money_words(found.spending), programme))

    def _allow(self, able: bool) -> None:
        for button in (self.yes, self.no):
            button.setEnabled(able)
