# SPDX-License-Identifier: Apache-2.0
"""The list of differences that wait for a person: a projection of the journal, kept up by position."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from enumerator.merging.calculated import Calculated, Forms
from enumerator.merging.custodians import Custodians, changed_custody
from enumerator.merging.view import view
from enumerator.store.database import migrate, writing
from enumerator.store.sqlite import Database, Migrations
from enumerator.store.store import Store

CONFLICTS = Migrations("conflicts")
KIND = "household"


@CONFLICTS()
def m001_open_conflicts(db: Database) -> None:
    """Which records have differences, and how far the journal was read."""
    db.execute(
        "CREATE TABLE open_conflict (record TEXT PRIMARY KEY, addresses TEXT NOT NULL) STRICT, WITHOUT ROWID"
    )
    db.execute("CREATE TABLE open_conflict_position (position INTEGER NOT NULL) STRICT")
    db.execute("INSERT INTO open_conflict_position VALUES (0)")


@CONFLICTS()
def m002_branches(db: Database) -> None:
    """And how many revisions of logs written twice were known then."""
    db.execute("ALTER TABLE open_conflict_position ADD COLUMN branches INTEGER NOT NULL DEFAULT 0")


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A record with the addresses at which it differs; `merging.view` gives the sides."""

    record: str
    addresses: tuple[str, ...]


def refresh(
    store: Store,
    forms: Forms | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[OpenConflict, ...]:
    """Bring the list up to date with the journal; returns those of the records read now that have
    differences.

    Only a record with more than one revision can differ, so the others are not even opened.
    """
    migrate(store.db, CONFLICTS)
    position, branches = store.journal.position(), store.journal.branches.version()
    since, known = store.db.execute("SELECT position, branches FROM open_conflict_position").fetchone()
    records = dict.fromkeys(store.journal.revised_records(KIND, since))
    records.update(dict.fromkeys(changed_custody(store, since)))
    if branches and (branches, position) != (known, since):
        records.update(dict.fromkeys(sorted(store.journal.branches.records(KIND))))
    found: list[OpenConflict] = []
    calculated, custodians = Calculated(forms), Custodians(store)
    with writing(store.db):
        for done, record in enumerate(records):
            addresses = _differences(custodians, record, calculated)
            if addresses:
                found.append(OpenConflict(record, addresses))
                store.db.execute(
                    "INSERT OR REPLACE INTO open_conflict VALUES (?, ?)", (record, json.dumps(addresses))
                )
            else:
                store.db.execute("DELETE FROM open_conflict WHERE record = ?", (record,))
            if progress:
                progress(done + 1, len(records))
        store.db.execute("UPDATE open_conflict_position SET position = ?, branches = ?", (position, branches))
    return tuple(found)


def open_conflicts(store: Store, forms: Forms | None = None) -> tuple[OpenConflict, ...]:
    """All records with differences, by name."""
    refresh(store, forms)
    rows = store.db.execute("SELECT record, addresses FROM open_conflict ORDER BY record")
    return tuple(OpenConflict(record, tuple(json.loads(addresses))) for record, addresses in rows)


def _differences(custodians: Custodians, record: str, calculated: Calculated) -> tuple[str, ...]:
    """Where a record differs; its form is only asked where it does. Late work is not part of it yet."""
    revisions = custodians.accepted(record)
    if not revisions:
        return ()
    seen = view(revisions)
    if seen.conflicts:
        seen = view(revisions, calculated=calculated.of(seen.form))
    return tuple(conflict.address for conflict in seen.conflicts)
