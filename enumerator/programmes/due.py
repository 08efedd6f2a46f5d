# SPDX-License-Identifier: Apache-2.0
"""Who is due what: decided households in order of priority, within each programme's quota.

A household that may be the double of another stays on the list until people have decided; one that was merged
into another, or has graduated, is not on it. Those beyond the quota follow as a waiting list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from enumerator.eligibility import tables
from enumerator.eligibility.assessment import YES
from enumerator.eligibility.rules import Programme, Rules, Wording
from enumerator.programmes import graduation
from enumerator.registry.matching import undecided
from enumerator.registry.nik import mask
from enumerator.registry.tables import ready
from enumerator.store.store import Store

_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Due:
    """One household's turn in one programme. `rank` counts from 1 over the whole programme.

    `period` names the turn ("2026-11", "2026-T4", "2026", blank for once); `within_quota` False is the
    waiting list; `stale` says that its answers have changed since the decision, `doubtful` that it may be a
    double. Numbers are masked.
    """

    programme: str
    wording: Wording
    rank: int
    within_quota: bool
    household: str
    head_name: str
    masked_nik: str
    masked_kk: str
    address: str
    kecamatan: str
    kelurahan: str
    rw: str
    rt: str
    amount: float | None
    unit: str
    schedule: str
    period: str
    priority: float
    decided_by: str
    decided: str
    stale: bool
    doubtful: bool


def due(
    store: Store,
    rules: Rules,
    *,
    on: date | None = None,
    programme: str = "",
    kecamatan: str = "",
    kelurahan: str = "",
) -> tuple[Due, ...]:
    """The list as of a day, programme by programme; place narrows what is shown, never who comes first."""
    day = on or store.clock().date()
    ready(store.db)
    tables.refresh(store)
    graduation.refresh(store)
    doubtful = undecided(store)
    found = (
        each
        for running in rules.programmes
        if running.runs_on(day) and programme in ("", running.code)
        for each in _of_programme(store, running, day, doubtful)
    )
    return tuple(
        each for each in found if kecamatan in ("", each.kecamatan) and kelurahan in ("", each.kelurahan)
    )


def entitled(store: Store, rules: Rules, *, on: date | None = None) -> dict[str, tuple[str, ...]]:
    """Household -> codes of the programmes due to it within the quota: who gets a card, and for what."""
    found: dict[str, list[str]] = {}
    for each in due(store, rules, on=on):
        if each.within_quota:
            found.setdefault(each.household, []).append(each.programme)
    return {household: tuple(codes) for household, codes in found.items()}


def period_of(schedule: str, day: date) -> str:
    """The turn of a schedule that a day falls into."""
    match schedule:
        case "monthly":
            return f"{day:%Y-%m}"
        case "quarterly":
            return f"{day.year}-T{(day.month - 1) // _QUARTER + 1}"
        case "yearly":
            return f"{day.year}"
    return ""


def _of_programme(store: Store, programme: Programme, day: date, doubtful: set[str]) -> Iterator[Due]:
    rows = store.db.conn.execute(
        "SELECT h.record, h.head_name, h.head_nik, h.no_kk, h.address, h.kecamatan, h.kelurahan, h.rw, h.rt,"
        " d.priority, d.decided_by, d.wall, d.heads != h.heads FROM decision d"
        " JOIN household h ON h.record = d.household"
        " LEFT JOIN graduation g ON g.household = d.household"
        " WHERE d.programme = ? AND d.eligible = ? AND coalesce(g.state, '') != ?"
        " AND h.record NOT IN (SELECT household FROM merged)"
        " ORDER BY d.priority DESC, h.spending IS NULL, h.spending, h.first_wall, h.record",
        (programme.code, YES, graduation.GRADUATED),
    ).fetchall()
    for rank, row in enumerate(rows, start=1):
        record, name, nik, no_kk, address, kecamatan, kelurahan, rw, rt, priority, by, wall, stale = row
        yield Due(
            programme=programme.code,
            wording=programme.wording,
            rank=rank,
            within_quota=programme.quota is None or rank <= programme.quota,
            household=record,
            head_name=name,
            masked_nik=mask(nik),
            masked_kk=mask(no_kk),
            address=address,
            kecamatan=kecamatan,
            kelurahan=kelurahan,
            rw=rw,
            rt=rt,
            amount=programme.amount,
            unit=programme.unit,
            schedule=programme.schedule,
            period=period_of(programme.schedule, day),
            priority=priority,
            decided_by=by,
            decided=wall,
            stale=bool(stale),
            doubtful=record in doubtful,
        )
