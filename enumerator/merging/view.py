# SPDX-License-Identifier: Apache-2.0
"""A record as it stands: a pure function of the set of its revisions, and the differences only a person can
settle.

For every answer the causally latest writers count. If they agree the answer is clean, if not it is a
conflict. The same set of revisions gives the same view at every place, in whatever order it arrived; clocks
are never looked at, except to list the sides of a conflict in a natural order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from enumerator.merging.addresses import (
    NO_ANSWER,
    REASON,
    ROWS,
    enclosing_rows,
    instance_of,
    question_of,
    series_of,
)
from enumerator.merging.graph import Graph
from enumerator.merging.order import Orders
from enumerator.merging.statements import Statements, collect, taken_back
from enumerator.store.revision import ERASED, Blob, Dot, FormRef, Revision

WHOLE_RECORD = ""
"""The address of a conflict between deleting a record and going on with it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer with what belongs to it; `value` None means there is none."""

    value: str | None
    no_answer: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values that stand against each other, and the revisions that say so, earliest first.

    For a roster row or a whole record `value` is its id where it is kept, None where it is removed; for the
    order of a roster the ids of all its rows.
    """

    answer: Answer
    revisions: tuple[Revision, ...]

    @property
    def value(self) -> str | None:
        """The text of the answer; None where the side removes it (see `no_answer` too)."""
        return self.answer.value

    @property
    def no_answer(self) -> str:
        """`dont_know` or `refused` where the side says so instead of a value."""
        return self.answer.no_answer


@dataclass(frozen=True, slots=True)
class Conflict:
    """Different values for one answer by people who did not know of each other.

    `address` may be that of an answer, of a roster row (removed by one, edited by another), of the rows of a
    roster (`#rows`: ordered differently) or WHOLE_RECORD.
    What differs inside such a row becomes a conflict of its own when a person has kept the row.
    `base` is the last value all of them knew; `base_revision` who wrote it, None where there was none.
    """

    address: str
    base: str | None
    base_revision: Revision | None
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """An answer that came in from a parallel edit without standing against another one."""

    address: str
    base: str | None
    side: Side


@dataclass(frozen=True, slots=True)
class View:
    """A record as it stands.

    `values` holds what counts: where people differ, the last value all of them knew, else that of the
    smallest dot; a row removed by one and edited by another stays. `heads` are the revisions to build upon,
    `missing` ancestors that have not arrived, `recalculate` calculated answers that parallel edits left
    different (the form computes them anew).
    """

    values: dict[str, str]
    conflicts: tuple[Conflict, ...] = ()
    heads: tuple[Dot, ...] = ()
    joined: tuple[Joined, ...] = ()
    missing: tuple[Dot, ...] = ()
    recalculate: tuple[str, ...] = ()
    deleted: bool = False
    form: FormRef | None = None
    blobs: tuple[Blob, ...] = ()


def view(revisions: Iterable[Revision], *, calculated: Collection[str] = frozenset()) -> View:
    """The record that these revisions (all of one record) make.

    `calculated` names the questions (paths without instance ids) the form computes: they are never a
    person's conflict.
    """
    graph = Graph(revisions)
    if any(revision.act == ERASED for revision in graph.order):
        # an office had it erased: whatever anybody still says of it, it is gone
        return View({}, heads=graph.heads(), missing=graph.missing(), deleted=True)
    if len(graph.order) == 1:
        return _view_of_one(graph)
    undone = taken_back(graph)
    return _Reading(graph, collect(graph, undone), undone, calculated).view()


def _view_of_one(graph: Graph) -> View:
    (only,) = graph.order
    gone = only.act == "delete"
    return View(
        values={} if gone else dict(only.values),
        heads=(only.dot,),
        missing=graph.missing(),
        deleted=gone,
        form=only.form,
        blobs=only.blobs,
    )


