# SPDX-License-Identifier: Apache-2.0
"""The files that belong to a form, and nothing outside their folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

_LARGEST = 256 * 1024 * 1024


class Media(Protocol):
    """Where a form's files are read from."""

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, or None when there is none of that name."""

    def has(self, name: str) -> bool:
        """Whether there is a file of that name, without reading it."""


@dataclass(frozen=True)
class MediaFolder:
    """Files in one folder; a name that leads out of it does not exist."""

    folder: Path

    def read(self, name: str) -> bytes | None:
        path = self._inside(name)
        return path.read_bytes() if path is not None and path.stat().st_size <= _LARGEST else None

    def has(self, name: str) -> bool:
        return self._inside(name) is not None

    def _inside(self, name: str) -> Path | None:
        base = self.folder.resolve()
        path = (base / name).resolve()
        return path if path.is_relative_to(base) and path.is_file() else None


@dataclass(frozen=True)
class MediaFiles:
    """Files by name, in memory."""

    files: Mapping[str, bytes]

    def read(self, name: str) -> bytes | None:
        return self.files.get(name)

    def has(self, name: str) -> bool:
        return name in self.files


def media_of(media: Mapping[str, bytes] | Path | None) -> Media:
    """The Media of a folder, of bytes by name, or of nothing."""
    if isinstance(media, Path):
        return MediaFolder(media)
    return MediaFiles(media or {})
