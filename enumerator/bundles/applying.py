# SPDX-License-Identifier: Apache-2.0
"""The third pass over a bundle: what was verified goes into the journal, batch by batch, each one transaction
with all that belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from enumerator.bundles.frames import Chunk, Frame, Kind
from enumerator.bundles.kept import Packing
from enumerator.bundles.manifest import Part
from enumerator.bundles.medium import Progress
from enumerator.bundles.report import Aside
from enumerator.bundles.senders import certificate_entry
from enumerator.bundles.streams import opened_frames
from enumerator.bundles.verify import Verified, split
from enumerator.identity.keys import Keys
from enumerator.messages import _
from enumerator.store.database import writing
from enumerator.store.erasing import is_unwanted
from enumerator.store.journal import Arrived, Received, SignedHead
from enumerator.store.revision import Blob, Dot, revision_hash
from enumerator.store.slices import read_slice
from enumerator.store.store import Store

_BATCH = 32_768
_BATCH_BYTES = 128 * 1024 * 1024  # as they are written
_SLICE = 512


class _Named(msgspec.Struct, gc=False):
    dot: Dot
    prev: str


_named = msgspec.json.Decoder(_Named)


class Applying:
    """The third pass. Each batch is one transaction with all that belongs to it."""

    def __init__(self, store: Store, keys: Keys, verified: Verified, believe: bool) -> None:
        self._store = store
        self._keys = keys
        self._verified = verified
        self._forks = {} if believe else dict(store.journal.branches.points())
        self._believe = believe
        self._own = keys.log  # of former logs, as before a backup was restored, others may know more than we
        self._parts = iter(verified.manifest.parts)
        self._part: Part | None = None
        self._at = self._trusted = 0
        self._packing = Packing(store.journal.packer)
        self._pending: list[Arrived] = []
        self._count = self._bytes = 0
        self.counts = Received()
        self.attachments = 0
        self.aside: list[Aside] = []

    def run(self, copy: Path, progress: Progress) -> None:
        """Take everything in; what is held already costs a look."""
        self._admit()
        arrived = self._verified.arrived
        if arrived is not None:
            self._take_arrived(arrived, progress)
            if not self._verified.more:
                return
        with self._packing, opened_frames(copy, self._keys.open) as frames:
            self._take(frames, progress)

    def _take_arrived(self, arrived: tuple[Arrived, ...], progress: Progress) -> None:
        """What the verify pass has read, part by part."""
        waiting = iter(arrived)
        for done, part in enumerate(self._verified.manifest.parts):
            progress(done, len(self._verified.manifest.parts))
            slices: list[Arrived] = []
            while not slices or slices[-1].slice.last < part.last:
                slices.append(next(waiting))
            trusted = self._trusted_up_to(part)
            believed = [one.up_to(trusted) for one in slices if one.slice.first <= trusted]
            if believed:
                head = self._verified.heads[part.end] if trusted >= part.last else None
                self._keep(part.log, believed, head)
            if trusted < part.last:
                self._note_aside(part, trusted)

    def _take(self, frames: Iterator[Frame], progress: Progress) -> None:
        seen, size = 0, self._verified.size
        for frame in frames:
            if frame.kind == Kind.REVISIONS and self._verified.arrived is None:
                self._take_revisions(split(frame))
            elif frame.kind == Kind.EXTRACT:
                self._take_extract(split(frame))
            elif frame.kind == Kind.BLOB:
                self._take_attachment(Chunk.read(frame), frames)
            seen += len(frame.body)
            progress(min(seen, size), size)
        progress(size, size)

    def _admit(self) -> None:
        if self._verified.admitted is not None:
            self._store.append(certificate_entry(self._verified.admitted))

    def _take_revisions(self, raws: list[bytes]) -> None:
        """One frame's revisions, which are all of one part; what is not trusted yet is left out."""
        if self._part is None:
            self._part = next(self._parts)
            self._at = self._part.first
            self._trusted = self._trusted_up_to(self._part)
        part = self._part
        believed = raws[: max(0, self._trusted - self._at + 1)]
        self._at += len(raws)
        for start in range(0, len(believed), min(_SLICE, _BATCH)):
            some = believed[start : start + min(_SLICE, _BATCH)]
            self._pending.append(self._packing.add(read_slice(part.log, some, whole=False), some))
            self._count += len(some)
            self._bytes += sum(map(len, some))
            if self._count >= _BATCH or self._bytes >= _BATCH_BYTES:
                self._keep_pending(part.log, None)
        if self._at > part.last:
            whole = self._trusted >= part.last
            self._keep_pending(part.log, self._verified.heads[part.end] if whole else None)
            if not whole:
                self._note_aside(part, self._trusted)
            self._part = None

    def _keep_pending(self, log: str, head: SignedHead | None) -> None:
        pending, self._pending, self._count, self._bytes = self._pending, [], 0, 0
        if pending or head is not None:
            self._keep(log, pending, head)

    def _keep(self, log: str, arrived: list[Arrived], head: SignedHead | None) -> None:
        """One batch with all that belongs to it."""
        with writing(self._store.db):
            self.counts += self._store.journal.keep(log, arrived, head)
            for one in arrived:
                self._await(log, one.slice.blobs)

    def _trusted_up_to(self, part: Part) -> int:
        """The last revision of a part that is taken in without a person's word."""
        if part.log == self._own:
            return 0
        if self._believe:
            return part.last
        sender = self._verified.senders.find(part.log)
        cut = sender.cut if sender is not None and sender.cut is not None else part.last
        return min(part.last, cut, self._forks.get(part.log, part.last + 1) - 1)

    def _note_aside(self, part: Part, trusted: int) -> None:
        if part.log == self._own:
            return
        name = self._verified.senders.name(part.log)
        reason = (
            _("The log was written on two laptops.")
            if self._forks.get(part.log, part.last + 1) <= part.last
            else _("The laptop was revoked.")
        )
        self.aside.append(Aside(part.log, name, max(part.first, trusted + 1), part.last, reason))

    def _await(self, log: str, blobs: Iterable[tuple[int, Blob]]) -> None:
        """Note the attachments that revisions speak of and that are not here."""
        for seq, blob in blobs:
            if not self._store.attachments.has(blob.sha256):
                self._store.db.execute(
                    "INSERT OR IGNORE INTO awaited VALUES (?, ?, ?, ?)", (blob.sha256, blob.size, log, seq)
                )

    def _take_extract(self, raws: list[bytes]) -> None:
        """Revisions for which the sender vouches, stretch by stretch."""
        waiting: list[bytes] = []
        before: _Named | None = None
        for raw in raws:
            named = _named.decode(raw)
            if before is not None and not _follows(before.dot, waiting[-1], named):
                self._keep_stretch(before.dot.log, waiting)
                waiting = []
            waiting.append(raw)
            before = named
        if before is not None:
            self._keep_stretch(before.dot.log, waiting)

    def _keep_stretch(self, log: str, raws: list[bytes]) -> None:
        if log != self._own:
            self._keep(log, [self._packing.add(read_slice(log, raws, whole=False), raws)], None)

    def _take_attachment(self, first: Chunk, frames: Iterator[Frame]) -> None:
        """Keep an attachment, reading its further pieces as they are stored."""
        pieces = _pieces(first, frames)
        if self._store.attachments.has(first.sha256) or is_unwanted(self._store.db, first.sha256):
            for _piece in pieces:
                pass
            return
        self._store.attachments.put(pieces, mime=first.mime, expect=first.sha256)
        self.attachments += 1


def _follows(before: Dot, raw: bytes, named: _Named) -> bool:
    """Whether a revision is the next of its log after the one with these bytes, on the same branch."""
    dot = named.dot
    return (dot.log, dot.seq) == (before.log, before.seq + 1) and named.prev == revision_hash(raw)


def _pieces(first: Chunk, frames: Iterator[Frame]) -> Iterator[bytes]:
    yield first.body
    at = len(first.body)
    while at < first.size:
        chunk = Chunk.read(next(frames))
        yield chunk.body
        at += len(chunk.body)
