# SPDX-License-Identifier: Apache-2.0
"""Files that appear whole or not at all, and one that nobody can find before it may be seen."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from enumerator.disk import force, put_in_place
from enumerator.errors import UserError
from enumerator.messages import _

_SLICE = 1 << 20


class _Digest:
    """A binary file that is written through and hashed on the way."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._hash = hashlib.sha256()

    def write(self, data: bytes) -> None:
        self._hash.update(data)
        self._out.write(data)

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


@contextmanager
def hashed(target: Path | BinaryIO) -> Iterator[tuple[BinaryIO, Callable[[], str]]]:
    """As `appearing`, with the SHA-256 in hex of what has been written so far."""
    with appearing(target) as out:
        digest = _Digest(out)
        yield cast(BinaryIO, digest), digest.hexdigest


@contextmanager
def appearing(target: Path | BinaryIO) -> Iterator[BinaryIO]:
    """A file to write that appears under its name when the block ends well, and not at all otherwise.

    An open file is handed through. UserError when the disk refuses.
    """
    if not isinstance(target, Path):
        yield target
        return
    part = _part_of(target)
    try:
        with part.open("wb") as out:
            yield out
        put_in_place(part, target)
    except OSError as error:
        raise _refused(target, error) from error
    finally:
        part.unlink(missing_ok=True)


class Unseen:
    """A file that has no name until it is shown: whatever kills the process, nobody finds it.

    `out` takes the bytes. `reserve` makes sure of its room on the disk beside `target`, with nothing in it
    yet, so that `show` does not fail for want of it.
    """

    def __init__(self, target: Path, out: BinaryIO) -> None:
        self._target, self._part = target, _part_of(target)
        self.out = out

    def reserve(self) -> None:
        """Take as much room beside the target as has been written; OSError when there is none."""
        self.out.flush()
        size = self.out.tell()
        with self._part.open("wb") as room:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(room.fileno(), 0, max(size, 1))
            else:
                room.truncate(size)

    def show(self) -> None:
        """Let the file appear under its name, safe on the disk; OSError when the disk refuses after all."""
        self.out.seek(0)
        with self._part.open("r+b") as shown:
            shutil.copyfileobj(self.out, shown, _SLICE)
            shown.truncate()
            shown.flush()
            force(shown.fileno())
        put_in_place(self._part, self._target)


@contextmanager
def unseen(target: Path) -> Iterator[Unseen]:
    """A file for `target` that appears when `show` is called; nothing is left when the block ends before.

    UserError when the disk refuses.
    """
    try:
        with tempfile.TemporaryFile(dir=target.parent) as out:
            yield Unseen(target, cast(BinaryIO, out))
    except OSError as error:
        raise _refused(target, error) from error
    finally:
        with suppress(OSError):  # the stick may be gone, and what was wrong with it is being told
            _part_of(target).unlink(missing_ok=True)


def _part_of(target: Path) -> Path:
    return target.with_name(target.name + ".part")


def _refused(target: Path, error: OSError) -> UserError:
    return UserError(
        _("The file {name} cannot be written.", name=target.name),
        where=str(error),
        remedy=_("Check that the disk has room and that the file is not open in another program."),
    )
