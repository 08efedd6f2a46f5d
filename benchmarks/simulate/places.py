# SPDX-License-Identifier: Apache-2.0
"""A data folder with its person, and the power that may fail at any step of a piece of work."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from enumerator.identity.keys import Keys
from enumerator.store.store import Store

DB_KEY = bytes(range(32))


@dataclass(eq=False)
class Place:
    """One data folder with its person: an office or a laptop. `offset` is how wrong its clock is."""

    name: str
    keys: Keys
    folder: Path
    offset: timedelta = timedelta()
    store: Store = field(init=False)


class Crash(BaseException):
    """The machine stops here; what is on its disk at this moment is all that is left."""


class Power:
    """Counts steps down; at zero it keeps what is on the disk and stops the machine.

    Steps are whatever a program asks of the world while it works: a signature, the time, a step forward of a
    long work, and having told the person that all is done. They are counted, never timed or measured.
    """

    def __init__(self, new_folder: Callable[[], Path]) -> None:
        self._new_folder = new_folder
        self.steps_left = 0
        self.image = Path()
        self.failed_at = ""

    def step(self, place: Place, name: str) -> None:
        """One step of the work that `place` does."""
        if self.steps_left <= 0:
            return
        self.steps_left -= 1
        if self.steps_left == 0:
            self.image = self._new_folder()
            shutil.copytree(place.folder, self.image, dirs_exist_ok=True)
            self.failed_at = name
            raise Crash
