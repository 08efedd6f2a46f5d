# SPDX-License-Identifier: Apache-2.0
"""One process at a time in a data folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType

from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.store.faults import storage_errors

LOCK_NAME = "in-use"


class InUseError(UserError):
    """Another instance of the program holds the folder."""

    exit_code = 5


class FolderLock:
    """Held from construction to `release`; the operating system lets go of it when the process dies.

    InUseError when another process, or this one, holds the folder already.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK_NAME
        with storage_errors(self._path):
            folder.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._handle)
        except OSError as error:
            os.close(self._handle)
            raise InUseError(
                _("The folder {name} is already open in another window.", name=folder.name),
                where=str(folder),
                remedy=_("Go to that window, or close it first."),
            ) from error

    def release(self) -> None:
        """Let others in; a second call does nothing."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __enter__(self) -> FolderLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
