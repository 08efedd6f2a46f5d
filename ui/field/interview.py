# SPDX-License-Identifier: Apache-2.0
"""The interview as the enumerator holds it: opened from a draft or begun, saved at every edit, finished and
signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from PySide6.QtWidgets import QStackedLayout, QWidget

from enumerator.errors import UserError
from enumerator.forms import Context, Form, Interview, Question
from enumerator.interviews.audit import wish_of
from enumerator.interviews.drafts import Draft, Drafts, Event
from enumerator.interviews.editing import Editing
from enumerator.interviews.finish import finish
from enumerator.interviews.library import FormLibrary
from enumerator.interviews.navigation import generic
from enumerator.interviews.reviews import RETURNED, reviews_by_household, take_up, verdict_on
from enumerator.interviews.upgrading import Report, report_words, unplaced_report, upgrade
from enumerator.messages import _, n_, spoken_language
from enumerator.registry.known_here import KnownHere, Other, known_here
from enumerator.store.journal import heads_of
from enumerator.store.revision import Revision
from enumerator.store.store import Store
from ui.capture.equipment import Equipment
from ui.field.finish import FinishPage
from ui.field.moved_draft import MovedDraft
from ui.field.other_household import OtherHousehold
from ui.form.desk import Desk
from ui.form.inputs.field import Asking
from ui.form.side_panel import Known, PastAnswer
from ui.form.sitting import Sitting
from ui.tasks import Progress, Task
from ui.widgets.moments import clock_words, moment_words
from ui.widgets.requests import OpenInterview
from ui.widgets.screen import Screen

HISTORY: Final = 5


@dataclass(frozen=True)
class Person:
    """Who holds the interview."""

    id: str
    name: str


class InterviewRoom:
    """One interview open for editing: the draft, the live form, and what saving last said."""

    def __init__(
        self, store: Store, drafts: Drafts, library: FormLibrary, person: Person, draft: Draft
    ) -> None:
        self._store = store
        self._drafts = drafts
        self._person = person
        self._library = library
        self._media: Mapping[str, bytes] | None = None
        self.draft = draft
        self.form: Form = library.get(draft.form.hash)
        wish = wish_of(self.form)
        self._tracked = wish is not None and wish.changes
        answers = drafts.open(draft.id)
        self.interview = Interview.resume(self.form, answers, context_of(store, person))
        self._speak_like_the_screens()
        self.editing = Editing(self.interview, self._save)
        self._unsaved: dict[str, str | None] = {}
        self._revisions = store.journal.revisions(draft.household)
        self._comments = self._returned_comments()
        self.earlier = time_spent(drafts.events(draft.id))
        self.problem: UserError | None = None
        self.saved_at: datetime = draft.saved

    def _speak_like_the_screens(self) -> None:
        """Ask in the language of the screens where the form has it; Ctrl+L changes it."""
        code = f"({spoken_language()})"
        spoken = next((name for name in self.form.languages if name.endswith(code)), "")
        if spoken and spoken != self.interview.language:
            self.interview.set_language(spoken)

    # -- saving ----------------------------------------------------------------------------------------------

    def _save(self, lines: Mapping[str, str | None], address: str, deed: str) -> None:
        """What could not be written stays in memory and is written with the next edit."""
        self._unsaved.update(lines)
        self.try_again(address, deed)

    def try_again(self, address: str = "", deed: str = "answer") -> bool:
        """Write what is not written yet; False, and `problem` says why, if it still cannot be."""
        if not self._unsaved:
            self.problem = None
            return True
        try:
            self.saved_at = self._drafts.save(
                self.draft.id, self._unsaved, address=address, what=deed, tracked=self._tracked
            )
        except UserError as problem:
            self.problem = problem
            return False
        self._unsaved.clear()
        self.problem = None
        return True

    def media(self, name: str) -> bytes | None:
        """A file that belongs to the form."""
        if self._media is None:
            self._media = self._library.files(self.draft.form.hash).media
        return self._media.get(name)

    def kelurahan(self) -> str:
        """The code of the kelurahan the household is in, as far as it was answered."""
        households = (each for each in self.form.entities if each.dataset == "household")
        address = next((each.saves.get("kelurahan", "") for each in households), "")
        return self.interview.node(address).value if address else ""

    def note(self, what: str, address: str) -> None:
        """Paradata; never in the way of the interview."""
        try:
            self._drafts.note_event(self.draft.id, what, address)
        except UserError as problem:
            self.problem = problem

    def note_progress(self, address: str) -> None:
        """What the list of households says about the draft."""
        total = self.editing.progress.total()
        try:
            self._drafts.note_progress(
                self.draft.id,
                done=total.answered,
                total=total.asked,
                problems=total.problems + total.warnings,
                address=address,
            )
        except UserError as problem:
            self.problem = problem

    def sign(self, reason: str) -> Revision:
        """Finish: check, sign into the journal, close the draft."""
        return finish(
            self._store, self._drafts, self.draft.id, self.interview, reason=reason, user=self._person.name
        )

    # -- what is known from before ---------------------------------------------------------------------------

    @property
    def corrects(self) -> bool:
        """Whether the household was finished before."""
        return bool(self.draft.parents)

    def first_comment(self) -> str:
        """The first answer the office commented on, "" if none."""
        order = self.editing.progress.questions()
        return next((address for address in order if address in self._comments), "")

    def known(self, address: str) -> Known:
        """Earlier answers to a question, newest first, and the office's comment."""
        now = self._store.clock()
        past: list[PastAnswer] = []
        before: str | None = None
        for revision in self._revisions:
            value = revision.values.get(address, "")
            if value != before and (value or before):
                who = self._person.name if revision.author == self._person.id else _("another person")
                past.append(
                    PastAnswer(
                        self._words(address, value),
                        who,
                        moment_words(datetime.fromisoformat(revision.wall), now),
                    )
                )
            before = value
        return Known(tuple(reversed(past))[:HISTORY], self._comments.get(address, ""))

    def _words(self, address: str, value: str) -> str:
        question = self.form.nodes.get(generic(address))
        if (
            not isinstance(question, Question)
            or not value
            or (not question.choices and question.itemset is None)
        ):
            return value
        labels = {choice.value: choice.label for choice in self.interview.choices(address)[:200]}
        return ", ".join(labels.get(part, part) for part in value.split())

    def _returned_comments(self) -> Mapping[str, str]:
        review = verdict_on(
            heads_of(self._revisions), reviews_by_household(self._store).get(self.draft.household, ())
        )
        return review.comments if review is not None and review.verdict == RETURNED else {}


