# SPDX-License-Identifier: Apache-2.0
"""Python's garbage is collected on the GUI thread, between two events, and nowhere else."""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, QTimer

LOOK_MS: Final = 300
REST: Final = 50
"""A whole collection comes at most after fifty times what the last one took: 2 % of the time."""


class Sweeper(QObject):
    """While it lives and is not stopped, the collector does not start by itself.

    By itself it starts in whichever thread happens to make the next object. A part of a closed window that
    is collected in a worker's thread is destroyed there: Qt aborts or crashes for animations and painters,
    and defers others to wherever the GUI thread just is.
    """

    def __init__(self, parent: QObject, clock: Callable[[], float] = perf_counter) -> None:
        super().__init__(parent)
        self._clock = clock
        self._whole_after = clock()
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.sweep)
        self._timer.start(LOOK_MS)

    def stop(self) -> None:
        """Leave the collector as it was found."""
        self._timer.stop()
        if self._was_on:
            gc.enable()

    def sweep(self) -> None:
        """Collect as much as Python itself would by its counts."""
        counts, limits = gc.get_count(), gc.get_threshold()
        if counts[0] <= limits[0]:
            return
        began = self._clock()
        if counts[1] <= limits[1]:
            gc.collect(0)
        elif counts[2] <= limits[2] or began < self._whole_after:
            gc.collect(1)
        else:
            gc.collect()
            ended = self._clock()
            self._whole_after = ended + REST * (ended - began)
