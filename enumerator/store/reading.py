# SPDX-License-Identifier: Apache-2.0
"""Reading the journal: a revision by its name, a record with all that was said of it, a kind in one sweep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Protocol, TypeVar

import msgspec

from enumerator.store.compression import RowCompression
from enumerator.store.forks import Forks, is_own_name
from enumerator.store.logs import LogState, SignedHead, state_of
from enumerator.store.names import Names
from enumerator.store.revision import Dot, FormRef, Revision, decode, is_stub, revision_hash
from enumerator.store.runs import Run, Runs
from enumerator.store.sqlite import Database

_SLICE = 512


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


class _Link(msgspec.Struct, frozen=True, gc=False):
    dot: Dot
    prev: str


_outline = msgspec.json.Decoder(Outline)
_link = msgspec.json.Decoder(_Link)


class JournalReader:
    """The journal of one store, to be read."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._rows = RowCompression(db)
        self._names = Names(db)
        self._runs = Runs(db)
        self._branches = Forks(
            db,
            self._rows.decompress,
            lambda log, seq: next(self.raw(log, seq, seq), None),
            self.runs,
        )

    @property
    def branches(self) -> Forks:
        """Logs that were written twice, and what their other branches say."""
        return self._branches

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
        arrival. What was erased is left out.
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
                raw = self._rows.decompress(body)
                if not is_stub(raw):
                    yield position, decode(raw)
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
            raw = self._rows.decompress(body)
            if is_stub(raw):
                continue
            outline = _outline.decode(raw)
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

    def runs(self, log: str) -> tuple[Run, ...]:
        """The unbroken stretches that the journal has of a log, in order."""
        return self._runs.called(log)

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
        runs = self._runs.all()
        forked = self._branches.points()
        found = {name: state_of(name, runs.get(log, ()), heads.get(log, ())) for log, name in names.items()}
        for name in forked.keys() & found.keys():
            found[name] = self._without_filled(found[name])
        return found

    def _without_filled(self, state: LogState) -> LogState:
        """A hole before a stretch that another branch leads to is none: all of that branch is here."""
        leads_to = self._branches.leads_to
        led_to = {run.first for run in state.runs if run.first > 1 and leads_to(state.log, run)}
        return replace(state, holes=tuple(hole for hole in state.holes if hole[1] + 1 not in led_to))

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
                link = _link.decode(raw)
                seq = link.dot.seq
                run = expected.get(seq)
                if run is not None:
                    digest = run.before
                if link.prev != digest:
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


def heads_of(revisions: Iterable[_Told]) -> tuple[_Told, ...]:
    """Those that are nobody's parent."""
    revisions = tuple(revisions)
    parents = {parent for revision in revisions for parent in revision.parents}
    return tuple(revision for revision in revisions if revision.dot not in parents)
