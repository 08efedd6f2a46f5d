# SPDX-License-Identifier: Apache-2.0
"""Whose household it is: work that a former holder sent after it was given to another stands apart, as a
branch.

Custody follows the assignment record: `enumerator` names the holder (an author or a log). Whoever gives a
household to another writes into `heads` which revisions of it were there at that moment; what the former
holder wrote before, and whatever anybody has built upon, belongs to the record. The rest waits as a branch
until a person takes it in or leaves it; both are revisions and can be undone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from enumerator.merging.graph import Graph
from enumerator.merging.settle import RESOLVE, Records, undoing
from enumerator.merging.view import View, view
from enumerator.store.revision import Dot, Entry, Revision

ASSIGN = "assign"
HOLDER = "enumerator"
KNOWN = "heads"


@dataclass(frozen=True, slots=True)
class Branch:
    """Late work of one former holder: its revisions, and the record as it would be with them."""

    author: str
    revisions: tuple[Revision, ...]
    view: View


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


def reassign(
    journal: Records, assignment: str, holder: str, reason: str = "", changes: Mapping[str, str] | None = None
) -> Revision:
    """Give the assignment's household to another holder, noting which of its revisions are here."""
    about = view(journal.revisions(assignment))
    household = view(journal.revisions(about.values["household"]))
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
        act=RESOLVE,
        reason=reason,
        parents=branch.view.heads,
        touched=(),
        form=branch.view.form,
        blobs=branch.view.blobs,
    )
    (revision,) = journal.append(entry)
    return revision


def leave(journal: Records, record: str, branch: Branch, reason: str = "") -> Revision:
    """Keep the record as it is; the branch stays in the history, taken back by this revision."""
    revisions = (*journal.revisions(record),)
    targets = tuple(revision.dot for revision in branch.revisions)
    (revision,) = journal.append(undoing(revisions, targets, branch.view, reason))
    return revision
