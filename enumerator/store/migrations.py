# SPDX-License-Identifier: Apache-2.0
"""Every change of the store's tables, oldest first; a released one is never edited."""

from __future__ import annotations

from enumerator.store.sqlite import Database, Migrations

APPLICATION_ID = 0x50454E44  # "PEND", in the file's header

STORE = Migrations("store")

_JOURNAL = """
CREATE TABLE log (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE kind (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE record (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kind INTEGER NOT NULL REFERENCES kind,
    UNIQUE (name, kind)
) STRICT;
CREATE INDEX record_kind ON record (kind);
CREATE TABLE dictionary (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE journal (
    position INTEGER PRIMARY KEY,
    log INTEGER NOT NULL REFERENCES log,
    seq INTEGER NOT NULL CHECK (seq > 0),
    record INTEGER NOT NULL REFERENCES record,
    kind INTEGER NOT NULL REFERENCES kind,
    body BLOB NOT NULL,
    UNIQUE (log, seq)
) STRICT;
CREATE INDEX journal_record ON journal (record);
CREATE INDEX journal_kind ON journal (kind);
-- An unbroken stretch of a log: "before" is the hash its first revision refers to, "hash" that of its last.
CREATE TABLE log_run (
    log INTEGER NOT NULL REFERENCES log,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    before TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (log, first)
) STRICT, WITHOUT ROWID;
CREATE TABLE signed_head (
    log INTEGER NOT NULL REFERENCES log,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (log, seq)
) STRICT, WITHOUT ROWID;
-- Revisions that claim a place another one holds: proof that a log was written twice.
CREATE TABLE fork (
    log INTEGER NOT NULL REFERENCES log,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (log, seq, hash)
) STRICT;
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID
"""

_NEVER_CHANGED = """
CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END
"""

_NEVER_EMPTIED = """
CREATE TRIGGER journal_is_never_emptied BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never emptied'); END
"""

_CHANGED_ONLY_WHERE_ERASED = """
CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
WHEN NOT (
    NEW.position = OLD.position AND NEW.log = OLD.log AND NEW.seq = OLD.seq AND NEW.record = OLD.record
    AND NEW.kind = OLD.kind
    AND EXISTS (
        SELECT 1 FROM erased JOIN record ON record.name = erased.record WHERE record.id = OLD.record
    )
)
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END
"""

_ATTACHMENTS = """
CREATE TABLE attachment (
    id INTEGER PRIMARY KEY,
    sha256 TEXT UNIQUE,
    size INTEGER NOT NULL,
    mime TEXT NOT NULL
) STRICT;
CREATE TABLE attachment_part (
    attachment INTEGER NOT NULL REFERENCES attachment ON DELETE CASCADE,
    part INTEGER NOT NULL,
    digest BLOB NOT NULL,
    body BLOB NOT NULL CHECK (length(body) <= 1048576),
    PRIMARY KEY (attachment, part)
) STRICT
"""

_DRAFTS = """
CREATE TABLE draft (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    household TEXT NOT NULL,
    form_id TEXT NOT NULL,
    form_version TEXT NOT NULL,
    form_hash TEXT NOT NULL,
    parents TEXT NOT NULL,
    begun TEXT NOT NULL,
    saved TEXT NOT NULL,
    last_address TEXT NOT NULL DEFAULT '',
    done INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0,
    problems INTEGER NOT NULL DEFAULT 0,
    editor TEXT NOT NULL,
    binned TEXT
) STRICT;
CREATE INDEX draft_household ON draft (household);
CREATE TABLE draft_answer (
    draft INTEGER NOT NULL REFERENCES draft ON DELETE CASCADE,
    address TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (draft, address)
) STRICT, WITHOUT ROWID;
CREATE TABLE draft_event (
    id INTEGER PRIMARY KEY,
    draft INTEGER NOT NULL REFERENCES draft ON DELETE CASCADE,
    wall TEXT NOT NULL,
    elapsed REAL NOT NULL,
    what TEXT NOT NULL,
    address TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX draft_event_draft ON draft_event (draft)
"""


@STORE()
def m001_journal(db: Database) -> None:
    """Revisions as they were written, never changed; logs, records and kinds by small numbers."""
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    _run(db, *_JOURNAL.split(";"), _NEVER_CHANGED, _NEVER_EMPTIED)


@STORE()
def m002_attachments(db: Database) -> None:
    """Files by their hash, in parts of at most 1 MiB."""
    _run(db, *_ATTACHMENTS.split(";"))


@STORE()
def m003_drafts(db: Database) -> None:
    """Interviews being held: each answer its own row, and what happened when."""
    _run(db, *_DRAFTS.split(";"))


@STORE()
def m004_fork_heads(db: Database) -> None:
    """The signatures on the branches of logs that were written twice."""
    db.execute(
        "CREATE TABLE fork_head (log INTEGER NOT NULL REFERENCES log, seq INTEGER NOT NULL,"
        " hash TEXT NOT NULL, signature BLOB NOT NULL, PRIMARY KEY (log, seq, hash)) STRICT, WITHOUT ROWID"
    )


@STORE()
def m005_tracked_edits(db: Database) -> None:
    """What an answer was and became, for forms that ask for their changes to be tracked."""
    _run(
        db,
        "ALTER TABLE draft_event ADD COLUMN was TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE draft_event ADD COLUMN value TEXT NOT NULL DEFAULT ''",
    )


@STORE()
def m006_erasures(db: Database) -> None:
    """What was erased: the journal is still never changed, but where this table says so."""
    _run(
        db,
        "CREATE TABLE erased (record TEXT PRIMARY KEY, household TEXT NOT NULL) STRICT, WITHOUT ROWID",
        "CREATE TABLE erased_attachment (sha256 TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
        "DROP TRIGGER journal_is_never_changed",
        _CHANGED_ONLY_WHERE_ERASED,
        *(
            f"CREATE TRIGGER erased_is_never_{what.lower()}d BEFORE {what} ON erased"
            " BEGIN SELECT RAISE(ABORT, 'an erasure is never taken back'); END"
            for what in ("UPDATE", "DELETE")
        ),
    )


def _run(db: Database, *statements: str) -> None:
    for statement in statements:
        db.execute(statement)
