# SPDX-License-Identifier: Apache-2.0
"""Where a phone or a memory card keeps its pictures, and which of them are the newest; no Qt."""

from __future__ import annotations

import os
import string
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PICTURES: Final = (".jpg", ".jpeg", ".png", ".webp", ".bmp")
CAMERA_FOLDER: Final = "DCIM"  # of every phone and camera (JEITA CP-3461, "DCF")
DEEPEST: Final = 4
MOST: Final = 20_000  # files looked at: a card with more is asked for a folder in it


@dataclass(frozen=True)
class FoundPicture:
    """One picture, and when it was written (seconds since 1970)."""

    path: Path
    written: float


def newest(folder: Path, limit: int = 60) -> tuple[FoundPicture, ...]:
    """The pictures in `folder` and below, the newest first; none where it cannot be read."""
    found = sorted(_walk(folder, DEEPEST, [MOST]), key=lambda each: (-each.written, each.path.name))
    return tuple(found[:limit])


def _walk(folder: Path, depth: int, left: list[int]) -> Iterator[FoundPicture]:
    try:
        entries = list(os.scandir(folder))
    except OSError:  # pulled out, or not ours to read
        return
    for entry in entries:
        if left[0] <= 0:
            return
        left[0] -= 1
        if entry.name.startswith("."):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                if depth:
                    yield from _walk(Path(entry.path), depth - 1, left)
            elif entry.name.lower().endswith(PICTURES) and entry.stat().st_size:
                yield FoundPicture(Path(entry.path), entry.stat().st_mtime)
        except OSError:  # gone while we looked
            continue


def usual_roots() -> tuple[Path, ...]:
    """Where this operating system shows what was plugged in."""
    if sys.platform == "win32":
        return tuple(Path(f"{letter}:\\") for letter in string.ascii_uppercase[3:])
    if sys.platform == "darwin":
        return _within(Path("/Volumes"))
    user = Path.home().name
    gvfs = Path(f"/run/user/{os.getuid()}/gvfs")
    mounted = [each for folder in (f"/media/{user}", f"/run/media/{user}") for each in _within(Path(folder))]
    # a phone by MTP has its storages one level down
    phones = [storage for phone in _within(gvfs) for storage in _within(phone)]
    return (*mounted, *phones)


def camera_folders(roots: Sequence[Path] | None = None) -> tuple[Path, ...]:
    """The picture folders of what is plugged in now."""
    found = []
    for root in usual_roots() if roots is None else roots:
        folder = root / CAMERA_FOLDER
        try:
            if folder.is_dir():
                found.append(folder)
        except OSError:
            continue
    return tuple(found)


def _within(folder: Path) -> tuple[Path, ...]:
    try:
        return tuple(sorted(each for each in folder.iterdir() if each.is_dir()))
    except OSError:
        return ()
