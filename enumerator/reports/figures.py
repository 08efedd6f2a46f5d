# SPDX-License-Identifier: Apache-2.0
"""Counts for the dashboard: households by place, status and programme. One pass over the tables each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from enumerator.eligibility import tables
from enumerator.eligibility.assessment import NO, UNCERTAIN, YES
from enumerator.eligibility.rules import Rules, Wording
from enumerator.registry import matching
from enumerator.registry.places import Places
from enumerator.registry.projection import Status
from enumerator.registry.tables import ready
from enumerator.store.store import Store

_COUNTED = (
    "households", "people", "received", "conflict", "returned", "approved", "poor", "not_poor", "unsure",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """One kecamatan or kelurahan. Households merged into others are not counted.

    `poor`, `not_poor` and `unsure` count assessments; `eligible` decided households by programme.
    """

    code: str
    name: str
    households: int = 0
    people: int = 0
    received: int = 0
    conflict: int = 0
    returned: int = 0
    approved: int = 0
    poor: int = 0
    not_poor: int = 0
    unsure: int = 0
    eligible: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProgrammeFigures:
    """One programme: what the rules propose, and what was decided. `budget` in its unit for one turn."""

    code: str
    wording: Wording
    quota: int | None
    proposed_yes: int
    proposed_no: int
    proposed_uncertain: int
    decided_yes: int
    within_quota: int
    budget: float


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole of the office's data."""

    households: int
    people: int
    statuses: Mapping[str, int]
    merged: int
    possible_doubles: int
    disagreements: int


def by_kecamatan(store: Store, places: Places) -> tuple[PlaceFigures, ...]:
    """Every kecamatan in the order of the codes, those without a household too; unknown codes at the end."""
    return _by_place(store, "kecamatan", {code: place.name for code, place in places.kecamatan.items()}, "")


def by_kelurahan(store: Store, places: Places, kecamatan: str) -> tuple[PlaceFigures, ...]:
    """Every kelurahan of one kecamatan."""
    names = {place.code: place.name for place in places.of(kecamatan)}
    return _by_place(store, "kelurahan", names, kecamatan)


def by_programme(store: Store, rules: Rules) -> tuple[ProgrammeFigures, ...]:
    """Every programme of the rules."""
    ready(store.db)
    tables.refresh(store)
    proposed = _pairs(store, "SELECT programme, eligible, count(*) FROM proposal GROUP BY 1, 2")
    decided = _pairs(
        store,
        "SELECT d.programme, d.eligible, count(*) FROM decision d JOIN household h ON h.record = d.household"
        " WHERE h.record NOT IN (SELECT household FROM merged) GROUP BY 1, 2",
    )
    found = []
    for each in rules.programmes:
        yes = decided.get((each.code, YES), 0)
        served = yes if each.quota is None else min(yes, each.quota)
        found.append(
            ProgrammeFigures(
                code=each.code,
                wording=each.wording,
                quota=each.quota,
                proposed_yes=proposed.get((each.code, YES), 0),
                proposed_no=proposed.get((each.code, NO), 0),
                proposed_uncertain=proposed.get((each.code, UNCERTAIN), 0),
                decided_yes=yes,
                within_quota=served,
                budget=served * (each.amount or 0.0),
            )
        )
    return tuple(found)


def totals(store: Store) -> Totals:
    """The sums that tie the lists together."""
    ready(store.db)
    tables.refresh(store)
    db = store.db.conn
    shown = "record NOT IN (SELECT household FROM merged)"
    households, people = db.execute(
        f"SELECT count(*), coalesce(sum(members), 0) FROM household WHERE {shown}"
    ).fetchone()
    statuses = dict.fromkeys((status.value for status in Status), 0)
    statuses.update(
        db.execute(f"SELECT status, count(*) FROM household WHERE {shown} GROUP BY status").fetchall()
    )
    (merged,) = db.execute("SELECT count(*) FROM merged").fetchone()
    (disagreements,) = db.execute("SELECT count(*) FROM assessment WHERE disagrees = 1").fetchone()
    doubles = len(matching.undecided(store))
    return Totals(households, people, statuses, merged, doubles, disagreements)


def _by_place(
    store: Store, column: str, names: Mapping[str, str], kecamatan: str
) -> tuple[PlaceFigures, ...]:
    ready(store.db)
    tables.refresh(store)
    where = "h.record NOT IN (SELECT household FROM merged) AND (? = '' OR h.kecamatan = ?)"
    rows = store.db.conn.execute(
        f"SELECT h.{column}, count(*), coalesce(sum(h.members), 0), sum(h.status = 'received'),"
        " sum(h.status = 'conflict'), sum(h.status = 'returned'), sum(h.status = 'approved'),"
        " coalesce(sum(a.poor = 'yes'), 0), coalesce(sum(a.poor = 'no'), 0),"
        " coalesce(sum(a.poor = 'uncertain'), 0) FROM household h"
        f" LEFT JOIN assessment a ON a.household = h.record WHERE {where} GROUP BY h.{column}",
        (kecamatan, kecamatan),
    ).fetchall()
    eligible: dict[str, dict[str, int]] = {}
    for code, programme, number in store.db.conn.execute(
        f"SELECT h.{column}, d.programme, count(*) FROM decision d JOIN household h ON h.record = d.household"
        f" WHERE d.eligible = 'yes' AND {where} GROUP BY h.{column}, d.programme",
        (kecamatan, kecamatan),
    ):
        eligible.setdefault(code, {})[programme] = number
    counted = {code: numbers for code, *numbers in rows}
    figures = []
    for code in (*names, *sorted(counted.keys() - names.keys())):
        named = dict(zip(_COUNTED, counted.get(code, [0] * len(_COUNTED)), strict=True))
        figures.append(PlaceFigures(code, names.get(code, code), eligible=eligible.get(code, {}), **named))
    return tuple(figures)


def _pairs(store: Store, query: str) -> dict[tuple[str, str], int]:
    return {(first, second): number for first, second, number in store.db.conn.execute(query)}
