# SPDX-License-Identifier: Apache-2.0
"""Where pictures and sound come from: a source gives one frame or piece after another, devices are the
sources to choose from."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class Device:
    """One camera or microphone: `key` stays the same when it is plugged in again, `name` is for people."""

    key: str
    name: str


class Source(QObject):
    """What gives something again and again; `failed(str)` in the user's words when no more can come."""

    failed = Signal(str)

    def start(self) -> None:
        """Begin to give."""

    def stop(self) -> None:
        """Give no more, and let go of the device."""


class FrameSource(Source):
    """Frames from anywhere. Whoever has frames emits them: `source.frame.emit(picture)`, a QImage."""

    frame = Signal(object)


@dataclass(frozen=True)
class Sound:
    """A piece of sound: samples of 16 bits (or floats of 32, where `floats`), channels interleaved."""

    samples: bytes
    rate: int
    channels: int = 1
    floats: bool = False

    def level(self) -> float:
        """How loud its loudest sample is, 0 to 1."""
        values = array("f" if self.floats else "h", self.samples)
        loudest = max((abs(each) for each in values), default=0)
        return min(1.0, loudest if self.floats else loudest / 32_768)


class SoundSource(Source):
    """Sound from anywhere: `source.sound.emit(Sound(...))`, piece by piece."""

    sound = Signal(object)


class Devices(QObject):
    """The sources to choose from. `changed` when one was plugged in or out."""

    changed = Signal()

    def __init__(
        self, sources: Mapping[Device, Callable[[], Any]] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.sources = dict(sources or {})

    def found(self) -> Sequence[Device]:
        """Those that are there now, the usual one first; UserError where none can be looked for."""
        return tuple(self.sources)

    def open(self, key: str) -> Any:
        """The source of a device, not started yet; KeyError if it is not there."""
        return {device.key: make for device, make in self.sources.items()}[key]()
