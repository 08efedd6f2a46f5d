# SPDX-License-Identifier: Apache-2.0
"""What a receiver's sentences come to: where it is and how surely, or why it does not know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from enumerator.gps.sentences import BadSentenceError, Error, Position, Validity, read_sentence

RANGE_ERROR: Final = 5.0
"""Metres by which one range of a consumer receiver is wrong under an open sky (one standard deviation); times
the horizontal dilution it gives the accuracy where the receiver does not say it itself (GPS SPS Performance
Standard, 5th edition, section 3)."""
GROUND: Final = 1.0
"""Least accuracy we believe, metres."""
FRESH_S: Final = 3.0
MADE_UP: Final = (7, 8)
"""Qualities of positions that were typed into the receiver, or are simulated."""


@dataclass(frozen=True)
class Fix:
    """One position: degrees (WGS 84), metres above the sea or None, accuracy in metres (one standard
    deviation). `made_up` when the receiver says that it is simulated."""

    latitude: float
    longitude: float
    altitude: float | None
    accuracy: float
    made_up: bool = False


@dataclass(frozen=True)
class Seen:
    """What is known now: a fix or None, satellites in use, sentences read and damaged so far."""

    fix: Fix | None
    satellites: int
    read: int
    damaged: int


class Tracker:
    """Takes lines as they come, `now` in seconds of any monotonic clock; `read` counts the sound ones."""

    def __init__(self) -> None:
        self._error: tuple[float, float] | None = None
        self._valid = True
        self.read = 0
        self._damaged = 0
        self._satellites = 0

    def take(self, line: bytes, now: float) -> Seen | None:
        """What is known after this line; None when it adds nothing to say."""
        try:
            said = read_sentence(line)
        except BadSentenceError:
            self._damaged += 1
            return self._seen(None)
        self.read += 1
        if isinstance(said, Error):
            self._error = (said.metres, now)
        elif isinstance(said, Validity):
            self._valid = said.valid
        elif isinstance(said, Position):
            self._satellites = said.satellites
            return self._seen(self._fix(said, now))
        return None

    def _seen(self, fix: Fix | None) -> Seen:
        return Seen(fix, self._satellites, self.read, self._damaged)

    def _fix(self, said: Position, now: float) -> Fix | None:
        if not said.quality or not self._valid:
            return None
        accuracy = self._accuracy(said, now)
        if accuracy is None:
            return None
        made_up = said.quality in MADE_UP
        return Fix(said.latitude, said.longitude, said.altitude, max(GROUND, accuracy), made_up)

    def _accuracy(self, said: Position, now: float) -> float | None:
        """As the receiver says it; else by the dilution; None where it says neither."""
        if self._error is not None and now - self._error[1] <= FRESH_S:
            return self._error[0]
        return said.dilution * RANGE_ERROR if said.dilution else None
