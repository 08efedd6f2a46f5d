# SPDX-License-Identifier: Apache-2.0
"""What is printed: the figures of all seeds so far, or the seed that failed and how to run it again."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from pathlib import Path

from benchmarks.simulate.run import Outcome, Size


class Figures:
    """Adds up outcomes in the order of their seeds; their diaries go to a file where one is given."""

    def __init__(self, diary: Path | None = None) -> None:
        self._tally: Counter[str] = Counter()
        self._digest = hashlib.sha256()
        self._started = time.perf_counter()
        self._diary = diary
        if diary is not None:
            diary.write_text("", encoding="utf-8")

    @property
    def seeds(self) -> int:
        """How many were added."""
        return self._tally["seeds"]

    def add(self, outcome: Outcome) -> None:
        """One seed that lost nothing."""
        self._tally.update(outcome.tally)
        self._tally["seeds"] += 1
        self._digest.update(outcome.fingerprint.encode())
        if self._diary is not None:
            with self._diary.open("a", encoding="utf-8") as file:
                file.writelines(f"{outcome.seed} {line}\n" for line in outcome.diary)

    def show(self) -> None:
        """The figures of all seeds so far, none of which lost anything."""
        for name in ("seeds", *sorted(self._tally.keys() - {"seeds"})):
            print(f"{name:>12} {self._tally[name]:>9,}")
        print(f"{'losses':>12} {0:>9}")
        print(f"{'fingerprint':>12} {self._digest.hexdigest()[:9]}")
        print(f"{'seconds':>12} {time.perf_counter() - self._started:>9.1f}", flush=True)


def again(seed: int, size: Size) -> str:
    """The command that runs one seed again."""
    chosen = f"--laptops {size.laptops} --offices {size.offices} --days {size.days} --events {size.events}"
    return f"python -m benchmarks.simulate --seeds {seed}:{seed + 1} {chosen}"