def time_spent(events: Iterable[Event]) -> float:
    """Seconds spent on a draft, over all the times it was open; rests are left out."""
    before, now, rested = 0.0, 0.0, 0.0
    rests_since: float | None = None
    for event in events:
        if event.what in ("begin", "open"):
            before, now, rested, rests_since = before + now - rested, 0.0, 0.0, None
        now = max(now, event.elapsed)
        if event.what == "pause":
            rests_since = event.elapsed
        elif rests_since is not None:
            rested, rests_since = rested + event.elapsed - rests_since, None
    return before + now - rested


def context_of(store: Store, person: Person) -> Context:
    """What a form may know about where it is filled in."""
    return Context(clock=store.clock, device_id=person.id, username=person.name)


def begin_draft(
    store: Store, drafts: Drafts, library: FormLibrary, person: Person, request: OpenInterview
) -> Draft:
    """The draft a request asks for: the one it names, the household's open one, its last answers taken up
    again, or a new one.

    UserError when no form has arrived, or the household has parallel versions.
    """
    if request.draft:
        return drafts.get(request.draft)
    newest = library.newest()
    if newest is None:
        raise UserError(
            _("No questionnaire has arrived on this laptop yet."),
            remedy=_("Receive the office's bundle or kit first."),
        )
    revisions = store.journal.revisions(request.household) if request.household else ()
    if revisions or (request.household and drafts.of_household(request.household)):
        heads = heads_of(revisions)
        form = heads[0].form if len(heads) == 1 and heads[0].form is not None else newest
        return take_up(store, drafts, request.household, form)
    interview = Interview.begin(library.get(newest.hash), context_of(store, person))
    for address, value in request.known.items():
        if address in interview.form.nodes and value:
            interview.answer(address, value)
    return drafts.begin(newest, request.household or None, interview.answers())


