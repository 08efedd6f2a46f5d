# SPDX-License-Identifier: Apache-2.0
"""A second reading of a record, by brute force, from the rule alone and with nothing of the program's own
merging: whose word is the latest by who knew whom, and who stands against whom.

For records as the simulator makes them: rosters of one level, no calculated answers, no answers withheld. The
order of rows is read in `orders`, who knew of whom in `past`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks.simulate.orders import Sides, read_order
from benchmarks.simulate.past import Past, undoes
from enumerator.merging import View
from enumerator.store.revision import Dot, Revision

_ROW = re.compile(r"^.*?\[[^\]]*\]")
_ROWS = "#rows"
_UNDECIDED = "#undecided"


@dataclass(frozen=True)
class Reading:
    """What a person must see. `differing` has, by address, the last value all knew and who says what;
    `rows` the ids in each roster, in their order.
    """

    values: dict[str, str] = field(default_factory=dict)
    differing: dict[str, tuple[str | None, Sides]] = field(default_factory=dict)
    rows: dict[str, tuple[str, ...]] = field(default_factory=dict)
    heads: frozenset[Dot] = frozenset()
    deleted: bool = False


def reading_of(seen: View) -> Reading:
    """The program's view in the same form."""
    return Reading(
        values={address: text for address, text in seen.values.items() if not address.endswith(_ROWS)},
        differing={
            found.address: (
                found.base,
                frozenset((side.value, frozenset(r.dot for r in side.revisions)) for side in found.sides),
            )
            for found in seen.conflicts
        },
        rows={
            address[: -len(_ROWS)]: tuple(text.split())
            for address, text in seen.values.items()
            if address.endswith(_ROWS) and text
        },
        heads=frozenset(seen.heads),
        deleted=seen.deleted,
    )


def read(revisions: Iterable[Revision]) -> Reading:
    """What these revisions, all of one record, say."""
    return _Reader(Past(revisions)).read()


class _Reader:
    def __init__(self, past: Past) -> None:
        self._all = past.said
        self._past = past
        self._values: dict[str, str] = {}
        self._differing: dict[str, tuple[str | None, Sides]] = {}
        self._answers: dict[str, list[Revision]] = {}
        self._kept: dict[str, list[Revision]] = {}
        self._removed: dict[str, list[Revision]] = {}

    def read(self) -> Reading:
        counting = [r for r in self._all.values() if not self._past.is_undone(r) and not undoes(r)]
        deleted = [r for r in counting if r.act == "delete"]
        written = [r for r in counting if r.act != "delete"]
        saved = [r for r in written if _UNDECIDED not in r.touched]
        heads = self._past.ends()
        record = next(iter(self._all.values())).record if self._all else ""
        if deleted and self._is_gone("", record, saved, deleted, within=False):
            return Reading(differing=self._differing, heads=heads, deleted=True)
        for revision in written:
            self._hear(revision)
        gone, disputed = set(), set()
        for row in self._kept.keys() | self._removed.keys():
            kept, removed = self._kept.get(row, []), self._removed.get(row, [])
            if removed and self._is_gone(row, _id(row), kept, removed, within=False):
                gone.add(row)
            elif row in self._differing:
                disputed.add(row)
        for address, writers in self._answers.items():
            row = _row(address)
            if row not in gone:
                self._read_answer(address, writers, within=row in disputed)
        there = (self._kept.keys() | self._removed.keys()) - gone
        rosters = {row[: row.rindex("[")] for row in there}
        rows = {roster: self._read_order(roster, there, disputed) for roster in rosters}
        return Reading(self._values, self._differing, rows, heads)

    def _hear(self, revision: Revision) -> None:
        """Sort what one revision says under the answers and rows that it speaks of."""
        parents = self._past.parents(revision)
        begins = self._past.begins(revision)
        written = {address for address in revision.touched if not address.startswith("#")}
        removed = {
            row
            for address in revision.touched
            if (row := _row(address)) and address not in revision.values and row not in _listed(revision)
        }
        for address in written:
            if address.endswith(_ROWS):
                before = {row for parent in parents for row in _listed(parent, address)}
                removed |= before - _listed(revision, address)
        if begins:
            written |= revision.values.keys()
        kept = {row for address in written if (row := _row(address))} - removed
        for address in written:
            if address.endswith(_ROWS):
                known = set() if begins else {row for parent in parents for row in _listed(parent, address)}
                kept |= _listed(revision, address) - known - removed
            elif not address.endswith("]") and _row(address) not in removed:
                self._answers.setdefault(address, []).append(revision)
        for row in kept:
            self._kept.setdefault(row, []).append(revision)
        for row in removed:
            self._removed.setdefault(row, []).append(revision)

    def _is_gone(
        self, address: str, name: str, kept: list[Revision], removed: list[Revision], *, within: bool
    ) -> bool:
        removers = {revision.dot for revision in removed}
        latest = self._past.latest([*kept, *removed])
        against = frozenset(r.dot for r in latest if r.dot in removers)
        staying = frozenset(r.dot for r in latest if r.dot not in removers)
        if against and staying and not within:
            base = any(all(self._past.knew(w, r) for w in latest) for r in kept)
            sides: Sides = frozenset({(name, staying), (None, against)})
            self._differing[address] = (name if base else None, sides)
        return not staying

    def _read_answer(self, address: str, writers: list[Revision], *, within: bool) -> None:
        latest = self._past.latest(writers)
        said: dict[str | None, set[Dot]] = {}
        for revision in latest:
            said.setdefault(revision.values.get(address), set()).add(revision.dot)
        shown = min(latest, key=lambda revision: revision.dot).values.get(address)
        if len(said) > 1:
            known = [w for w in writers if w not in latest and all(self._past.knew(one, w) for one in latest)]
            bases = {revision.values.get(address) for revision in self._past.latest(known)}
            base = bases.pop() if len(bases) == 1 else None
            if len(self._past.latest(known)) and not bases:
                shown = base
            if not within:
                sides: Sides = frozenset((text, frozenset(dots)) for text, dots in said.items())
                self._differing[address] = (base, sides)
        if shown is not None:
            self._values[address] = shown

    def _read_order(self, roster: str, rows: set[str], disputed: set[str]) -> tuple[str, ...]:
        there = {_id(row) for row in rows if row.startswith(f"{roster}[")}
        order = read_order(self._past, roster, there, {_id(row) for row in disputed})
        if order.sides:
            self._differing[roster + _ROWS] = (order.base, order.sides)
        return order.shown


def _id(row: str) -> str:
    return row[row.rindex("[") + 1 : -1]


def _row(address: str) -> str:
    found = _ROW.match(address)
    return found[0] if found else ""


def _listed(revision: Revision, order: str = "") -> set[str]:
    """The rows that a revision lists, of one roster or of all."""
    return {
        f"{address[: -len(_ROWS)]}[{row}]"
        for address, text in revision.values.items()
        if address.endswith(_ROWS) and order in ("", address)
        for row in text.split()
    }
