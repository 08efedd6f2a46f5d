# SPDX-License-Identifier: Apache-2.0
"""Copies of a data folder: encrypted as the original, checked when made, rotated, and put back.

The database is copied by SQLite itself, never as a file, so a copy is whole even while somebody writes.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from enumerator.disk import put_in_place
from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.store.durable import sync_files, sync_folder
from enumerator.store.faults import damaged, storage_errors
from enumerator.store.store import Store

MANIFEST = "backup.json"
RESTORED = "restored.json"
KEEP = 7
_NAME = "pendata-%Y%m%d-%H%M%S"
_PIECE = 1024 * 1024
VAULT = "vault.json"
_NOT_CARRIED = frozenset({RESTORED, "attempts.json"})


@dataclass(frozen=True)
class Backup:
    """A backup: a folder with the database, the vault and what lies beside them; `made` is local time."""

    path: Path
    made: datetime
    position: int


def back_up(
    store: Store, to: Path, *, keep: int = KEEP, progress: Callable[[int, int], None] | None = None
) -> Backup:
    """Copy the data folder of `store` into a new folder inside `to`, check the copy, and remove all but the
    newest `keep`.

    StorageError when the other disk refuses; then nothing new is there and the older ones are untouched.
    """
    made = store.clock()
    target = to / made.strftime(_NAME)
    part = to / f".{target.name}.part"
    report = progress or (lambda _done, _total: None)
    with storage_errors(target):
        to.mkdir(parents=True, exist_ok=True)
        for left_over in to.glob(".pendata-*.part"):
            shutil.rmtree(left_over, ignore_errors=True)
        part.mkdir()
        try:
            report(0, 3)
            copy = part / store.path.name
            store.db.conn.execute("VACUUM INTO ?", (str(copy),))
            report(1, 3)
            _check_copy(store, copy)
            report(2, 3)
            for file in beside(store.path):
                shutil.copyfile(file, part / file.name)
            position = store.journal.position()
            _seal(part, made, position)
            if target.exists():
                raise FileExistsError(target)
            put_in_place(part, target)
            sync_folder(to)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        for old in backups(to)[keep:]:
            shutil.rmtree(old.path)
    report(3, 3)
    return Backup(target, made, position)


def backups(folder: Path) -> tuple[Backup, ...]:
    """What lies there, the newest first; unfinished and foreign folders are passed over."""
    found = []
    for manifest in folder.glob(f"[!.]*/{MANIFEST}"):
        try:
            content = json.loads(manifest.read_text("utf-8"))
            found.append(
                Backup(manifest.parent, datetime.fromisoformat(content["made"]), int(content["position"]))
            )
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return tuple(sorted(found, key=lambda backup: (backup.made, backup.path.name), reverse=True))


def found_in(folder: Path) -> tuple[Backup, ...]:
    """The backups in a folder that a person points at: it may be one, hold some, or hold folders of them."""
    if not folder.is_dir():
        return ()
    around = [folder.parent, folder, *(below for below in sorted(folder.iterdir()) if below.is_dir())]
    found = [
        backup
        for place in around
        for backup in backups(place)
        if place != folder.parent or backup.path == folder
    ]
    return tuple(sorted(found, key=lambda backup: (backup.made, backup.path.name), reverse=True))


def is_due(folder: Path, now: datetime, every: timedelta = timedelta(days=1)) -> bool:
    """Whether the newest backup in `folder` is older than `every`, or there is none."""
    newest = next(iter(backups(folder)), None)
    return newest is None or now - newest.made >= every


def restore(backup: Path, folder: Path) -> None:
    """Put a backup into an empty data folder, checked before and after; all or nothing.

    UserError when the backup is damaged or the folder holds data. What was written after the backup may be
    elsewhere already: RESTORED in the folder tells whoever opens it to go on in a new log.
    """
    try:
        content = json.loads((backup / MANIFEST).read_text("utf-8"))
        files = dict(content["files"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(
            _("{name} is no backup.", name=backup.name), where=str(backup), remedy=_("Choose another backup.")
        ) from error
    interrupted = was_restored(folder) and not (folder / VAULT).exists()
    if not interrupted and any((folder / name).exists() for name in files):
        raise UserError(
            _("The folder {name} holds data already; it is not written over.", name=folder.name),
            where=str(folder),
            remedy=_("Choose an empty folder, or move the old data away first."),
        )
    part = folder.with_name(f".{folder.name}.restoring")
    with storage_errors(folder):
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        try:
            for name, digest in files.items():
                if Path(name).name != name:
                    raise damaged(backup / MANIFEST)
                _copy_checked(backup / name, part / name, digest)
            (part / RESTORED).write_text(json.dumps({"made": content["made"]}), "utf-8")
            sync_files(part)
            folder.mkdir(parents=True, exist_ok=True)
            # the mark first and the vault last: without a vault the folder is nobody's yet
            for name in (RESTORED, *sorted(files, key=lambda name: name == VAULT)):
                put_in_place(part / name, folder / name)
            sync_folder(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def mark_restored(folder: Path, made: datetime) -> None:
    """Note that the data in `folder` may be older than what was sent from it; `made` is how old."""
    (folder / RESTORED).write_text(json.dumps({"made": made.isoformat()}), "utf-8")
    sync_folder(folder)


def was_restored(folder: Path) -> bool:
    """Whether this folder was restored and nobody has gone on in a new log yet."""
    return (folder / RESTORED).exists()


def settle_restored(folder: Path) -> None:
    """The new log has begun."""
    (folder / RESTORED).unlink(missing_ok=True)


def _check_copy(store: Store, copy: Path) -> None:
    connection = store.db.conn
    connection.execute("ATTACH ? AS copied", (str(copy),))
    try:
        faults = connection.execute("PRAGMA copied.cipher_integrity_check").fetchall()
        sound = connection.execute("PRAGMA copied.quick_check").fetchone()[0] == "ok"
        told = connection.execute("SELECT count(*) FROM copied.journal").fetchone()
        if faults or not sound or told != connection.execute("SELECT count(*) FROM journal").fetchone():
            raise damaged(copy)
    finally:
        connection.execute("DETACH copied")


def beside(database: Path) -> list[Path]:
    """The small files that belong to a database: vault, request, settings, marks."""
    return sorted(file for file in database.parent.glob("*.json") if file.name not in _NOT_CARRIED)


def _seal(folder: Path, made: datetime, position: int) -> None:
    files = {file.name: _digest(file) for file in sorted(folder.iterdir())}
    content = {"made": made.isoformat(), "position": position, "files": files}
    (folder / MANIFEST).write_text(json.dumps(content, indent=1), "utf-8")
    sync_files(folder)


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _copy_checked(source: Path, target: Path, expected: str) -> None:
    if not source.is_file():
        raise damaged(source)
    shutil.copyfile(source, target)
    if _digest(target) != expected:
        raise damaged(source)
