# SPDX-License-Identifier: Apache-2.0
"""What the disks of Windows, macOS and Linux want of anybody who writes files: see `packaging/README.md`."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

# access denied, sharing violation, lock violation: what Windows says of a file that somebody has open
_HELD = frozenset({5, 32, 33})
_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)

_CLUTTER = frozenset({"thumbs.db", "desktop.ini"})
_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789"))
)


def force(handle: int) -> None:
    """Down to the medium, past the cache inside the drive too where the system asks for that separately."""
    if sys.platform == "darwin":
        import fcntl

        try:
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        except OSError:  # a file system that does not know it
            os.fsync(handle)
        return
    os.fsync(handle)


def ask_no_questions() -> None:
    """Let an empty card reader on Windows be an error like any other, and not a box over the window."""
    if sys.platform == "win32":
        import ctypes

        fail_critical_errors, no_open_file_box = 0x1, 0x8000
        ctypes.windll.kernel32.SetErrorMode(fail_critical_errors | no_open_file_box)


def put_in_place(part: Path, target: Path, *, sleep: Callable[[float], None] = time.sleep) -> None:
    """Rename `part`, a file or a folder, to `target`; a file of that name is replaced.

    On Windows a virus scanner or an index often holds a new file open for a moment. OSError as
    `Path.replace`, after a second and a half of trying where somebody holds one of the two.
    """
    for pause in _PAUSES:
        try:
            part.replace(target)
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            sleep(pause)
        else:
            return
    part.replace(target)


def file_word(text: str, otherwise: str) -> str:
    """What a person or a project is called, as a part of a file's name on any disk: at most 48 of a to z,
    0 to 9 and hyphens; `otherwise` where nothing is left.
    """
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:48].rstrip("-") or otherwise


def is_clutter(name: str) -> bool:
    """Whether a file browser left this file in a folder: `.DS_Store`, macOS's `._x` beside `x` on a stick,
    Windows' `Thumbs.db` and `desktop.ini`. So is every other hidden file.
    """
    return name.startswith(".") or name.casefold() in _CLUTTER


def is_reserved(name: str) -> bool:
    """Whether Windows takes the name for a device, such as `con` or `aux.pdf`, whatever its ending."""
    return name.partition(".")[0].strip().casefold() in _RESERVED
