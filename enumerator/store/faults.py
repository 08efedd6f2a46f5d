# SPDX-License-Identifier: Apache-2.0
"""What SQLite's and the operating system's complaints about storage mean to a person."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.store.sqlite import DatabaseError

# SQLite's primary result codes
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26

# What Windows says of disks and sticks (winerror.h) where its C library knows only "no access" or "invalid".
_ON_WINDOWS: Final[Mapping[int, int]] = {
    **dict.fromkeys((19,), errno.EROFS),
    **dict.fromkeys((39, 112), errno.ENOSPC),
    **dict.fromkeys((32, 33, 1224), errno.EBUSY),  # shared, locked, mapped by another program
    **dict.fromkeys((21, 53, 55, 64, 67, 433, 1006, 1167), errno.ENODEV),  # not ready, gone, another medium
    **dict.fromkeys((23, 27, 29, 30, 31, 59, 483, 1117, 1392, 1393), errno.EIO),
}


class StorageError(UserError):
    """The disk, the folder or the database file stands in the way."""

    exit_code = 3


class DiskFullError(StorageError):
    """There is no room left."""


class DamagedError(StorageError):
    """The database does not read as it was written, or the key is another's: SQLCipher cannot tell these
    apart.
    """


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn what the disk does to us into words; programming errors pass through unchanged."""
    try:
        yield
    except DatabaseError as error:
        told = _from_sqlite(error, path)
        if told is None:
            raise
        raise told from error
    except OSError as error:
        told = from_os(error, path)
        if told is None:
            raise
        raise told from error


def explain(error: BaseException, path: Path) -> StorageError | None:
    """What an error that came up while reading means to a person; None when it is a defect of ours.

    For the places where any error reaches the person at last: reading does not translate each one.
    """
    if isinstance(error, DatabaseError):
        return _from_sqlite(error, path)
    return from_os(error, path) if isinstance(error, OSError) else None


def from_os(error: OSError, path: Path) -> StorageError | None:
    """The StorageError for an operating system's refusal, None for anything else."""
    why = reason(error)
    if why in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return _full(path)
    if why in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _read_only(path)
    if why in (errno.EIO, errno.ENODEV):
        return _unwritten(path)
    return _busy(path) if why == errno.EBUSY else None


def reason(error: OSError) -> int:
    """Why, as a number of `errno`, on every operating system; 0 when nothing is known."""
    return _ON_WINDOWS.get(getattr(error, "winerror", None) or 0, error.errno or 0)


def _from_sqlite(error: Exception, path: Path) -> StorageError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == _FULL:
        return _full(path)
    if code == _READONLY:
        return _read_only(path)
    if code == _IOERR:
        return _unwritten(path)
    if code in (_CORRUPT, _NOTADB):
        return damaged(path)
    if code == _CANTOPEN:
        return StorageError(
            _("The data in {path} cannot be opened.", path=path),
            remedy=_("Check that the folder exists and that you may write in it."),
        )
    if code in (_BUSY, _LOCKED):
        return _busy(path)
    return None


def damaged(path: Path) -> DamagedError:
    """The words for a file that cannot be read with this key."""
    return DamagedError(
        _("The data file {name} is damaged or belongs to another key.", name=path.name),
        where=str(path),
        remedy=_("Restore the latest backup. Do not delete the file: what is readable can still be saved."),
    )


def _busy(path: Path) -> StorageError:
    return StorageError(
        _("The data in {path} is busy.", path=path),
        remedy=_("Another window of the program is writing. Wait a moment and try again."),
    )


def _full(path: Path) -> DiskFullError:
    return DiskFullError(
        _("The disk is full; this was not saved."),
        where=str(path),
        remedy=_("Free some space and try again. Everything saved before is safe."),
    )


def _read_only(path: Path) -> StorageError:
    return StorageError(
        _("The folder {path} cannot be written to.", path=path.parent),
        remedy=_("Ask for permission to write there, or choose another folder."),
    )


def _unwritten(path: Path) -> StorageError:
    return StorageError(
        _("The disk did not take the data; this was not saved."),
        where=str(path),
        remedy=_("Check that the disk has room and is firmly connected, then start the program again."),
    )
