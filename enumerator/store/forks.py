# SPDX-License-Identifier: Apache-2.0
"""A log that was written on two machines: every branch is kept, and each revision of them gets a name of
its own.

Which branch arrived first must not matter, so from the place where they part both are renamed alike: the
log's name, `~`, and the first digits of the revision's hash. What was written elsewhere about such a place
by its old name could mean either branch and so counts as knowing neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from enumerator.store.revision import Dot, Revision, decode, revision_hash
from enumerator.store.runs import Run
from enumerator.store.sqlite import Database

_DIGITS = 16
_MARK = "~"


@dataclass(frozen=True)
class Variant:
    """A revision that claims a place another one holds."""

    log: str
    seq: int
    hash: str
    raw: bytes
    revision: Revision


@dataclass(frozen=True)
class ForkHead:
    """A writer's signature on a branch that is not the one in the journal."""

    log: str
    seq: int
    hash: str
    signature: bytes


class Forks:
    """The branches beside the journal. `main` gives the bytes that the journal has at a place, `runs` the
    unbroken stretches it has of a log: where a part was lost on the way, they may be of different branches.
    """

    def __init__(
        self,
        db: Database,
        decompress: Callable[[bytes], bytes],
        main: Callable[[str, int], bytes | None],
        runs: Callable[[str], tuple[Run, ...]],
    ) -> None:
        self._db = db
        self._decompress = decompress
        self._main = main
        self._runs = runs
        self._newest = self._held = 0
        self._variants: dict[str, dict[str, Variant]] = {}
        self._first: dict[str, int] = {}

    def points(self) -> dict[str, int]:
        """For each log that was written twice, the place from which there is more than one revision."""
        self._load()
        return self._first

    def forget(self) -> None:
        """Read the branches anew at the next question: what they say was changed."""
        self._newest = 0

    def version(self) -> int:
        """Grows with every revision that is found to claim a held place."""
        self._load()
        return self._newest

    def records(self, kind: str) -> frozenset[str]:
        """Every record of a kind that any branch speaks of, the journal's own included: what is known of
        these changes when a log turns out to have been written twice.
        """
        found = {variant.revision.record for variant in self.all() if variant.revision.kind == kind}
        for log, first in self.points().items():
            rows = self._db.conn.execute(
                "SELECT DISTINCT record.name FROM journal JOIN record ON record.id = journal.record"
                " WHERE journal.log = (SELECT id FROM log WHERE name = ?) AND seq >= ?"
                " AND journal.kind = (SELECT id FROM kind WHERE name = ?)",
                (log, first, kind),
            )
            found.update(name for (name,) in rows)
        return frozenset(found)

    def all(self) -> tuple[Variant, ...]:
        """Every revision of every branch, by log and place."""
        self._load()
        found = (variant for group in self._variants.values() for variant in group.values())
        return tuple(sorted(found, key=lambda variant: (variant.log, variant.seq, variant.hash)))

    def heads(self) -> tuple[ForkHead, ...]:
        """The signed ends of branches, without those that lie within another."""
        rows = self._db.conn.execute(
            "SELECT log.name, seq, hash, signature FROM fork_head JOIN log ON log.id = fork_head.log"
            " ORDER BY log.name, seq, hash"
        ).fetchall()
        heads = [ForkHead(*row) for row in rows]
        inner = {variant.hash for head in heads for variant in self.path(head.log, head.hash)[:-1]}
        return tuple(head for head in heads if head.hash not in inner)

    def path(self, log: str, digest: str) -> tuple[Variant, ...]:
        """The branch that ends with this revision, from where it leaves the journal."""
        self._load()
        found: list[Variant] = []
        variant = self._variants.get(log, {}).get(digest)
        while variant is not None:
            found.append(variant)
            variant = self._variants[log].get(variant.revision.prev)
        return tuple(reversed(found))

    def leads_to(self, log: str, run: Run) -> bool:
        """Whether nothing is missing before a stretch, for a branch leads from the journal to it."""
        way = self.path(log, run.before)
        if not way or way[0].seq == 1:
            return bool(way)
        before = self._main(log, way[0].seq - 1)
        return before is not None and revision_hash(before) == way[0].revision.prev

    def about(self, record: str) -> Iterator[Revision]:
        """What the branches say of a record, under the revisions' own names."""
        for variant in self.all():
            if variant.revision.record == record:
                yield self.named(variant.revision, variant.hash)

    def named(self, revision: Revision, digest: str) -> Revision:
        """The revision under its own name, if its place is held twice; its parents in the same log
        likewise.
        """
        first = self.points().get(revision.dot.log)
        if first is None or revision.dot.seq < first:
            return revision
        log = revision.dot.log
        parents = tuple(
            self._on_the_way_to(revision.dot.seq, digest, parent)
            if parent.log == log and parent.seq >= first
            else parent
            for parent in revision.parents
        )
        return replace(revision, dot=own_name(revision.dot, digest), parents=parents)

    def find(self, dot: Dot) -> Revision | None:
        """The revision of a name with `~`, None when it is not here."""
        raw = self.raw(dot)
        return self.named(decode(raw), revision_hash(raw)) if raw is not None else None

    def raw(self, dot: Dot) -> bytes | None:
        """The bytes of the revision of a name with `~`, None when it is not here."""
        log, _mark, digits = dot.log.partition(_MARK)
        raw = self._main(log, dot.seq)
        if raw is not None and revision_hash(raw).startswith(digits):
            return raw
        return next(
            (
                variant.raw
                for variant in self.all()
                if (variant.log, variant.seq) == (log, dot.seq) and variant.hash.startswith(digits)
            ),
            None,
        )

    def _on_the_way_to(self, seq: int, digest: str, parent: Dot) -> Dot:
        """Which of the revisions at the parent's place comes before the revision at `seq` with that hash."""
        log, runs = parent.log, self._runs(parent.log)
        while seq >= parent.seq:
            variant = self._variants.get(log, {}).get(digest)
            run = next((run for run in runs if run.first <= seq <= run.last), None)
            if variant is not None:
                if seq == parent.seq:
                    return own_name(parent, digest)
                seq, digest = seq - 1, variant.revision.prev
            elif run is None or parent.seq >= run.first:
                break
            else:
                seq, digest = run.first - 1, run.before
        raw = self._main(log, parent.seq)
        return parent if raw is None else own_name(parent, revision_hash(raw))

    def _load(self) -> None:
        newest, held = self._db.conn.execute("SELECT coalesce(max(rowid), 0), count(*) FROM fork").fetchone()
        if (newest, held) == (self._newest, self._held):
            return
        self._newest, self._held, self._variants, self._first = newest, held, {}, {}
        for log, seq, digest, body in self._db.conn.execute(
            "SELECT log.name, seq, hash, body FROM fork JOIN log ON log.id = fork.log ORDER BY seq"
        ):
            raw = self._decompress(body)
            self._variants.setdefault(log, {})[digest] = Variant(log, seq, digest, raw, decode(raw))
            self._first.setdefault(log, seq)


def is_own_name(dot: Dot) -> bool:
    """Whether the name is one of those given here."""
    return _MARK in dot.log


def own_name(dot: Dot, digest: str) -> Dot:
    """The name of the revision with that hash at a place that is held twice."""
    return Dot(f"{dot.log}{_MARK}{digest[:_DIGITS]}", dot.seq)


def plain_name(dot: Dot) -> Dot:
    """The place in the log that an own name stands for."""
    return Dot(dot.log.partition(_MARK)[0], dot.seq)
