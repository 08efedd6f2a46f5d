# SPDX-License-Identifier: Apache-2.0
"""What happened to households on which day, kept up from the journal: the ground of figures over months."""

from __future__ import annotations

from collections.abc import Iterator

from enumerator.registry.tables import Projection, move, position
from enumerator.reports.months import CARD, DECIDED, GRADUATED, REVIEWED, WRITTEN, Happening
from enumerator.store.database import writing
from enumerator.store.revision import Revision
from enumerator.store.store import Store

HAPPENINGS = Projection(
    name="happenings",
    version=1,
    schema="""
        CREATE TABLE happening (
            log TEXT NOT NULL, seq INTEGER NOT NULL, hlc TEXT NOT NULL, what TEXT NOT NULL,
            household TEXT NOT NULL, day TEXT NOT NULL, said TEXT NOT NULL, about TEXT NOT NULL,
            PRIMARY KEY (log, seq)) STRICT;
        CREATE INDEX happening_order ON happening (hlc, log, seq)""",
)
_KINDS = {
    "household": WRITTEN,
    "review": REVIEWED,
    "decision": DECIDED,
    "graduation": GRADUATED,
    "card": CARD,
}
_BATCH = 5_000
_SAID = {REVIEWED: ("verdict", "heads"), DECIDED: ("eligible", "programme"), GRADUATED: ("state", "")}


def refresh(store: Store) -> None:
    """Read what has arrived since the last time."""
    since = position(store.db, HAPPENINGS)
    batch: list[tuple[str | int, ...]] = []
    for at, revision in store.journal.of_kind(*_KINDS, since=since):
        since = at
        batch.append(_row(revision))
        if len(batch) == _BATCH:
            _put(store, batch, since)
            batch = []
    if batch:
        _put(store, batch, since)


def happenings(store: Store) -> Iterator[Happening]:
    """All that happened, in the order of the hybrid clock."""
    rows = store.db.conn.execute(
        "SELECT what, household, day, said, about FROM happening ORDER BY hlc, log, seq"
    ).fetchall()
    return (Happening(*row) for row in rows)


def first_day(store: Store) -> str:
    """The ISO day of the first household written, "" where there is none."""
    (day,) = store.db.conn.execute("SELECT min(day) FROM happening WHERE what = ?", (WRITTEN,)).fetchone()
    return str(day or "")


def _put(store: Store, rows: list[tuple[str | int, ...]], reached: int) -> None:
    with writing(store.db):
        store.db.conn.executemany("INSERT OR REPLACE INTO happening VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        move(store.db, HAPPENINGS, reached)


def _row(revision: Revision) -> tuple[str | int, ...]:
    what, values = _KINDS[revision.kind], revision.values
    if what == WRITTEN:
        household, said, about = revision.record, revision.act, str(revision.dot)
    elif what == CARD:
        household, said, about = values.get("household", ""), values.get("state", ""), revision.record
    else:
        say, of = _SAID[what]
        household, said, about = values.get("household", ""), values.get(say, ""), values.get(of, "")
    dot = revision.dot
    return (dot.log, dot.seq, revision.hlc, what, household, revision.wall[:10], said, about)
