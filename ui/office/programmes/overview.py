# SPDX-License-Identifier: Apache-2.0
"""The programmes one below another: what each gives, how many are proposed and decided, what a turn costs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from enumerator.eligibility.rules import Rules
from enumerator.messages import _
from enumerator.programmes.catalogue import Offer, amount_words
from enumerator.reports.figures import ProgrammeFigures
from ui.office.look import money_words, number_words
from ui.widgets import Column, DataTable, EmptyState

Line = tuple[ProgrammeFigures, Offer]


class Overview(DataTable):
    """`programme_wanted(code)` where a programme is opened."""

    programme_wanted = Signal(str)

    def __init__(self) -> None:
        self._units: dict[str, str] = {}
        super().__init__(
            self._columns(),
            name=_("Programmes"),
            identity=lambda line: line[0].code,
            empty=EmptyState(_("The rules name no programme"), icon="programme"),
        )
        self.opened.connect(lambda line: self.programme_wanted.emit(line[0].code))

    def show_lines(self, lines: Sequence[Line], rules: Rules) -> None:
        self._units = {each.code: each.unit for each in rules.programmes}
        self.show_rows(lines)

    def _columns(self) -> list[Column]:
        return [
            Column(_("Programme"), lambda line: str(line[0].wording), 244, 1, strong=True, wraps=True),
            Column(_("Gives"), lambda line: line[1].gives, 206, 1, ink="ink-2", drop_below=860),
            Column(_("Eligible"), lambda line: number_words(line[0].proposed_yes), 84, right=True),
            Column(_("Not certain"), lambda line: number_words(line[0].proposed_uncertain), 104, right=True),
            Column(
                _("Not eligible"),
                lambda line: number_words(line[0].proposed_no),
                104,
                right=True,
                drop_below=700,
            ),
            Column(_("Decided: yes"), lambda line: number_words(line[0].decided_yes), 112, right=True),
            Column(
                _("Quota"),
                lambda line: "–" if line[0].quota is None else number_words(line[0].quota),
                80,
                right=True,
                drop_below=620,
            ),
            Column(
                _("One turn costs"),
                lambda line: turn_words(line[0], self._units.get(line[0].code, "")),
                130,
                right=True,
                drop_below=780,
            ),
        ]


def turn_words(figures: ProgrammeFigures, unit: str) -> str:
    """What one turn for all within the quota takes; a dash for services, which have no price here."""
    if not figures.budget or unit == "service":
        return "–"
    return money_words(figures.budget) if unit == "rupiah" else amount_words(figures.budget, unit)
