# SPDX-License-Identifier: Apache-2.0
"""A household's answers as the rules read them: each given, not asked for good reason, or missing.

A blank has two meanings. If the form did not ask (the question or a group around it was not relevant), the
blank is an answer. If it asked and got none, or "don't know", or a refusal, the value is missing. Which of
the two it is the form's own relevance conditions tell, read with the same three-valued logic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from enumerator.eligibility.values import UNKNOWN, Scalar, Truth, Unknown

ROWS = "#rows"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the household: its path in the form, and the roster rows on the way (series path, row id)."""

    path: str
    rows: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> str:
        """The answer's address, each row named by its id."""
        address, done = "", 0
        for series, row in self.rows:
            address += f"{self.path[done : len(series)]}[{row}]"
            done = len(series)
        return address + self.path[done:]

    def row_of(self, series: str) -> Place | None:
        """The row of `series` that this place stands in, if it does."""
        for index, (path, _row) in enumerate(self.rows):
            if path == series:
                return Place(path, self.rows[: index + 1])
        return None

    def child(self, name: str) -> Place:
        """The node of that name below this one."""
        return Place(f"{self.path}/{name}", self.rows)

    def parent(self) -> Place:
        """The node above: a row's parent is what holds the roster."""
        above = self.path.rpartition("/")[0]
        return Place(above, self.rows[:-1] if self.rows and self.rows[-1][0] == self.path else self.rows)


Applies = Callable[["Answers", Place], Truth]
"""Whether the form asks a place at all."""
Derives = Callable[["Answers", Place], "str | Unknown | None"]
"""A calculated question's value, None where the stored one stands."""


@dataclass
class Answers:
    """One household being read, as of `today`. What was read, and what was missing, is noted for the reasons.

    `values` is the flat map of a household's view; `named` what the rules call by name beside the questions;
    `asked` what is known so far of which places the form asks.
    """

    values: Mapping[str, str]
    applies: Applies
    derives: Derives
    named: Callable[[str], Scalar]
    today: date
    read: dict[str, str] = field(default_factory=dict)
    missing: dict[str, Place] = field(default_factory=dict)
    asked: dict[Place, Truth] = field(default_factory=dict)
    _known: dict[Place, tuple[str | Unknown, dict[str, Place]]] = field(default_factory=dict)

    def value(self, place: Place) -> str | Unknown:
        """The answer's text, blank where it was not asked, UNKNOWN where it is missing."""
        if place not in self._known:
            self._known[place] = self._look(place)
        value, missing = self._known[place]
        self.missing.update(missing)
        if not isinstance(value, Unknown):
            self.read[place.address] = value
        return value

    def rows(self, series: Place) -> list[Place]:
        """The rows of a roster, in order."""
        ids = self.values.get(series.address + ROWS, "").split()
        return [Place(series.path, (*series.rows, (series.path, each))) for each in ids]

    def start_noting(self) -> None:
        """Forget what was read so far: the next reasons begin here."""
        self.read = {}
        self.missing = {}

    def _look(self, place: Place) -> tuple[str | Unknown, dict[str, Place]]:
        derived, missing = self._apart(lambda: self.derives(self, place))
        if derived is not None:
            return derived, (missing or {place.address: place}) if isinstance(derived, Unknown) else {}
        text = self.values.get(place.address, "")
        if text or self._apart(lambda: self.applies(self, place))[0] is False:
            return text, {}
        return UNKNOWN, {place.address: place}

    def _apart(self, work: Callable[[], T]) -> tuple[T, dict[str, Place]]:
        """The work's result and what it missed, kept apart from what the rule itself reads and misses."""
        read, missing = self.read, self.missing
        self.start_noting()
        try:
            return work(), self.missing
        finally:
            self.read, self.missing = read, missing
