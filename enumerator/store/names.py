# SPDX-License-Identifier: Apache-2.0
"""Small numbers for the long names of logs, kinds and records."""

from __future__ import annotations

import json

from enumerator.store.sqlite import Database


class Names:
    """Gives a number to each name at its first use. Call inside a transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._logs: dict[str, int] = {}
        self._kinds: dict[str, int] = {}

    def log(self, name: str) -> int:
        """The number of a log."""
        return self._number("log", name, self._logs)

    def kind(self, name: str) -> int:
        """The number of a kind of record."""
        return self._number("kind", name, self._kinds)

    def kind_if_known(self, name: str) -> int | None:
        """The number of a kind, None when nothing of it was ever written; needs no transaction."""
        row = self._db.conn.execute("SELECT id FROM kind WHERE name = ?", (name,)).fetchone()
        return int(row[0]) if row else None

    def records(self, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """The numbers of records, each given as (name, kind)."""
        pairs = [(name, self.kind(kind)) for name, kind in sorted(wanted)]
        self._db.conn.executemany("INSERT OR IGNORE INTO record (name, kind) VALUES (?, ?)", pairs)
        kinds = {number: kind for kind, number in self._kinds.items()}
        names = json.dumps([name for name, _kind in pairs])
        rows = self._db.conn.execute(
            "SELECT id, name, kind FROM record WHERE name IN (SELECT value FROM json_each(?))", (names,)
        )
        return {(name, kinds[kind]): number for number, name, kind in rows if kind in kinds}

    def forget(self) -> None:
        """Look everything up again: numbers given in a transaction that was rolled back are void."""
        self._logs.clear()
        self._kinds.clear()

    def _number(self, table: str, name: str, cache: dict[str, int]) -> int:
        number = cache.get(name)
        if number is None:
            self._db.conn.execute(f"INSERT OR IGNORE INTO {table} (name) VALUES (?)", (name,))
            row = self._db.conn.execute(f"SELECT id FROM {table} WHERE name = ?", (name,)).fetchone()
            number = cache[name] = int(row[0])
        return number
