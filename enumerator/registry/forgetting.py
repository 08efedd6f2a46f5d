# SPDX-License-Identifier: Apache-2.0
"""Taking an erased household out of every list made from the journal, whichever room made the list."""

from __future__ import annotations

from typing import Final

from enumerator.store.sqlite import Database

_NAMES: Final = ("household", "a", "b", "into_household", "entity")
_NOT_LISTS: Final = frozenset(
    {"erased", "draft", "custody", "held_by", "surveyed_by", "review_of", "ever_assigned", "household"}
)
"""Tables of the journal itself, those that name a household and say nothing of it (and still lead its
erasure to the laptops), and the households, which the projection takes out itself."""


def forget(db: Database, household: str) -> int:
    """Remove every row of a projection that is about the household; how many."""
    removed = 0
    tables = db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%STRICT%'")
    for (table,) in tables.fetchall():
        if table in _NOT_LISTS:
            continue
        columns = db.conn.execute(f"PRAGMA table_info([{table}])").fetchall()
        named = [column[1] for column in columns if column[1] in _NAMES and column[2] == "TEXT"]
        for column in named:
            removed += db.conn.execute(
                f"DELETE FROM [{table}] WHERE [{column}] = ?", (household,)
            ).rowcount
    for (table,) in db.conn.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%fts5%'"
    ).fetchall():
        # an index keeps the words of a row that was removed until its parts are joined
        db.conn.execute(f"INSERT INTO [{table}] ([{table}]) VALUES ('optimize')")
    return removed
