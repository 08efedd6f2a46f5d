# SPDX-License-Identifier: Apache-2.0
"""Erasing what a record says, for good, by the word of an office: the places in the logs stay, with their
hashes, so that every chain can still be verified.

Erased revisions keep who wrote when about which record, and upon what. What arrives later about an erased
household is kept in the same way, and its attachments are not taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from enumerator.store.compression import RowCompression
from enumerator.store.database import writing
from enumerator.store.revision import Revision, decode, is_stub, stub_of
from enumerator.store.sqlite import Database
from enumerator.store.store import Store

KIND = "erasure"
_BATCH = 1000
_POSITION = "erasing_position"
Progress = Callable[[int, int], None]


def enact(
    store: Store, is_office: Callable[[str], bool], progress: Progress | None = None
) -> tuple[str, ...]:
    """Carry out the erasures that have been said by an office since the last time, and erase what has arrived
    about households erased before; the households erased now. One transaction, or a part of the surrounding
    one.
    """
    db = store.db
    with writing(db):
        since = _position(db)
        said = [
            revision.values.get("household", "")
            for _at, revision in store.journal.of_kind(KIND, since=since)
            if is_office(revision.dot.log)
        ]
        fresh = tuple(dict.fromkeys(name for name in said if name and not is_erased(db, name)))
        db.conn.executemany("INSERT INTO erased VALUES (?, ?)", [(name, name) for name in fresh])
        if fresh:
            _erase(store, 0, progress)
        elif db.conn.execute("SELECT 1 FROM erased LIMIT 1").fetchone():
            _erase(store, since, progress)
        db.conn.execute(
            "INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)",
            (_POSITION, str(store.journal.position())),
        )
    return fresh


def is_erased(db: Database, record: str) -> bool:
    """Whether what this record says was erased."""
    return db.conn.execute("SELECT 1 FROM erased WHERE record = ?", (record,)).fetchone() is not None


def is_unwanted(db: Database, sha256: str) -> bool:
    """Whether a file belonged to an erased household and must not come back."""
    found = db.conn.execute("SELECT 1 FROM erased_attachment WHERE sha256 = ?", (sha256,))
    return found.fetchone() is not None


def _position(db: Database) -> int:
    row = db.conn.execute("SELECT value FROM fact WHERE name = ?", (_POSITION,)).fetchone()
    return int(row[0]) if row else 0


def _erase(store: Store, since: int, progress: Progress | None) -> None:
    """Erase what later revisions than `since`, and the other branches of logs, say of erased households."""
    db = store.db
    db.conn.execute("PRAGMA secure_delete = ON")  # what is written over leaves nothing in its page
    households = {name for (name,) in db.conn.execute("SELECT DISTINCT household FROM erased")}
    rows = RowCompression(db)
    rows.begin()
    files: set[str] = set()
    for position, raw in _since(db, rows, since, progress):
        revision = _to_erase(raw, households)
        if revision is not None:
            _note(db, revision, households, files)
            body = rows.compress(stub_of(raw))
            db.conn.execute("UPDATE journal SET body = ? WHERE position = ?", (body, position))
    for number, body in db.conn.execute("SELECT rowid, body FROM fork").fetchall():
        raw = rows.decompress(body)
        revision = _to_erase(raw, households)
        if revision is not None:
            _note(db, revision, households, files)
            stub = rows.compress(stub_of(raw))
            db.conn.execute("UPDATE fork SET body = ? WHERE rowid = ?", (stub, number))
    store.journal.branches.forget()
    for household in households:
        db.conn.execute("DELETE FROM draft WHERE household = ?", (household,))
    _erase_files(db, rows, files)


def _since(
    db: Database, rows: RowCompression, since: int, progress: Progress | None
) -> Iterator[tuple[int, bytes]]:
    (last,) = db.conn.execute("SELECT coalesce(max(position), 0) FROM journal").fetchone()
    at = since
    while at < last:
        found = db.conn.execute(
            f"SELECT position, body FROM journal WHERE position > ? ORDER BY position LIMIT {_BATCH}", (at,)
        ).fetchall()
        if not found:
            return
        for position, body in found:
            yield position, rows.decompress(body)
        at = found[-1][0]
        if progress is not None:
            progress(at - since, last - since)


def _to_erase(raw: bytes, households: set[str]) -> Revision | None:
    """The revision, where it says something about one of the households."""
    if is_stub(raw):
        return None
    revision = decode(raw)
    if revision.kind == KIND or not (revision.values or revision.blobs or revision.reason):
        return None
    values = revision.values
    about = {revision.record, values.get("household", ""), values.get("a", ""), values.get("b", "")}
    return revision if about & households else None


def _note(db: Database, revision: Revision, households: set[str], files: set[str]) -> None:
    """That its record is erased, which the table's trigger asks for, and which files go with it."""
    values = revision.values
    about = (revision.record, values.get("household", ""), values.get("a", ""), values.get("b", ""))
    household = next(name for name in about if name in households)
    db.conn.execute("INSERT OR IGNORE INTO erased VALUES (?, ?)", (revision.record, household))
    files.update(blob.sha256 for blob in revision.blobs)


def _erase_files(db: Database, rows: RowCompression, files: Iterable[str]) -> None:
    """Remove the files that nothing else speaks of, and let them not come back."""
    wanted = set(files)
    if not wanted:
        return
    pattern = re.compile(b"|".join(name.encode() for name in sorted(wanted)))
    for (body,) in db.conn.execute("SELECT body FROM journal"):
        wanted.difference_update(found.decode() for found in pattern.findall(rows.decompress(body)))
    drafts = db.conn.execute("SELECT value FROM draft_answer").fetchall()
    wanted.difference_update(value.partition(".")[0] for (value,) in drafts)
    for sha256 in sorted(wanted):
        db.conn.execute("INSERT OR IGNORE INTO erased_attachment VALUES (?)", (sha256,))
        db.conn.execute("DELETE FROM attachment WHERE sha256 = ?", (sha256,))
