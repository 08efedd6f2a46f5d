# SPDX-License-Identifier: Apache-2.0
"""A day on one laptop: open its data folder, hold the interviews, save every answer, write the bundle home.

Each laptop is a process of its own, as it is in the field; what goes in and comes out is plain data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from random import Random

from enumerator.bundles.pack import export_bundle
from enumerator.demo.corrections import apply_corrections, draw_corrections
from enumerator.demo.families import Family, draw_family
from enumerator.demo.respondent import answer_family
from enumerator.demo.retelling import not_interviewed, retell
from enumerator.forms import Changes, Context, Form, Interview, NoAnswer
from enumerator.interviews.assignments import Status, rows
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.finish import finish
from enumerator.interviews.navigation import Progress
from enumerator.interviews.reviews import take_up
from enumerator.office.inbox import import_bundles
from enumerator.registry.places import load_places
from enumerator.store.database import writing
from enumerator.workspace import Workspace, open_workspace

_BEGIN = time(9)
_MISTYPED = 0.25
_ONE_IN_SAVED_SINGLY = 64


@dataclass(frozen=True, slots=True)
class Call:
    """One door. `household` is blank for a family found without an assignment (`twice` told in other words);
    `result` ends the visit there; `leave_after` so many answers it is left as a draft; `correct_as` is the
    laptop's number where answers are only corrected.
    """

    seed: int
    kelurahan: str
    household: str = ""
    result: str = ""
    twice: bool = False
    correct_as: int | None = None
    leave_after: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """What one laptop does: take in what lies in `inbox`, make the calls, write the bundle to `outbox`."""

    folder: Path
    passphrase: str
    inbox: Path
    outbox: Path
    on: date
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: households written, answers saved, mistakes the form caught and missed, the list's
    states.
    """

    laptop: str
    households: tuple[str, ...]
    answers: int
    caught: Mapping[str, int]
    missed: int
    statuses: Mapping[str, int]
    bundle: Path


class _LeftAtTheDoor(Exception):  # noqa: N818 - the interview goes on another day
    """The interview was broken off after the answer at this address."""


class SavedInterview(Interview):
    """An interview whose every accepted edit is on the disk before the next, as on the screen.

    On a slow disk a flush takes 5 ms and a quarter of a million of them twenty minutes, so most sample
    families are saved once before they are finished; without `save` nothing is written at the single
    answer.
    """

    save: Callable[[Mapping[str, str | None], str], object] | None = None
    saved = 0
    leave_after = 0

    def answer(self, address: str, value: str | NoAnswer | None) -> Changes:
        return self._keep(super().answer(address, value), address)

    def remark(self, address: str, text: str) -> Changes:
        return self._keep(super().remark(address, text), address)

    def accept(self, address: str, reason: str) -> Changes:
        return self._keep(super().accept(address, reason), address)

    def add_repeat(self, series: str, *, at: int | None = None) -> Changes:
        return self._keep(super().add_repeat(series, at=at), series)

    def _keep(self, changes: Changes, address: str) -> Changes:
        if changes.answers and self.save is not None:
            self.save(changes.answers, address)
            self.saved += 1
            if self.saved == self.leave_after:
                raise _LeftAtTheDoor(address)
        return changes


def work(day: Day, tick: Callable[[], None]) -> Done:
    """Do one laptop's day; `tick` after each household."""
    with open_workspace(day.folder, day.passphrase) as workspace:
        for _path, outcome in import_bundles(workspace, [day.inbox]):
            if isinstance(outcome, Exception):
                raise outcome
        newest = workspace.library.newest()
        assert newest is not None
        sitting = _Sitting(workspace, workspace.library.get(newest.hash), day)
        for call in day.calls:
            sitting.hold(call)
            tick()
        packed = export_bundle(workspace.store, workspace.keys, day.outbox)
        return sitting.done(packed.path)


