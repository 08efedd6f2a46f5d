# SPDX-License-Identifier: Apache-2.0
"""Programmes and eligibility: what the rules propose and why, what people decide, and who is due what."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from enumerator.eligibility.adopting import current
from enumerator.eligibility.assessing import assessment_of
from enumerator.eligibility.assessment import NO, UNCERTAIN, YES
from enumerator.eligibility.deciding import decide, decide_all, decisions
from enumerator.eligibility.rules import Programme, Rules
from enumerator.errors import UserError
from enumerator.messages import _, n_
from enumerator.office.assessing import AssessedHouseholds, adopt_rules, assess_households
from enumerator.office.eligible import Proposed, explained, proposed, undecided, write_due_list
from enumerator.programmes.catalogue import Offer, amount_words, catalogue
from enumerator.programmes.due import Due, due
from enumerator.reports.figures import ProgrammeFigures, by_programme
from ui.office.answers import AnswerList
from ui.office.asking import AskWords, Wish, ask_file, ask_target
from ui.office.look import (
    author_names,
    grouped_number,
    kelurahan_name,
    money_words,
    number_words,
    period_words,
    short_number,
    verdict_status,
    when_words,
)
from ui.office.panes import Panes
from ui.office.segments import Segments
from ui.tasks import Progress
from ui.widgets import (
    Button,
    Card,
    Column,
    DataTable,
    DropDown,
    ElidedText,
    EmptyState,
    QuietButton,
    Screen,
    Status,
    StatusPill,
    Text,
    Tinted,
    column,
    row,
    rule,
)

_SHOWN_ERRORS = 6
_FILTERS = (("open", ""), (YES, YES), (UNCERTAIN, UNCERTAIN), (NO, NO))


class Trouble(Tinted):
    """What is wrong with a workbook or some rows of a file, in place, until it is closed."""

    def __init__(self) -> None:
        super().__init__("red")
        self._what = Text("", "label", "red-ink").wrapped()
        self._more = Text("", "body").wrapped()
        close = Button(_("Close"), kind="plain")
        close.clicked.connect(self.hide)
        line = row(spacing=10)
        line.addLayout(column(self._what, self._more, spacing=2), 1)
        line.addWidget(close)
        self.body.addLayout(line)
        self.hide()

    def show_error(self, error: UserError) -> None:
        self.show_tone("red")
        self._what.show_ink("red-ink")
        self._say(error.what, [part for part in (error.where, error.remedy) if part])

    def show_rows(self, what: str, rows: Sequence[str]) -> None:
        """Rows that were set aside; the rest went in."""
        self.show_tone("amber")
        self._what.show_ink("amber-ink")
        shown = [row.replace("\n", " · ") for row in rows[:_SHOWN_ERRORS]]
        if len(rows) > _SHOWN_ERRORS:
            shown.append(n_("and {n} more", "and {n} more", len(rows) - _SHOWN_ERRORS))
        self._say(what, shown)

    def _say(self, what: str, more: Sequence[str]) -> None:
        self._what.setText(what)
        self._more.setText("\n".join(more))
        self._more.setVisible(bool(more))
        self.setAccessibleName("\n".join([what, *more]))
        self.show()


class Programmes(Screen):
    """F5 assesses, Ctrl+Enter decides that the household is eligible, Ctrl+Shift+Enter that it is not."""

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Programmes and eligibility"), parent)
        self._now = workspace.store.clock
        self._rules: Rules | None = None
        self._names: dict[str, str] = {}
        self._found: tuple[Proposed, ...] = ()
        self._units: dict[str, str] = {}
        self.desil = self.bar.add_action(_("Take in desil …"))
        self.desil.clicked.connect(self.ask_desil)
        self.adopt = self.bar.add_action(_("New rules …"))
        self.adopt.clicked.connect(self.ask_rules)
        self.export = self.bar.add_action(_("Due list …"), icon="export")
        self.export.clicked.connect(self.ask_export)
        self.assess = self.bar.set_primary(_("Assess"), key="F5")
        self.assess.clicked.connect(lambda: self.run_assessment())
        self.trouble = Trouble()
        self.views = Segments()
        self.views.add("overview", _("Overview"), self._overview())
        self.views.add("households", _("Households"), self._households())
        self.views.add("due", _("Due"), self._due_view())
        self.programme = DropDown()
        self.programme.setAccessibleName(_("Programme"))
        self.programme.activated.connect(lambda _at: self._show_programme())
        self.views.add_right(self.programme)
        self.views.shown.connect(lambda _key: self._on_view())
        self.content.addWidget(self.trouble)
        self.content.addWidget(self.views, 1)
        for number, key in enumerate(self.views.buttons, start=1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda key=key: self.views.show_view(key))

    # -- building

    def _overview(self) -> QWidget:
        self.overview = DataTable(
            [
                Column(_("Programme"), lambda line: str(line[0].wording), 180, 3, strong=True),
                Column(_("Gives"), lambda line: line[1].gives, 160, 2, ink="ink-2", drop_below=860),
                Column(_("Eligible"), lambda line: number_words(line[0].proposed_yes), 84, right=True),
                Column(
                    _("Not certain"), lambda line: number_words(line[0].proposed_uncertain), 104, right=True
                ),
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
                    160,
                    right=True,
                    drop_below=780,
                ),
            ],
            name=_("Programmes"),
            identity=lambda line: line[0].code,
            empty=EmptyState(_("The rules name no programme"), icon="programme"),
        )
        self.overview.opened.connect(lambda line: self._open_programme(line[0].code))
        return self.overview

    def _households(self) -> QWidget:
        self.filters: dict[str, Button] = {}
        line = row(spacing=8)
        for key, _verdict in _FILTERS:
            button = QuietButton("")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.clicked.connect(lambda _on: self._show_found())
            self.filters[key] = button
            line.addWidget(button)
        line.addStretch(1)
        self.filters["open"].setChecked(True)
        self.by_rule = QuietButton(_("Decide all as proposed …"), icon="approved")
        self.by_rule.clicked.connect(self.ask_all)
        line.addWidget(self.by_rule)
        self._nothing = EmptyState("", icon="programme")
        self.table = DataTable(
            [
                Column(
                    _("Proposal"),
                    lambda each: verdict_status(each.eligible).word,
                    124,
                    status=lambda each: verdict_status(each.eligible),
                ),
                Column(_("Decision"), lambda each: decision_status(each).word, 134, status=decision_status),
                Column(_("Head of household"), lambda each: each.head_name, 130, 2, strong=True),
                Column(_("Place"), proposed_place, 120, 2, ink="ink-2", drop_below=700),
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
            ],
            name=_("Households"),
            identity=lambda each: each.household,
            type_ahead=lambda each: each.head_name,
            empty=self._nothing,
        )
        self.table.chosen.connect(self._show_one)
        self.table.opened.connect(lambda _row: self.why.setFocus())
        view = QWidget()
        whole = column(line, spacing=12)
        whole.addWidget(Panes(self.table, self._one(), 0.52), 1)
        view.setLayout(whole)
        return view

    def _one(self) -> Card:
        card = Card(padding=1, spacing=0)
        self.name = ElidedText("", "section")
        self.pill = StatusPill()
        self.decided_words = ElidedText("", "hint", "ink-2")
        top = row(spacing=10)
        top.addWidget(self.name, 1)
        top.addWidget(self.pill)
        self.why = AnswerList(_("Why"))
        self.yes = QuietButton(_("Eligible …"), key="Ctrl+Return")
        self.no = QuietButton(_("Not eligible …"), key="Ctrl+Shift+Return")
        self.yes.clicked.connect(lambda: self.ask_decision(YES))
        self.no.clicked.connect(lambda: self.ask_decision(NO))
        card.body.addLayout(column(top, self.decided_words, spacing=2, margins=(16, 12, 16, 10)))
        card.body.addWidget(rule())
        card.body.addWidget(self.why, 1)
        card.body.addWidget(rule())
        card.body.addLayout(row(self.yes, self.no, 1, spacing=8, margins=(14, 10, 14, 10)))
        return card

    def _due_view(self) -> QWidget:
        self.due = DataTable(
            [
                Column(_("Status"), lambda each: due_status(each).word, 136, status=due_status),
                Column(_("Rank"), lambda each: str(each.rank), 64, right=True, sort=lambda each: each.rank),
                Column(_("Head of household"), lambda each: each.head_name, 140, 1, strong=True),
                Column(_("No. KK"), lambda each: grouped_number(each.masked_kk), 178, drop_below=820),
                Column(
                    _("Place"),
                    lambda each: (
                        f"{kelurahan_name(each.kelurahan)}, RT {short_number(each.rt)} RW "
                        f"{short_number(each.rw)}"
                    ),
                    170,
                    3,
                    ink="ink-2",
                    drop_below=640,
                ),
                Column(_("Aid"), lambda each: amount_words(each.amount, each.unit), 130),
                Column(
                    _("Period"),
                    lambda each: period_words(each.period),
                    140,
                    sort=lambda each: each.period,
                    drop_below=720,
                ),
            ],
            name=_("Due"),
            identity=lambda each: (each.programme, each.household),
            type_ahead=lambda each: each.head_name,
            empty=EmptyState(
                _("Nobody is due anything yet"),
                _("Decide on the proposals first; whoever is decided eligible stands here by priority."),
                icon="programme",
            ),
        )
        return self.due

    # -- showing

    def refresh(self) -> None:
        store = self.workspace.store
        rules = current(store)
        self._rules = rules
        self._units = {each.code: each.unit for each in rules.programmes}
        self._names = author_names(self.workspace)
        offers = {offer.code: offer for offer in catalogue(rules, self._now().date())}
        lines: list[tuple[ProgrammeFigures, Offer]] = [
            (figures, offers[figures.code]) for figures in by_programme(store, rules)
        ]
        self.overview.show_rows(lines)
        chosen = self.programme.currentData()
        self.programme.clear()
        for figures, _offer in lines:
            self.programme.addItem(str(figures.wording), figures.code)
        at = self.programme.findData(chosen)
        self.programme.setCurrentIndex(at if at >= 0 else 0 if lines else -1)
        self.right_changed.emit(_("Rules {version}", version=rules.version))
        self.views.show_count("households", undecided(self.workspace))
        self._show_programme()

    def _show_programme(self) -> None:
        code = self.programme.currentData() or ""
        self._found = proposed(self.workspace, code) if code else ()
        labels = {"open": _("To decide"), **{key: verdict_status(key).word for key in (YES, UNCERTAIN, NO)}}
        for key, verdict in _FILTERS:
            count = sum(1 for each in self._found if self._wanted(each, key, verdict))
            self.filters[key].setText(f"{labels[key]}  {count}")
            self.filters[key].updateGeometry()
        assert self._rules is not None
        self.due.show_rows(due(self.workspace.store, self._rules, programme=code) if code else ())
        self.views.show_count("due", self.due.shown())
        self._show_found()

    @staticmethod
    def _wanted(each: Proposed, key: str, verdict: str) -> bool:
        if key == "open":
            return each.open and each.eligible != NO
        return each.eligible == verdict

    def _show_found(self) -> None:
        key = next(key for key, button in self.filters.items() if button.isChecked())
        self._nothing.show_words(*self._nothing_words(key))
        self.table.show_rows([each for each in self._found if self._wanted(each, key, dict(_FILTERS)[key])])
        self._show_one(self.table.current())

    def _nothing_words(self, key: str) -> tuple[str, str]:
        """What an empty list says: before the first assessment, after the last decision, and otherwise."""
        if not self._found:
            return (
                _("No household here"),
                _("Approved households are assessed with F5; then the proposals stand here."),
            )
        if key == "open":
            return (
                _("Everything here is decided"),
                _("New proposals stand here when more households are approved and assessed."),
            )
        return (
            _("No household has this proposal"),
            _("The other proposals of this programme stand under the buttons above."),
        )

    def _show_one(self, each: Proposed | None) -> None:
        for button in (self.yes, self.no):
            button.setEnabled(each is not None)
        found = assessment_of(self.workspace.store, each.household) if each is not None else None
        if each is None or found is None:
            self.name.setText(_("No household chosen"))
            self.pill.hide()
            self.decided_words.setText("")
            self.why.show_sections(())
            return
        self.name.setText(each.head_name)
        self.pill.show_status(verdict_status(each.eligible))
        self.pill.show()
        self.decided_words.setText(self._decision_words(each))
        code = self.programme.currentData()
        self.why.show_sections(explained(found, money_words(found.spending), self._programme(code)))

    def _programme(self, code: str) -> Programme | None:
        programmes = self._rules.programmes if self._rules else ()
        return next((one for one in programmes if one.code == code), None)

    def _decision_words(self, each: Proposed) -> str:
        code = self.programme.currentData()
        made = next(
            (one for one in decisions(self.workspace.store, each.household) if one.programme == code), None
        )
        if made is None:
            return _("Nobody has decided yet.")
        who = self._names.get(made.decided_by, made.decided_by)
        when = when_words(made.wall, self._now())
        words = f"{verdict_status(made.eligible).word}: {made.reason} ({who}, {when})"
        return words + (" · " + _("the answers have changed since") if made.stale else "")

    def _open_programme(self, code: str) -> None:
        self.programme.setCurrentIndex(self.programme.findData(code))
        self._show_programme()
        self.views.show_view("households")

    def _on_view(self) -> None:
        self.programme.setVisible(self.views.current() != "overview")
        self.take_focus()

    def take_focus(self) -> None:
        tables = {"overview": self.overview, "households": self.table, "due": self.due}
        self.programme.setVisible(self.views.current() != "overview")
        tables[self.views.current()].take_focus()

    # -- assessing

    def run_assessment(self, desil: Path | None = None) -> None:
        """Assess all approved households; what has not changed is not assessed again."""
        workspace = self.workspace

        def work(progress: Progress) -> AssessedHouseholds:
            with workspace.working() as own:
                return assess_households(own, desil=desil, progress=progress)

        task = self.run(_("Assessing the approved households"), work)
        task.on_success(self._assessed).on_failure(self._wrong)

    def _assessed(self, done: AssessedHouseholds) -> None:
        self.refresh()
        self.data_changed.emit()
        if done.skipped_desil:
            count = len(done.skipped_desil)
            self.trouble.show_rows(
                n_("{n} row of the file was set aside.", "{n} rows of the file were set aside.", count),
                done.skipped_desil,
            )
        self.tell(
            "done",
            n_("{n} household is assessed.", "{n} households are assessed.", done.households),
            _("By rules {version}. These are proposals; people decide.", version=done.rules_version),
        )

    def _wrong(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.trouble.show_error(error)

    def pick_file(self, title: str, kinds: str) -> Path | None:
        """A file to read."""
        return ask_file(self, title, kinds)

    def ask_desil(self) -> None:
        """The deciles that BPS computed, from a table."""
        path = self.pick_file(_("Table with NIK or No. KK, and desil"), "*.csv *.xlsx")
        if path is not None:
            self.trouble.hide()
            self.run_assessment(path)

    def ask_rules(self) -> None:
        """Another version of the rules; nothing is adopted that is not right."""
        path = self.pick_file(_("Workbook of the rules"), "*.xlsx")
        if path is not None:
            self.adopt_rules(path)

    def adopt_rules(self, path: Path) -> None:
        """Check the workbook against the form, adopt it, and assess by it."""
        workspace = self.workspace
        self.trouble.hide()

        def work(_progress: Progress) -> str:
            with workspace.working() as own:
                return adopt_rules(own, path)

        task = self.run(_("Checking the rules"), work, can_cancel=False)
        task.on_success(lambda _version: self.run_assessment()).on_failure(self._wrong)

    # -- deciding

    def ask_decision(self, verdict: str) -> None:
        """With or against the proposal, but never without a reason."""
        each: Proposed | None = self.table.current()
        if each is None or self.views.current() != "households":
            return
        code = self.programme.currentData()
        start = _("As the rules propose.") if each.eligible == verdict else ""
        words = (
            _("The rules propose the same.")
            if each.eligible == verdict
            else _(
                "The rules propose otherwise: {verdict}.", verdict=verdict_status(each.eligible).word.lower()
            )
        )
        AskWords(
            self,
            f"{each.head_name} · {verdict_status(verdict).word}",
            f"{self.programme.currentText()}. {words}",
            [Wish("reason", _("Reason"), _("Write why, in a few words."), start=start)],
            yes=_("Decide"),
            danger=verdict == NO,
        ).then(lambda told: self._decide(each, code, verdict, told["reason"]))

    def _decide(self, each: Proposed, code: str, verdict: str, reason: str) -> None:
        try:
            decide(self.workspace.store, each.household, code, verdict, reason)
        except UserError as error:
            self.show_error(error)
            return
        at = self.table.view.currentIndex().row()
        self.refresh()
        if (
            self.table.shown()
            and (now := self.table.current()) is not None
            and now.household != each.household
        ):
            self.table.select(self.table.model.row_at(min(at, self.table.shown() - 1)).household)
        self.take_focus()
        self.data_changed.emit()
        self.tell("done", f"{each.head_name}: {verdict_status(verdict).word.lower()}.")

    def ask_all(self) -> None:
        """Follow the proposals of one programme or of all, by a rule that stands in every decision."""
        code = self.programme.currentData() or ""
        AskWords(
            self,
            _("Decide all as proposed"),
            _("Wherever nobody has decided on these answers. What is not certain stays open."),
            [
                Wish(
                    "programme",
                    _("Programme"),
                    start=code,
                    options=[(code, self.programme.currentText()), ("", _("All programmes"))],
                ),
                Wish(
                    "verdicts",
                    _("Which"),
                    options=[(YES, _("Only the eligible")), ("both", _("Eligible and not eligible"))],
                ),
                Wish(
                    "reason",
                    _("The rule"),
                    _("Write the rule in a few words."),
                    start=_("As the rules propose."),
                ),
            ],
            yes=_("Decide"),
        ).then(self._decide_all)

    def _decide_all(self, told: dict[str, str]) -> None:
        workspace = self.workspace
        verdicts = (YES,) if told["verdicts"] == YES else (YES, NO)
        programmes = (told["programme"],) if told["programme"] else None

        def work(progress: Progress) -> int:
            with workspace.working() as own:
                return decide_all(
                    own.store, told["reason"], verdicts=verdicts, programmes=programmes, progress=progress
                )

        self.run(_("Entering the decisions"), work).on_success(self._all_decided)

    def _all_decided(self, number: int) -> None:
        self.refresh()
        self.data_changed.emit()
        self.tell("done", n_("{n} decision is entered.", "{n} decisions are entered.", number))

    # -- the list

    def pick_target(self, name: str) -> Path | None:
        """Where the list goes."""
        return ask_target(self, _("Save as"), "XLSX (*.xlsx);;CSV (*.csv)", name)

    def ask_export(self) -> None:
        """Who is due what, of all programmes."""
        target = self.pick_target(f"penerima-{self._now():%Y%m%d}.xlsx")
        if target is None:
            return
        workspace = self.workspace

        def work(_progress: Progress) -> int:
            with workspace.working() as own:
                return write_due_list(own, target)

        self.run(_("Writing the table"), work, can_cancel=False).on_success(
            lambda rows: self.tell(
                "done", n_("{n} row is in {file}", "{n} rows are in {file}", rows, file=target.name)
            )
        )


def turn_words(figures: ProgrammeFigures, unit: str) -> str:
    """What one turn for all within the quota takes; a dash for services, which have no price here."""
    if not figures.budget or unit == "service":
        return "–"
    return money_words(figures.budget) if unit == "rupiah" else amount_words(figures.budget, unit)


def decision_status(each: Proposed) -> Status:
    """What people decided, or that nobody has."""
    if not each.decided:
        return Status(_("Not decided"), "clock", "grey")
    if each.stale:
        return Status(_("Look again"), "warning", "amber")
    return verdict_status(each.decided)


def due_status(each: Due) -> Status:
    """Whether it is within the quota, and what speaks against paying it out now."""
    if each.doubtful:
        return Status(_("Possible double"), "duplicate", "amber")
    if each.stale:
        return Status(_("Look again"), "warning", "amber")
    if each.within_quota:
        return Status(_("Due"), "done-circle", "primary")
    return Status(_("Waiting list"), "clock", "grey")


def proposed_place(each: Proposed) -> str:
    """ "Bandarharjo, RT 02 RW 03"."""
    numbers = f"RT {short_number(each.rt)} RW {short_number(each.rw)}" if each.rt else ""
    return ", ".join(part for part in (kelurahan_name(each.kelurahan), numbers) if part)
