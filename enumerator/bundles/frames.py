# SPDX-License-Identifier: Apache-2.0
"""The frames a bundle is made of, written and read one at a time, with limits that hold before memory is
taken.

A file is MAGIC and one age file; inside are frames: type (1 byte), stored length and real length (4 bytes
each, most significant first), body. README.md in this folder describes every type.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import zstandard

from enumerator.bundles.refusals import altered

MAGIC = b"PENDATA1\n\0"
FORMAT = 1
LARGEST_STORED = 4 * 1024 * 1024
LARGEST_BODY = 16 * 1024 * 1024  # the largest revision a journal keeps
REVISIONS_PER_FRAME = 1024 * 1024
CHUNK = 1024 * 1024
ZSTD_LEVEL = 3

_PREFIX = struct.Struct(">BII")
_BLOB_PREFIX = struct.Struct(">32sQQB")


class Kind(IntEnum):
    """What a frame carries."""

    HEADER = 0x01
    KEYS = 0x02
    HEADS = 0x03
    REVISIONS = 0x04
    BLOB = 0x05
    EXTRACT = 0x06
    TRAILER = 0xFF


COMPRESSED = (Kind.HEADER, Kind.KEYS, Kind.HEADS, Kind.REVISIONS, Kind.EXTRACT)


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame as it stands in the file; `real_length` is the body's length once unpacked."""

    kind: int
    body: bytes
    real_length: int

    def prefix(self) -> bytes:
        """What stands before the body."""
        return _PREFIX.pack(self.kind, len(self.body), self.real_length)

    def encode(self) -> bytes:
        """The frame's bytes."""
        return self.prefix() + self.body

    def content(self) -> bytes:
        """The body, unpacked. UserError when it is not as long as the frame promised (a decompression bomb
        never gets the memory it asks for).
        """
        if self.kind not in COMPRESSED:
            if self.real_length != len(self.body):
                raise altered(f"frame {self.kind}: length")
            return self.body
        try:
            parameters = zstandard.get_frame_parameters(self.body)
            if parameters.content_size != self.real_length or parameters.window_size > 2 * LARGEST_BODY:
                raise altered(f"frame {self.kind}: content size")
            content = zstandard.ZstdDecompressor().decompress(self.body, allow_extra_data=False)
        except zstandard.ZstdError as error:
            raise altered(f"frame {self.kind}: {error}") from error
        if len(content) != self.real_length:
            raise altered(f"frame {self.kind}: content length")
        return content


def plain(kind: Kind, body: bytes) -> Frame:
    """A frame whose body is stored as it is."""
    return Frame(kind, body, len(body))


class Packer:
    """Makes compressed frames."""

    def __init__(self) -> None:
        self._compressor = zstandard.ZstdCompressor(level=ZSTD_LEVEL)

    def compressed(self, kind: Kind, body: bytes) -> Frame:
        """A frame with `body` as one zstd frame that carries its content size."""
        stored = self._compressor.compress(body)
        if len(body) > LARGEST_BODY or len(stored) > LARGEST_STORED:
            raise ValueError(f"{len(body)} bytes in one frame")
        return Frame(kind, stored, len(body))


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of an attachment: its hash, where the piece begins, how large the whole is."""

    sha256: str
    offset: int
    size: int
    mime: str
    body: bytes

    def frame(self) -> Frame:
        """The piece as a frame."""
        mime = self.mime.encode("ascii", "replace")[:255]
        prefix = _BLOB_PREFIX.pack(bytes.fromhex(self.sha256), self.offset, self.size, len(mime))
        return plain(Kind.BLOB, prefix + mime + self.body)

    @classmethod
    def read(cls, frame: Frame) -> Chunk:
        """UserError when the frame does not hold a piece of an attachment."""
        body = frame.content()
        if len(body) < _BLOB_PREFIX.size:
            raise altered("attachment frame is too short")
        digest, offset, size, mime_length = _BLOB_PREFIX.unpack_from(body)
        start = _BLOB_PREFIX.size + mime_length
        mime = body[_BLOB_PREFIX.size : start].decode("ascii", "replace")
        chunk = cls(digest.hex(), offset, size, mime, body[start:])
        if len(chunk.body) > CHUNK or offset + len(chunk.body) > size or (not chunk.body and size):
            raise altered("attachment frame has the wrong length")
        return chunk


class FrameParser:
    """Cuts a stream, given in pieces of any size, into frames."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def feed(self, piece: bytes) -> Iterator[Frame]:
        """The frames that `piece` completes. UserError as soon as a length is beyond the limit."""
        self._waiting += piece
        at = 0
        while len(self._waiting) - at >= _PREFIX.size:
            kind, stored, real = _PREFIX.unpack_from(self._waiting, at)
            if stored > LARGEST_STORED or real > LARGEST_BODY:
                raise altered(f"frame {kind} of {stored} bytes")
            end = at + _PREFIX.size + stored
            if len(self._waiting) < end:
                break
            yield Frame(kind, bytes(self._waiting[at + _PREFIX.size : end]), real)
            at = end
        if at:
            del self._waiting[:at]

    def finish(self) -> None:
        """UserError when the stream ended within a frame."""
        if self._waiting:
            raise altered("the last frame is not complete")


def lines(raws: Iterator[bytes], limit: int = REVISIONS_PER_FRAME) -> Iterator[bytes]:
    """Join revisions, one a line, into bodies of about `limit` bytes; a larger single revision stands
    alone.
    """
    waiting: list[bytes] = []
    size = 0
    for raw in raws:
        if waiting and size + len(raw) >= limit:
            yield b"\n".join(waiting)
            waiting, size = [], 0
        waiting.append(raw)
        size += len(raw) + 1
    if waiting:
        yield b"\n".join(waiting)
