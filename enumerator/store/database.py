# SPDX-License-Identifier: Apache-2.0
"""Creating and opening the one encrypted file, and writing to it all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from enumerator.disk import put_in_place
from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.store.durable import sync_folder
from enumerator.store.faults import damaged, storage_errors
from enumerator.store.migrations import APPLICATION_ID, STORE
from enumerator.store.sqlite import Database, Migrations, OperationalError, connect

KEY_BYTES = 32
# 8 KiB measured best: one answer's save costs 0.37 ms (4 KiB 0.29, 16 KiB 0.48), a journal row of 600 bytes
# packs as well as at 16 KiB.
PAGE_BYTES = 8192
BUSY_MILLISECONDS = 5000


class TooNewError(UserError):
    """The file was written by a later version of the program."""

    exit_code = 4


def create_database(path: Path, key: bytes) -> Database:
    """A new, empty store at `path`, which appears whole or not at all; `key` is 32 random bytes.

    FileExistsError when there is one already: an existing store is never written over.
    """
    if path.exists():
        raise FileExistsError(path)
    part = path.with_name(path.name + ".new")
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove(part)
        db = _connected(part, key)
        try:
            STORE.apply(db)
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            db.close()
        put_in_place(part, path)
        sync_folder(path.parent)
    return open_database(path, key)


def open_database(path: Path, key: bytes) -> Database:
    """The store at `path`, brought up to this version.

    StorageError when there is none, it is damaged, or the key is another's; TooNewError when a later version
    of the program wrote it. The connection may be handed from thread to thread but used by one at a time;
    a second thread that works at the same time opens its own.
    """
    if not path.is_file():
        raise UserError(
            _("There is no data file {name}.", name=path.name),
            where=str(path),
            remedy=_("Choose the right folder, or restore a backup."),
        )
    if path.stat().st_size < PAGE_BYTES:
        raise damaged(path)
    with storage_errors(path):
        db = _connected(path, key)
        try:
            if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise damaged(path)
            migrate(db, STORE, path)
        except BaseException:
            db.close()
            raise
    return db


def open_unchecked(path: Path, key: bytes) -> Database:
    """A damaged store, opened only to be read from, as far as that goes; raises SQLite's own errors."""
    db = _connected(path, key)
    try:
        db.execute("PRAGMA query_only = ON")
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        db.close()
        raise
    return db


def migrate(db: Database, migrations: Migrations, path: Path | None = None) -> None:
    """Apply what is missing of one room's migrations; TooNewError when the file knows some that we do not."""
    known = {migration.name for migration in migrations._migrations}
    theirs = _applied(db, migrations)
    if theirs - known:
        raise TooNewError(
            _("This data was last used by a newer version of the program."),
            where=str(path or ""),
            remedy=_("Install the newer version. Nothing was changed."),
        )
    if known - theirs:
        with writing(db):  # another thread may be here too: who comes second finds nothing left to do
            migrations.apply(db)


def _applied(db: Database, migrations: Migrations) -> set[str]:
    """The names of those that were; asked so often that sqlite-utils' own way there is too long."""
    try:
        rows = db.conn.execute(
            "SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (migrations.name,)
        )
        return {name for (name,) in rows}
    except OperationalError:  # nothing was ever migrated
        return set()


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """One transaction, which holds the right to write from its start; inside another it is a part of that
    one.

    StorageError when the disk refuses; nothing of the transaction remains then.
    """
    with storage_errors(file_of(db)):
        if db.conn.in_transaction:
            with db.atomic():
                yield
            return
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            if db.conn.in_transaction:
                db.conn.execute("ROLLBACK")
            raise


def file_of(db: Database) -> Path:
    """Where the database lies."""
    return Path(db.conn.execute("PRAGMA database_list").fetchone()[2])


def _connected(path: Path, key: bytes) -> Database:
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    connection = connect(str(path))
    connection.execute("PRAGMA cipher_log_level = NONE")
    # the default, and not this connection's own, because copies and attached databases follow the default
    connection.execute(f"PRAGMA cipher_default_page_size = {PAGE_BYTES}")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA foreign_keys = ON")
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA cache_size = -32768")
        connection.execute("PRAGMA journal_size_limit = 67108864")
        return Database(connection)
    except BaseException:
        connection.close()
        raise


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
