# SPDX-License-Identifier: Apache-2.0
"""Getting everything readable out of a damaged database into a new one.

A page that fails its check makes SQLCipher refuse the connection from then on, so each failure costs a new
connection, and the range that failed is halved until only the unreadable rows are left.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.store.attachments import AttachmentError
from enumerator.store.backup import VAULT, beside, mark_restored
from enumerator.store.compression import RowCompression
from enumerator.store.database import open_unchecked, writing
from enumerator.store.faults import DamagedError, storage_errors
from enumerator.store.journal import SignedHead
from enumerator.store.revision import decode
from enumerator.store.sqlite import Database, DatabaseError
from enumerator.store.store import Store, create_store

_STEP = 256


@dataclass(frozen=True)
class Salvaged:
    """How many of each were carried over, and how many rows could not be read."""

    revisions: int
    attachments: int
    answers: int
    unreadable: int


class _Damaged:
    """Reads row by row through connections that are replaced whenever one has met a bad page."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._db: Database | None = None
        self.unreadable = 0

    def rows(self, table: str, number: str, read: Callable[[Database, int, int], list[Any]]) -> Iterator[Any]:
        """What `read` finds for each stretch of `number` in `table`; stretches that cannot be read are
        halved.
        """
        span = self._try(
            lambda db: db.conn.execute(f"SELECT min({number}), max({number}) FROM {table}").fetchone()
        )
        if span is None or span[0] is None:
            return
        waiting = [(first, min(first + _STEP - 1, span[1])) for first in range(span[0], span[1] + 1, _STEP)][
            ::-1
        ]
        while waiting:
            first, last = waiting.pop()
            found = self._try(lambda db, first=first, last=last: read(db, first, last))  # type: ignore[misc]
            if found is not None:
                yield from found
            elif first == last:
                self.unreadable += 1
            else:
                middle = (first + last) // 2
                waiting += [(middle + 1, last), (first, middle)]

    def close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None

    def _try(self, act: Callable[[Database], Any]) -> Any:
        """The result, None when it cannot be read."""
        try:
            if self._db is None:
                self._db = open_unchecked(self._path, self._key)
            return act(self._db)
        except (DatabaseError, DamagedError, AttachmentError, msgspec.MsgspecError, UnicodeDecodeError):
            self.close()
            return None


def salvage(
    path: Path, key: bytes, target: Store, progress: Callable[[int, int], None] | None = None
) -> Salvaged:
    """Carry everything readable from the damaged database at `path` into `target`, a new, empty store.

    DamagedError when not even its first page can be read with this key. The damaged file is only read. What
    was lost comes back from the office's copy by the next bundles; the laptop must go on in a new log.
    """
    report = progress or (lambda _done, _total: None)
    with storage_errors(path):
        open_unchecked(path, key).close()
    source = _Damaged(path, key)
    try:
        report(0, 3)
        revisions = _journal(source, target)
        report(1, 3)
        attachments = _attachments(source, target)
        report(2, 3)
        answers = _drafts(source, target)
        report(3, 3)
    finally:
        source.close()
    return Salvaged(revisions, attachments, answers, source.unreadable)


def salvage_folder(
    database: Path,
    key: bytes,
    folder: Path,
    now: datetime,
    progress: Callable[[int, int], None] | None = None,
) -> Salvaged:
    """Make a new data folder out of what is readable beside and in the damaged `database`.

    UserError when `folder` is not empty, DamagedError as `salvage`. The new folder is marked as restored: its
    next opening goes on in a new log. The old one stays as it is.
    """
    if folder.exists() and any(folder.iterdir()):
        raise UserError(
            _("The folder {name} holds data already; it is not written over.", name=folder.name),
            where=str(folder),
            remedy=_("Choose an empty folder, or move the old data away first."),
        )
    store = create_store(folder / database.name, key)
    try:
        saved = salvage(database, key, store, progress)
        # the mark first and the vault last: without a vault the folder is nobody's yet
        mark_restored(folder, now)
        for file in sorted(beside(database), key=lambda file: file.name == VAULT):
            shutil.copyfile(file, folder / file.name)
    finally:
        store.close()
    return saved


