# SPDX-License-Identifier: Apache-2.0
"""A microphone for tests: it hears a tone as fast as it is asked."""

from __future__ import annotations

import math
import struct

from PySide6.QtCore import QTimer

from ui.capture.sources import Sound, SoundSource

RATE = 16_000


def tone(at: int, loud: float = 0.5, pieces: int = 1600) -> Sound:
    """A tenth of a second."""
    samples = (
        int(loud * 32_000 * math.sin((at * pieces + n) * 2 * math.pi * 440 / RATE)) for n in range(pieces)
    )
    return Sound(b"".join(struct.pack("<h", each) for each in samples), RATE)


class Humming(SoundSource):
    """Ten pieces a second, ten times as fast."""

    def __init__(self, loud: float = 0.5) -> None:
        super().__init__()
        self.used = False
        self._at = 0
        self._loud = loud
        self._timer = QTimer(self, interval=10)
        self._timer.timeout.connect(self._hum)

    def start(self) -> None:
        self.used = True
        self._timer.start()

    def stop(self) -> None:
        self.used = False
        self._timer.stop()

    def _hum(self) -> None:
        self.sound.emit(tone(self._at, self._loud))
        self._at += 1
