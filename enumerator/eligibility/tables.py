# SPDX-License-Identifier: Apache-2.0
"""Tables of what was decided and imported, made from the journal, and of the latest assessments."""

from __future__ import annotations

import uuid

from enumerator.merging.view import view
from enumerator.registry.tables import Projection, move, position
from enumerator.store.database import writing
from enumerator.store.revision import Revision
from enumerator.store.sqlite import Database
from enumerator.store.store import Store

_NAMES = uuid.UUID("5f0c9d0e-3e0b-5a55-9b1c-6d1f2a7c8e44")
_BATCH = 2_000

DECISIONS = Projection(
    name="decisions",
    version=1,
    schema="""
        CREATE TABLE decision (
            household TEXT NOT NULL, programme TEXT NOT NULL, eligible TEXT NOT NULL, reason TEXT NOT NULL,
            decided_by TEXT NOT NULL, rules_version TEXT NOT NULL, heads TEXT NOT NULL, wall TEXT NOT NULL,
            contested INTEGER NOT NULL, priority REAL NOT NULL, record TEXT NOT NULL,
            PRIMARY KEY (household, programme)) STRICT;
        CREATE INDEX decision_programme ON decision (programme, eligible);
        CREATE TABLE desil (
            record TEXT PRIMARY KEY, number TEXT NOT NULL, desil INTEGER NOT NULL, day TEXT NOT NULL,
            source TEXT NOT NULL) STRICT;
        CREATE INDEX desil_number ON desil (number);
        CREATE TABLE assessment (
            household TEXT PRIMARY KEY, basis TEXT NOT NULL, fewest REAL NOT NULL, most REAL NOT NULL,
            spending REAL, line REAL, desil INTEGER, poor TEXT NOT NULL, disagrees INTEGER NOT NULL,
            body BLOB NOT NULL) STRICT;
        CREATE TABLE proposal (
            household TEXT NOT NULL, programme TEXT NOT NULL, eligible TEXT NOT NULL, priority REAL NOT NULL,
            PRIMARY KEY (household, programme)) STRICT;
        CREATE INDEX proposal_programme ON proposal (programme, eligible)""",
)
"""`assessment.basis` names what it was made of: heads, rules, desil and day."""


def named_record(*parts: str) -> str:
    """The record name that two offices give independently to the same thing (RFC 9562, version 5)."""
    return str(uuid.uuid5(_NAMES, "\x1f".join(parts)))


def refresh(store: Store) -> None:
    """Read the decisions and desil that have arrived since the last time."""
    since = position(store.db, DECISIONS)
    batch: list[Revision] = []
    for at, revision in store.journal.of_kind("decision", "desil", since=since):
        batch.append(revision)
        since = at
        if len(batch) == _BATCH:
            _apply(store, batch, since)
            batch = []
    if batch:
        _apply(store, batch, since)


def _apply(store: Store, revisions: list[Revision], reached: int) -> None:
    with writing(store.db):
        for record, kind in {revision.record: revision.kind for revision in revisions}.items():
            put = _put_decision if kind == "decision" else _put_desil
            put(store.db, record, store.journal.revisions(record))
        move(store.db, DECISIONS, reached)


def _put_decision(db: Database, record: str, revisions: tuple[Revision, ...]) -> None:
    """What stands of a decision. While two people's decisions stand against each other nothing is decided."""
    standing = view(revisions)
    values = standing.values
    newest = max(revisions, key=lambda revision: (revision.hlc, revision.dot))
    contested = any(conflict.address == "eligible" for conflict in standing.conflicts)
    db.conn.execute(
        "INSERT OR REPLACE INTO decision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            values.get("household", ""),
            values.get("programme", ""),
            "uncertain" if contested else values.get("eligible", "uncertain"),
            values.get("reason", ""),
            values.get("decided_by", ""),
            values.get("rules_version", ""),
            values.get("heads", ""),
            newest.wall,
            int(contested),
            float(values.get("priority", "0") or 0),
            record,
        ),
    )


def _put_desil(db: Database, record: str, revisions: tuple[Revision, ...]) -> None:
    """The latest desil by the day it was made, whoever imported it."""
    latest = max(
        revisions, key=lambda revision: (revision.values.get("date", ""), revision.hlc, revision.dot)
    )
    values = latest.values
    db.conn.execute(
        "INSERT OR REPLACE INTO desil VALUES (?, ?, ?, ?, ?)",
        (
            record,
            values.get("nik", "") or values.get("no_kk", ""),
            int(values.get("desil", "0")),
            values.get("date", ""),
            values.get("source", ""),
        ),
    )
