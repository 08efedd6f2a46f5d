# SPDX-License-Identifier: Apache-2.0
"""Who knew of whom: the causal order among the revisions of one record."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heapify, heappop, heappush

from enumerator.store.forks import is_own_name, own_name, plain_name
from enumerator.store.revision import Dot, Revision, encode, revision_hash


class Graph:
    """The revisions of one record with the question `knew(later, earlier)`.

    Each revision goes on with the chain of a parent with which nobody went on yet, so that its past is a few
    numbers (one for each chain, of which there are about as many as people who worked at once), however long
    the history and however often it crosses itself. Parents that are not here are `missing`. Parents in a
    circle, which only a forger can write, are cut at the smallest dot, so that every reader cuts the same.
    """

    def __init__(self, revisions: Iterable[Revision]) -> None:
        self._by_dot: dict[Dot, Revision] = {}
        for revision in revisions:
            known = self._by_dot.get(revision.dot)
            if known is None or (known != revision and encode(revision) < encode(known)):
                self._by_dot[revision.dot] = revision
        self._parents = {
            dot: tuple(sorted({p for p in map(self._here, revision.parents) if p is not None and p != dot}))
            for dot, revision in self._by_dot.items()
        }
        self.order: tuple[Revision, ...] = self._sorted()
        self._chain: dict[Dot, tuple[int, int]] = {}
        self._past: dict[Dot, dict[int, int]] = {}
        self._number_chains()

    def __contains__(self, dot: Dot) -> bool:
        return dot in self._by_dot

    def get(self, dot: Dot) -> Revision | None:
        """The revision of that name, if it is here."""
        return self._by_dot.get(dot)

    def parents(self, revision: Revision) -> tuple[Revision, ...]:
        """The parents that are here."""
        return tuple(self._by_dot[dot] for dot in self._parents[revision.dot])

    def heads(self) -> tuple[Dot, ...]:
        """The revisions nobody built upon, by name."""
        built_upon = {parent for parents in self._parents.values() for parent in parents}
        return tuple(sorted(dot for dot in self._by_dot if dot not in built_upon))

    def missing(self) -> tuple[Dot, ...]:
        """The parents somebody names that are not here, by name."""
        named = {p for revision in self._by_dot.values() for p in revision.parents}
        return tuple(sorted(parent for parent in named if self._here(parent) is None))

    def speaks_for_the_past(self, revision: Revision) -> bool:
        """Whether its snapshot stands in for ancestors that are not here (or never were)."""
        return not revision.parents or any(self._here(parent) is None for parent in revision.parents)

    def knew(self, later: Dot, earlier: Dot) -> bool:
        """Whether `later` is `earlier` or was made by somebody who had it."""
        chain, place = self._chain[later]
        other, sought = self._chain[earlier]
        if chain == other:
            return sought <= place
        return self._past[later].get(other, -1) >= sought

    def past(self, dots: Iterable[Dot]) -> set[Dot]:
        """The given revisions that are here, with everything they knew of."""
        waiting = [dot for dot in dots if dot in self._by_dot]
        seen: set[Dot] = set()
        while waiting:
            dot = waiting.pop()
            if dot not in seen:
                seen.add(dot)
                waiting.extend(self._parents[dot])
        return seen

    def latest(self, writers: Iterable[Revision]) -> list[Revision]:
        """Those of `writers` (in the order of `order`) that none of the others knew of."""
        standing: dict[int, Revision] = {}  # by chain, where the later always knew the earlier
        for revision in writers:
            chain, _place = self._chain[revision.dot]
            past = self._past[revision.dot]
            known = [other for other in past if other in standing] if len(past) < len(standing) else standing
            gone = [other for other in known if self.knew(revision.dot, standing[other].dot)]
            for other in gone:
                del standing[other]
            standing.pop(chain, None)
            standing[chain] = revision
        return list(standing.values())

    def _here(self, dot: Dot) -> Dot | None:
        """The name under which a revision is here; one of several branches elsewhere may be the only one
        here.
        """
        if dot in self._by_dot:
            return dot
        if not is_own_name(dot):
            return None
        plain = plain_name(dot)
        found = self._by_dot.get(plain)
        return plain if found is not None and own_name(plain, revision_hash(encode(found))) == dot else None

    def _sorted(self) -> tuple[Revision, ...]:
        waiting = {dot: len(parents) for dot, parents in self._parents.items()}
        children: dict[Dot, list[Dot]] = {}
        for dot, parents in self._parents.items():
            for parent in parents:
                children.setdefault(parent, []).append(dot)
        ready = [dot for dot, count in waiting.items() if not count]
        heapify(ready)
        done: list[Revision] = []
        placed: set[Dot] = set()
        while len(done) < len(self._by_dot):
            if not ready:
                cut = min(dot for dot in waiting if dot not in placed)
                self._parents[cut] = tuple(p for p in self._parents[cut] if p in placed)
                ready.append(cut)
            dot = heappop(ready)
            if dot in placed:
                continue
            placed.add(dot)
            done.append(self._by_dot[dot])
            for child in children.get(dot, ()):
                waiting[child] -= 1
                if not waiting[child] and child not in placed:
                    heappush(ready, child)
        return tuple(done)

    def _number_chains(self) -> None:
        ends: set[Dot] = set()
        chains = 0
        for revision in self.order:
            dot, parents = revision.dot, self._parents[revision.dot]
            followed = next((parent for parent in parents if parent in ends), None)
            if followed is None:
                self._chain[dot] = (chains, 0)
                chains += 1
            else:
                chain, place = self._chain[followed]
                ends.remove(followed)
                self._chain[dot] = (chain, place + 1)
            ends.add(dot)
            shared = followed is not None and len(parents) == 1  # it knew of the others what its parent knew
            self._past[dot] = self._past[parents[0]] if shared else self._past_of(parents)

    def _past_of(self, parents: tuple[Dot, ...]) -> dict[int, int]:
        past: dict[int, int] = {}
        for parent in parents:
            chain, place = self._chain[parent]
            past[chain] = max(past.get(chain, -1), place)
            for other, known in self._past[parent].items():
                past[other] = max(past.get(other, -1), known)
        return past