def _journal(source: _Damaged, target: Store) -> int:
    by_log: dict[str, dict[int, bytes]] = {}

    def read(db: Database, first: int, last: int) -> list[bytes]:
        rows = RowCompression(db, shipped_first=True)
        bodies = db.conn.execute(
            "SELECT body FROM journal WHERE position BETWEEN ? AND ?", (first, last)
        ).fetchall()
        return [_whole(rows.decompress(body)) for (body,) in bodies]

    for raw in source.rows("journal", "position", read):
        dot = decode(raw).dot
        by_log.setdefault(dot.log, {})[dot.seq] = raw
    heads = list(source.rows("signed_head", "log", _heads))
    kept = 0
    with writing(target.db):
        for log, held in by_log.items():
            for stretch in _stretches(sorted(held)):
                kept += target.journal.receive(log, [held[seq] for seq in stretch]).new
        for head in heads:
            if head.log in by_log:
                target.journal.receive(head.log, (), head)
    return kept


def _whole(raw: bytes) -> bytes:
    """The bytes, if they are a revision."""
    decode(raw)
    return raw


def _heads(db: Database, first: int, last: int) -> list[SignedHead]:
    rows = db.conn.execute(
        "SELECT log.name, seq, hash, signature FROM signed_head JOIN log ON log.id = signed_head.log"
        " WHERE log.id BETWEEN ? AND ?",
        (first, last),
    )
    return [SignedHead(*row) for row in rows.fetchall()]


def _stretches(seqs: list[int]) -> Iterator[list[int]]:
    stretch: list[int] = []
    for seq in seqs:
        if stretch and seq != stretch[-1] + 1:
            yield stretch
            stretch = []
        stretch.append(seq)
    if stretch:
        yield stretch


def _attachments(source: _Damaged, target: Store) -> int:
    def read(db: Database, first: int, last: int) -> list[tuple[str, str, bytes]]:
        rows = db.conn.execute(
            "SELECT id, sha256, mime FROM attachment WHERE id BETWEEN ? AND ?", (first, last)
        ).fetchall()
        return [(sha256, mime, _content(db, number)) for number, sha256, mime in rows]

    kept = 0
    for sha256, mime, content in source.rows("attachment", "id", read):
        with suppress(AttachmentError):
            target.attachments.put(content, mime=mime, expect=sha256)
            kept += 1
    return kept


def _content(db: Database, number: int) -> bytes:
    return b"".join(
        body
        for (body,) in db.conn.execute(
            "SELECT body FROM attachment_part WHERE attachment = ? ORDER BY part", (number,)
        ).fetchall()
    )


def _drafts(source: _Damaged, target: Store) -> int:
    """Drafts with whatever answers of theirs are readable; paradata are given up."""
    columns = (
        "id, name, household, form_id, form_version, form_hash, parents, begun, saved, editor, binned,"
        " last_address, done, total, problems"
    )
    marks = ", ".join("?" * len(columns.split(",")))

    def drafts(db: Database, first: int, last: int) -> list[Any]:
        return list(
            db.conn.execute(f"SELECT {columns} FROM draft WHERE id BETWEEN ? AND ?", (first, last)).fetchall()
        )

    def answers(db: Database, first: int, last: int) -> list[Any]:
        return list(
            db.conn.execute(
                "SELECT draft, address, value FROM draft_answer WHERE draft BETWEEN ? AND ?", (first, last)
            ).fetchall()
        )

    kept = 0
    with writing(target.db):
        known = set()
        for row in source.rows("draft", "id", drafts):
            target.db.conn.execute(f"INSERT INTO draft ({columns}) VALUES ({marks})", row)
            known.add(row[0])
        for row in source.rows("draft_answer", "draft", answers):
            if row[0] in known:
                target.db.conn.execute(
                    "INSERT INTO draft_answer (draft, address, value) VALUES (?, ?, ?)", row
                )
                kept += 1
    return kept
