# SPDX-License-Identifier: Apache-2.0
"""The journal: every finished statement, by everyone we have heard of, in the exact bytes it was signed in.

A log is one writer's sequence of revisions, each naming the hash of the one before; the signature on a log's
newest hash vouches for all of it. Nothing is ever changed or taken out, which the database itself enforces.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

import msgspec

from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.store import clock as hlc
from enumerator.store.compression import RowCompression
from enumerator.store.database import writing
from enumerator.store.forks import Forks, is_own_name
from enumerator.store.names import Names
from enumerator.store.revision import (
    Dot,
    Entry,
    FormRef,
    Revision,
    decode,
    encode,
    head_message,
    revision_hash,
)
from enumerator.store.runs import Run, Runs
from enumerator.store.sqlite import Database

_SLICE = 512
_MOST = 2**53
_LONGEST_NAME = 200
_LOG = re.compile("[0-9a-f]{32}")
_HLC = re.compile("[0-9a-f]{16}")


@dataclass(frozen=True)
class Writer:
    """Who writes here: the log's name, the author's id, and the device's signature."""

    log: str
    author: str
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True)
class SignedHead:
    """A writer's word for its log up to `seq`; `signature` is over `revision.head_message`."""

    log: str
    seq: int
    hash: str
    signature: bytes


@dataclass(frozen=True)
class LogState:
    """What is held of one log. `contiguous` counts from 1 without a gap, `last` is the highest held,
    `holes` are (first, last) of what is missing below it, `heads` one signed head per unbroken stretch
    (`runs`), in order."""

    log: str
    last: int
    contiguous: int
    holes: tuple[tuple[int, int], ...]
    heads: tuple[SignedHead, ...]
    runs: tuple[Run, ...] = ()

    @property
    def head(self) -> SignedHead | None:
        """The newest signed head."""
        return self.heads[-1] if self.heads else None


@dataclass(frozen=True)
class Received:
    """What became of revisions that arrived: kept, held before, or in a place that another revision holds."""

    new: int = 0
    known: int = 0
    forked: int = 0

    def __add__(self, other: Received) -> Received:
        return Received(self.new + other.new, self.known + other.known, self.forked + other.forked)


class ChainError(UserError):
    """Revisions that do not follow one another as their hashes say."""

    exit_code = 6


class Outline(msgspec.Struct, frozen=True, gc=False):
    """A revision without what it says: ten times faster to read where only who, when and upon what matter."""

    dot: Dot
    record: str
    kind: str
    act: str
    parents: tuple[Dot, ...]
    hlc: str
    wall: str
    author: str
    form: FormRef | None


class _Placed(Protocol):
    @property
    def dot(self) -> Dot: ...
    @property
    def parents(self) -> tuple[Dot, ...]: ...


_Told = TypeVar("_Told", bound=_Placed)


class _Envelope(msgspec.Struct, frozen=True, gc=False):
    """The part of a revision that the journal itself needs."""

    dot: Dot
    prev: str
    record: str
    kind: str
    hlc: str


_outline = msgspec.json.Decoder(Outline)
_envelope = msgspec.json.Decoder(_Envelope)


