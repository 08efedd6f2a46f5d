# SPDX-License-Identifier: Apache-2.0
"""Where pictures come from: a source gives one frame after another, devices are the sources to choose
from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class Device:
    """One camera or microphone: `key` stays the same when it is plugged in again, `name` is for people."""

    key: str
    name: str


class FrameSource(QObject):
    """Frames from anywhere. Whoever has frames emits them: `source.frame.emit(picture)`.

    `frame(QImage)` one after another, `failed(str)` in the user's words when no more can come.
    """

    frame = Signal(object)
    failed = Signal(str)

    def start(self) -> None:
        """Begin to give frames."""

    def stop(self) -> None:
        """Give no more, and let go of the device."""


class Devices(QObject):
    """The sources to choose from. `changed` when one was plugged in or out."""

    changed = Signal()

    def __init__(
        self, sources: Mapping[Device, Callable[[], FrameSource]] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.sources = dict(sources or {})

    def found(self) -> Sequence[Device]:
        """Those that are there now, the usual one first; UserError where none can be looked for."""
        return tuple(self.sources)

    def open(self, key: str) -> FrameSource:
        """The source of a device, not started yet; KeyError if it is not there."""
        return next(make for device, make in self.sources.items() if device.key == key)()
