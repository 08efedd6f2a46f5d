# SPDX-License-Identifier: Apache-2.0
"""Writing a small file whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from enumerator.disk import force, put_in_place
from enumerator.identity.faults import IdentityError
from enumerator.messages import _


def write_whole(path: Path, content: bytes) -> None:
    """After this the file is the new one, on the disk; after a crash before that it is the old one.

    IdentityError when the disk refuses; nothing of it is left then.
    """
    part = path.with_name(path.name + ".part")
    try:
        _write(part, path, content)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise IdentityError(
            _("The file {name} could not be written.", name=path.name),
            where=str(path),
            remedy=_("Check that the disk has room and that you may write in the folder."),
        ) from error


def _write(part: Path, path: Path, content: bytes) -> None:
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        force(stream.fileno())
    put_in_place(part, path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
