# SPDX-License-Identifier: Apache-2.0
"""A person's decision on one proposal, or on all by a stated rule; never without a reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from enumerator.eligibility.assessment import NO, YES
from enumerator.eligibility.deciding import decide, decide_all
from enumerator.errors import UserError
from enumerator.messages import _, n_
from enumerator.office.eligible import Proposed
from ui.office.asking import AskWords, Wish
from ui.office.look import verdict_status
from ui.tasks import Progress
from ui.widgets import Screen


class Deciding(QObject):
    """Works for its page. `decided(household)` after one decision, `all_decided` after many."""

    decided = Signal(str)
    all_decided = Signal()

    def __init__(self, page: Screen) -> None:
        super().__init__(page)
        self._page = page

    def ask_one(self, each: Proposed, code: str, programme: str, verdict: str) -> None:
        """With or against the proposal of a programme (`code`; `programme` is its name)."""
        agreed = each.eligible == verdict
        proposal = verdict_status(each.eligible).word.lower()
        words = (
            _("The rules propose the same.")
            if agreed
            else _("The rules propose otherwise: {verdict}.", verdict=proposal)
        )
        start = _("As the rules propose.") if agreed else ""
        AskWords(
            self._page,
            f"{each.head_name} · {verdict_status(verdict).word}",
            f"{programme}. {words}",
            [Wish("reason", _("Reason"), _("Write why, in a few words."), start=start)],
            yes=_("Decide"),
            danger=verdict == NO,
        ).then(lambda told: self._decide(each, code, verdict, told["reason"]))

    def _decide(self, each: Proposed, code: str, verdict: str, reason: str) -> None:
        try:
            decide(self._page.workspace.store, each.household, code, verdict, reason)
        except UserError as error:
            self._page.show_error(error)
            return
        self.decided.emit(each.household)
        self._page.tell("done", f"{each.head_name}: {verdict_status(verdict).word.lower()}.")

    def ask_all(self, code: str, programme: str) -> None:
        """Follow the proposals of one programme or of all, by a rule that stands in every decision."""
        AskWords(
            self._page,
            _("Decide all as proposed"),
            _("Wherever nobody has decided on these answers. What is not certain stays open."),
            _wishes(code, programme),
            yes=_("Decide"),
        ).then(self._decide_all)

    def _decide_all(self, told: dict[str, str]) -> None:
        workspace = self._page.workspace
        verdicts = (YES,) if told["verdicts"] == YES else (YES, NO)
        programmes = (told["programme"],) if told["programme"] else None

        def work(progress: Progress) -> int:
            with workspace.working() as own:
                return decide_all(
                    own.store, told["reason"], verdicts=verdicts, programmes=programmes, progress=progress
                )

        self._page.run(_("Entering the decisions"), work).on_success(self._all_decided)

    def _all_decided(self, number: int) -> None:
        self.all_decided.emit()
        self._page.tell("done", n_("{n} decision is entered.", "{n} decisions are entered.", number))


def _wishes(code: str, programme: str) -> Sequence[Wish]:
    return (
        Wish(
            "programme",
            _("Programme"),
            start=code,
            options=[(code, programme), ("", _("All programmes"))],
        ),
        Wish(
            "verdicts",
            _("Which"),
            options=[(YES, _("Only the eligible")), ("both", _("Eligible and not eligible"))],
        ),
        Wish(
            "reason", _("The rule"), _("Write the rule in a few words."), start=_("As the rules propose.")
        ),
    )
