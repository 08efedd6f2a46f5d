# SPDX-License-Identifier: Apache-2.0
"""A hybrid logical clock: it follows the wall clock but never runs backwards, and says when the wall clock
is doubtful.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from enumerator.store.sqlite import Database

ZERO = "0" * 16
# No laptop with this program shows an earlier date rightly.
_FLOOR = datetime(2026, 1, 1, tzinfo=UTC)
_TOLERATED = timedelta(minutes=10)
_LONGEST_REST = timedelta(days=400)
# A peer's clock that runs ahead by more than this does not pull ours along.
_LARGEST_PULL = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Reading:
    """One tick: `hlc` is 48 bits of milliseconds and 16 of a counter, in hex, later than every reading
    before it.
    """

    hlc: str
    suspect: bool


class Heard:
    """The latest reading known from anyone, in the store."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def reading(self) -> str:
        """ZERO before anything was heard."""
        row = self._db.conn.execute("SELECT value FROM fact WHERE name = 'hlc'").fetchone()
        return str(row[0]) if row else ZERO

    def hear(self, reading: str, now: datetime) -> None:
        """Follow a peer's reading, as far as it is believed; inside a transaction."""
        heard = believed(reading, now)
        if heard > self.reading():
            self._db.conn.execute("INSERT OR REPLACE INTO fact (name, value) VALUES ('hlc', ?)", (heard,))


def tick(last: str, now: datetime, *, own: str = "") -> Reading:
    """The reading after `last`, the latest known from anyone, at wall time `now`; `own` is this log's latest.

    Suspect when the wall clock is behind what is known, before the program's time, or more than 400 days
    after this log's last word.
    """
    wall = _milliseconds(now)
    latest = max(last or ZERO, own or ZERO)
    known = int(latest, 16) >> 16
    value = wall << 16 if wall > known else int(latest, 16) + 1
    own_wall = int(own or ZERO, 16) >> 16
    suspect = (
        now < _FLOOR
        or wall + _TOLERATED / timedelta(milliseconds=1) < known
        or bool(own and wall - own_wall > _LONGEST_REST / timedelta(milliseconds=1))
    )
    return Reading(f"{value:016x}", suspect)


def believed(heard: str, now: datetime) -> str:
    """What a peer's reading may do to ours: itself, unless it is far ahead of our wall clock."""
    limit = _milliseconds(now) + int(_LARGEST_PULL / timedelta(milliseconds=1))
    return heard if int(heard, 16) >> 16 <= limit else ZERO


def _milliseconds(moment: datetime) -> int:
    return min(max(int(moment.timestamp() * 1000), 0), (1 << 48) - 1)
