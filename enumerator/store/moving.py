# SPDX-License-Identifier: Apache-2.0
"""Moving a closed data folder to another disk: copied, compared and safe there before the old one is put
out of use."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from enumerator.disk import force, put_in_place
from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.store.backup import VAULT
from enumerator.store.durable import sync_folder
from enumerator.store.faults import damaged, storage_errors
from enumerator.store.lock import LOCK_NAME, FolderLock

MOVED = "vault-moved.json"
"""The key file's name in the old folder, which nobody opens by mistake then; its data stays until deleted."""


def move_data(folder: Path, to: Path) -> None:
    """Move the data in `folder` to `to`, a folder that is not there yet.

    InUseError when the folder is open; StorageError when the disk refuses, UserError when `to` exists or a
    copy differs: then everything is as before. Killed in between, the old folder is still the one in use.
    """
    if to.exists():
        raise UserError(
            _("The folder {name} holds data already; it is not written over.", name=to.name),
            where=str(to),
            remedy=_("Choose an empty folder, or move the old data away first."),
        )
    part = to.with_name(f".{to.name}.moving")
    with FolderLock(folder), storage_errors(to):
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        try:
            for path in sorted(folder.rglob("*")):
                copy = part / path.relative_to(folder)
                if path.is_dir():
                    copy.mkdir()
                elif path.name != LOCK_NAME:
                    _copy(path, copy)
            for inside in [*(path for path in part.rglob("*") if path.is_dir()), part]:
                sync_folder(inside)
            put_in_place(part, to)
            sync_folder(to.parent)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        put_in_place(folder / VAULT, folder / MOVED)
        sync_folder(folder)


def _copy(path: Path, copy: Path) -> None:
    shutil.copyfile(path, copy)
    handle = os.open(copy, os.O_RDWR)
    try:
        force(handle)
    finally:
        os.close(handle)
    if _digest(path) != _digest(copy):
        raise damaged(copy)


def _digest(path: Path) -> bytes:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()