class _Reading:
    """One reading of the statements about a record, answer by answer."""

    def __init__(
        self, graph: Graph, said: Statements, undone: Collection[Dot], calculated: Collection[str]
    ) -> None:
        self._graph = graph
        self._said = said
        self._orders = Orders(graph, said, undone)
        self._calculated = calculated
        self._heads = graph.heads()
        self._conflicts: list[Conflict] = []
        self._joined: list[Joined] = []
        self._recalculate: list[str] = []
        self._values: dict[str, str] = {}
        self._gone: dict[str, bool] = {}
        self._disputed: set[str] = set()

    def view(self) -> View:
        deleted = self._read_record()
        if not deleted:
            self._read_rows()
            self._read_answers()
            self._read_order()
        return View(
            values=dict(sorted(self._values.items())),
            conflicts=tuple(sorted(self._conflicts, key=lambda conflict: conflict.address)),
            heads=self._heads,
            joined=tuple(sorted(self._joined, key=lambda joined: joined.address)),
            missing=self._graph.missing(),
            recalculate=tuple(sorted(self._recalculate)),
            deleted=deleted,
            form=self._form(),
            blobs=self._blobs(),
        )

    def _read_record(self) -> bool:
        """Whether the record is gone; a conflict where some delete it and others go on."""
        if not self._said.deleted:
            return False
        record = self._graph.order[0].record
        return self._existence(WHOLE_RECORD, record, self._said.saved, self._said.deleted)

    def _read_rows(self) -> None:
        for row in sorted(self._said.kept.keys() | self._said.removed.keys()):
            if any(self._gone.get(outer, False) for outer in enclosing_rows(row)[:-1]):
                self._gone[row] = True
                continue
            kept, removed = self._said.kept.get(row, []), self._said.removed.get(row, [])
            self._gone[row] = bool(removed) and self._existence(row, instance_of(row), kept, removed)

    def _existence(self, address: str, name: str, kept: list[Revision], removed: list[Revision]) -> bool:
        removers = {revision.dot for revision in removed}
        writers = self._in_order([*kept, *removed])
        latest = self._graph.latest(writers)
        against = [revision for revision in latest if revision.dot in removers]
        staying = [revision for revision in latest if revision.dot not in removers]
        if against and staying:
            base = next(
                (r for r in reversed(kept) if all(self._graph.knew(w.dot, r.dot) for w in latest)), None
            )
            sides = (Side(Answer(name), tuple(staying)), Side(Answer(None), tuple(against)))
            if not self._is_within_dispute(address):
                self._conflicts.append(Conflict(address, name if base else None, base, sides))
            self._disputed.add(address)
        return not staying

    def _is_within_dispute(self, address: str) -> bool:
        """Whether a row around it may yet go: until that is settled, what differs inside is no question."""
        return any(row in self._disputed for row in enclosing_rows(address))

    def _read_answers(self) -> None:
        for address, writers in self._said.answers.items():
            if any(self._gone.get(row, False) for row in enclosing_rows(address)):
                continue
            self._read_answer(address, writers)

    def _read_answer(self, address: str, writers: list[Revision]) -> None:
        latest = self._graph.latest(writers) if len(writers) > 1 else writers
        sides = _sides(address, latest)
        answer = sides[0].answer
        if len(sides) > 1:
            answer = answer_in(min(latest, key=lambda revision: revision.dot), address)
            if question_of(address) in self._calculated:
                self._recalculate.append(address)
            else:
                base, base_revision = self._base(address, writers, latest)
                if not self._is_within_dispute(address):
                    self._conflicts.append(Conflict(address, base.value, base_revision, sides))
                answer = base if base_revision is not None else answer
        elif len(self._heads) > 1:
            self._note_joined(address, writers, sides[0])
        _put(self._values, address, answer)

    def _note_joined(self, address: str, writers: list[Revision], side: Side) -> None:
        fresh = [
            revision
            for revision in side.revisions
            if not all(self._graph.knew(head, revision.dot) for head in self._heads)
        ]
        if len(fresh) == len(side.revisions):
            base, _revision = self._base(address, writers, fresh)
            if base != side.answer:
                self._joined.append(Joined(address, base.value, side))

    def _base(
        self, address: str, writers: list[Revision], latest: list[Revision]
    ) -> tuple[Answer, Revision | None]:
        """The last value that everybody in `latest` knew and built upon; none where they knew of different
        ones.
        """
        newest = {revision.dot for revision in latest}
        known = [
            revision
            for revision in writers
            if revision.dot not in newest and all(self._graph.knew(w.dot, revision.dot) for w in latest)
        ]
        last = self._graph.latest(known)
        answers = {answer_in(revision, address) for revision in last}
        if len(answers) == 1:
            return answers.pop(), last[0]
        return Answer(None), None

    def _read_order(self) -> None:
        rows: dict[str, list[str]] = {}
        for row in self._said.kept.keys() | self._said.removed.keys():
            if not self._gone[row]:
                rows.setdefault(series_of(row), []).append(row)
        for series in self._said.rosters.keys() | rows.keys():
            if any(self._gone.get(row, False) for row in enclosing_rows(series)):
                continue
            found = self._orders.read(series, rows.get(series, ()), self._disputed)
            latest = self._graph.latest(self._said.rosters.get(series, []))
            if found.rows or any(series + ROWS in revision.values for revision in latest):
                self._values[series + ROWS] = _ids(found.rows)
            if found.sides and not self._is_within_dispute(series):
                sides = tuple(Side(Answer(_ids(rows)), writers) for rows, writers in found.sides)
                base = _ids(found.rows) if found.base else None
                self._conflicts.append(Conflict(series + ROWS, base, found.base, sides))

    def _in_order(self, revisions: list[Revision]) -> list[Revision]:
        wanted = {revision.dot for revision in revisions}
        return [revision for revision in self._graph.order if revision.dot in wanted]

    def _form(self) -> FormRef | None:
        """The form of the newest revisions; of different ones the highest version, by text."""
        forms = [found.form for dot in self._heads if (found := self._graph.get(dot)) and found.form]
        return max(forms, key=lambda form: (form.version, form.hash), default=None)

    def _blobs(self) -> tuple[Blob, ...]:
        """The attachments that the values name (by their hash), and whatever the newest revisions carry."""
        named = {value.partition(".")[0] for value in self._values.values()}
        found: dict[tuple[str, str], Blob] = {}
        for revision in self._graph.order:
            newest = revision.dot in self._heads
            found.update({(b.name, b.sha256): b for b in revision.blobs if newest or b.sha256 in named})
        return tuple(blob for _key, blob in sorted(found.items()))


def answer_in(revision: Revision, address: str) -> Answer:
    """The answer as the revision's snapshot gives it."""
    values = revision.values
    return Answer(values.get(address), values.get(address + NO_ANSWER, ""), values.get(address + REASON, ""))


def _put(values: dict[str, str], address: str, answer: Answer) -> None:
    if answer.value is not None:
        values[address] = answer.value
    if answer.no_answer:
        values[address + NO_ANSWER] = answer.no_answer
    if answer.reason:
        values[address + REASON] = answer.reason


def _sides(address: str, latest: list[Revision]) -> tuple[Side, ...]:
    """The different answers, each with who says so; listed by when they were said, then by name."""
    if len(latest) == 1:
        return (Side(answer_in(latest[0], address), (latest[0],)),)
    said: dict[Answer, list[Revision]] = {}
    for revision in sorted(latest, key=lambda revision: (revision.hlc, revision.dot)):
        said.setdefault(answer_in(revision, address), []).append(revision)
    return tuple(Side(answer, tuple(revisions)) for answer, revisions in said.items())


def _ids(rows: Iterable[str]) -> str:
    return " ".join(instance_of(row) for row in rows)