class Journal:
    """The journal of one store. `writer` None reads only."""

    def __init__(self, db: Database, writer: Writer | None, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._writer = writer
        self._clock = clock
        self._rows = RowCompression(db)
        self._names = Names(db)
        self._runs = Runs(db)
        self._branches = Forks(
            db, self._rows.decompress, lambda log, seq: next(self.raw(log, seq, seq), None)
        )

    @property
    def writer(self) -> Writer | None:
        """Who appends here."""
        return self._writer

    @property
    def branches(self) -> Forks:
        """Logs that were written twice, and what their other branches say."""
        return self._branches

    def append(self, *entries: Entry) -> tuple[Revision, ...]:
        """Write the entries, in order, to our own log: all durable when this returns, or none.

        Part of the surrounding transaction when there is one. StorageError when the disk refuses.
        """
        writer = self._writer
        if writer is None:
            raise ValueError("this journal was opened to be read")
        if not entries:
            return ()
        with self._writing():
            log = self._names.log(writer.log)
            seq, digest, own = self._end_of(log, writer.log)
            said = []
            for entry in entries:
                seq += 1
                revision = self._revision(entry, Dot(writer.log, seq), digest, writer.author, own)
                raw = encode(revision)
                self._insert(log, [(seq, revision.record, revision.kind, raw)])
                digest, own = revision_hash(raw), revision.hlc
                said.append(revision)
            self._runs.extend(log, said[0].dot.seq, seq, said[0].prev, digest)
            signature = writer.sign(head_message(writer.log, seq, digest))
            self._keep_head(log, SignedHead(writer.log, seq, digest, signature))
        return tuple(said)

    def receive(self, log: str, raws: Iterable[bytes], head: SignedHead | None = None) -> Received:
        """Take in revisions of `log` as they were carried, in rising order without a gap, exactly.

        The caller has verified that a signed head of an enrolled writer vouches for them; `head` is that
        head, given with the last slice. Again changes nothing; late arrivals fill their gap; what comes
        before its predecessors is kept and shown, and the gap with it. A revision in a place that another one
        holds is set aside as a fork. One transaction. ChainError when the slice is broken in itself; nothing
        of it is kept then.
        """
        counts = Received()
        if not _LOG.fullmatch(log):
            raise ChainError(_("A revision stands in the wrong log."), where=log[:_LONGEST_NAME])
        with self._writing():
            log_id = self._names.log(log)
            chain: str | None = None
            remaining = iter(raws)
            while block := list(itertools.islice(remaining, _SLICE)):
                envelopes = [_read(log, raw) for raw in block]
                hashes = [revision_hash(raw) for raw in block]
                _check_chain(envelopes, hashes, chain)
                chain = hashes[-1]
                counts += self._take(log_id, envelopes, hashes, block)
                self._hear(max(envelope.hlc for envelope in envelopes))
            if head is not None:
                self._keep_head(log_id, head)
        return counts

    def get(self, dot: Dot) -> Revision | None:
        """The revision of that name, None when we do not hold it."""
        if is_own_name(dot):
            return self._branches.find(dot)
        row = self._db.conn.execute(
            "SELECT body FROM journal WHERE log = (SELECT id FROM log WHERE name = ?) AND seq = ?",
            (dot.log, dot.seq),
        ).fetchone()
        return decode(self._rows.decompress(row[0])) if row else None

    def revisions(self, record: str) -> tuple[Revision, ...]:
        """Everything said about a record, in the order in which we learned it; what other branches of a log
        say that was written twice comes last.
        """
        rows = self._db.conn.execute(
            "SELECT body FROM journal WHERE record IN (SELECT id FROM record WHERE name = ?)"
            " ORDER BY position",
            (record,),
        )
        raws = [self._rows.decompress(body) for (body,) in rows]
        branches = self._branches
        if not branches.points():
            return tuple(decode(raw) for raw in raws)
        return (*(branches.named(decode(raw), revision_hash(raw)) for raw in raws), *branches.about(record))

    def heads(self, record: str) -> tuple[Revision, ...]:
        """The revisions that no other one was made from; more than one means parallel work."""
        return heads_of(self.revisions(record))

    def records(self, kind: str) -> tuple[str, ...]:
        """Names of all records of a kind, in the order in which we learned of them."""
        return tuple(
            name
            for (name,) in self._db.conn.execute(
                "SELECT name FROM record WHERE kind = (SELECT id FROM kind WHERE name = ?) ORDER BY id",
                (kind,),
            )
        )

    def revised_records(self, kind: str, since: int = 0) -> tuple[str, ...]:
        """Names of the records of a kind that got a revision later than `since` and have more than one."""
        rows = self._db.conn.execute(
            "SELECT record.name FROM record WHERE record.id IN (SELECT record FROM journal WHERE position > ?"
            " AND kind = (SELECT id FROM kind WHERE name = ?)) AND 1 <"
            " (SELECT count(*) FROM (SELECT 1 FROM journal WHERE record = record.id LIMIT 2))"
            " ORDER BY record.id",
            (since, kind),
        )
        return tuple(name for (name,) in rows)

    def of_kind(self, *kinds: str, since: int = 0) -> Iterator[tuple[int, Revision]]:
        """(position, revision) of those kinds (none given: of all), later than `since`, in the order of
        arrival.
        """
        chosen = [number for kind in kinds if (number := self._names.kind_if_known(kind)) is not None]
        if kinds and not chosen:
            return
        where = f"kind IN ({','.join(map(str, chosen))}) AND" if kinds else ""
        last = since
        while True:
            rows = self._db.conn.execute(
                f"SELECT position, body FROM journal WHERE {where} position > ?"
                f" ORDER BY position LIMIT {_SLICE}",
                (last,),
            ).fetchall()
            if not rows:
                return
            for position, body in rows:
                yield position, decode(self._rows.decompress(body))
            last = rows[-1][0]

    def heads_by_record(self, kind: str) -> dict[str, tuple[Revision, ...]]:
        """The heads of all records of a kind, in one sweep, in the order in which we learned of them."""
        found: dict[str, list[Revision]] = {}
        for _position, revision in self.of_kind(kind):
            found.setdefault(revision.record, []).append(revision)
        return {record: heads_of(revisions) for record, revisions in found.items()}

    def outlines(self, kind: str) -> dict[str, list[Outline]]:
        """All revisions of a kind by record, without what they say, in the order of arrival."""
        found: dict[str, list[Outline]] = {}
        number = self._names.kind_if_known(kind)
        for (body,) in self._db.conn.execute(
            "SELECT body FROM journal WHERE kind = ? ORDER BY position", (number,)
        ):
            outline = _outline.decode(self._rows.decompress(body))
            found.setdefault(outline.record, []).append(outline)
        return found

    def position(self) -> int:
        """How far the journal reaches, in the local order of arrival; 0 when empty."""
        return int(self._db.conn.execute("SELECT coalesce(max(position), 0) FROM journal").fetchone()[0])

    def arrived_before(self, log: str, dot: Dot) -> int:
        """The last revision of `log` that was here before `dot`; 0 when none was, or `dot` is not here."""
        row = self._db.conn.execute(
            "SELECT max(seq) FROM journal WHERE log = (SELECT id FROM log WHERE name = ?) AND position <"
            " (SELECT position FROM journal WHERE log = (SELECT id FROM log WHERE name = ?) AND seq = ?)",
            (log, dot.log, dot.seq),
        ).fetchone()
        return int(row[0] or 0)

    def raw(self, log: str, first: int = 1, last: int | None = None) -> Iterator[bytes]:
        """The exact bytes of a log's revisions from `first` to `last` that we hold, in order."""
        upto = last if last is not None else 2**62
        while first <= upto:
            rows = self._db.conn.execute(
                "SELECT seq, body FROM journal WHERE log = (SELECT id FROM log WHERE name = ?)"
                f" AND seq BETWEEN ? AND ? ORDER BY seq LIMIT {_SLICE}",
                (log, first, upto),
            ).fetchall()
            if not rows:
                return
            for _seq, body in rows:
                yield self._rows.decompress(body)
            first = rows[-1][0] + 1

    def logs(self) -> dict[str, LogState]:
        """What we hold of every log we have heard of."""
        names = dict(self._db.conn.execute("SELECT id, name FROM log ORDER BY id").fetchall())
        heads: dict[int, list[SignedHead]] = {}
        for log, seq, digest, signature in self._db.conn.execute(
            "SELECT log, seq, hash, signature FROM signed_head ORDER BY log, seq"
        ):
            heads.setdefault(log, []).append(SignedHead(names[log], seq, digest, signature))
        return {name: _state(name, self._runs.of(log), heads.get(log, ())) for log, name in names.items()}

    def forks(self) -> tuple[tuple[Dot, bytes], ...]:
        """Revisions that claim a place another one holds: somebody wrote one log on two machines."""
        rows = self._db.conn.execute(
            "SELECT log.name, seq, body FROM fork JOIN log ON log.id = fork.log ORDER BY log.id, seq, hash"
        )
        return tuple((Dot(name, seq), self._rows.decompress(body)) for name, seq, body in rows)

    def verify(self, progress: Callable[[int, int], None] | None = None) -> tuple[Dot, ...]:
        """Read everything and return the revisions that are not what their successors say they were."""
        total = self._db.conn.execute("SELECT count(*) FROM journal").fetchone()[0]
        done, wrong = 0, []
        for name, log in self._db.conn.execute("SELECT name, id FROM log").fetchall():
            expected = {run.first: run for run in self._runs.of(log)}
            digest, seq = "", 0
            for raw in self.raw(name):
                envelope = _envelope.decode(raw)
                seq = envelope.dot.seq
                run = expected.get(seq)
                if run is not None:
                    digest = run.before
                if envelope.prev != digest:
                    wrong.append(Dot(name, seq - 1))
                digest = revision_hash(raw)
                done += 1
                if progress and done % _SLICE == 0:
                    progress(done, total)
            runs = self._runs.of(log)
            if runs and (seq != runs[-1].last or digest != runs[-1].hash):
                wrong.append(Dot(name, seq))
        if progress:
            progress(done, total)
        return tuple(wrong)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with writing(self._db):
            # an outer transaction may have been rolled back since: what was numbered in it is void
            self._names.forget()
            self._rows.begin()
            yield

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
        now = self._clock()
        reading = hlc.tick(self._heard(), now, own=own)
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

    def _insert(self, log: int, rows: Iterable[tuple[int, str, str, bytes]]) -> None:
        rows = list(rows)
        records = self._names.records({(record, kind) for _seq, record, kind, _raw in rows})
        kinds = {kind: self._names.kind(kind) for kind in {row[2] for row in rows}}
        bodies = self._rows.compress_all([row[3] for row in rows])
        self._db.conn.executemany(
            "INSERT INTO journal (log, seq, record, kind, body) VALUES (?, ?, ?, ?, ?)",
            [
                (log, seq, records[record, kind], kinds[kind], body)
                for (seq, record, kind, _raw), body in zip(rows, bodies, strict=True)
            ],
        )

    def _take(self, log: int, envelopes: list[_Envelope], hashes: list[str], raws: list[bytes]) -> Received:
        """Sort one chained slice into what is new, what is known and what is a fork."""
        counts = Received()
        start, stop = 0, len(envelopes)
        while start < stop:
            seq = envelopes[start].dot.seq
            run = self._runs.holding(log, seq)
            if run is not None:
                end = min(stop, start + run.last - seq + 1)
                counts += self._compare(log, envelopes[start:end], hashes[start:end], raws[start:end])
                start = end
                continue
            following = self._runs.after(log, seq)
            end = stop if following is None else min(stop, start + following.first - seq)
            part = slice(start, end)
            if self._joins(log, envelopes[start], hashes[end - 1], envelopes[end - 1].dot.seq):
                self._insert(
                    log,
                    (
                        (e.dot.seq, e.record, e.kind, raw)
                        for e, raw in zip(envelopes[part], raws[part], strict=True)
                    ),
                )
                self._runs.extend(
                    log, seq, envelopes[end - 1].dot.seq, envelopes[start].prev, hashes[end - 1]
                )
                counts += Received(new=end - start)
            else:
                self._set_aside(log, envelopes[part], hashes[part], raws[part])
                counts += Received(forked=end - start)
            start = end
        return counts

    def _joins(self, log: int, first: _Envelope, last_hash: str, last_seq: int) -> bool:
        """Whether a slice fits between the stretches before and after it."""
        before = self._runs.holding(log, first.dot.seq - 1)
        after = self._runs.holding(log, last_seq + 1)
        if first.dot.seq == 1 and first.prev != "":
            return False
        return (before is None or before.hash == first.prev) and (after is None or after.before == last_hash)

    def _compare(
        self, log: int, envelopes: list[_Envelope], hashes: list[str], raws: list[bytes]
    ) -> Received:
        """For revisions whose places are taken. If the last is the same, so, by the chain, are all before."""
        if self._hash_at(log, envelopes[-1].dot.seq) == hashes[-1]:
            return Received(known=len(raws))
        different = next(
            index for index, e in enumerate(envelopes) if self._hash_at(log, e.dot.seq) != hashes[index]
        )
        part = slice(different, None)
        self._set_aside(log, envelopes[part], hashes[part], raws[part])
        return Received(known=different, forked=len(raws) - different)

    def _hash_at(self, log: int, seq: int) -> str:
        (body,) = self._db.conn.execute(
            "SELECT body FROM journal WHERE log = ? AND seq = ?", (log, seq)
        ).fetchone()
        return revision_hash(self._rows.decompress(body))

    def _set_aside(self, log: int, envelopes: list[_Envelope], hashes: list[str], raws: list[bytes]) -> None:
        self._db.conn.executemany(
            "INSERT OR IGNORE INTO fork (log, seq, hash, body) VALUES (?, ?, ?, ?)",
            [
                (log, envelope.dot.seq, digest, self._rows.compress(raw))
                for envelope, digest, raw in zip(envelopes, hashes, raws, strict=True)
            ],
        )

    def _keep_head(self, log: int, head: SignedHead) -> None:
        """Keep the newest signed head of the stretch it ends in, or of the branch; one for a revision we do
        not hold says nothing.
        """
        run = self._runs.holding(log, head.seq)
        if run is None or self._hash_at(log, head.seq) != head.hash:
            self._db.conn.execute(
                "INSERT OR IGNORE INTO fork_head (log, seq, hash, signature)"
                " SELECT log, seq, hash, ? FROM fork WHERE log = ? AND seq = ? AND hash = ?",
                (head.signature, log, head.seq, head.hash),
            )
            return
        self._db.conn.execute(
            "DELETE FROM signed_head WHERE log = ? AND seq >= ? AND seq < ?", (log, run.first, head.seq)
        )
        self._db.conn.execute(
            "INSERT OR IGNORE INTO signed_head (log, seq, hash, signature)"
            " SELECT ?, ?, ?, ? WHERE NOT EXISTS"
            " (SELECT 1 FROM signed_head WHERE log = ? AND seq BETWEEN ? AND ?)",
            (log, head.seq, head.hash, head.signature, log, head.seq, run.last),
        )

    def _heard(self) -> str:
        row = self._db.conn.execute("SELECT value FROM fact WHERE name = 'hlc'").fetchone()
        return str(row[0]) if row else hlc.ZERO

    def _hear(self, reading: str) -> None:
        heard = hlc.believed(reading, self._clock())
        if heard > self._heard():
            self._db.conn.execute("INSERT OR REPLACE INTO fact (name, value) VALUES ('hlc', ?)", (heard,))


def heads_of(revisions: Iterable[_Told]) -> tuple[_Told, ...]:
    """Those that are nobody's parent."""
    revisions = tuple(revisions)
    parents = {parent for revision in revisions for parent in revision.parents}
    return tuple(revision for revision in revisions if revision.dot not in parents)


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


def _read(log: str, raw: bytes) -> _Envelope:
    try:
        envelope = _envelope.decode(raw)
    except msgspec.MsgspecError as error:
        raise ChainError(_("A revision cannot be read."), where=log) from error
    if envelope.dot.log != log or not 0 < envelope.dot.seq < _MOST:
        raise ChainError(_("A revision stands in the wrong log."), where=log)
    if not _HLC.fullmatch(envelope.hlc):
        raise ChainError(_("A revision has no readable time."), where=str(envelope.dot))
    if not 0 < len(envelope.record) <= _LONGEST_NAME or not 0 < len(envelope.kind) <= _LONGEST_NAME:
        raise ChainError(_("A revision cannot be read."), where=str(envelope.dot))
    return envelope


def _check_chain(envelopes: list[_Envelope], hashes: list[str], before: str | None) -> None:
    expected = [before if before is not None else envelopes[0].prev, *hashes[:-1]]
    first = envelopes[0].dot.seq
    for offset, (envelope, digest) in enumerate(zip(envelopes, expected, strict=True)):
        if envelope.dot.seq != first + offset or envelope.prev != digest:
            raise ChainError(
                _("The revisions of a laptop do not follow one another."),
                where=str(envelope.dot),
                remedy=_("Ask for the bundle again; this copy is damaged or was altered."),
            )


def _state(name: str, runs: tuple[Run, ...], heads: Iterable[SignedHead]) -> LogState:
    contiguous = runs[0].last if runs and runs[0].first == 1 else 0
    ends = [0, *(run.last for run in runs)]
    holes = tuple(
        (end + 1, run.first - 1) for end, run in zip(ends, runs, strict=False) if run.first > end + 1
    )
    return LogState(name, runs[-1].last if runs else 0, contiguous, holes, tuple(heads), runs)
