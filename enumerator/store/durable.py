# SPDX-License-Identifier: Apache-2.0
"""Making names durable: a file's content reaches the disk before its name, and both survive a power cut."""

from __future__ import annotations

import os
from pathlib import Path

from enumerator.disk import force


def sync_folder(folder: Path) -> None:
    """Force the folder's list of names to the disk; Windows does so by itself."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_files(folder: Path) -> None:
    """Force every file in the folder to the disk, and then their names."""
    for file in folder.iterdir():
        handle = os.open(file, os.O_RDWR)
        try:
            force(handle)
        finally:
            os.close(handle)
    sync_folder(folder)
