# SPDX-License-Identifier: Apache-2.0
"""Review: households that came in, one after the other, to approve or to send back with what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from enumerator.eligibility.adopting import current
from enumerator.eligibility.assessing import Assessor
from enumerator.eligibility.assessment import Assessment
from enumerator.errors import UserError
from enumerator.messages import _, n_
from enumerator.office.reading import Line, Notes, notes_of
from enumerator.office.reviewing import clean_households, review_households, waiting_for_review
from enumerator.registry import matching
from enumerator.registry.projection import Status as State
from enumerator.registry.projection import refresh as refresh_registry
from enumerator.registry.review import approve, return_
from enumerator.registry.search import Household, Wanted, count
from ui.office.asking import AskWords, Wish
from ui.office.duty import keep_to_duty
from ui.office.household_card import HouseholdCard
from ui.office.look import author_names, head_words, household_status, money_words, place_words
from ui.office.panes import Panes
from ui.tasks import Progress
from ui.widgets import (
    Column,
    DataTable,
    EmptyState,
    Glyph,
    QuietButton,
    Screen,
    Text,
    Tinted,
    row,
)
from ui.widgets.ask import Ask

# narrower, the state stands in the words "to look at" and on the card: the words need the room
_ROOM_FOR_STATUS = 640


@dataclass(frozen=True)
class Waiting:
    """A household in the queue; `doubtful` where it may be a double. What there is to look at is counted
    when it is first asked for, by `count`."""

    household: Household
    doubtful: bool
    count: Callable[[Household], Notes]

    @property
    def notes(self) -> Notes:
        """How many remarks, accepted warnings and no-answers there are."""
        return self.count(self.household)

    def words(self) -> str:
        """What there is to look at, in a few words."""
        return " · ".join(self._parts()) or "–"

    def words_apart(self) -> str:
        """The same, one under the other."""
        return "\n".join(self._parts())

    def _parts(self) -> list[str]:
        parts = []
        if self.household.status == State.CONFLICT:
            parts.append(n_("{n} difference", "{n} differences", self.household.conflicts))
        if self.doubtful:
            parts.append(_("possible double"))
        if self.notes.accepted:
            parts.append(n_("{n} warning", "{n} warnings", self.notes.accepted))
        if self.notes.remarks:
            parts.append(n_("{n} remark", "{n} remarks", self.notes.remarks))
        if self.notes.no_answers:
            parts.append(n_("{n} without answer", "{n} without answer", self.notes.no_answers))
        return parts

    def weight(self) -> int:
        """The more there is, the higher."""
        differs = self.household.status == State.CONFLICT
        told = self.notes.accepted * 100 + self.notes.remarks * 10 + self.notes.no_answers
        return differs * 10_000 + self.doubtful * 1000 + told


class Review(Screen):
    """Ctrl+Enter approves and goes on, Ctrl+R sends back, F2 comments on an answer."""

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Review"), parent)
        self._now = workspace.store.clock
        self._names: dict[str, str] = {}
        self._assessor: Assessor | None = None
        self._notes: dict[str, Notes] = {}
        self._scores: dict[str, str] = {}
        self.clean = self.bar.add_action(_("Approve all clean ones…"), icon="approved")
        self.clean.clicked.connect(self.ask_clean)
        self.back = self.bar.add_action(_("Send back…"), icon="returned", key="Ctrl+R")
        self.back.clicked.connect(self.ask_return)
        self.approve = self.bar.set_primary(_("Approve"), key="Ctrl+Return")
        self.approve.clicked.connect(self.approve_current)
        keep_to_duty(workspace, "review", self.clean, self.back, self.approve)
        self._nothing = EmptyState(
            _("Nothing waits for review"),
            _("Households come here with the enumerators' bundles."),
            icon="review",
        )
        self.table = DataTable(
            self._columns(),
            name=_("Households to review"),
            identity=lambda waiting: waiting.household.record,
            type_ahead=lambda waiting: waiting.household.head_name,
            empty=self._nothing,
        )
        self.card = HouseholdCard(workspace, _("Review"))
        self.card.comment_asked.connect(self.ask_comment)
        self.card.keys.show_keys(
            [
                ("F2", _("comment on the answer")),
                ("F9", _("next remark or warning")),
                ("Enter", _("show number or photo")),
            ]
        )
        self.flag = Tinted("amber", padding=10)
        self._flag_words = Text("", "body").wrapped()
        self.flag_go = QuietButton(_("Settle it"))
        self.flag_go.clicked.connect(self._go_to_flag)
        line = row(Glyph("warning", "amber-ink", 18), spacing=10)
        line.addWidget(self._flag_words, 1)
        line.addWidget(self.flag_go)
        self.flag.body.addLayout(line)
        self._flag_page = ""
        self.criteria = Text("", "hint", "ink-2").wrapped()
        self.card.more.addWidget(self.criteria)
        self.card.more.addWidget(self.flag)
        self.table.chosen.connect(self._show)
        self.table.opened.connect(lambda _row: self.card.answers.setFocus())
        self.content.addWidget(Panes(self.table, self.card, 0.46), 1)

    def _columns(self) -> list[Column]:
        return [
            Column(
                _("Status"),
                lambda w: household_status(w.household.status).word,
                132,
                status=lambda w: household_status(w.household.status),
                drop_below=_ROOM_FOR_STATUS,
            ),
            Column(
                _("Head of household"), lambda w: head_words(w.household), 120, 2, strong=True, wraps=True
            ),
            Column(
                _("To look at"),
                Waiting.words,
                180,
                3,
                sort=Waiting.weight,
                tooltip=Waiting.words_apart,
                wraps=True,
            ),
            Column(
                _("Place"),
                lambda w: place_words(w.household),
                130,
                2,
                sort=lambda w: (w.household.kelurahan, w.household.rw, w.household.rt),
                drop_below=740,
            ),
            Column(
                _("Members"),
                lambda w: str(w.household.members),
                84,
                right=True,
                sort=lambda w: w.household.members,
                drop_below=960,
            ),
            Column(
                _("Enumerator"),
                lambda w: self._names.get(w.household.author, ""),
                120,
                1,
                ink="ink-2",
                drop_below=860,
            ),
        ]

    # -- showing

    @staticmethod
    def waiting(workspace: Any) -> int:
        return count(workspace.store, Wanted(status=State.RECEIVED))

    def refresh(self) -> None:
        store = self.workspace.store
        self._names = author_names(self.workspace)
        rules = current(store)
        self._assessor = Assessor(store, self.workspace.library, rules)
        self._scores = {}
        queue = waiting_for_review(self.workspace)
        doubtful = matching.undecided(store)
        rows = [
            Waiting(each, each.record in doubtful, self._notes_of)
            for each in sorted(queue, key=lambda each: each.status == State.CONFLICT)
        ]
        self.table.show_rows(rows)
        waiting = sum(1 for row in rows if row.household.status == State.RECEIVED)
        differing = len(rows) - waiting
        chips = [n_("{n} waits", "{n} wait", waiting)]
        if differing:
            chips.append(n_("{n} with differences", "{n} with differences", differing))
        self.bar.show_chips(*chips)
        self.clean.setEnabled(waiting > 0)
        if count(store):
            self._nothing.show_words(
                _("All households are reviewed"),
                _("New ones come here with the enumerators' bundles."),
                "approved",
            )
        self.count_changed.emit(waiting)
        self._show(self.table.current())

    def _notes_of(self, household: Household) -> Notes:
        """Counted once for every state of a household; only those on screen are asked for."""
        key = household.heads
        if key not in self._notes:
            self._notes[key] = notes_of(self.workspace, household.record)
        return self._notes[key]

    def take_focus(self) -> None:
        self.table.take_focus()

    def arrive(self, argument: object) -> None:
        self.table.select(argument)

    def memory(self) -> object:
        row = self.table.current()
        return row.household.record if row is not None else None

    def _show(self, row: Waiting | None) -> None:
        household = row.household if row is not None else None
        writer = self._names.get(household.author, "") if household else ""
        self.card.show_household(household, self._now(), writer)
        settled = household is not None and household.status == State.RECEIVED
        self.approve.setEnabled(settled)
        self.back.setEnabled(household is not None)
        self._show_flag(row)
        self.criteria.setText(self._criteria(household) if household else "")

    def _show_flag(self, row: Waiting | None) -> None:
        words, page = "", ""
        if row is not None and row.household.status == State.CONFLICT:
            words = n_(
                "{n} answer differs between two laptops.",
                "{n} answers differ between two laptops.",
                row.household.conflicts,
            )
            page = "conflicts"
        elif row is not None and row.doubtful:
            words, page = _("This may be a family that is in the registry already."), "duplicates"
        self._flag_words.setText(words)
        self._flag_page = page
        self.flag.setVisible(bool(words))

    def _criteria(self, household: Household) -> str:
        assert self._assessor is not None
        if not household.form_known:
            return _("The form of this household has not arrived yet.")
        if household.heads not in self._scores:
            found = self._assessor.assess(household)
            words = criteria_words(found) if found else _("Not interviewed: no criteria to look at.")
            self._scores[household.heads] = words
        return self._scores[household.heads]

    def _go_to_flag(self) -> None:
        row = self.table.current()
        if self._flag_page and row is not None:
            self.go_requested.emit(self._flag_page, row.household.record)

    # -- deciding

    def approve_current(self) -> None:
        """Approve what is shown, exactly as it was shown, and go on."""
        row = self.table.current()
        if row is None:
            return
        try:
            approve(self.workspace.store, row.household.record, heads=row.household.heads)
        except UserError as error:
            self._after_error(error)
            return
        self._next(_("{name} is approved.", name=head_words(row.household)))

    def ask_return(self) -> None:
        """What the enumerator should do; comments on answers go along."""
        row = self.table.current()
        if row is None:
            return
        comments = self.card.answers.comments()
        along = n_("{n} comment on an answer goes along.", "{n} comments on answers go along.", len(comments))
        AskWords(
            self,
            _("Send {name} back", name=head_words(row.household)),
            (along + " " if comments else "")
            + _("The enumerator gets it with the next bundle and corrects it; nothing is lost."),
            [
                Wish(
                    "comment",
                    _("What is to be done"),
                    ""
                    if comments
                    else _("Write what the enumerator should do, or comment on an answer (F2)."),
                )
            ],
            yes=_("Send back"),
        ).then(lambda told: self._return(row.household, told["comment"], comments))

    def _return(self, household: Household, comment: str, comments: dict[str, str]) -> None:
        try:
            return_(self.workspace.store, household.record, comment, comments, heads=household.heads)
        except UserError as error:
            self._after_error(error)
            return
        self._next(_("{name} goes back to the enumerator.", name=head_words(household)))

    def ask_comment(self, line: Line) -> None:
        """A comment on one answer; blank takes it away."""
        before = self.card.answers.comments().get(line.address, "")
        AskWords(
            self,
            line.label,
            _(
                "The answer: {words}. Your comment stands beside it on the enumerator's laptop.",
                words=line.words or "–",
            ),
            [Wish("comment", _("Comment"), start=before)],
            yes=_("Keep the comment"),
        ).then(lambda told: self._comment(line.address, told["comment"]))

    def _comment(self, address: str, words: str) -> None:
        self.card.answers.comment(address, words)
        self.card.answers.setFocus()

    def _after_error(self, error: UserError) -> None:
        self.refresh()
        self.show_error(error)

    def _next(self, words: str) -> None:
        """The queue without the one just decided; the keyboard is on the next one."""
        at = self.table.view.currentIndex().row()
        refresh_registry(self.workspace.store, self.workspace.library)
        self.refresh()
        if self.table.shown():
            number = min(at, self.table.shown() - 1)
            self.table.select(self.table.model.row_at(number).household.record)
        self.take_focus()
        self.data_changed.emit()
        self.tell("done", words)

    def ask_clean(self) -> None:
        """All that nothing speaks against, by a rule that stands in every approval."""
        found = clean_households(self.workspace)
        if not found:
            self.tell("info", _("No household is without a question."))
            return
        Ask(
            self,
            n_("Approve {n} household?", "Approve {n} households?", len(found)),
            _(
                "The rule, which is written into every approval: no open problem, no difference between "
                "laptops, no "
                "possible duplicate. Remarks and accepted warnings are not looked at."
            ),
            yes=n_("Approve {n} household", "Approve {n} households", len(found)),
            no=_("Look at each one"),
        ).then(self.approve_clean)

    def approve_clean(self) -> None:
        """Do it off the GUI thread."""
        workspace = self.workspace

        def work(_progress: Progress) -> int:
            with workspace.working() as own:
                return review_households(own, clean=True)

        self.run(_("Approving"), work, can_cancel=False).on_success(self._cleaned)

    def _cleaned(self, number: int) -> None:
        self.refresh()
        self.data_changed.emit()
        self.tell("done", n_("{n} household is approved.", "{n} households are approved.", number))


def criteria_words(found: Assessment) -> str:
    """ "Criteria 9 of 14 · spending Rp227.409, line Rp604.112 · desil 1"."""
    parts = [_("Criteria {score} of {all}", score=found.score_words, all=len(found.criteria))]
    if found.line is not None:
        parts.append(
            _(
                "spending {spending}, line {line} a person a month",
                spending=money_words(found.spending),
                line=money_words(found.line.per_month),
            )
        )
    if found.desil is not None:
        parts.append(_("desil {desil}", desil=found.desil.desil))
    return " · ".join(parts)
