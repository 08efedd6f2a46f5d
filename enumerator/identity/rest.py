# SPDX-License-Identifier: Apache-2.0
"""When to lock: how long nobody has touched the program."""

from __future__ import annotations

import time
from collections.abc import Callable


class RestWatch:
    """Counts rest on a clock that cannot be set; a laptop that slept has rested."""

    def __init__(self, minutes: int, elapsed: Callable[[], float] | None = None) -> None:
        self._allowed = minutes * 60.0
        # the boot clock counts sleep, which the monotonic one does not on Linux
        self._elapsed = elapsed or _since_boot
        self._touched = self._elapsed()

    def due(self) -> bool:
        """Whether it is time to lock."""
        return self.left() <= 0

    def left(self) -> float:
        """Seconds until it is."""
        return self._allowed - (self._elapsed() - self._touched)


def _since_boot() -> float:
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.clock_gettime(boot) if boot is not None else time.monotonic()
