# SPDX-License-Identifier: Apache-2.0
"""Which households were given from one person to another: a projection of the assignments, kept up by
position.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from enumerator.merging.custody import HOLDER, Standing, accepted, standing
from enumerator.store.database import migrate, writing
from enumerator.store.revision import Revision
from enumerator.store.sqlite import Database, Migrations
from enumerator.store.store import Store

CUSTODY = Migrations("custody")
KIND = "assignment"


@CUSTODY()
def m001_custody(db: Database) -> None:
    """Every assignment with its household, its holder, and how often somebody spoke about it."""
    db.execute(
        "CREATE TABLE custody (assignment TEXT PRIMARY KEY, household TEXT NOT NULL, holder TEXT NOT NULL,"
        " times INTEGER NOT NULL) STRICT, WITHOUT ROWID"
    )
    db.execute("CREATE INDEX custody_household ON custody (household)")
    db.execute("CREATE INDEX custody_holder ON custody (holder)")
    db.execute("CREATE TABLE custody_position (position INTEGER NOT NULL) STRICT")
    db.execute("INSERT INTO custody_position VALUES (0)")


class Custodians:
    """What the assignments say as of now; make a new one for a new look."""

    def __init__(self, store: Store) -> None:
        self._store = store
        refresh(store)
        self._moved: dict[str, list[str]] = {}
        for assignment, household in store.db.conn.execute(
            "SELECT assignment, household FROM custody WHERE times > 1 ORDER BY assignment"
        ):
            self._moved.setdefault(household, []).append(assignment)

    def moved(self) -> tuple[str, ...]:
        """The households that were given to another person at some time."""
        return tuple(self._moved)

    def about(self, household: str) -> tuple[Revision, ...]:
        """Everything said about the custody of a household that was given on; nothing where it never was."""
        found = self._moved.get(household, ())
        return tuple(revision for name in found for revision in self._store.journal.revisions(name))

    def accepted(self, household: str, revisions: Iterable[Revision] | None = None) -> tuple[Revision, ...]:
        """The revisions that make a household, without late work (`revisions`: all of it, where at hand)."""
        known = tuple(self._store.journal.revisions(household) if revisions is None else revisions)
        return accepted(known, self.about(household)) if household in self._moved else known

    def standing(self, household: str, *, calculated: Collection[str] = frozenset()) -> Standing:
        """A household as it stands, and the late work beside it."""
        revisions = self._store.journal.revisions(household)
        return standing(revisions, self.about(household), calculated=calculated)


def refresh(store: Store) -> None:
    """Note what was said about assignments since the last time."""
    migrate(store.db, CUSTODY)
    (since,) = store.db.execute("SELECT position FROM custody_position").fetchone()
    reached = since
    rows: dict[str, tuple[str, str, int]] = {}
    for position, revision in store.journal.of_kind(KIND, since=since):
        reached = position
        _household, _holder, times = rows.get(revision.record, ("", "", 0))
        values = revision.values
        rows[revision.record] = (values.get("household", ""), values.get(HOLDER, ""), times + 1)
    if reached == since:
        return
    with writing(store.db):
        store.db.conn.executemany(
            "INSERT INTO custody VALUES (?, ?, ?, ?) ON CONFLICT (assignment) DO UPDATE SET"
            " household = excluded.household, holder = excluded.holder, times = times + excluded.times",
            [(assignment, *row) for assignment, row in rows.items()],
        )
        store.db.execute("UPDATE custody_position SET position = ?", (reached,))


def changed_custody(store: Store, since: int) -> tuple[str, ...]:
    """The households whose assignments were spoken of again after a position of the journal."""
    records = store.journal.revised_records(KIND, since)
    found = (store.journal.revisions(record) for record in records)
    return tuple(dict.fromkeys(each.values.get("household", "") for said in found for each in said))


def held_by(store: Store, holder: str) -> tuple[tuple[str, str], ...]:
    """(assignment, household) of everything that stands assigned to a person."""
    refresh(store)
    rows = store.db.conn.execute(
        "SELECT assignment, household FROM custody WHERE holder = ? ORDER BY assignment", (holder,)
    )
    return tuple((str(assignment), str(household)) for assignment, household in rows)


def assignments_of(store: Store, household: str) -> tuple[str, ...]:
    """The assignments of a household, by name."""
    refresh(store)
    rows = store.db.conn.execute(
        "SELECT assignment FROM custody WHERE household = ? ORDER BY assignment", (household,)
    )
    return tuple(str(assignment) for (assignment,) in rows)
