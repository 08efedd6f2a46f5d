# SPDX-License-Identifier: Apache-2.0
"""What one edit changed: the only thing an interview says back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RemovedRow:
    """A removed repeat instance: where it stood and all it held, enough to put it back."""

    series: str
    address: str
    row: str
    place: int
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Changes:
    """Addresses by what changed there. `answers` are the flat answers to write down: None means no longer
    held."""

    values: frozenset[str] = _NONE
    relevance: frozenset[str] = _NONE
    required: frozenset[str] = _NONE
    readonly: frozenset[str] = _NONE
    choices: frozenset[str] = _NONE
    labels: frozenset[str] = _NONE
    problems: frozenset[str] = _NONE
    rows: frozenset[str] = _NONE
    answers: Mapping[str, str | None] = field(default_factory=dict)
    created: str | None = None
    removed: RemovedRow | None = None


class Record:
    """Changes while they happen."""

    def __init__(self) -> None:
        self.values: set[str] = set()
        self.relevance: set[str] = set()
        self.required: set[str] = set()
        self.readonly: set[str] = set()
        self.choices: set[str] = set()
        self.labels: set[str] = set()
        self.problems: set[str] = set()
        self.rows: set[str] = set()
        self.answers: dict[str, str | None] = {}
        self.created: str | None = None
        self.removed: RemovedRow | None = None

    def changes(self) -> Changes:
        return Changes(
            frozenset(self.values),
            frozenset(self.relevance),
            frozenset(self.required),
            frozenset(self.readonly),
            frozenset(self.choices),
            frozenset(self.labels),
            frozenset(self.problems),
            frozenset(self.rows),
            dict(self.answers),
            self.created,
            self.removed,
        )