class _Sitting:
    """The interviews of one day on one laptop."""

    def __init__(self, workspace: Workspace, form: Form, day: Day) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._form = form
        self._day = day
        self._drafts = Drafts(workspace.store)
        self._places = load_places().kelurahan
        self._households: list[str] = []
        self._answers = 0
        self._caught: dict[str, int] = {}
        self._missed = 0

    def hold(self, call: Call) -> None:
        """One interview from the first answer to the journal."""
        family = draw_family(call.seed, self._places[call.kelurahan], on=self._day.on)
        if call.correct_as is not None:
            self._correct(call, family)
            return
        if call.twice:
            family = retell(family, call.seed + 500_000)
        if call.result:
            family = not_interviewed(family, call.result)
        try:
            self._interview(call, family)
        except _LeftAtTheDoor as left:
            self._leave(str(left))

    def _interview(self, call: Call, family: Family) -> None:
        again = call.household and self._store.journal.heads(call.household)
        draft = (
            take_up(self._store, self._drafts, call.household, self._form)
            if again
            else self._drafts.begin(self._form, call.household or None)
        )
        singly = call.leave_after > 0 or call.seed % _ONE_IN_SAVED_SINGLY == 0
        interview = self._resume(draft.id, every_answer=singly)
        interview.leave_after = call.leave_after
        filling = answer_family(interview, family, mistakes=Random(call.seed), share=_MISTYPED)
        with writing(self._store.db):
            for name, data in filling.photos.items():
                mime = "image/png" if name.endswith("png") else "image/jpeg"
                self._store.attachments.put(data, name=name, mime=mime)
            self._drafts.save(draft.id, interview.answers())
        for each in filling.caught:
            self._caught[each.kind] = self._caught.get(each.kind, 0) + 1
        self._missed += len(filling.missed)
        self._finish(draft.id, interview, "")

    def _leave(self, address: str) -> None:
        """Note how far the draft is, as the screen does when it is closed."""
        draft = self._drafts.list()[0]
        total = Progress(Interview.resume(self._form, self._drafts.answers(draft.id))).total()
        self._drafts.note_progress(
            draft.id, done=total.answered, total=total.asked, problems=total.problems, address=address
        )

    def _correct(self, call: Call, family: Family) -> None:
        assert call.correct_as is not None
        corrections = draw_corrections(family, call.correct_as)
        draft = take_up(self._store, self._drafts, call.household, self._form)
        interview = self._resume(draft.id, every_answer=True)
        apply_corrections(interview, corrections)
        self._finish(draft.id, interview, " ".join(each.reason for each in corrections))

    def _resume(self, draft: str, *, every_answer: bool) -> SavedInterview:
        clock = datetime.combine(self._day.on, _BEGIN).astimezone()
        person = self._workspace.keys.person
        context = Context(clock=lambda: clock, username=person.name, device_id=self._workspace.keys.log)
        interview = SavedInterview(self._form, context, self._drafts.open(draft) or None)
        self._drafts.save(draft, interview.answers(), what="begin")
        if every_answer:
            interview.save = lambda lines, address: self._drafts.save(draft, lines, address=address)
        return interview

    def _finish(self, draft: str, interview: SavedInterview, reason: str) -> None:
        revision = finish(self._store, self._drafts, draft, interview, reason=reason)
        self._households.append(revision.record)
        self._answers += interview.saved

    def done(self, bundle: Path) -> Done:
        """What the day came to."""
        states = [row.status for row in rows(self._store, self._drafts, self._workspace.keys.author)]
        return Done(
            laptop=self._workspace.person_name,
            households=tuple(self._households),
            answers=self._answers,
            caught=self._caught,
            missed=self._missed,
            statuses={state.value: states.count(state) for state in Status if state in states},
            bundle=bundle,
        )


def calls_of(calls: Sequence[Call]) -> tuple[Call, ...]:
    """Calls in the order of the walk: kelurahan by kelurahan."""
    return tuple(sorted(calls, key=lambda call: (call.kelurahan, call.seed)))
