# SPDX-License-Identifier: Apache-2.0
"""Photos and other files, kept once each under their SHA-256, inside the encrypted database.

A file's name is only a label: it never becomes a path.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.store.database import file_of, writing
from enumerator.store.faults import damaged
from enumerator.store.revision import Blob
from enumerator.store.sqlite import Database

PART_BYTES = 1024 * 1024


class AttachmentError(UserError):
    """A file that is missing or is not what its hash says."""


class Attachments:
    """The attachments of one store."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(
        self,
        content: bytes | BinaryIO | Iterable[bytes],
        *,
        name: str = "",
        mime: str = "",
        expect: str | None = None,
    ) -> Blob:
        """Keep a file, given whole, as a stream or in pieces; in one transaction, with one part in memory.

        AttachmentError when `expect` (SHA-256 in hex) is given and the bytes are others. A file that is held
        already is not stored twice.
        """
        digest, size = hashlib.sha256(), 0
        with writing(self._db):
            number = self._db.conn.execute(
                "INSERT INTO attachment (size, mime) VALUES (0, ?)", (mime,)
            ).lastrowid
            for part, body in enumerate(_parts(content)):
                digest.update(body)
                size += len(body)
                self._db.conn.execute(
                    "INSERT INTO attachment_part (attachment, part, digest, body) VALUES (?, ?, ?, ?)",
                    (number, part, hashlib.sha256(body).digest(), body),
                )
            sha256 = digest.hexdigest()
            if expect is not None and sha256 != expect:
                raise AttachmentError(_("The file {name} is not the one announced.", name=name or expect))
            if self.has(sha256):
                self._db.conn.execute("DELETE FROM attachment WHERE id = ?", (number,))
            else:
                self._db.conn.execute(
                    "UPDATE attachment SET sha256 = ?, size = ? WHERE id = ?", (sha256, size, number)
                )
        return Blob(sha256, size, mime, name)

    def has(self, sha256: str) -> bool:
        """Whether the file is held, whole."""
        return self._row(sha256) is not None

    def size(self, sha256: str) -> int:
        """Bytes; AttachmentError when not held."""
        return self._found(sha256)[1]

    def mime(self, sha256: str) -> str:
        """The type it was stored with; AttachmentError when not held."""
        return self._found(sha256)[2]

    def blob(self, sha256: str) -> Blob:
        """What is known of the file itself, without a name; AttachmentError when not held."""
        _number, size, mime = self._found(sha256)
        return Blob(sha256, size, mime, "")

    def open(self, sha256: str) -> BinaryIO:
        """A stream that can be sought in and reads one part at a time; AttachmentError when not held."""
        number, size, _mime = self._found(sha256)
        return io.BufferedReader(_Stream(self._db, number, size))

    def read(self, sha256: str) -> bytes:
        """The whole file; AttachmentError when not held."""
        with self.open(sha256) as stream:
            return stream.read()

    def parts(self, sha256: str) -> Iterator[bytes]:
        """The file in its parts of at most 1 MiB; AttachmentError when not held."""
        number, size, _mime = self._found(sha256)
        for part in range((size + PART_BYTES - 1) // PART_BYTES):
            yield _part(self._db, number, part)

    def is_whole(self, sha256: str) -> bool:
        """Whether the bytes held are those the hash names; DamagedError where a part does not read as
        written.
        """
        digest = hashlib.sha256()
        for part in self.parts(sha256):
            digest.update(part)
        return digest.hexdigest() == sha256

    def _row(self, sha256: str) -> tuple[int, int, str] | None:
        row = self._db.conn.execute(
            "SELECT id, size, mime FROM attachment WHERE sha256 = ?", (sha256,)
        ).fetchone()
        return (int(row[0]), int(row[1]), str(row[2])) if row else None

    def _found(self, sha256: str) -> tuple[int, int, str]:
        row = self._row(sha256)
        if row is None:
            raise AttachmentError(
                _("An attached file has not arrived yet."),
                where=sha256[:12],
                remedy=_("Ask for the bundle that carries it."),
            )
        return row


def _part(db: Database, number: int, part: int) -> bytes:
    row = db.conn.execute(
        "SELECT digest, body FROM attachment_part WHERE attachment = ? AND part = ?", (number, part)
    ).fetchone()
    # SQLCipher may hand out a page of zeros once before it reports that the page was altered
    if row is None or hashlib.sha256(row[1]).digest() != row[0]:
        raise damaged(file_of(db))
    return bytes(row[1])


def _parts(content: bytes | BinaryIO | Iterable[bytes]) -> Iterator[bytes]:
    """Cut whatever is given into full parts; only the last may be shorter."""
    if isinstance(content, bytes):
        content = io.BytesIO(content)
    if hasattr(content, "read"):
        while body := content.read(PART_BYTES):
            yield body
        return
    waiting = bytearray()
    for piece in content:
        waiting += piece
        while len(waiting) >= PART_BYTES:
            yield bytes(waiting[:PART_BYTES])
            del waiting[:PART_BYTES]
    if waiting:
        yield bytes(waiting)


class _Stream(io.RawIOBase):
    """Reads an attachment part by part."""

    def __init__(self, db: Database, number: int, size: int) -> None:
        self._db = db
        self._number = number
        self._size = size
        self._at = 0
        self._loaded = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._at >= self._size:
            return 0
        part, within = divmod(self._at, PART_BYTES)
        if self._loaded[0] != part:
            self._loaded = (part, _part(self._db, self._number, part))
        piece = self._loaded[1][within : within + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
