# SPDX-License-Identifier: Apache-2.0
"""Visits that came to no interview: whom nobody met, who moved or refused, and when somebody comes again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from enumerator.interviews.visits import Outcome
from enumerator.messages import _, mark
from enumerator.office.field_work import FieldVisit, field_visits
from ui.office.look import author_names, kelurahan_name, short_number
from ui.widgets import Column, DataTable, EmptyState, Screen, Status, Text, column
from ui.widgets.moments import day_words, moment_words

# outcome -> word, icon, tone
LOOKS: Final = {
    Outcome.ABSENT: (mark("Nobody at home"), "clock", "amber"),
    Outcome.APPOINTMENT: (mark("Appointment"), "calendar", "blue"),
    Outcome.MOVED: (mark("Moved away"), "exchange", "grey"),
    Outcome.REFUSED: (mark("Refused to be interviewed"), "refused", "red"),
    Outcome.EMPTY: (mark("Empty house"), "household", "grey"),
}


def visit_status(each: FieldVisit) -> Status:
    """What came of it as icon, word and colour; a household interviewed since is done with."""
    if each.met:
        return Status(_("Interviewed since"), "done-circle", "primary")
    word, icon, tone = LOOKS[each.visit.outcome]
    return Status(_(word), icon, tone)


class VisitsView(QWidget):
    """Works for its page. `opened(household)` at Enter."""

    opened = Signal(str)

    def __init__(self, page: Screen) -> None:
        super().__init__()
        self._page, self._now = page, page.workspace.store.clock
        self._names: Mapping[str, str] = {}
        self.table = DataTable(
            self._columns(),
            name=_("Visits without an interview"),
            identity=lambda each: each.visit.household,
            type_ahead=lambda each: each.head_name,
            empty=EmptyState(
                _("No visit without an interview"),
                _("Where nobody was met, the enumerator notes it; it comes here with the next bundle."),
                icon="calendar",
            ),
        )
        self.table.opened.connect(lambda each: self.opened.emit(each.visit.household))
        self._hint = Text("", "hint", "ink-2").wrapped()
        whole = column(spacing=12)
        whole.addWidget(self.table, 1)
        whole.addWidget(self._hint)
        self.setLayout(whole)

    def _columns(self) -> list[Column]:
        return [
            Column(_("Outcome"), lambda each: visit_status(each).word, 206, status=visit_status),
            Column(
                _("Household"),
                lambda each: each.head_name or _("(no name yet)"),
                120,
                1,
                strong=True,
                wraps=True,
            ),
            Column(_("Where"), _where, 190, ink="ink-2", drop_below=880, wraps=True),
            Column(
                _("Enumerator"), lambda each: self._names.get(each.author, each.author[:8]), 132, wraps=True
            ),
            Column(
                _("Visited"),
                self._when,
                146,
                ink="ink-2",
                fits=True,
                sort=lambda each: each.visit.when,
                tooltip=lambda each: moment_words(each.visit.when, self._now()),
            ),
            Column(
                _("Again on"),
                self._again,
                148,
                ink=lambda each: "red-ink" if each.late else "ink",
                sort=lambda each: each.visit.again.isoformat() if each.visit.again else "9",
            ),
            Column(
                _("Note"),
                lambda each: each.visit.note or "–",
                120,
                3,
                ink="ink-2",
                drop_below=940,
                wraps=True,
            ),
        ]

    def _when(self, each: FieldVisit) -> str:
        """The day of the latest visit, and how many there were where it was not the first."""
        day = day_words(each.visit.when.date(), self._now().date())
        return f"{day} · {each.times}×" if each.times > 1 else day

    def _again(self, each: FieldVisit) -> str:
        """The day; one that has passed is said to be late, not only coloured."""
        if each.met or each.visit.again is None:
            return "–"
        day = day_words(each.visit.again, self._now().date())
        return _("{day}, late", day=day) if each.late else day

    def refresh(self) -> int:
        """Read again; how many households somebody has still to go to."""
        self._names = author_names(self._page.workspace)
        found = field_visits(self._page.workspace)
        self.table.show_rows(found)
        late = sum(each.late for each in found)
        self._hint.setText(
            _("What was noted on a laptop arrives with its bundle. Past their day: {n}.", n=late)
        )
        self._hint.setVisible(bool(found))
        return sum(each.open for each in found)

    def take_focus(self) -> None:
        self.table.take_focus()


def _where(each: FieldVisit) -> str:
    parts = [kelurahan_name(each.kelurahan)] if each.kelurahan else []
    if each.rt:
        parts.append(_("RT {rt}", rt=short_number(each.rt)))
    if each.rw:
        parts.append(_("RW {rw}", rw=short_number(each.rw)))
    return ", ".join((parts[0], " ".join(parts[1:])) if len(parts) > 1 else parts) or each.address or "–"