class InterviewScreen(Screen):
    """Opens on an `OpenInterview`; leaves by `close_requested`, with nothing unsaved."""

    takes_whole_window = True

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Interview"), parent)
        self.bar.hide()
        self.content.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedLayout()
        self.content.addLayout(self._stack)
        self._drafts = Drafts(workspace.store)
        self._person = Person(workspace.keys.author, workspace.person_name)
        self.room: InterviewRoom | None = None
        self.desk: Desk | None = None
        self.finish_page: FinishPage | None = None

    # -- opening ---------------------------------------------------------------------------------------------

    def arrive(self, argument: object) -> None:
        """Open what was asked for; a UserError goes back to the list with its words."""
        request = argument if isinstance(argument, OpenInterview) else OpenInterview(draft=str(argument))
        self._close()
        store, library = self.workspace.store, self.workspace.library
        try:
            draft = begin_draft(store, self._drafts, library, self._person, request)
            moved = upgrade(self._drafts, library, draft.id)
            draft = self._drafts.get(draft.id)
            room = InterviewRoom(store, self._drafts, library, self._person, draft)
        except UserError as problem:
            self.show_error(problem)
            self.close_requested.emit()
            return
        self._show(room, request.address or room.first_comment() or draft.last_address)
        if moved is not None:
            self.tell(
                "warning" if moved.report.changed or moved.report.unplaced else "info",
                _("This interview goes on with form version {version}.", version=draft.form.version),
                report_words(moved),
                action=_("What became of the answers"),
                act=lambda: self.show_moved(moved.report),
            )
        elif kept := unplaced_report(room.interview.answers(), room.interview.form).lines:
            self.tell(
                "info",
                n_(
                    "{n} answer of an older form version has no place here and is kept beside.",
                    "{n} answers of an older form version have no place here and are kept beside.",
                    kept,
                ),
                action=_("What became of the answers"),
                act=self.show_unplaced,
            )
        self.data_changed.emit()

    def _show(self, room: InterviewRoom, start_at: str) -> None:
        self.room = room
        store = self.workspace.store
        asking = Asking(
            room.interview, store.clock, store.attachments, room.media, self._equipment(), room.kelurahan
        )
        sitting = Sitting(
            room.editing,
            asking,
            _("My assignments"),
            saved=self._saved_words,
            known=room.known,
            note=room.note,
            start_at=start_at,
            earlier=room.earlier,
        )
        desk = Desk(sitting)
        desk.close_requested.connect(self._on_close)
        desk.finish_requested.connect(self.show_finish)
        desk.noticed.connect(self.noticed)
        desk.state_changed.connect(self.state_changed)
        desk.detail_changed.connect(self.detail_changed)
        desk.right_changed.connect(self.right_changed)
        desk.other_requested.connect(self.show_other)
        self.desk = desk
        self._stack.addWidget(desk)
        self._stack.setCurrentWidget(desk)
        desk.tell_all()
        self._learn_soon(room, desk)

    def _learn_soon(self, room: InterviewRoom, desk: Desk) -> None:
        """Read who is known in other households, beside the person's typing."""
        workspace, household = self.workspace, room.draft.household

        def read(_progress: Progress) -> KnownHere:
            with workspace.working() as own:
                return known_here(own.store, own.library, household, own.keys.author)

        Task(desk, read).on_success(desk.doubles.learn).on_failure(lambda _error: None).start_soon()

    def show_other(self, other: Other) -> None:
        """Another household as it is known here, only to be looked at."""
        form = (
            self.workspace.library.get(other.form.hash)
            if other.form is not None and other.form.hash in self.workspace.library
            else None
        )
        window = OtherHousehold(self, other, form)
        window.finished.connect(lambda _result: self.take_focus())
        window.open()

    def show_moved(self, report: Report) -> None:
        """What became of each answer when the draft was moved to a newer form."""
        if self.room is None:
            return
        window = MovedDraft(self, report, self.room.draft.form.version)
        window.finished.connect(lambda _result: self.take_focus())
        window.open()

    def show_unplaced(self) -> None:
        """The answers that are kept beside the form."""
        if self.room is not None:
            self.show_moved(unplaced_report(self.room.interview.answers(), self.room.interview.form))

    def _equipment(self) -> Equipment:
        """What was used last on this laptop is used again."""
        workspace = self.workspace

        def remember(what: str, choice: str) -> None:
            workspace.change_settings(equipment={**workspace.settings.equipment, what: choice})

        return Equipment(recall=lambda what: workspace.settings.equipment.get(what, ""), remember=remember)

    def take_focus(self) -> None:
        if self.finish_page is not None and self._stack.currentWidget() is self.finish_page:
            self.finish_page.take_focus()
        elif self.desk is not None:
            self.desk.return_to_question()

    def stand_still(self) -> None:
        if self.desk is not None:
            self.desk.stand_still()

    def go_on(self) -> None:
        if self.desk is not None:
            self.desk.go_on()
            if self.room is not None and self._stack.currentWidget() is self.finish_page:
                self.room.note("finish page", "")

    def memory(self) -> object:
        """The same interview at the same question, after a change of language or size."""
        if self.room is None or self.desk is None:
            return None
        return OpenInterview(draft=self.room.draft.id, address=self.desk.place)

    # -- finishing -------------------------------------------------------------------------------------------

    def show_finish(self) -> None:
        """The page that lists what is still to do, and signs."""
        if self.room is None or self.desk is None:
            return
        if self.finish_page is None:
            self.finish_page = FinishPage(self.room.editing, corrects=self.room.corrects)
            self.finish_page.go_requested.connect(self._back_to)
            self.finish_page.back_requested.connect(lambda: self._back_to(""))
            self.finish_page.sign_requested.connect(self._on_sign)
            self._stack.addWidget(self.finish_page)
        self.desk.tell_everything()
        self.desk.page.visited.update(self.room.editing.progress.missing())
        self.finish_page.refresh(self.desk.title(), self.desk.doubles.links())
        self.room.note("finish page", "")
        self._stack.setCurrentWidget(self.finish_page)
        self.finish_page.take_focus()

    def _back_to(self, address: str) -> None:
        if self.desk is None:
            return
        self._stack.setCurrentWidget(self.desk)
        self.desk.page.show_all()
        if not address or not self.desk.go_to(address):
            self.desk.return_to_question()

    def _on_sign(self, reason: str) -> None:
        room, desk = self.room, self.desk
        if room is None or desk is None:
            return
        if not room.try_again():
            self._tell_unsaved()
            return
        try:
            room.sign(reason)
        except UserError as problem:
            self.show_error(problem)
            return
        title = desk.title()
        self._close()
        self.data_changed.emit()
        self.tell(
            "done",
            _("{household} is finished and signed.", household=title),
            _("It goes to the office with the next bundle."),
        )
        self.close_requested.emit()

    # -- leaving ---------------------------------------------------------------------------------------------

    def may_leave(self) -> bool:
        """Everything typed is on the disk, or the person is told why not and stays."""
        if self.room is None or self.desk is None:
            return True
        self.desk.page.leave()
        if not self.room.try_again():
            self._tell_unsaved()
            return False
        self.room.note("close", self.desk.place)
        self.room.note_progress(self.desk.place)
        self.data_changed.emit()
        return True

    def _on_close(self) -> None:
        if self.may_leave():
            title = self.desk.title() if self.desk is not None else ""
            share = self.room.editing.progress.total().share if self.room is not None else 0
            self._close()
            self.tell(
                "info", _("{household} is kept as a draft, {share}% done.", household=title, share=share)
            )
            self.close_requested.emit()

    def _close(self) -> None:
        for widget in (self.desk, self.finish_page):
            if widget is not None:
                self._stack.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self.room = self.desk = self.finish_page = None

    def _saved_words(self) -> tuple[str, str]:
        room = self.room
        if room is None:
            return "", "primary"
        if room.problem is not None:
            return _("NOT saved: {why}", why=room.problem.what), "red"
        return _("Saved at {time}", time=clock_words(room.saved_at)), "primary"

    def _tell_unsaved(self) -> None:
        if self.room is not None and self.room.problem is not None:
            problem = self.room.problem
            self.tell(
                "error", _("The last answers are not saved yet: {why}", why=problem.what), problem.remedy
            )
