# SPDX-License-Identifier: Apache-2.0
"""Visits without an interview: nobody at home, moved, refused, an empty house; and when to come again.

A visit is a record of its own kind in the laptop's log, so it reaches the office with the next bundle. What
the interview says stands over it: a visit tells only of the way there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from enumerator.store.revision import Entry, Revision, new_record
from enumerator.store.store import Store

KIND = "visit"


class Outcome(StrEnum):
    """What came of a visit. An appointment is a date alone."""

    ABSENT = "absent"
    MOVED = "moved"
    REFUSED = "refused"
    EMPTY = "empty"
    APPOINTMENT = "appointment"


FINAL = frozenset({Outcome.MOVED, Outcome.REFUSED, Outcome.EMPTY})
"""After these nobody comes again unless a date says so."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit; `again` is the day of the next one, None where none is planned."""

    household: str
    outcome: Outcome
    when: datetime
    again: date | None = None
    note: str = ""


def note_visit(
    store: Store, household: str, outcome: Outcome, *, again: date | None = None, note: str = ""
) -> Revision:
    """Write a visit into the journal. StorageError."""
    values = {
        "household": household,
        "outcome": outcome.value,
        "again": again.isoformat() if again is not None else "",
        "note": note.strip(),
    }
    kept = {name: text for name, text in values.items() if text}
    (revision,) = store.append(Entry(new_record(), KIND, kept))
    return revision


def visits_by_household(store: Store, author: str) -> Mapping[str, tuple[Visit, ...]]:
    """The visits that `author` noted, by household, the latest last."""
    found: dict[str, list[Visit]] = {}
    for who, visit in all_visits(store):
        if who == author:
            found.setdefault(visit.household, []).append(visit)
    return {name: tuple(sorted(all_, key=lambda visit: visit.when)) for name, all_ in found.items()}


def all_visits(store: Store) -> tuple[tuple[str, Visit], ...]:
    """Every visit with the author who noted it, in the order in which we learned of them."""
    return tuple(
        (head.author, _visit(head))
        for heads in store.journal.heads_by_record(KIND).values()
        for head in heads
        if head.act != "delete" and head.values.get("outcome", "") in list(Outcome)
    )


def _visit(revision: Revision) -> Visit:
    values = revision.values
    return Visit(
        values.get("household", ""),
        Outcome(values["outcome"]),
        datetime.fromisoformat(revision.wall),
        as_day(values.get("again", "")),
        values.get("note", ""),
    )


def as_day(text: str) -> date | None:
    """An ISO date, None for anything else."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
