# SPDX-License-Identifier: Apache-2.0
"""Who knew of whom among the revisions of one record, found by walking from each to all before it."""

from __future__ import annotations

from collections.abc import Iterable

from enumerator.store.revision import Dot, Revision

_UNDOES = "#undoes "


class Past:
    """The revisions of a record, each with everything that its writer had before him."""

    def __init__(self, revisions: Iterable[Revision]) -> None:
        self.said = {revision.dot: revision for revision in revisions}
        self._parents = {
            dot: [self.said[parent] for parent in revision.parents if parent in self.said]
            for dot, revision in self.said.items()
        }
        self._before = {dot: self._everything_before(dot) for dot in self.said}
        self._undone: dict[tuple[Dot, Dot | None], bool] = {}
        self._place = {revision.dot: place for place, revision in enumerate(self._one_by_one())}

    def parents(self, revision: Revision) -> list[Revision]:
        """What it was written upon, as far as it is here."""
        return self._parents[revision.dot]

    def begins(self, revision: Revision) -> bool:
        """Whether it must speak for what was before it, which is not here or never was."""
        return not revision.parents or len(self.parents(revision)) < len(revision.parents)

    def ends(self) -> frozenset[Dot]:
        """The revisions that nobody wrote upon."""
        built_upon = {parent.dot for parents in self._parents.values() for parent in parents}
        return frozenset(self.said.keys() - built_upon)

    def knew(self, later: Revision, earlier: Revision) -> bool:
        """Whether the later is the earlier or was written by somebody who had it."""
        return later.dot == earlier.dot or earlier.dot in self._before[later.dot]

    def latest(self, writers: Iterable[Revision]) -> list[Revision]:
        """Those that none of the others knew of, in the order of `in_line`."""
        found = {writer.dot: writer for writer in writers}
        return self.in_line(w for w in found.values() if not any(w.dot in self._before[o] for o in found))

    def common(self, of: Iterable[Revision], newest: list[Revision]) -> list[Revision]:
        """The latest that all of the newest knew, themselves apart."""
        return self.latest(
            each for each in of if each not in newest and all(self.knew(new, each) for new in newest)
        )

    def in_line(self, revisions: Iterable[Revision]) -> list[Revision]:
        """Nobody before what he knew; where that leaves a choice, the smaller dot first."""
        return sorted(revisions, key=lambda revision: self._place[revision.dot])

    def is_undone(self, revision: Revision, *, to: Revision | None = None) -> bool:
        """Whether it is taken back, by an undoing that itself stands; `to` whoever wrote that revision."""
        about = (revision.dot, to.dot if to else None)
        if about not in self._undone:
            self._undone[about] = any(
                str(revision.dot) in undoes(other) and not self.is_undone(other, to=to)
                for other in self.said.values()
                if revision.dot in self._before[other.dot] and (to is None or self.knew(to, other))
            )
        return self._undone[about]

    def _everything_before(self, dot: Dot) -> frozenset[Dot]:
        seen: set[Dot] = set()
        waiting = [parent.dot for parent in self._parents[dot]]
        while waiting:
            before = waiting.pop()
            if before not in seen:
                seen.add(before)
                waiting.extend(parent.dot for parent in self._parents[before])
        return frozenset(seen)

    def _one_by_one(self) -> list[Revision]:
        left, line = set(self.said), []
        while left:
            dot = min(dot for dot in left if not self._before[dot] & left)
            left.remove(dot)
            line.append(self.said[dot])
        return line


def undoes(revision: Revision) -> frozenset[str]:
    """The names of the revisions that this one takes back."""
    return frozenset(a[len(_UNDOES) :] for a in revision.touched if a.startswith(_UNDOES))
