# SPDX-License-Identifier: Apache-2.0
"""What a bundle says about itself in its first frame: who sends it to whom, what is in it, what its sender
holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec

from enumerator.bundles.frames import FORMAT, Frame, Kind, Packer
from enumerator.bundles.refusals import altered

Name = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{8,64}\Z")]
"""A name made of digits alone: the receiver names files after it, before anything is proven."""

Run = tuple[int, int, str]
"""An unbroken stretch of a log: first, last, and the hash of the last."""


class Party(msgspec.Struct, frozen=True):
    """Who sends: the person's id and name, the role, the log, and the fingerprint of the signing key."""

    person: str
    name: str
    role: str
    log: str
    key: str


class Part(msgspec.Struct, frozen=True, array_like=True):
    """Revisions `first` to `last` of a log, which end with the hash `end`."""

    log: str
    first: int
    last: int
    end: str


class Holdings(msgspec.Struct, frozen=True):
    """What the sender has, which is the receipt for everything it received: runs by log, attachments it
    still lacks, and the ends of branches of logs that were written twice.
    """

    runs: dict[str, tuple[Run, ...]] = {}
    lacks: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()


class Manifest(msgspec.Struct, frozen=True, omit_defaults=False):
    """The first frame. `set` names the export, `volume` counts its files from 1; `number` counts the
    sender's exports.

    `to` are the keys the file is sealed to: being inside the signature they stop a bundle from being sealed
    anew to somebody else under its sender's name. `extract` counts the revisions that the sender alone
    vouches for.
    """

    format: int
    bundle: Name
    set: Name
    volume: int
    number: int
    project: str
    project_name: str
    training: bool
    purpose: Literal["up", "down", "backup"]
    made: str
    sender: Party
    to: tuple[str, ...]
    receiver: str
    parts: tuple[Part, ...]
    extract: int
    holdings: Holdings
    program: str

    def frame(self) -> Frame:
        """The manifest as a frame."""
        return Packer().compressed(Kind.HEADER, _encoder.encode(self))


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(Manifest)


class _Format(msgspec.Struct):
    format: int


class Credentials(msgspec.Struct, frozen=True):
    """A KEYS frame: certificates, revocations, openings of further logs, and a new laptop's request, as the
    flat text they are signed over.
    """

    certificates: tuple[dict[str, str], ...] = ()
    revocations: tuple[dict[str, str], ...] = ()
    openings: tuple[dict[str, str], ...] = ()
    request: dict[str, str] | None = None


class CarriedHead(msgspec.Struct, frozen=True, array_like=True):
    """One line of a HEADS frame: a writer's own word for its log."""

    log: str
    seq: int
    hash: str
    signature: str


_credentials = msgspec.json.Decoder(Credentials)
_heads = msgspec.json.Decoder(tuple[CarriedHead, ...])


_WORDS_PER_FRAME = 4000


def portions(credentials: Credentials) -> Iterator[Credentials]:
    """The same in pieces that each fit into a frame; at least one."""
    certificates, revocations, openings = (
        credentials.certificates,
        credentials.revocations,
        credentials.openings,
    )
    most = max(len(certificates), len(revocations), len(openings), 1)
    for at in range(0, most, _WORDS_PER_FRAME):
        here = slice(at, at + _WORDS_PER_FRAME)
        request = credentials.request if at == 0 else None
        yield Credentials(certificates[here], revocations[here], openings[here], request)


def credentials_body(credentials: Credentials) -> bytes:
    """The body of a KEYS frame."""
    return _encoder.encode(credentials)


def heads_body(heads: tuple[CarriedHead, ...]) -> bytes:
    """The body of a HEADS frame."""
    return _encoder.encode(heads)


def read_credentials(frame: Frame) -> Credentials:
    """UserError when the frame holds something else."""
    try:
        return _credentials.decode(frame.content())
    except msgspec.MsgspecError as error:
        raise altered(f"keys: {error}") from error


def read_heads(frame: Frame) -> tuple[CarriedHead, ...]:
    """UserError when the frame holds something else."""
    try:
        return _heads.decode(frame.content())
    except msgspec.MsgspecError as error:
        raise altered(f"heads: {error}") from error


def read_manifest(frame: Frame) -> Manifest:
    """UserError when the frame is no manifest; NewerFormat when only a later version of the program can
    read it.
    """
    if frame.kind != Kind.HEADER:
        raise altered("the first frame is not the manifest")
    try:
        if msgspec.json.decode(frame.content(), type=_Format).format > FORMAT:
            raise NewerFormat
        return _decoder.decode(frame.content())
    except msgspec.MsgspecError as error:
        raise altered(f"manifest: {error}") from error


class NewerFormat(Exception):  # noqa: N818 - the caller turns it into words with the file's name
    """The bundle follows a later format."""
