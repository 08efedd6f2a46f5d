# SPDX-License-Identifier: Apache-2.0
"""One interview open for editing, without its screen: the draft, the live form, what is known from before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from enumerator.errors import UserError
from enumerator.forms import Context, Form, Interview, Question
from enumerator.interviews.audit import wish_of
from enumerator.interviews.drafts import Draft, Drafts, Event
from enumerator.interviews.editing import Editing
from enumerator.interviews.finish import finish
from enumerator.interviews.library import FormLibrary
from enumerator.interviews.pages import generic
from enumerator.interviews.reviews import RETURNED, Review, reviews_by_household, take_up, verdict_on
from enumerator.messages import _, spoken_language
from enumerator.store.journal import heads_of
from enumerator.store.revision import FormRef, Revision
from enumerator.store.store import Store
from ui.form import spelling
from ui.form.side_panel import Known, PastAnswer
from ui.widgets.moments import moment_words
from ui.widgets.requests import OpenInterview

HISTORY: Final = 5
_SHOWN: Final[Mapping[str, Callable[[str], str]]] = {
    "date": spelling.date_shown,
    "time": spelling.time_shown,
    "integer": lambda value: spelling.number_shown(value, spelling.marks()),
    "decimal": lambda value: spelling.number_shown(value, spelling.marks()),
}


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
        self._returned = self._returned_review()
        self._comments = self._returned.comments if self._returned is not None else {}
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

    def household_name(self) -> str:
        """Whose interview it is, "" as long as nobody was named."""
        return self.editing.progress.name_of(self.form.root.path)

    def kelurahan(self) -> str:
        """The code of the kelurahan the household is in, as far as it was answered."""
        households = (each for each in self.form.entities if each.dataset == "household")
        address = next((each.saves.get("kelurahan", "") for each in households), "")
        return self.interview.node(address).value if address else ""

    def note(self, what: str, address: str) -> None:
        """Paradata; never in the way of the interview."""
        try:
            if what == "question":
                self._drafts.note_place(self.draft.id, address, **self._progress())
            else:
                self._drafts.note_event(self.draft.id, what, address)
        except UserError as problem:
            self.problem = problem

    def note_progress(self, address: str) -> None:
        """What the list of households says about the draft."""
        try:
            self._drafts.note_progress(self.draft.id, address=address, **self._progress())
        except UserError as problem:
            self.problem = problem

    def _progress(self) -> dict[str, int]:
        total = self.editing.progress.total()
        return {
            "done": total.answered,
            "total": total.asked,
            "problems": total.problems + total.warnings,
        }

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

    def start_at(self) -> str:
        """Where to go on: at the first answer the office commented on, until somebody has worked on the
        draft since; then where it was left."""
        if self.draft.last_address and (self._returned is None or self.draft.saved > self._returned.when):
            return self.draft.last_address
        order = self.editing.progress.questions()
        first = next((address for address in order if address in self._comments), "")
        return first or self.draft.last_address

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
        if isinstance(question, Question) and question.type in _SHOWN:
            return _SHOWN[question.type](value)
        if (
            not isinstance(question, Question)
            or not value
            or (not question.choices and question.itemset is None)
        ):
            return value
        labels = {choice.value: choice.label for choice in self.interview.choices(address)[:200]}
        return ", ".join(labels.get(part, part) for part in value.split())

    def _returned_review(self) -> Review | None:
        review = verdict_on(
            heads_of(self._revisions), reviews_by_household(self._store).get(self.draft.household, ())
        )
        return review if review is not None and review.verdict == RETURNED else None


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


def forms_wanted(store: Store, drafts: Drafts, library: FormLibrary, request: OpenInterview) -> list[str]:
    """The hashes of the forms that opening what is asked for needs, of those that are known here."""
    begun = drafts.get(request.draft) if request.draft else None
    if begun is None and request.household:
        begun = next(iter(drafts.of_household(request.household)), None)
    if begun is not None:
        held: FormRef | None = begun.form
    else:
        heads = heads_of(store.journal.revisions(request.household)) if request.household else ()
        held = heads[0].form if len(heads) == 1 else None
    newest = library.newest(held.id if held is not None else "")
    if held is not None and newest is not None and newest.version <= held.version:
        newest = None
    return [each.hash for each in (held, newest) if each is not None and each.hash in library]


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
    saves = next((each.saves for each in interview.form.entities if each.dataset == "household"), {})
    for name, value in request.known.items():
        address = saves.get(name, name)
        if address in interview.form.nodes and value:
            interview.answer(address, value)
    return drafts.begin(newest, request.household or None, interview.answers())
