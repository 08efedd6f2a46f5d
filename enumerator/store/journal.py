# SPDX-License-Identifier: Apache-2.0
"""The journal: every finished statement, by everyone we have heard of, in the exact bytes it was signed in.

A log is one writer's sequence of revisions, each naming the hash of the one before; the signature on a log's
newest hash vouches for all of it. Nothing is ever changed or taken out, which the database itself enforces.
Reading is in `reading`, what arrives in `slices`, the tables in `keeping`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial

from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.store import clock as hlc
from enumerator.store.keeping import Keeping
from enumerator.store.logs import LogState, Received, SignedHead
from enumerator.store.reading import JournalReader, Outline, heads_of
from enumerator.store.revision import Dot, Entry, Revision, encode, head_message, revision_hash
from enumerator.store.slices import ChainError, Slice, check_follows, check_log, read_slice
from enumerator.store.sqlite import Database

__all__ = [
    "Arrived",
    "ChainError",
    "Journal",
    "LogState",
    "Outline",
    "Received",
    "SignedHead",
    "Writer",
    "changed_addresses",
    "heads_of",
]

_SLICE = 512
# no character, and half of one, which UTF-8 cannot say
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def _anything(_entry: Entry) -> None:
    """Nothing is held against any entry."""


@dataclass(frozen=True)
class Writer:
    """Who writes here: the log's name, the author's id, the device's signature, and what raises a UserError
    for an entry that the author may not write.
    """

    log: str
    author: str
    sign: Callable[[bytes], bytes]
    permit: Callable[[Entry], None] = _anything


@dataclass(frozen=True, slots=True)
class Arrived:
    """A slice that was read and verified, and a way to its stored bodies, perhaps still in the making."""

    slice: Slice
    bodies: Callable[[], list[bytes]]

    def up_to(self, last: int) -> Arrived:
        """The same without what comes after `last`."""
        return Arrived(self.slice.up_to(last), self.bodies) if last < self.slice.last else self


class Journal(JournalReader):
    """The journal of one store. `writer` None reads only."""

    def __init__(self, db: Database, writer: Writer | None, clock: Callable[[], datetime]) -> None:
        super().__init__(db)
        self._writer = writer
        self._clock = clock
        self._heard = hlc.Heard(db)
        self._keeping = Keeping(db, self._rows, self._names, self._runs)

    @property
    def writer(self) -> Writer | None:
        """Who appends here."""
        return self._writer

    def hand_over(self, writer: Writer) -> None:
        """Another person sits here: what is appended from now on is his. The log stays the device's."""
        if self._writer is None or self._writer.log != writer.log:
            raise ValueError("a journal changes its writer, not its log")
        self._writer = writer

    def append(self, *entries: Entry) -> tuple[Revision, ...]:
        """Write the entries, in order, to our own log: all durable when this returns, or none.

        Part of the surrounding transaction when there is one. StorageError when the disk refuses, a UserError
        when the writer may not say one of them, or a text holds NUL or half a character.
        """
        writer = self._writer
        if writer is None:
            raise ValueError("this journal was opened to be read")
        if not entries:
            return ()
        for entry in entries:
            writer.permit(entry)
        with self._keeping.writing():
            log = self._names.log(writer.log)
            seq, digest, own = self._end_of(log, writer.log)
            said = []
            for entry in entries:
                seq += 1
                revision = self._revision(entry, Dot(writer.log, seq), digest, writer.author, own)
                raw = encode(revision)
                subject = (revision.record, revision.kind)
                self._keeping.insert(log, seq, [subject], [self._rows.compress(raw)])
                digest, own = revision_hash(raw), revision.hlc
                said.append(revision)
            self._runs.extend(log, said[0].dot.seq, seq, said[0].prev, digest)
            signature = writer.sign(head_message(writer.log, seq, digest))
            self._keeping.keep_head(log, SignedHead(writer.log, seq, digest, signature))
        return tuple(said)

    def receive(self, log: str, raws: Iterable[bytes], head: SignedHead | None = None) -> Received:
        """Take in revisions of `log` as they were carried, in rising order without a gap, exactly.

        The caller has verified that a signed head of an enrolled writer vouches for them; `head` is that
        head, given with the last slice. Again changes nothing; late arrivals fill their gap; what comes
        before its predecessors is kept and shown, and the gap with it. A revision in a place that another one
        holds is set aside as a fork. One transaction. ChainError when the slice is broken in itself; nothing
        of it is kept then.
        """
        remaining = iter(raws)

        def read() -> Iterable[Arrived]:
            while block := list(itertools.islice(remaining, _SLICE)):
                arrived = read_slice(log, block, whole=False)
                yield Arrived(arrived, cache(partial(self._rows.compress_all, block)))

        check_log(log)
        return self.keep(log, read(), head)

    def keep(self, log: str, arrived: Iterable[Arrived], head: SignedHead | None = None) -> Received:
        """As `receive`, for what `read_slice` has read."""
        counts = Received()
        with self._keeping.writing():
            number = self._names.log(log)
            before: Slice | None = None
            for one in arrived:
                if before is not None:
                    check_follows(before, one.slice)
                before = one.slice
                counts += self._keeping.take(number, one.slice, one.bodies)
                self._heard.hear(max(one.slice.clocks), self._clock())
            if head is not None:
                self._keeping.keep_head(number, head)
        return counts

    def packer(self) -> Callable[[list[bytes]], list[bytes]]:
        """Makes stored bodies of revisions, on any one thread, while this one does something else."""
        return self._rows.packer()

    def _end_of(self, log: int, name: str) -> tuple[int, str, str]:
        """(last seq, its hash, its clock) of our own log."""
        runs = self._runs.of(log)
        if not runs:
            return 0, "", ""
        last = self.get(Dot(name, runs[-1].last))
        if last is None or len(runs) > 1:
            raise ChainError(
                _("This laptop's own journal has a gap."), remedy=_("Restore the latest backup.")
            )
        return runs[-1].last, runs[-1].hash, last.hlc

    def _revision(self, entry: Entry, dot: Dot, prev: str, author: str, own: str) -> Revision:
        for address, text in entry.values.items():
            if type(address) is not str or type(text) is not str:
                raise TypeError(f"{address!r} holds {text!r}; a record holds text only")
            if _UNWRITABLE.search(text):
                raise UserError(
                    _("This answer holds a character that cannot be kept."),
                    where=address,
                    remedy=_("Type the answer again instead of pasting it."),
                )
        now = self._clock()
        reading = hlc.tick(self._heard.reading(), now, own=own)
        parents = self._parents(entry)
        if entry.touched is not None:
            touched = tuple(sorted(entry.touched))
        else:
            touched = changed_addresses(
                entry.values, [parent.values if parent else None for _dot, parent in parents]
            )
        return Revision(
            dot=dot,
            prev=prev,
            record=entry.record,
            kind=entry.kind,
            act=entry.act,
            parents=tuple(sorted(name for name, _parent in parents)),
            hlc=reading.hlc,
            wall=now.isoformat(timespec="seconds"),
            author=author,
            values=entry.values,
            touched=touched,
            reason=entry.reason,
            clock_suspect=reading.suspect,
            form=entry.form,
            blobs=entry.blobs,
        )

    def _parents(self, entry: Entry) -> list[tuple[Dot, Revision | None]]:
        if entry.parents is None:
            return [(head.dot, head) for head in self.heads(entry.record)]
        return [(dot, self.get(dot)) for dot in entry.parents]


def changed_addresses(values: dict[str, str], parents: list[dict[str, str] | None]) -> tuple[str, ...]:
    """Addresses at which `values` differs from any of the parents; all of them where a parent is not held.

    Nothing for a first revision, which says everything it holds: naming it all twice would double its size.
    """
    if not parents:
        return ()
    if None in parents:
        return tuple(sorted(values))
    changed: set[str] = set()
    for before in parents:
        if before is not None:
            changed.update(
                address
                for address in values.keys() | before.keys()
                if values.get(address) != before.get(address)
            )
    return tuple(sorted(changed))
