# SPDX-License-Identifier: Apache-2.0
"""The households of one programme by what the rules propose, and beside them why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from enumerator.eligibility.assessment import NO, UNCERTAIN, YES
from enumerator.messages import _
from enumerator.office.eligible import Proposed
from ui.office.look import kelurahan_name, money_words, short_number, verdict_status
from ui.office.panes import Panes
from ui.office.programmes.why import WhyCard
from ui.widgets import Button, Column, DataTable, EmptyState, QuietButton, Status, column, row

_OPEN = "open"
_FILTERS = (_OPEN, YES, UNCERTAIN, NO)


class ProposalsView(QWidget):
    """`chosen(Proposed | None)` asks for the household to be shown in `why`; `all_wanted` for a decision on
    every proposal.
    """

    chosen = Signal(object)
    all_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._found: Sequence[Proposed] = ()
        self.filters = {key: self._filter() for key in _FILTERS}
        self.filters[_OPEN].setChecked(True)
        self.by_rule = QuietButton(_("Decide all as proposed…"), icon="approved")
        self.by_rule.clicked.connect(self.all_wanted)
        self._nothing = EmptyState("", icon="programme")
        self.why = WhyCard()
        self.table = DataTable(
            _columns(),
            name=_("Households"),
            identity=lambda each: each.household,
            type_ahead=lambda each: each.head_name,
            empty=self._nothing,
        )
        self.table.chosen.connect(self.chosen)
        self.table.opened.connect(lambda _row: self.why.reasons.setFocus())
        whole = column(row(*self.filters.values(), 1, self.by_rule, spacing=8), spacing=12)
        whole.addWidget(Panes(self.table, self.why, 0.52), 1)
        self.setLayout(whole)

    def _filter(self) -> Button:
        button = QuietButton("")
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.clicked.connect(lambda _on: self._show_found())
        return button

    def show_proposals(self, found: Sequence[Proposed]) -> None:
        self._found = found
        for key, button in self.filters.items():
            words = _("To decide") if key == _OPEN else verdict_status(key).word
            button.setText(f"{words}  {sum(_wanted(each, key) for each in found)}")
            button.updateGeometry()
        self._show_found()

    def current(self) -> Proposed | None:
        each: Proposed | None = self.table.current()
        return each

    def go_on_from(self, household: str, at: int) -> None:
        """After a decision, which may have taken the household out of the list: to what stands in its
        place.
        """
        now = self.current()
        if self.table.shown() and now is not None and now.household != household:
            self.table.select(self.table.model.row_at(min(at, self.table.shown() - 1)).household)

    def _show_found(self) -> None:
        key = next(key for key, button in self.filters.items() if button.isChecked())
        self._nothing.show_words(*self._nothing_words(key))
        self.table.show_rows([each for each in self._found if _wanted(each, key)])
        self.chosen.emit(self.current())

    def _nothing_words(self, key: str) -> tuple[str, str]:
        """What an empty list says: before the first assessment, after the last decision, and otherwise."""
        if not self._found:
            return (
                _("No household here"),
                _("Approved households are assessed with F5; then the proposals stand here."),
            )
        if key == _OPEN:
            return (
                _("Everything here is decided"),
                _("New proposals stand here when more households are approved and assessed."),
            )
        return (
            _("No household has this proposal"),
            _("The other proposals of this programme stand under the buttons above."),
        )


def _wanted(each: Proposed, key: str) -> bool:
    if key == _OPEN:
        return each.open and each.eligible != NO
    return each.eligible == key


def _columns() -> list[Column]:
    return [
        Column(
            _("Proposal"),
            lambda each: verdict_status(each.eligible).word,
            124,
            status=lambda each: verdict_status(each.eligible),
        ),
        Column(_("Decision"), lambda each: decision_status(each).word, 134, status=decision_status),
        Column(_("Head of household"), lambda each: each.head_name, 130, 2, strong=True, wraps=True),
        Column(_("Place"), proposed_place, 120, 2, ink="ink-2", drop_below=700, wraps=True),
        Column(
            _("Criteria"),
            lambda each: each.score_words,
            80,
            right=True,
            sort=lambda each: each.fewest,
            drop_below=480,
        ),
        Column(
            _("Spending"),
            lambda each: money_words(each.spending),
            110,
            right=True,
            sort=lambda each: each.spending or 0.0,
            drop_below=600,
        ),
        Column(
            _("Desil"),
            lambda each: str(each.desil or "–"),
            70,
            right=True,
            sort=lambda each: each.desil or 99,
            drop_below=820,
        ),
    ]


def decision_status(each: Proposed) -> Status:
    """What people decided, or that nobody has."""
    if not each.decided:
        return Status(_("Not decided"), "clock", "grey")
    if each.stale:
        return Status(_("Look again"), "warning", "amber")
    return verdict_status(each.decided)


def proposed_place(each: Proposed) -> str:
    """ "Bandarharjo, RT 02 RW 03"."""
    numbers = f"RT {short_number(each.rt)} RW {short_number(each.rw)}" if each.rt else ""
    return ", ".join(part for part in (kelurahan_name(each.kelurahan), numbers) if part)
