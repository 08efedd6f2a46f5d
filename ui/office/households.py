# SPDX-License-Identifier: Apache-2.0
"""The registry of households: found as one types, with its members, what happened to it, and how it was
assessed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from enumerator.eligibility.adopting import current
from enumerator.eligibility.assessing import assessment_of
from enumerator.eligibility.deciding import Decision, decisions
from enumerator.messages import _, dated, n_
from enumerator.office.changes import Happening, happenings, write_happenings
from enumerator.office.eligible import explained
from enumerator.office.reading import Line, Section
from enumerator.registry.pairs import merged_into
from enumerator.registry.people import Member
from enumerator.registry.places import load_places
from enumerator.registry.projection import Status as State
from enumerator.registry.projection import refresh as refresh_registry
from enumerator.registry.search import Household, Wanted, members
from ui.office.answers import AnswerList
from ui.office.asking import ask_target
from ui.office.export_answers import export_to
from ui.office.household_card import HouseholdCard
from ui.office.household_deeds import HouseholdDeeds
from ui.office.lazy import LazyHouseholds
from ui.office.look import (
    HOUSEHOLD_LOOKS,
    author_names,
    head_words,
    household_status,
    laptop_names,
    log_words,
    money_words,
    number_words,
    place_words,
    verdict_status,
    when_words,
)
from ui.office.panes import Panes
from ui.office.segments import Segments
from ui.office.turning import Turning
from ui.tasks import Progress
from ui.widgets import (
    Button,
    Card,
    Column,
    DataTable,
    DropDown,
    EmptyState,
    QuietButton,
    Screen,
    Text,
    column,
    row,
    rule,
)
from ui.widgets.moments import masked_number


class Households(Screen):
    """Ctrl+F searches, Enter goes into the answers, Ctrl+H tells who changed an answer, Ctrl+J opens the
    audit trail of the household, Ctrl+Shift+E writes all answers of all households into a file.
    """

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Household registry"), parent)
        self._now = workspace.store.clock
        self._names: dict[str, str] = {}
        self._laptops: dict[str, str] = {}
        self._text = ""
        self._chosen: Household | None = None
        self._answer: Line | None = None
        self.search = self.bar.add_search(_("Search name, NIK, KK, address"))
        self.search.searched.connect(self._on_searched)
        self.search.left_down.connect(lambda: self.table.take_focus())
        self.audit = self.bar.add_action(_("Audit trail"), icon="audit", key="Ctrl+J")
        self.audit.clicked.connect(self._go_audit)
        self.all_answers = self.bar.add_action(_("All answers…"), icon="export", key="Ctrl+Shift+E")
        self.all_answers.clicked.connect(self.ask_all_answers)
        self.kecamatan = self._filter(
            _("Kecamatan"),
            [
                ("", _("All kecamatan")),
                *((each.code, each.name) for each in load_places().kecamatan.values()),
            ],
        )
        self.status = self._filter(
            _("Status"),
            [("", _("All states")), *((state.value, _(HOUSEHOLD_LOOKS[state][0])) for state in State)],
        )
        self.merged = QuietButton(_("Merged too"))
        self.merged.setCheckable(True)
        self.merged.toggled.connect(lambda _on: self._read())
        self.found = Text("", "hint", "ink-2")
        self.table = DataTable(
            self._columns(),
            name=_("Households"),
            identity=lambda each: each.record,
            empty=EmptyState(
                _("No household found"),
                _("Search by part of a name, a NIK, a No. KK or an address; spelling need not be exact."),
                icon="household",
            ),
        )
        self.table.chosen.connect(self._show)
        self.table.opened.connect(lambda _row: self.take_detail_focus())
        left = QWidget()
        whole = column(spacing=12)
        filters = Turning(row(self.kecamatan, self.status, spacing=8), row(self.merged, 1, spacing=8))
        whole.addWidget(filters.stretch_part(1))
        whole.addWidget(self.table, 1)
        self.deeds = HouseholdDeeds(self)
        self.deeds.changed.connect(self._on_changed)
        self.deeds.staff_wanted.connect(lambda: self.go_requested.emit("staff", "colleagues"))
        foot = row(spacing=8)
        foot.addWidget(self.found, 1)
        foot.addWidget(self.deeds)
        whole.addLayout(foot)
        left.setLayout(whole)
        self.content.addWidget(Panes(left, self._detail(), 0.5), 1)

    def _filter(self, name: str, options: list[tuple[str, str]]) -> DropDown:
        box = DropDown()
        box.setAccessibleName(name)
        for value, words in options:
            box.addItem(words, value)
        box.activated.connect(lambda _at: self._read())
        return box

    def _columns(self) -> list[Column]:
        return [
            Column(
                _("Status"),
                lambda each: household_status(each.status).word,
                132,
                status=lambda each: household_status(each.status),
            ),
            Column(_("Head of household"), head_words, 140, 1, strong=True, wraps=True),
            Column(_("No. KK"), lambda each: masked_number(each.no_kk) or _("none yet"), 178, drop_below=640),
            Column(_("Place"), place_words, 190, 1, ink="ink-2", drop_below=440, wraps=True),
            Column(
                _("Members"),
                lambda each: str(each.members),
                84,
                right=True,
                sort=lambda each: each.members,
                drop_below=540,
            ),
        ]

    def _detail(self) -> QWidget:
        self.views = Segments()
        self.card = HouseholdCard(self.workspace, _("Household registry"))
        self.card.keys.show_keys([
                ("Enter", _("show number or photo")),
                ("F9", _("next remark or warning")),
                ("Ctrl+H", _("who changed it")),
            ])
        self.people = DataTable(
            [
                Column(_("Name"), lambda each: each.name or "–", 140, 2, strong=True),
                Column(_("NIK"), lambda each: masked_number(each.nik) or "–", 178, drop_below=420),
                Column(_("Born"), lambda each: dated(each.birth) or "–", 116),
                Column(
                    _("M/F"), lambda each: {"1": _("M"), "2": _("F")}.get(each.sex, "–"), 60, drop_below=500
                ),
                Column(_("In the household"), member_words, 120, 1, ink="ink-2", drop_below=640),
            ],
            name=_("Members"),
            identity=lambda each: each.row,
            empty=EmptyState(_("Nobody is recorded yet"), icon="people"),
        )
        self.history = AnswerList(_("History"))
        told = Card(padding=1, spacing=0)
        told.body.addWidget(self.history)
        self.whole = Button(_("All answers"), kind="plain", icon="close")
        self.whole.clicked.connect(lambda: self.show_answer(None))
        self.save = QuietButton(_("Save as file…"), icon="export", key="Ctrl+E")
        self.save.clicked.connect(self.ask_save)
        told.body.addWidget(rule())
        told.body.addLayout(row(self.whole, 1, self.save, spacing=8, margins=(8, 6, 8, 6)))
        self.why = AnswerList(_("Assessment"))
        assessed = Card(padding=1, spacing=0)
        assessed.body.addWidget(self.why)
        self.views.add("answers", _("Answers"), self.card)
        self.views.add("people", _("Members"), self.people)
        self.views.add("history", _("History"), told)
        self.views.add("assessment", _("Assessment"), assessed)
        self.views.shown.connect(lambda _key: self._show_view())
        QShortcut(QKeySequence("Ctrl+H"), self).activated.connect(self._ask_answer)
        return self.views

    # -- showing

    def refresh(self) -> None:
        refresh_registry(self.workspace.store, self.workspace.library)
        self._names = author_names(self.workspace)
        self._laptops = laptop_names(self.workspace)
        self._read()

    def _read(self) -> None:
        wanted = Wanted(
            text=self._text,
            status=self.status.currentData() or "",
            kecamatan=self.kecamatan.currentData() or "",
            merged=self.merged.isChecked(),
        )
        rows = LazyHouseholds(self.workspace.store, wanted)
        self.table.show_rows(rows)
        words = n_("{n} household", "{n} households", len(rows)).replace(
            str(len(rows)), number_words(len(rows))
        )
        self.found.setText(_("Nothing spelt like this; these come near.") if rows.nearest else words)

    def _on_searched(self, text: str) -> None:
        self._text = text
        self._read()

    def take_focus(self) -> None:
        self.table.take_focus()

    def take_detail_focus(self) -> None:
        """The keyboard into what is shown of the household."""
        widgets = {
            "answers": self.card.answers,
            "people": self.people,
            "history": self.history,
            "assessment": self.why,
        }
        widgets[self.views.current()].setFocus()

    def arrive(self, argument: object) -> None:
        """A household's record, or a filter {"kecamatan": code}."""
        if isinstance(argument, dict):
            self.kecamatan.setCurrentIndex(max(0, self.kecamatan.findData(argument.get("kecamatan", ""))))
            self.search.setText(str(argument.get("text", "")))
            self._text = str(argument.get("text", ""))
            self._read()
        elif isinstance(argument, str) and not self.table.select(argument):
            self.merged.setChecked(True)
            self.table.select(argument)

    def memory(self) -> object:
        return self._chosen.record if self._chosen else None

    def _show(self, household: Household | None) -> None:
        self._chosen, self._answer = household, None
        self.audit.setEnabled(household is not None)
        self.deeds.show_household(household)
        self._show_view()

    def _show_view(self) -> None:
        """Only what is on screen is read."""
        household, view = self._chosen, self.views.current()
        if view == "answers":
            writer = self._names.get(household.author, "") if household else ""
            self.card.show_household(household, self._now(), writer)
        elif view == "people":
            self.people.show_rows(members(self.workspace.store, household.record) if household else ())
        elif view == "history":
            self.whole.setVisible(self._answer is not None)
            self.history.show_sections(self._happenings(household) if household else ())
        else:
            self.why.show_sections(self._assessment(household) if household else ())

    def _happenings(self, household: Household) -> Iterator[Section]:
        """What happened, one section for each moment, the latest first."""
        address = self._answer.address if self._answer is not None else ""
        found = happenings(self.workspace, household.record, address)
        for number, (moment, group) in enumerate(
            groupby(found, lambda each: (each.wall, each.author, each.log))
        ):
            wall, author, log = moment
            name = self._names.get(author, author)
            laptop = log_words(self._laptops, log) if log else ""
            who = name if not laptop or laptop == name else f"{name} ({laptop})"
            said = list(group)
            reasons = list(dict.fromkeys(each.why for each in said if each.why))
            lines = [Line(f"#{number}-why", _("Reason"), "", "; ".join(reasons))] if reasons else []
            lines += [
                Line(f"#{number}-{at}", each.what, "", change_words(each)) for at, each in enumerate(said)
            ]
            yield Section(f"#{number}", f"{when_words(wall, self._now())} · {who}", tuple(lines))

    def _assessment(self, household: Household) -> tuple[Section, ...]:
        store = self.workspace.store
        found = assessment_of(store, household.record)
        labels = {each.code: str(each.wording) for each in current(store).programmes}
        made = tuple(
            Line(
                f"#decision-{each.programme}",
                labels.get(each.programme, each.programme),
                "",
                f"{verdict_status(each.eligible).word}: {each.reason} · {self._by(each)}",
            )
            for each in decisions(store, household.record)
        )
        twins = merged_into(store, household.record)
        sections = [Section("#decisions", _("Decided"), made)] if made else []
        if twins:
            words = n_("{n} other household", "{n} other households", len(twins))
            line = Line("#merged", _("Shown for"), "", words)
            sections.append(Section("#twins", _("Merged"), (line,)))
        if found is None:
            line = Line("#none", _("Assessment"), "", _("Not assessed: only approved households are."))
            return (*sections, Section("#none", _("Assessment"), (line,)))
        return (*sections, *explained(found, money_words(found.spending)))

    def _by(self, decision: Decision) -> str:
        who = self._names.get(decision.decided_by, decision.decided_by)
        return f"{who} · {when_words(decision.wall, self._now())}"

    def show_answer(self, line: Line | None) -> None:
        """Who changed this one answer, when, on which laptop and why; None for all of them."""
        self._answer = line
        self.views.show_view("history")
        self.history.setFocus()

    def _ask_answer(self) -> None:
        line = self.card.answers.current()
        if self.views.current() == "answers" and line is not None:
            self.show_answer(line)

    def pick_target(self, name: str) -> Path | None:
        """Where a file goes."""
        return ask_target(self, _("Save as"), "CSV (*.csv);;XLSX (*.xlsx)", name)

    def ask_all_answers(self) -> None:
        """All answers of all households, as tables."""
        target = self.pick_target(f"jawaban-{self._now():%Y%m%d}.xlsx")
        if target is not None:
            export_to(self, target)

    def ask_save(self) -> None:
        """The history that is shown, as a file."""
        household = self._chosen
        if household is None:
            return
        target = self.pick_target(f"riwayat-{household.record[:8]}.csv")
        if target is None:
            return
        workspace, address = self.workspace, self._answer.address if self._answer is not None else ""

        def work(_progress: Progress) -> int:
            with workspace.working() as own:
                return write_happenings(own, target, household.record, address)

        self.run(_("Writing the table"), work, can_cancel=False).on_success(
            lambda rows: self.tell(
                "done", n_("{n} row is in {file}", "{n} rows are in {file}", rows, file=target.name)
            )
        )

    def _on_changed(self) -> None:
        self.refresh()
        self.data_changed.emit()

    def _go_audit(self) -> None:
        if self._chosen is not None:
            self.go_requested.emit("audit", self._chosen.record)


def member_words(each: Member) -> str:
    """Whether the person is the head, lives there, or has left."""
    if each.is_head:
        return _("head")
    return _("lives here") if each.present else _("no longer here")


def change_words(each: Happening) -> str:
    """ "Tanah → Semen", or what came to be."""
    words = f"{each.before} → {each.after}" if each.before else each.after
    words += " · " + _("the clock of this laptop was doubtful") if each.suspect else ""
    return words if each.in_force else f"{words} · {_('taken back')}"
