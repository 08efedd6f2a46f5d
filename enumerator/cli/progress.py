# SPDX-License-Identifier: Apache-2.0
"""How far a long command is, on one line of the terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

_EVERY_SECONDS = 0.2


def bar(what: str) -> Callable[[int, int], None]:
    """A progress callback that writes `what 120 / 400` over itself; silent where there is no terminal."""
    shown = 0.0

    def show(done: int, total: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if not sys.stderr.isatty() or (done < total and now - shown < _EVERY_SECONDS):
            return
        shown = now
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r{what} {done:,} / {total:,}{end}")
        sys.stderr.flush()

    return show
