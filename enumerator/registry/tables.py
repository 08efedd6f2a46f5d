# SPDX-License-Identifier: Apache-2.0
"""Projections in the store's file: tables made from the journal, which may be thrown away and made again.

Each projection has a name, a version and the journal position it has read up to. Tables of another version
are dropped and read anew from the beginning; nothing is ever migrated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from enumerator.store.database import writing
from enumerator.store.sqlite import Database, OperationalError

_TABLE = re.compile(r"CREATE (?:VIRTUAL )?TABLE (\w+)")


@dataclass(frozen=True, slots=True)
class Projection:
    """The statements of `schema` make the tables; raise the version whenever they or their meaning change."""

    name: str
    version: int
    schema: str

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables of the schema, those that refer to others first."""
        return tuple(reversed(_TABLE.findall(self.schema)))


def position(db: Database, projection: Projection) -> int:
    """How far the journal is read into the projection; makes its tables where they are absent or old."""
    found = "SELECT version, position FROM projection WHERE name = ?"
    try:
        row = db.conn.execute(found, (projection.name,)).fetchone()
    except OperationalError:
        db.conn.execute(
            "CREATE TABLE IF NOT EXISTS projection (name TEXT PRIMARY KEY, version INTEGER NOT NULL,"
            " position INTEGER NOT NULL) STRICT"
        )
        row = None
    if row and row[0] == projection.version:
        return int(row[1])
    with writing(db):
        clear(db, projection)
    return 0


def clear(db: Database, projection: Projection) -> None:
    """Drop the projection and make it anew, empty, to be read from the journal's beginning."""
    for table in projection.tables:
        db.conn.execute(f"DROP TABLE IF EXISTS [{table}]")
    for statement in filter(str.strip, projection.schema.split(";")):
        db.conn.execute(statement)
    move(db, projection, 0)


def move(db: Database, projection: Projection, to: int) -> None:
    """Note that the journal is read up to and including position `to`."""
    db.conn.execute(
        "INSERT OR REPLACE INTO projection (name, version, position) VALUES (?, ?, ?)",
        (projection.name, projection.version, to),
    )


HOUSEHOLDS = Projection(
    name="households",
    version=3,
    schema="""
        CREATE TABLE household (
            id INTEGER PRIMARY KEY, record TEXT NOT NULL UNIQUE, status TEXT NOT NULL,
            no_kk TEXT NOT NULL, head_name TEXT NOT NULL, head_nik TEXT NOT NULL, name_folded TEXT NOT NULL,
            address TEXT NOT NULL, address_folded TEXT NOT NULL, kecamatan TEXT NOT NULL,
            kelurahan TEXT NOT NULL, rw TEXT NOT NULL, rt TEXT NOT NULL, phone TEXT NOT NULL,
            members INTEGER NOT NULL, spending REAL, latitude REAL, longitude REAL, photo TEXT NOT NULL,
            visit TEXT NOT NULL, heads TEXT NOT NULL, conflicts INTEGER NOT NULL, form_hash TEXT NOT NULL,
            form_known INTEGER NOT NULL, author TEXT NOT NULL, log TEXT NOT NULL, wall TEXT NOT NULL,
            first_wall TEXT NOT NULL, properties TEXT NOT NULL) STRICT;
        CREATE TABLE deleted_household (record TEXT PRIMARY KEY) STRICT;
        CREATE INDEX household_place ON household (kecamatan, kelurahan, status);
        CREATE INDEX household_status ON household (status);
        CREATE TABLE person (
            id INTEGER PRIMARY KEY, household INTEGER NOT NULL REFERENCES household ON DELETE CASCADE,
            row TEXT NOT NULL, name TEXT NOT NULL, name_folded TEXT NOT NULL, nik TEXT NOT NULL,
            sex TEXT NOT NULL, birth TEXT NOT NULL, relation TEXT NOT NULL, present INTEGER NOT NULL,
            properties TEXT NOT NULL) STRICT;
        CREATE INDEX person_household ON person (household);
        CREATE TABLE number (
            number TEXT NOT NULL, kind TEXT NOT NULL, row TEXT NOT NULL, current INTEGER NOT NULL,
            household INTEGER NOT NULL REFERENCES household ON DELETE CASCADE) STRICT;
        CREATE INDEX number_number ON number (number);
        CREATE INDEX number_household ON number (household);
        CREATE TABLE review (
            record TEXT PRIMARY KEY, household TEXT NOT NULL, heads TEXT NOT NULL, verdict TEXT NOT NULL,
            comment TEXT NOT NULL, comments TEXT NOT NULL, replaces TEXT NOT NULL, author TEXT NOT NULL,
            wall TEXT NOT NULL) STRICT;
        CREATE INDEX review_household ON review (household);
        CREATE TABLE pair (
            a TEXT NOT NULL, b TEXT NOT NULL, verdict TEXT NOT NULL, survivor TEXT NOT NULL,
            contested INTEGER NOT NULL, reason TEXT NOT NULL, author TEXT NOT NULL, wall TEXT NOT NULL,
            PRIMARY KEY (a, b)) STRICT;
        CREATE TABLE merged (household TEXT PRIMARY KEY, into_household TEXT NOT NULL) STRICT;
        CREATE INDEX merged_into ON merged (into_household);
        CREATE VIRTUAL TABLE household_search USING fts5 (
            words, content='', contentless_delete=1, prefix='2 3 4');
        CREATE VIRTUAL TABLE name_search USING fts5 (
            names, content='', contentless_delete=1, tokenize='trigram')""",
)
"""Households and people as they stand. `wall` and `author` are those of the newest revision, `spending` is Rp
per person per month; `number` holds every NIK and No. KK ever recorded, `current` 0 where it was changed."""


BRANCHES = Projection("branches", HOUSEHOLDS.version, "")
"""Has no tables; its position is how many revisions of logs written twice were read into HOUSEHOLDS."""


def ready(db: Database) -> None:
    """The tables of households are there, though perhaps empty: nothing was refreshed yet."""
    position(db, HOUSEHOLDS)
