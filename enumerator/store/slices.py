# SPDX-License-Identifier: Apache-2.0
"""Revisions as they arrive: a stretch of one log, read once, found well formed and chained to one another."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.store.revision import Blob, Dot, FormRef, revision_hash

_MOST = 2**53
_LONGEST_NAME = 200
_LOG = re.compile("[0-9a-f]{32}")
_HLC = re.compile("[0-9a-f]{16}")


class ChainError(UserError):
    """Revisions that do not follow one another as their hashes say."""

    exit_code = 6


class Envelope(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The part of a revision that the journal itself needs; four times faster to read than all of it.

    The fields stand in the order in which they are written, which is read fastest.
    """

    author: str
    blobs: tuple[Blob, ...] = ()
    dot: Dot
    hlc: str
    kind: str
    prev: str
    record: str


class Statement(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A revision as it must be before it is kept for ever: every field of `store.revision.Revision` of the
    right type, what is unknown let be.
    """

    act: str
    author: str
    blobs: tuple[Blob, ...] = ()
    clock_suspect: bool = False
    dot: Dot
    form: FormRef | None = None
    hlc: str
    kind: str
    parents: tuple[Dot, ...]
    prev: str
    reason: str = ""
    record: str
    touched: tuple[str, ...] = ()
    v: int = 1
    values: dict[str, str]
    wall: str


_envelope = msgspec.json.Decoder(Envelope)
_statement = msgspec.json.Decoder(Statement)


@dataclass(frozen=True, slots=True)
class Slice:
    """Revisions `first`, `first` + 1, ... of a log. `before` is the hash that the first refers to; the other
    fields have one item for each revision: its hash, (record, kind), and clock.

    `spoken` are the (author, kind) that occur; `blobs` the attachments spoken of, with the number of the
    revision.
    """

    log: str
    first: int
    before: str
    hashes: list[str]
    subjects: list[tuple[str, str]]
    clocks: list[str]
    spoken: frozenset[tuple[str, str]]
    blobs: tuple[tuple[int, Blob], ...]

    @property
    def last(self) -> int:
        """The number of the last revision."""
        return self.first + len(self.hashes) - 1

    @property
    def end(self) -> str:
        """The hash of the last revision."""
        return self.hashes[-1]

    def up_to(self, last: int) -> Slice:
        """The same without what comes after `last`."""
        count = max(0, last - self.first + 1)
        return Slice(
            self.log,
            self.first,
            self.before,
            self.hashes[:count],
            self.subjects[:count],
            self.clocks[:count],
            self.spoken,
            tuple(found for found in self.blobs if found[0] <= last),
        )


def read_slice(log: str, raws: list[bytes], *, whole: bool = True) -> Slice:
    """Read at least one revision of `log`. ChainError when one is no revision, stands in another log, or does
    not follow the one before.

    `whole` reads every field; what was so read once before may be read more quickly.
    """
    check_log(log)
    read: Callable[[bytes], Envelope | Statement] = _statement.decode if whole else _envelope.decode
    hashes: list[str] = []
    subjects: list[tuple[str, str]] = []
    clocks: list[str] = []
    spoken: set[tuple[str, str]] = set()
    blobs: list[tuple[int, Blob]] = []
    first, before = 0, ""
    try:
        for raw in raws:  # one after the other: what a revision says is let go while the cache still holds it
            each = read(raw)
            if not hashes:
                first, before = each.dot.seq, each.prev
            _check(each, log, first + len(hashes), hashes[-1] if hashes else before)
            hashes.append(revision_hash(raw))
            subjects.append((each.record, each.kind))
            clocks.append(each.hlc)
            spoken.add((each.author, each.kind))
            if each.blobs:
                blobs += [(each.dot.seq, blob) for blob in each.blobs]
    except msgspec.MsgspecError as error:
        raise ChainError(_("A revision cannot be read."), where=f"{log}: {error}") from error
    return Slice(log, first, before, hashes, subjects, clocks, frozenset(spoken), tuple(blobs))


def check_statement(raw: bytes) -> None:
    """ChainError when these bytes are no revision."""
    try:
        _statement.decode(raw)
    except msgspec.MsgspecError as error:
        raise ChainError(_("A revision cannot be read."), where=str(error)) from error


def check_log(log: str) -> None:
    """ChainError when it is no name of a log."""
    if not _LOG.fullmatch(log):
        raise ChainError(_("A revision stands in the wrong log."), where=log[:_LONGEST_NAME])


def _check(said: Envelope | Statement, log: str, seq: int, prev: str) -> None:
    dot = said.dot
    if dot.log != log or not 0 < dot.seq < _MOST:
        raise ChainError(_("A revision stands in the wrong log."), where=log)
    if dot.seq != seq or said.prev != prev:
        raise _broken(dot)
    if _HLC.fullmatch(said.hlc) is None:
        raise ChainError(_("A revision has no readable time."), where=str(dot))
    if not 0 < len(said.record) <= _LONGEST_NAME or not 0 < len(said.kind) <= _LONGEST_NAME:
        raise ChainError(_("A revision cannot be read."), where=str(dot))


def check_follows(before: Slice, after: Slice) -> None:
    """ChainError when one does not follow the other."""
    if (after.first, after.before) != (before.last + 1, before.end):
        raise _broken(Dot(after.log, after.first))


def _broken(dot: Dot) -> ChainError:
    return ChainError(
        _("The revisions of a laptop do not follow one another."),
        where=str(dot),
        remedy=_("Ask for the bundle again; this copy is damaged or was altered."),
    )
