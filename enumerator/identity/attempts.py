# SPDX-License-Identifier: Apache-2.0
"""Guessing is slowed: after three wrong passphrases each further one must wait. Nothing is ever wiped."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from enumerator.identity.faults import IdentityError, WaitError
from enumerator.identity.files import write_whole
from enumerator.messages import n_

FILE_NAME = "attempts.json"
_FREE = 3
_LONGEST = timedelta(minutes=15)


class Attempts:
    """The count of wrong attempts in one data folder, or of one person (`of`) in it."""

    def __init__(self, folder: Path, clock: Callable[[], datetime], *, of: str = "") -> None:
        self._path = folder / (f"attempts-{of}.json" if of else FILE_NAME)
        self._clock = clock

    def check(self) -> None:
        """WaitError while the next attempt is not heard yet."""
        wrong, last = self._read()
        if wrong < _FREE or last is None:
            return
        pause = min(timedelta(seconds=5 * 2 ** min(wrong - _FREE, 20)), _LONGEST)
        passed = self._clock() - last
        # a clock set back does not lock anybody out for longer than the pause
        left = pause - passed if timedelta() <= passed else pause
        if left > timedelta():
            seconds = int(left.total_seconds()) + 1
            raise WaitError(
                n_(
                    "Too many wrong attempts. Wait {n} second.",
                    "Too many wrong attempts. Wait {n} seconds.",
                    seconds,
                ),
                seconds=seconds,
            )

    def failed(self) -> None:
        """Count a wrong one; where nothing can be written, the words about the passphrase come first."""
        wrong, _last = self._read()
        content = {"wrong": wrong + 1, "last": self._clock().isoformat()}
        with suppress(IdentityError):
            write_whole(self._path, json.dumps(content).encode())

    def succeeded(self) -> None:
        """Start counting afresh."""
        self._path.unlink(missing_ok=True)

    def _read(self) -> tuple[int, datetime | None]:
        try:
            content = json.loads(self._path.read_text("utf-8"))
            return int(content["wrong"]), datetime.fromisoformat(content["last"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0, None
