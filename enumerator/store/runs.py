# SPDX-License-Identifier: Apache-2.0
"""The unbroken stretches of each log that are held, so that a gap shows and a joint can be checked."""

from __future__ import annotations

from dataclasses import dataclass

from enumerator.store.sqlite import Database


@dataclass(frozen=True)
class Run:
    """Revisions `first` to `last`; `before` is the hash the first refers to, `hash` that of the last."""

    first: int
    last: int
    before: str
    hash: str


_COLUMNS = "first, last, before, hash"


class Runs:
    """The table `log_run`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, log: int) -> tuple[Run, ...]:
        """All stretches of a log, in order."""
        rows = self._db.conn.execute(f"SELECT {_COLUMNS} FROM log_run WHERE log = ? ORDER BY first", (log,))
        return tuple(Run(*row) for row in rows)

    def called(self, name: str) -> tuple[Run, ...]:
        """All stretches of the log of that name, in order; none of one that nobody heard of."""
        row = self._db.conn.execute("SELECT id FROM log WHERE name = ?", (name,)).fetchone()
        return self.of(row[0]) if row else ()

    def all(self) -> dict[int, tuple[Run, ...]]:
        """The stretches of every log."""
        found: dict[int, list[Run]] = {}
        for log, *run in self._db.conn.execute(f"SELECT log, {_COLUMNS} FROM log_run ORDER BY log, first"):
            found.setdefault(log, []).append(Run(*run))
        return {log: tuple(runs) for log, runs in found.items()}

    def holding(self, log: int, seq: int) -> Run | None:
        """The stretch that `seq` lies in."""
        row = self._db.conn.execute(
            f"SELECT {_COLUMNS} FROM log_run WHERE log = ? AND first <= ? ORDER BY first DESC LIMIT 1",
            (log, seq),
        ).fetchone()
        return Run(*row) if row and row[1] >= seq else None

    def after(self, log: int, seq: int) -> Run | None:
        """The first stretch that begins after `seq`."""
        row = self._db.conn.execute(
            f"SELECT {_COLUMNS} FROM log_run WHERE log = ? AND first > ? ORDER BY first LIMIT 1", (log, seq)
        ).fetchone()
        return Run(*row) if row else None

    def extend(self, log: int, first: int, last: int, before: str, digest: str) -> None:
        """Add a stretch, whose joints the caller has checked, and melt it with its neighbours."""
        left, right = self.holding(log, first - 1), self.holding(log, last + 1)
        if left is not None:
            first, before = left.first, left.before
        if right is not None:
            last, digest = right.last, right.hash
        self._db.conn.execute(
            "DELETE FROM log_run WHERE log = ? AND first BETWEEN ? AND ?", (log, first, last)
        )
        self._db.conn.execute(
            f"INSERT INTO log_run (log, {_COLUMNS}) VALUES (?, ?, ?, ?, ?)",
            (log, first, last, before, digest),
        )
