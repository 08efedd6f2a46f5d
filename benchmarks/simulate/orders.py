# SPDX-License-Identifier: Apache-2.0
"""A second reading of the order of a roster, from the rule alone: who ordered its rows last, where they stand
against each other, and what is shown until a person settles it.

The rule: to add or to remove rows says nothing of the order of the rest. Who lists the rows otherwise than he
found them orders them, and so does who begins a roster or settles its order. Rows that somebody else knows of
stand behind the row that they follow in his list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from benchmarks.simulate.past import Past, undoes
from enumerator.store.revision import Dot, Revision

Sides = frozenset[tuple[str | None, frozenset[Dot]]]


@dataclass(frozen=True)
class Order:
    """The ids in the order that is shown; `sides` where people differ, with the order all knew as `base`."""

    shown: tuple[str, ...]
    base: str | None = None
    sides: Sides = frozenset()


def read_order(past: Past, roster: str, there: Collection[str], disputed: Collection[str]) -> Order:
    """How the ids that are `there` stand. Of the `disputed`, which may yet go, nothing is asked."""
    reader = _Reader(past, roster)
    voices = reader.voices(None)
    shown = voices.shown(there)
    asked = [row for row in voices.together(there) if row not in disputed]
    if not voices.stand_against(asked):
        return Order(tuple(shown))
    lists = [voices.of(each) for each in voices.last]
    shared = {row for row in asked if sum(row in listed for listed in lists) > 1}
    wholes: dict[tuple[str, ...], str] = {}
    sayers: dict[tuple[str, ...], set[Dot]] = {}
    for writer in sorted(voices.last, key=lambda writer: writer.dot):
        whole = _one_list([voices.of(writer), *lists, *map(voices.of, voices.listed)], there)
        of_shared = tuple(row for row in whole if row in shared)
        wholes.setdefault(of_shared, " ".join(whole))
        sayers.setdefault(of_shared, set()).add(writer.dot)
    sides: Sides = frozenset((wholes[key], frozenset(dots)) for key, dots in sayers.items())
    return Order(tuple(shown), " ".join(shown) if voices.agreed else None, sides)


@dataclass(frozen=True)
class _Voices:
    """Who ordered the rows last, who listed them last, and the lists of those all the last orderers knew:
    first the one they had agreed on, nothing where there was none.
    """

    roster: str
    last: list[Revision]
    listed: list[Revision]
    agreed: list[Revision]

    def of(self, revision: Revision) -> list[str]:
        return _ids(revision, self.roster)

    def together(self, there: Collection[str]) -> list[str]:
        return _one_list([self.of(each) for each in [*self.last, *self.listed]], there)

    def stand_against(self, rows: list[str]) -> bool:
        return len(self.last) > 1 and any(_otherwise(rows, self.of(each)) for each in self.last)

    def shown(self, there: Collection[str]) -> list[str]:
        together = self.together(there)
        if not self.stand_against(together):
            return together
        first = self.agreed or [min(self.last, key=lambda each: each.dot)]
        return _one_list([self.of(each) for each in [*first, *self.last, *self.listed]], there)


class _Reader:
    def __init__(self, past: Past, roster: str) -> None:
        self._past = past
        self._roster = roster
        self._wrote = past.in_line(r for r in past.said.values() if self._is_about_rows(r))
        self._ordered: list[Revision] = []
        for revision in self._wrote:
            if self._orders(revision):
                self._ordered.append(revision)

    def voices(self, reader: Revision | None) -> _Voices:
        """What counts today, or counted for somebody before he wrote."""

        def heard(of: list[Revision]) -> list[Revision]:
            return [
                each
                for each in of
                if (reader is None or (each.dot != reader.dot and self._past.knew(reader, each)))
                and not self._past.is_undone(each, to=reader)
            ]

        wrote, ordered = heard(self._wrote), heard(self._ordered)
        last = self._past.latest(ordered)
        agreed = self._past.common(ordered, last) if len(last) > 1 else []
        lists = [_ids(each, self._roster) for each in agreed]
        if not lists or any(_otherwise(lists[0], listed) for listed in lists):
            agreed = []
        else:
            agreed = [*agreed, *self._past.common(wrote, last)]
        return _Voices(self._roster, last, self._past.latest(wrote), agreed)

    def _is_about_rows(self, revision: Revision) -> bool:
        if revision.act == "delete" or undoes(revision):
            return False
        address = self._roster + "#rows"
        return address in revision.touched or (self._past.begins(revision) and address in revision.values)

    def _orders(self, revision: Revision) -> bool:
        if self._past.begins(revision) or f"{self._roster}#order" in revision.touched:
            return True
        mine = _ids(revision, self._roster)
        found = [
            _ids(parent, self._roster) for parent in self._past.parents(revision) if parent.act != "delete"
        ]
        if not any(found):
            return True
        if len(self._past.parents(revision)) > 1 and any(_otherwise(mine, one) for one in found):
            removed = {row for one in found for row in one} - set(mine)
            found = [self.voices(revision).shown({*mine, *removed})]
        return any(_otherwise(mine, one) for one in found)


def _ids(revision: Revision, roster: str) -> list[str]:
    return revision.values.get(roster + "#rows", "").split()


def _one_list(lists: Iterable[list[str]], there: Collection[str]) -> list[str]:
    """The ids that are there: as the first list has them, each further one behind its forerunner."""
    joined: list[str] = []
    for listed in lists:
        behind: str | None = None
        for row in listed:
            if row not in joined:
                if row not in there:
                    continue
                joined.insert(joined.index(behind) + 1 if behind else 0, row)
            behind = row
    return joined + sorted(set(there) - set(joined))


def _otherwise(one: list[str], other: list[str]) -> bool:
    """Whether two lists place any two ids that both have differently."""
    places = [other.index(row) for row in one if row in other]
    return places != sorted(places)
