# SPDX-License-Identifier: Apache-2.0
"""A revision: one immutable statement about one record, named by the log it stands in and its place there."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass, field, replace

import msgspec

HASH_DOMAIN = b"pendata-rev-v1\0"
HEAD_DOMAIN = b"pendata-head-v1\0"
ERASED = "erased"
"""The act of a revision of which only its place is left."""
_STUB = b'{"erased":"'


@dataclass(frozen=True, slots=True, order=True)
class Dot:
    """The name of a revision: `log` is 32 hex digits, `seq` counts from 1 without a gap."""

    log: str
    seq: int

    def __str__(self) -> str:
        return f"{self.log}:{self.seq}"

    @classmethod
    def parse(cls, text: str) -> Dot:
        """Read what `str` writes; ValueError for anything else."""
        log, _colon, seq = text.partition(":")
        return cls(log, int(seq))


@dataclass(frozen=True, slots=True)
class FormRef:
    """The form an interview was held with; `hash` is the SHA-256 of its XForm, in hex."""

    id: str
    version: str
    hash: str


@dataclass(frozen=True, slots=True)
class Blob:
    """An attachment a revision speaks of; the bytes lie in the attachment store under their hash."""

    sha256: str
    size: int
    mime: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody wants to say about a record, before the journal gives it a place, a time and a signature.

    `values` is the full snapshot, a flat map from address to text. `parents` are the heads it was made from
    (None: those the journal holds now); `touched` the addresses it changes (None: found by comparing with
    the parents).
    """

    record: str
    kind: str
    values: dict[str, str]
    act: str = "save"
    reason: str = ""
    parents: tuple[Dot, ...] | None = None
    touched: tuple[str, ...] | None = None
    form: FormRef | None = None
    blobs: tuple[Blob, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """An entry in its log. `prev` is the hash of the revision before it in the log ("" for the first).

    `touched` are the addresses it changes; a revision without parents says everything in `values`, and names
    none. `kind` is the kind of record (household, review, assignment, decision, card, ...), `act` what was
    done (save, correct, resolve, delete, merge, assign, ...). `hlc` is a hybrid logical clock as 16 hex
    digits, which sorts as text; `wall` the wall clock with its offset. Neither ever decides between two
    values.
    """

    dot: Dot
    prev: str
    record: str
    kind: str
    act: str
    parents: tuple[Dot, ...]
    hlc: str
    wall: str
    author: str
    values: dict[str, str]
    touched: tuple[str, ...] = ()
    reason: str = ""
    clock_suspect: bool = False
    form: FormRef | None = None
    blobs: tuple[Blob, ...] = field(default=())
    v: int = 1


_ALL = ("*",)
_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(Revision)


def encode(revision: Revision) -> bytes:
    """The canonical bytes, which are stored, hashed and carried, and never encoded again.

    A revision that touches exactly what it says, as every first one does, writes "*" for its touched
    addresses: they would be half of its bytes.
    """
    if revision.touched and revision.touched == tuple(sorted(revision.values)):
        revision = replace(revision, touched=_ALL)
    return _encoder.encode(revision)


def decode(raw: bytes) -> Revision:
    """Read stored bytes; msgspec.ValidationError or DecodeError when they are not a revision."""
    revision = _decoder.decode(raw)
    if revision.touched == _ALL:
        # fresh from the decoder and seen by nobody yet; `replace` would copy fifteen fields
        object.__setattr__(revision, "touched", tuple(sorted(revision.values)))
    return revision


def revision_hash(raw: bytes) -> str:
    """The hash that the next revision of the log and the log's signed head refer to.

    A stub names the hash of what it stands for: whoever takes one in asks first who may send it.
    """
    if raw.startswith(_STUB):
        return raw[len(_STUB) : len(_STUB) + 64].decode("ascii", "replace")
    return hashlib.sha256(HASH_DOMAIN + raw).hexdigest()


def is_stub(raw: bytes) -> bool:
    """Whether these are not the bytes that were signed, but what is left of them after an erasure."""
    return raw.startswith(_STUB)


def stub_of(raw: bytes) -> bytes:
    """What is left of a revision when all it says is erased: its place, writer, time, record and hash."""
    said = decode(raw)
    bare = replace(said, act=ERASED, values={}, touched=(), reason="", blobs=())
    return _STUB + revision_hash(raw).encode() + b'",' + _encoder.encode(bare)[1:]


def head_message(log: str, seq: int, digest: str) -> bytes:
    """What a writer signs to vouch for its log up to and including `seq`."""
    return HEAD_DOMAIN + f"{log}:{seq}:{digest}".encode()


def new_log() -> str:
    """A name for a new log: 128 random bits in hex."""
    return secrets.token_hex(16)


def new_record() -> str:
    """A record's name: a UUIDv7 (RFC 9562), so that names sort by the time they were given."""
    milliseconds = time.time_ns() // 1_000_000
    bits = (
        (milliseconds << 80)
        | (0x7 << 76)
        | (secrets.randbits(12) << 64)
        | (0b10 << 62)
        | secrets.randbits(62)
    )
    text = f"{bits:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
