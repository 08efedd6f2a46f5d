# SPDX-License-Identifier: Apache-2.0
"""What QtMultimedia finds plugged into this computer: cameras or microphones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from PySide6.QtCore import QObject

from ui.capture.multimedia import multimedia
from ui.capture.sources import Device, Devices, Source


class PluggedIn(Devices):
    """Looked for when first asked, and watched from then on; `make(device, parent)` is the source of one."""

    def __init__(
        self,
        medium: Literal["video", "audio"],
        make: Callable[[Any, QObject], Source],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self._medium = medium
        self._make = make
        self._watch: Any = None

    def found(self) -> Sequence[Device]:
        qt = multimedia()
        if self._watch is None:
            self._watch = qt.QMediaDevices(self)
            getattr(self._watch, f"{self._medium}InputsChanged").connect(self.changed)
        usual = getattr(qt.QMediaDevices, f"default{self._medium.title()}Input")()
        inputs = sorted(self._inputs(), key=lambda each: each != usual)
        return tuple(Device(_key(each), each.description()) for each in inputs)

    def open(self, key: str) -> Source:
        device = next((each for each in self._inputs() if _key(each) == key), None)
        if device is None:
            raise KeyError(key)
        return self._make(device, self)

    def _inputs(self) -> Sequence[Any]:
        found: Sequence[Any] = getattr(multimedia().QMediaDevices, f"{self._medium}Inputs")()
        return found


def _key(device: Any) -> str:
    return bytes(device.id().data()).decode("utf-8", "replace")
