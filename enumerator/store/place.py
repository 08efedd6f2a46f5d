# SPDX-License-Identifier: Apache-2.0
"""Where a data folder had better not lie: a stick, a network drive, a folder that something else keeps in
step.

SQLite's guarantees end where the file system's do; bundles are what travels, never the data folder.
"""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path

from enumerator.messages import _

_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "davfs", "fuse.davfs"}
)
_STICK = frozenset({"vfat", "exfat", "msdos", "fuseblk", "ntfs3"})
_IN_STEP = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "my drive",
    "icloud",
    "mobile documents",  # iCloud on macOS
    "cloudstorage",  # all others there
    "nextcloud",
    "syncthing",
)


class Concern(StrEnum):
    """Why the place is a poor one."""

    NETWORK = "network"
    STICK = "stick"
    IN_STEP = "in_step"


def concern(folder: Path) -> Concern | None:
    """What speaks against keeping data in `folder` (which need not exist yet); None where nothing is known
    to.
    """
    resolved = folder.resolve()
    if any(part.casefold().startswith(_IN_STEP) for part in resolved.parts):
        return Concern.IN_STEP
    if sys.platform == "win32":
        return _windows_concern(resolved)
    if sys.platform == "darwin":
        return Concern.STICK if resolved.parts[1:2] == ("Volumes",) else None
    return _mounted_concern(resolved, Path("/proc/self/mounts"))


def concern_words(found: Concern) -> str:
    """Why that place is a poor one, for the person who chose it."""
    words = {
        Concern.NETWORK: _("It is on a network drive: a broken connection can damage it."),
        Concern.STICK: _("It is on a stick: pulled out while the program works, the data can be damaged."),
        Concern.IN_STEP: _(
            "Another program keeps this folder the same on several computers, which can damage the data."
        ),
    }
    return words[found]


def _mounted_concern(folder: Path, mounts: Path) -> Concern | None:
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return None
    best, kind = "", ""
    for line in lines:
        _device, point, file_system, *_rest = line.split(" ")
        point = point.replace("\\040", " ")
        inside = os.path.commonpath((point, str(folder))) == point
        if inside and len(point) >= len(best):
            best, kind = point, file_system
    if kind in _NETWORK:
        return Concern.NETWORK
    return Concern.STICK if kind in _STICK else None


def _windows_concern(folder: Path) -> Concern | None:
    if sys.platform != "win32":
        return None
    import ctypes

    removable, remote = 2, 4
    kind = ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)
    return {removable: Concern.STICK, remote: Concern.NETWORK}.get(kind)
