# SPDX-License-Identifier: Apache-2.0
"""Telling how far the demo is and how long each step took."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class Steps:
    """The steps of one run; `seconds` by name, in order."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stderr
        self._now = ""
        self._shown = 0.0
        self._width = 0
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Tell the step when it begins, and its time when it ends."""
        self._now = name
        self._write(f"{name} ...")
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = time.perf_counter() - begun
        self._write(f"{name}  {self.seconds[name]:.1f} s", end="\n")

    def progress(self, done: int, total: int) -> None:
        """How far the step is; written over itself, and only on a terminal."""
        now = time.monotonic()
        if self._out.isatty() and (done >= total or now - self._shown > 0.2):
            self._shown = now
            self._write(f"{self._now}  {done:,} / {total:,}")

    def _write(self, words: str, end: str = "") -> None:
        if self._out.isatty():
            # blanks, for the terminal of an older Windows prints the code that clears a line
            self._out.write(f"\r{words.ljust(self._width)}{end}")
            self._width = 0 if end else len(words)
        elif end:
            self._out.write(words + end)
        self._out.flush()
