# SPDX-License-Identifier: Apache-2.0
"""Putting revisions into the tables: our own after the last, received ones where they belong, and in a place
that another one holds, beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from enumerator.store.compression import RowCompression
from enumerator.store.database import writing
from enumerator.store.logs import Received, SignedHead
from enumerator.store.names import Names
from enumerator.store.revision import revision_hash
from enumerator.store.runs import Runs
from enumerator.store.slices import Slice
from enumerator.store.sqlite import Database


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some neighbouring revisions of a slice; `whole` makes the stored bodies of all of it."""

    slice: Slice
    whole: Callable[[], list[bytes]]
    start: int
    stop: int

    @property
    def first(self) -> int:
        return self.slice.first + self.start

    @property
    def last(self) -> int:
        return self.slice.first + self.stop - 1

    @property
    def before(self) -> str:
        return self.slice.hashes[self.start - 1] if self.start else self.slice.before

    @property
    def hashes(self) -> list[str]:
        return self.slice.hashes[self.start : self.stop]

    @property
    def subjects(self) -> list[tuple[str, str]]:
        return self.slice.subjects[self.start : self.stop]

    @property
    def end(self) -> str:
        return self.slice.hashes[self.stop - 1]

    @property
    def bodies(self) -> list[bytes]:
        return self.whole()[self.start : self.stop]

    def __len__(self) -> int:
        return self.stop - self.start

    def part(self, start: int, stop: int) -> _Piece:
        return _Piece(self.slice, self.whole, start, stop)


class Keeping:
    """Writes the tables of the journal. Everything but `writing` is called inside it."""

    def __init__(self, db: Database, rows: RowCompression, names: Names, runs: Runs) -> None:
        self._db = db
        self._rows = rows
        self._names = names
        self._runs = runs

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction, or a part of the surrounding one."""
        with writing(self._db):
            # an outer transaction may have been rolled back since: what was numbered in it is void
            self._names.forget()
            self._rows.begin()
            yield

    def insert(
        self, log: int, first: int, subjects: Sequence[tuple[str, str]], bodies: Sequence[bytes]
    ) -> None:
        """New rows from `first` on, each with its (record, kind)."""
        records = self._names.records(set(subjects))
        kinds = {kind: self._names.kind(kind) for kind in {kind for _record, kind in subjects}}
        self._db.conn.executemany(
            "INSERT INTO journal (log, seq, record, kind, body) VALUES (?, ?, ?, ?, ?)",
            [
                (log, seq, records[subject], kinds[subject[1]], body)
                for seq, (subject, body) in enumerate(zip(subjects, bodies, strict=True), start=first)
            ],
        )

    def take(self, log: int, arrived: Slice, bodies: Callable[[], list[bytes]]) -> Received:
        """Sort one slice into what is new, known, or a fork; `bodies` makes what is stored."""
        counts = Received()
        whole = _Piece(arrived, bodies, 0, len(arrived.hashes))
        start = 0
        while start < whole.stop:
            seq = arrived.first + start
            run = self._runs.holding(log, seq)
            if run is not None:
                piece = whole.part(start, min(whole.stop, run.last + 1 - arrived.first))
                counts += self._compare(log, piece)
            else:
                following = self._runs.after(log, seq)
                stop = whole.stop if following is None else min(whole.stop, following.first - arrived.first)
                piece = whole.part(start, stop)
                counts += self._add(log, piece)
            start = piece.stop
        return counts

    def _add(self, log: int, piece: _Piece) -> Received:
        """For revisions whose places are free."""
        if not self._joins(log, piece):
            self._set_aside(log, piece)
            return Received(forked=len(piece))
        self.insert(log, piece.first, piece.subjects, piece.bodies)
        self._runs.extend(log, piece.first, piece.last, piece.before, piece.end)
        self._reclaim(log, piece)
        return Received(new=len(piece))

    def _reclaim(self, log: int, piece: _Piece) -> None:
        """What two branches have in common may have come with the one that was set aside: it is the journal's
        now, and no longer a fork.
        """
        aside = self._db.conn.execute(
            "SELECT seq, hash FROM fork WHERE log = ? AND seq BETWEEN ? AND ?", (log, piece.first, piece.last)
        ).fetchall()
        for seq, digest in aside:
            if digest != piece.hashes[seq - piece.first]:
                continue
            place = (log, seq, digest)
            self._db.conn.execute("DELETE FROM fork WHERE log = ? AND seq = ? AND hash = ?", place)
            signed = self._db.conn.execute(
                "DELETE FROM fork_head WHERE log = ? AND seq = ? AND hash = ? RETURNING signature", place
            ).fetchall()
            for (signature,) in signed:
                self._keep_end(log, seq, digest, signature)

    def _joins(self, log: int, piece: _Piece) -> bool:
        """Whether it fits between the stretches before and after it."""
        before = self._runs.holding(log, piece.first - 1)
        after = self._runs.holding(log, piece.last + 1)
        if piece.first == 1 and piece.before != "":
            return False
        return (before is None or before.hash == piece.before) and (
            after is None or after.before == piece.end
        )

    def _compare(self, log: int, piece: _Piece) -> Received:
        """For revisions whose places are taken. If the last is the same, so, by the chain, are all before."""
        if self._hash_at(log, piece.last) == piece.end:
            return Received(known=len(piece))
        known = next(
            offset
            for offset, digest in enumerate(piece.hashes)
            if self._hash_at(log, piece.first + offset) != digest
        )
        self._set_aside(log, piece.part(piece.start + known, piece.stop))
        return Received(known=known, forked=len(piece) - known)

    def _hash_at(self, log: int, seq: int) -> str:
        (body,) = self._db.conn.execute(
            "SELECT body FROM journal WHERE log = ? AND seq = ?", (log, seq)
        ).fetchone()
        return revision_hash(self._rows.decompress(body))

    def _set_aside(self, log: int, piece: _Piece) -> None:
        self._db.conn.executemany(
            "INSERT OR IGNORE INTO fork (log, seq, hash, body) VALUES (?, ?, ?, ?)",
            [
                (log, seq, digest, body)
                for seq, (digest, body) in enumerate(
                    zip(piece.hashes, piece.bodies, strict=True), start=piece.first
                )
            ],
        )

    def keep_head(self, log: int, head: SignedHead) -> None:
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
        self._keep_end(log, head.seq, head.hash, head.signature)

    def _keep_end(self, log: int, seq: int, digest: str, signature: bytes) -> None:
        """The signature on a revision of the journal, if it is the newest of its stretch."""
        run = self._runs.holding(log, seq)
        assert run is not None  # the revision is here
        self._db.conn.execute(
            "DELETE FROM signed_head WHERE log = ? AND seq >= ? AND seq < ?", (log, run.first, seq)
        )
        self._db.conn.execute(
            "INSERT OR IGNORE INTO signed_head (log, seq, hash, signature)"
            " SELECT ?, ?, ?, ? WHERE NOT EXISTS"
            " (SELECT 1 FROM signed_head WHERE log = ? AND seq BETWEEN ? AND ?)",
            (log, seq, digest, signature, log, seq, run.last),
        )
