# SPDX-License-Identifier: Apache-2.0
"""Whose household it is: work that a former holder sent after it was given to another stands apart, as a
branch.

Custody follows the assignment record: `enumerator` names the holder (an author or a log). Whoever gives a
household to another writes into `heads` which revisions of it were there at that moment; what the former
holder wrote before, and whatever anybody has built upon, belongs to the record. The rest waits as a branch
until a person takes it in or leaves it; both are revisions, and the person can change his mind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from enumerator.errors import UserError
from enumerator.merging.graph import Graph
from enumerator.merging.settle import Records, undoing
from enumerator.merging.statements import undone_by
from enumerator.merging.view import View, view
from enumerator.messages import _
from enumerator.store.revision import Dot, Entry, Revision

ASSIGN = "assign"
TAKE_IN, LEAVE = "take_in", "leave"
HOLDER = "enumerator"
KNOWN = "heads"
_TAKES = "#takes "


@dataclass(frozen=True, slots=True)
class Branch:
    """Late work of one former holder: its revisions, and the record as it would be with them."""

    author: str
    revisions: tuple[Revision, ...]
    view: View


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person decided about a branch: the revision that says so, whether it was taken in, and the
    branch's revisions.
    """

    revision: Revision
    taken: bool
    about: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A record as it stands, and the late work that waits beside it."""

    view: View
    branches: tuple[Branch, ...] = ()


def standing(
    revisions: Iterable[Revision],
    assignments: Iterable[Revision] = (),
    *,
    calculated: Collection[str] = frozenset(),
) -> Standing:
    """The record without late work, and each former holder's branch. `assignments`: all revisions about its
    custody.
    """
    known = tuple(revisions)
    late = late_work(known, assignments)
    if not late:
        return Standing(view(known, calculated=calculated))
    settled = [revision for revision in known if revision.dot not in late]
    branches = []
    for author in sorted({revision.author for revision in known if revision.dot in late}):
        own = tuple(revision for revision in known if revision.dot in late and revision.author == author)
        branches.append(Branch(author, own, view([*settled, *own], calculated=calculated)))
    return Standing(view(settled, calculated=calculated), tuple(branches))


def late_work(revisions: Iterable[Revision], assignments: Iterable[Revision]) -> frozenset[Dot]:
    """The revisions of former holders that were unknown when the household was given away and that nobody
    built upon.
    """
    by_record: dict[str, list[Revision]] = {}
    for revision in assignments:
        by_record.setdefault(revision.record, []).append(revision)
    if not by_record:
        return frozenset()
    graph = Graph(revisions)
    late: set[Dot] = set()
    for about in by_record.values():
        custody = Graph(about)
        latest = [found for dot in custody.heads() if (found := custody.get(dot))]
        holders = {revision.values.get(HOLDER, "") for revision in latest}
        former = {revision.values.get(HOLDER, "") for revision in about} - holders - {""}
        if not former or not all(KNOWN in revision.values for revision in latest):
            continue
        theirs = [
            revision for revision in graph.order if revision.author in former or revision.dot.log in former
        ]
        outside = {revision.dot for revision in graph.order} - {revision.dot for revision in theirs}
        accepted = graph.past([*outside, *(dot for revision in latest for dot in known_heads(revision))])
        late.update(revision.dot for revision in theirs if revision.dot not in accepted)
    return frozenset(late)


def known_heads(revision: Revision) -> tuple[Dot, ...]:
    """The revisions of the household that whoever gave it away had before them."""
    names = (name.partition(":") for name in revision.values.get(KNOWN, "").split())
    return tuple(Dot(log, int(seq)) for log, _colon, seq in names if seq.isdecimal())


def accepted(revisions: Iterable[Revision], assignments: Iterable[Revision]) -> tuple[Revision, ...]:
    """The revisions that make the record, without late work."""
    known = tuple(revisions)
    late = late_work(known, assignments)
    return tuple(revision for revision in known if revision.dot not in late) if late else known


def reassign(
    journal: Records, assignment: str, holder: str, reason: str = "", changes: Mapping[str, str] | None = None
) -> Revision:
    """Give the assignment's household to another holder, noting which of its revisions are here.

    Late work that waits already is not among them: giving the household on decides nothing about it.
    """
    said = journal.revisions(assignment)
    about = view(said)
    household = view(accepted(journal.revisions(about.values["household"]), said))
    values = about.values | dict(changes or {}) | {HOLDER: holder, KNOWN: " ".join(map(str, household.heads))}
    (revision,) = journal.append(
        Entry(
            record=assignment,
            kind="assignment",
            values=values,
            act=ASSIGN,
            reason=reason,
            parents=about.heads,
        )
    )
    return revision


def take_in(journal: Records, record: str, branch: Branch, reason: str = "") -> Revision:
    """Join a branch with the record; where the two differ it becomes an ordinary conflict."""
    entry = Entry(
        record=record,
        kind=branch.revisions[0].kind,
        values=branch.view.values,
        act=TAKE_IN,
        reason=reason,
        parents=branch.view.heads,
        touched=_takes(revision.dot for revision in branch.revisions),
        form=branch.view.form,
        blobs=branch.view.blobs,
    )
    (revision,) = journal.append(entry)
    return revision


def leave(journal: Records, record: str, branch: Branch, reason: str = "") -> Revision:
    """Keep the record as it is; the branch stays in the history, taken back by this revision."""
    return _left(journal, record, tuple(revision.dot for revision in branch.revisions), branch.view, reason)


def rulings(revisions: Iterable[Revision]) -> tuple[Ruling, ...]:
    """What was decided about each branch of a record, the last word only, earliest first."""
    last: dict[tuple[Dot, ...], Ruling] = {}
    for revision in Graph(revisions).order:
        if revision.act in (TAKE_IN, LEAVE):
            taken = revision.act == TAKE_IN
            about = _taken(revision) if taken else tuple(sorted(undone_by(revision)))
            last.pop(about, None)
            last[about] = Ruling(revision, taken, about)
    return tuple(last.values())


def change_ruling(
    journal: Records, record: str, ruling: Ruling, reason: str, *, calculated: Collection[str] = frozenset()
) -> Revision:
    """Take in what was left, or leave what was taken in. UserError when that was decided anew meanwhile."""
    revisions = journal.revisions(record)
    if ruling not in rulings(revisions):
        raise UserError(
            _("This was decided anew meanwhile."), remedy=_("Look at the household again before you decide.")
        )
    standing_now = view(revisions, calculated=calculated)
    if ruling.taken:
        return _left(journal, record, ruling.about, standing_now, reason)
    entry = undoing(revisions, (ruling.revision.dot,), standing_now, reason, calculated)
    touched = (*(entry.touched or ()), *_takes(ruling.about))
    (revision,) = journal.append(replace(entry, act=TAKE_IN, touched=touched))
    return revision


def _left(journal: Records, record: str, about: tuple[Dot, ...], now: View, reason: str) -> Revision:
    entry = undoing(tuple(journal.revisions(record)), about, now, reason)
    (revision,) = journal.append(replace(entry, act=LEAVE))
    return revision


def _takes(dots: Iterable[Dot]) -> tuple[str, ...]:
    return tuple(f"{_TAKES}{dot}" for dot in sorted(dots))


def _taken(revision: Revision) -> tuple[Dot, ...]:
    named = (address[len(_TAKES) :] for address in revision.touched if address.startswith(_TAKES))
    parts = (name.partition(":") for name in named)
    return tuple(sorted(Dot(log, int(seq)) for log, _colon, seq in parts if seq.isdecimal()))
