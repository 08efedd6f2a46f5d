# SPDX-License-Identifier: Apache-2.0
"""What is held of a log: its stretches, what is missing between them, and its writer's signed words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from enumerator.store.runs import Run


@dataclass(frozen=True)
class SignedHead:
    """A writer's word for its log up to `seq`; `signature` is over `revision.head_message`."""

    log: str
    seq: int
    hash: str
    signature: bytes


@dataclass(frozen=True)
class LogState:
    """What is held of one log. `contiguous` counts from 1 without a gap, `last` is the highest held,
    `holes` are (first, last) of what is missing below it, `heads` one signed head per unbroken stretch
    (`runs`), in order."""

    log: str
    last: int
    contiguous: int
    holes: tuple[tuple[int, int], ...]
    heads: tuple[SignedHead, ...]
    runs: tuple[Run, ...] = ()

    @property
    def head(self) -> SignedHead | None:
        """The newest signed head."""
        return self.heads[-1] if self.heads else None


@dataclass(frozen=True)
class Received:
    """What became of revisions that arrived: kept, held before, or in a place that another revision holds."""

    new: int = 0
    known: int = 0
    forked: int = 0

    def __add__(self, other: Received) -> Received:
        return Received(self.new + other.new, self.known + other.known, self.forked + other.forked)


def state_of(name: str, runs: tuple[Run, ...], heads: Iterable[SignedHead]) -> LogState:
    """The state of a log with these stretches and signed heads."""
    contiguous = runs[0].last if runs and runs[0].first == 1 else 0
    ends = [0, *(run.last for run in runs)]
    holes = tuple(
        (end + 1, run.first - 1) for end, run in zip(ends, runs, strict=False) if run.first > end + 1
    )
    return LogState(name, runs[-1].last if runs else 0, contiguous, holes, tuple(heads), runs)
