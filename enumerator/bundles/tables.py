# SPDX-License-Identifier: Apache-2.0
"""What the store remembers about carrying: who holds what, which bundles went and came, what is still
awaited.
"""

from __future__ import annotations

from enumerator.store.database import migrate
from enumerator.store.sqlite import Database, Migrations

BUNDLES = Migrations("bundles")

_TABLES = """
-- The newest word of each other party about what it holds, by the fingerprint of its signing key.
CREATE TABLE peer (
    key TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    log TEXT NOT NULL,
    number INTEGER NOT NULL,
    holdings TEXT NOT NULL,
    heard TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE bundle (
    id TEXT PRIMARY KEY,
    way TEXT NOT NULL CHECK (way IN ('out', 'in')),
    export TEXT NOT NULL,
    volume INTEGER NOT NULL,
    number INTEGER NOT NULL,
    peer TEXT NOT NULL,
    peer_name TEXT NOT NULL,
    made TEXT NOT NULL,
    at TEXT NOT NULL,
    file TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('begun', 'done', 'aside')),
    report TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX bundle_state ON bundle (way, state, at);
-- Attachments that revisions speak of and that have not arrived.
CREATE TABLE awaited (
    sha256 TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    log TEXT NOT NULL,
    seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID
"""


@BUNDLES()
def m001_bundles(db: Database) -> None:
    """Peers, bundles, awaited attachments."""
    for statement in _TABLES.split(";"):
        db.execute(statement)


def prepare(db: Database) -> None:
    """Make sure that the tables are there."""
    migrate(db, BUNDLES)
