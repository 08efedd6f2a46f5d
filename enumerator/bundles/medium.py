# SPDX-License-Identifier: Apache-2.0
"""Files on sticks and disks: written whole or not at all, and read back before anybody relies on them."""

from __future__ import annotations

import errno
import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from enumerator.bundles.refusals import MediumError
from enumerator.bundles.uncached import digest_on_medium
from enumerator.disk import force, put_in_place
from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.store.faults import from_os, reason

PART = ".part"
_BLOCK = 1024 * 1024

Progress = Callable[[int, int], None]


class CountingFile:
    """A file that hashes and counts what goes through it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, piece: bytes) -> int:
        """Pass on and count."""
        self._stream.write(piece)
        self._digest.update(piece)
        self.size += len(piece)
        return len(piece)

    def flush(self) -> None:
        """Pass on."""
        self._stream.flush()

    def hexdigest(self) -> str:
        """SHA-256 of everything written."""
        return self._digest.hexdigest()


def write_whole(target: Path, fill: Callable[[CountingFile], None], *, read_back: bool = True) -> str:
    """Let `fill` write the file, make it durable, read it back from the medium, and only then give it its
    name.

    `read_back` may be left out where the file is read and proven right afterwards anyway.

    Returns the SHA-256 of its bytes. On any failure, and when the work is cancelled, nothing stays under
    either name. MediumError when the medium is full, write-protected, was pulled out, or gives back other
    bytes.
    """
    part = target.with_name(target.name + PART)
    with medium_errors(target):
        try:
            with part.open("wb") as stream:
                counted = CountingFile(stream)
                fill(counted)
                stream.flush()
                _force(stream.fileno())
            if read_back and _digest_on_medium(part) != counted.hexdigest():
                raise MediumError(
                    _("The medium gave back other bytes than were written to it."),
                    where=str(target),
                    remedy=_("Do not use this stick any more. Choose another one; nothing was lost."),
                )
            _name_durably(part, target)
        except BaseException:
            _discard(part)
            raise
    return counted.hexdigest()


def _force(handle: int) -> None:
    """Down to the medium."""
    force(handle)


def _name_durably(part: Path, target: Path) -> None:
    put_in_place(part, target)
    try:
        sync_folder(target.parent)
    except BaseException:
        _discard(target)
        raise


def copy_whole(source: Path, target: Path, progress: Progress | None = None) -> str:
    """Copy a bundle as `write_whole` writes; whether the copy is right is found when it is verified.

    Returns the SHA-256 of what was read. MediumError when reading fails.
    """
    with medium_errors(source):
        total = source.stat().st_size
        stream = source.open("rb")

    def fill(out: CountingFile) -> None:
        while True:
            with medium_errors(source):
                block = stream.read(_BLOCK)
            if not block:
                return
            out.write(block)
            if progress:
                progress(out.size, total)

    with stream:
        return write_whole(target, fill, read_back=False)


def sync_folder(folder: Path) -> None:
    """Make a change of names durable, where the system can (Windows has no such call)."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        _force(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


@contextmanager
def medium_errors(path: Path) -> Iterator[None]:
    """What a medium does to us, in words that say what to do."""
    try:
        yield
    except OSError as error:
        raise _in_words(error, path) from error


def _in_words(error: OSError, path: Path) -> UserError:
    why = reason(error)
    if why in (errno.EACCES, errno.EPERM, errno.EINVAL) and _is_gone(path.parent):
        why = errno.ENODEV  # all that Windows says when a stick is pulled out while it is written to
    if why in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return MediumError(
            _("There is not enough room on {folder}.", folder=path.parent),
            where=str(path),
            remedy=_("Free some space or use another stick. Everything is still safe on this laptop."),
        )
    if why in (errno.EROFS, errno.EACCES, errno.EPERM):
        return MediumError(
            _("{folder} is write-protected or not yours to use.", folder=path.parent),
            where=str(path),
            remedy=_("Release the stick's write protection, or choose another folder."),
        )
    if why in (errno.ENOENT, errno.ENODEV, errno.EIO, errno.ENXIO, errno.ENOTDIR, errno.ESTALE):
        return MediumError(
            _("{folder} is gone: the stick was pulled out or does not answer.", folder=path.parent),
            where=str(path),
            remedy=_("Put it in again and repeat. Everything is still safe on this laptop."),
        )
    if why == errno.EBUSY:
        return MediumError(
            _("{name} is in use by another program.", name=path.name),
            where=str(path),
            remedy=_("Close it there and try again. Everything is still safe on this laptop."),
        )
    told = from_os(error, path)
    return told or MediumError(str(error.strerror or error), where=str(path))


def _digest_on_medium(path: Path) -> str:
    """The file's SHA-256 as the medium holds it, past the system's own memory of it where that can be
    dropped.
    """
    return digest_on_medium(path)


def _is_gone(folder: Path) -> bool:
    try:
        folder.stat()
    except PermissionError:
        return False
    except OSError:
        return True
    return False


def _discard(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # the medium is gone; a .part file there is never taken for a bundle
