# SPDX-License-Identifier: Apache-2.0
"""Which records a laptop gets: its own assignments and what became of its work, and what everybody needs.

Kept as small tables, read on from where they stopped, so that an office with a city's households and a
thousand laptops does not read its journal a thousand times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from enumerator.identity.certificates import Certificate
from enumerator.identity.project import Role
from enumerator.store.database import migrate, writing
from enumerator.store.revision import Revision
from enumerator.store.sqlite import Database, Migrations
from enumerator.store.store import Store

SELECTION = Migrations("selection")
FOR_EVERYBODY = ("project", "form", "card_settings", "erasure")
CARD_LIST = "card_list"
"""The kind of the office's signed lists of card keys and cards called back; the newest one is enough."""
_READ = ("assignment", "household", "review")
_BATCH = 2000

_TABLES = """
CREATE TABLE ever_assigned (
    who TEXT NOT NULL, assignment TEXT NOT NULL, PRIMARY KEY (who, assignment)
) STRICT, WITHOUT ROWID;
CREATE TABLE held_by (
    assignment TEXT PRIMARY KEY, who TEXT NOT NULL, household TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX held_by_who ON held_by (who);
CREATE TABLE surveyed_by (
    who TEXT NOT NULL, household TEXT NOT NULL, PRIMARY KEY (who, household)
) STRICT, WITHOUT ROWID;
CREATE TABLE review_of (
    household TEXT NOT NULL, review TEXT NOT NULL, PRIMARY KEY (household, review)
) STRICT, WITHOUT ROWID;
CREATE TABLE selection_position (position INTEGER NOT NULL) STRICT;
INSERT INTO selection_position VALUES (0)
"""

_CHOSEN = """
WITH mine AS (
    SELECT household FROM held_by WHERE who IN (:person, :log)
    UNION SELECT household FROM surveyed_by WHERE who IN (:person, :log)
)
SELECT assignment FROM ever_assigned WHERE who IN (:person, :log)
UNION SELECT household FROM mine
UNION SELECT review FROM review_of WHERE household IN (SELECT household FROM mine)
"""


@SELECTION()
def m001_selection(db: Database) -> None:
    """Who holds and surveyed which household, and the reviews of each."""
    for statement in _TABLES.split(";"):
        db.execute(statement)


def for_enumerator(store: Store, certificate: Certificate) -> Iterable[str]:
    """The assignments a person has or had, the households now assigned to or ever surveyed by the person,
    the reviews of those, the certificates of the device and of offices, revocations of these, forms,
    erasures, and the newest list of cards called back.
    """
    _read_on(store)
    who = {"person": certificate.person, "log": certificate.log}
    chosen = {record for (record,) in store.db.execute(_CHOSEN, who)}
    for kind in FOR_EVERYBODY:
        chosen.update(store.journal.records(kind))
    chosen.update(store.journal.records(CARD_LIST)[-1:])
    offices = {record for record, role in _values(store, "certificate", "role") if role == Role.OFFICE}
    chosen.update(offices)
    about = {certificate.log, *offices}
    chosen.update(record for record, log in _values(store, "revocation", "log") if log in about)
    chosen.add(certificate.log)
    chosen.discard("")
    return chosen


def _read_on(store: Store) -> None:
    """Note what was said since the last time."""
    migrate(store.db, SELECTION)
    since = int(store.db.execute("SELECT position FROM selection_position").fetchone()[0])
    batch: list[tuple[int, Revision]] = []
    for found in store.journal.of_kind(*_READ, since=since):
        batch.append(found)
        if len(batch) == _BATCH:
            _note(store.db, batch)
            batch = []
    if batch:
        _note(store.db, batch)


def _note(db: Database, batch: list[tuple[int, Revision]]) -> None:
    assigned, held, surveyed, reviews = [], {}, [], []
    for _position, revision in batch:
        values = revision.values
        if revision.kind == "assignment":
            assigned.append((values.get("enumerator", ""), revision.record))
            held[revision.record] = (values.get("enumerator", ""), values.get("household", ""))
        elif revision.kind == "household":
            surveyed.append((revision.author, revision.record))
        else:
            reviews.append((values.get("household", ""), revision.record))
    with writing(db):
        write = db.conn.executemany
        write("INSERT OR IGNORE INTO ever_assigned VALUES (?, ?)", assigned)
        write(
            "INSERT OR REPLACE INTO held_by VALUES (?, ?, ?)",
            [(assignment, *about) for assignment, about in held.items()],
        )
        write("INSERT OR IGNORE INTO surveyed_by VALUES (?, ?)", surveyed)
        write("INSERT OR IGNORE INTO review_of VALUES (?, ?)", reviews)
        db.execute("UPDATE selection_position SET position = ?", (batch[-1][0],))


def _values(store: Store, kind: str, address: str) -> Iterator[tuple[str, str]]:
    for _position, revision in store.journal.of_kind(kind):
        yield revision.record, revision.values.get(address, "")
