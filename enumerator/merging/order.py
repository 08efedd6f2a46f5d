# SPDX-License-Identifier: Apache-2.0
"""The order of a roster as a field of its own: who changed it, and where people who did not know of each
other changed it differently.

A revision that adds or removes rows says nothing of the order of those that were there; only one that lists
them in another order than it found does, or one that a person settled the order with.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from enumerator.merging.addresses import ORDER
from enumerator.merging.graph import Graph
from enumerator.merging.statements import DELETE, Statements, collect, listed_rows, removed_rows, taken_back
from enumerator.store.revision import Dot, Revision

Rows = tuple[str, ...]
"""Addresses of rows, in an order."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """The rows of a roster as they stand. `sides` are the orders that stand against each other, each whole
    and with its writers, earliest first; empty while nobody differs. `base` is who wrote the last order that
    all of them knew.
    """

    rows: Rows
    sides: tuple[tuple[Rows, tuple[Revision, ...]], ...] = ()
    base: Revision | None = None


@dataclass(frozen=True, slots=True)
class _Told:
    """What is said of one roster's order: the `newest` who ordered it with their `lists`, the lists of those
    who `added` to it last, and those (`before`) that all of the newest knew, none where there is no such.
    """

    newest: list[Revision]
    lists: list[list[str]]
    added: list[list[str]]
    before: list[list[str]]
    base_revision: Revision | None

    def rows(self, present: Collection[str]) -> list[str]:
        """In the order of the newest."""
        return joined([*self.lists, *self.added], present)

    def differs_on(self, rows: list[str]) -> bool:
        """Whether one of the newest lists them otherwise."""
        return len(self.newest) > 1 and any(_differ(rows, listed) for listed in self.lists)

    def rows_until_settled(self, present: Collection[str]) -> list[str]:
        """In the last order all of the newest knew, else that of the smallest dot."""
        first = min(zip(self.newest, self.lists, strict=True), key=lambda pair: pair[0].dot)[1]
        return joined([*(self.before or [first]), *self.lists, *self.added], present)


class Orders:
    """The rosters of one record, among what its revisions say."""

    def __init__(self, graph: Graph, said: Statements, undone: Collection[Dot]) -> None:
        self._graph = graph
        self._said = said
        # what a revision did is judged by what its writer had before him, taken back since or not
        self._rosters = collect(graph, frozenset()).rosters if undone else said.rosters
        self._undone = undone

    def read(self, series: str, present: Collection[str], disputed: Collection[str]) -> Ordered:
        """The order of the `present` rows. Those `disputed` (they may yet be removed) are no ground for a
        difference.
        """
        writers = self._said.rosters.get(series, [])
        reordered = self._reordered(series)
        told = self._tell(series, writers, [w for w in writers if w.dot in reordered])
        rows = told.rows(present)
        if not told.differs_on(rows):
            return Ordered(tuple(rows))
        standing = tuple(told.rows_until_settled(present))
        if not told.differs_on([row for row in rows if row not in disputed]):
            return Ordered(standing)
        settled = frozenset(row for row in rows if row not in disputed)
        return Ordered(standing, _sides(told, present, settled), told.base_revision)

    def _tell(self, series: str, writers: list[Revision], reordered: list[Revision]) -> _Told:
        newest = self._graph.latest(reordered)
        found = {writer.dot for writer in newest}

        def known_to_all(of: list[Revision]) -> list[Revision]:
            return self._graph.latest(
                each
                for each in of
                if each.dot not in found and all(self._graph.knew(new.dot, each.dot) for new in newest)
            )

        base = known_to_all(reordered) if len(newest) > 1 else []
        lists = [listed_rows(each, series) for each in base]
        if any(_differ(lists[0], listed) for listed in lists[1:]):
            base = []  # they knew of several orders
        before = [*base, *known_to_all(writers)] if base else []
        return _Told(
            newest,
            [listed_rows(each, series) for each in newest],
            [listed_rows(each, series) for each in self._graph.latest(writers)],
            [listed_rows(each, series) for each in before],
            base[0] if base else None,
        )

    def _reordered(self, series: str) -> frozenset[Dot]:
        """The revisions that say in which order the rows stand."""
        found: list[Revision] = []
        writers = self._rosters.get(series, [])
        for writer in writers:
            if self._says_order(writer, series, writers, found):
                found.append(writer)
        return frozenset(writer.dot for writer in found)

    def _says_order(
        self, writer: Revision, series: str, writers: list[Revision], earlier: list[Revision]
    ) -> bool:
        if series + ORDER in writer.touched or self._graph.speaks_for_the_past(writer):
            return True
        listed = listed_rows(writer, series)
        before = [
            [] if parent.act == DELETE else listed_rows(parent, series)
            for parent in self._graph.parents(writer)
        ]
        if not any(before):
            return True  # the roster begins here
        if not any(_differ(listed, rows) for rows in before):
            return False
        return len(before) == 1 or _differ(listed, self._found(writer, series, writers, earlier))

    def _found(
        self, writer: Revision, series: str, writers: list[Revision], earlier: list[Revision]
    ) -> list[str]:
        """The rows as somebody with several newest revisions before him saw them."""
        undone = taken_back(self._graph, writer.dot) if self._undone else frozenset()

        def known(of: Iterable[Revision]) -> list[Revision]:
            return [
                each
                for each in of
                if each.dot != writer.dot
                and each.dot not in undone
                and self._graph.knew(writer.dot, each.dot)
            ]

        told = self._tell(series, known(writers), known(earlier))
        present = {*listed_rows(writer, series), *removed_rows(self._graph, writer)}
        rows = told.rows(present)
        return told.rows_until_settled(present) if told.differs_on(rows) else rows


def _sides(
    told: _Told, present: Collection[str], settled: frozenset[str]
) -> tuple[tuple[Rows, tuple[Revision, ...]], ...]:
    """Each order with who wants it; those that place the rows they share alike are one."""
    shared = {row for row in settled if sum(row in listed for listed in told.lists) > 1}
    wanted: dict[Rows, Rows] = {}
    sayers: dict[Rows, list[Revision]] = {}
    for writer, listed in sorted(zip(told.newest, told.lists, strict=True), key=lambda pair: pair[0].dot):
        whole = joined([listed, *told.lists, *told.added], present)
        key = tuple(row for row in whole if row in shared)
        wanted.setdefault(key, tuple(whole))
        sayers.setdefault(key, []).append(writer)
    sides = [
        (wanted[key], tuple(sorted(found, key=lambda writer: (writer.hlc, writer.dot))))
        for key, found in sayers.items()
    ]
    return tuple(sorted(sides, key=lambda side: (side[1][0].hlc, side[1][0].dot)))


def joined(lists: Iterable[list[str]], present: Collection[str]) -> list[str]:
    """The rows that are there: in the first list's order, others after the row they follow in their own
    list.
    """
    wanted = set(present)
    merged: list[str] = []
    placed: set[str] = set()
    for rows in lists:
        if placed >= wanted:
            break
        after = -1
        for row in rows:
            if row in placed:
                after = merged.index(row)
            elif row in wanted:
                after += 1
                merged.insert(after, row)
                placed.add(row)
    return merged + sorted(wanted - placed)


def _differ(one: Collection[str], other: Collection[str]) -> bool:
    """Whether two lists have rows they share in different orders."""
    shared = set(one) & set(other)
    return [row for row in one if row in shared] != [row for row in other if row in shared]
