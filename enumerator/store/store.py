# SPDX-License-Identifier: Apache-2.0
"""One store, opened: its database, journal and attachments, for one writer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from enumerator.store.attachments import Attachments
from enumerator.store.database import create_database, open_database
from enumerator.store.journal import Journal, Writer
from enumerator.store.revision import Entry, Revision
from enumerator.store.sqlite import Database


def local_now() -> datetime:
    """The wall clock, with its offset."""
    return datetime.now().astimezone()


@dataclass(frozen=True)
class Store:
    """Handed to whoever reads or writes records.

    It may go from thread to thread but is used by one at a time. A second thread that works at the same time
    opens its own, with `open_store` and the same key: SQLite lets both read while one writes.
    """

    path: Path
    db: Database
    journal: Journal
    attachments: Attachments
    clock: Callable[[], datetime]

    def append(self, *entries: Entry) -> tuple[Revision, ...]:
        """Write entries to the journal, all or none."""
        return self.journal.append(*entries)

    def close(self) -> None:
        """Let go of the file; what was saved is safe with or without this."""
        self.db.close()


def create_store(
    path: Path, key: bytes, writer: Writer | None = None, clock: Callable[[], datetime] = local_now
) -> Store:
    """A new store; FileExistsError when there is one."""
    return _store(path, create_database(path, key), writer, clock)


def open_store(
    path: Path, key: bytes, writer: Writer | None = None, clock: Callable[[], datetime] = local_now
) -> Store:
    """An existing store; the errors are those of `open_database`."""
    return _store(path, open_database(path, key), writer, clock)


def _store(path: Path, db: Database, writer: Writer | None, clock: Callable[[], datetime]) -> Store:
    return Store(path, db, Journal(db, writer, clock), Attachments(db), clock)
