# SPDX-License-Identifier: Apache-2.0
"""A GPS receiver heard from the window: what its thread says, as signals."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal

from enumerator.gps.receiver import Lost, Port, Receiver
from enumerator.gps.tracking import Seen

MakeReceiver = Callable[[str, Callable[[Seen], None], Callable[[Lost], None]], Receiver]


class GpsWatch(QObject):
    """`seen(Seen)` as long as it speaks, `lost(Lost)` once when it does not any more."""

    seen = Signal(object)
    lost = Signal(object)
    _told = Signal(object, object)

    def __init__(
        self,
        ports: Callable[[], Sequence[Port]],
        make: MakeReceiver = Receiver,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.ports = ports
        self._make = make
        self._receiver: Receiver | None = None
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    @property
    def listening(self) -> bool:
        """Whether a port is being read."""
        return self._receiver is not None

    def start(self, device: str) -> None:
        """Listen to the receiver at this port."""
        self.stop()
        # what an earlier one still says is not to be taken for this one's word
        receiver: list[Receiver] = []
        made = self._make(
            device, lambda seen: self._tell(receiver, seen), lambda lost: self._tell(receiver, lost)
        )
        receiver.append(made)
        self._receiver = made
        made.start()

    def stop(self) -> None:
        """Let go of the port."""
        receiver, self._receiver = self._receiver, None
        if receiver is not None:
            receiver.stop()

    def _tell(self, receiver: list[Receiver], said: object) -> None:
        try:
            self._told.emit(receiver[0], said)
        except RuntimeError:  # the window that asked is gone; there is nobody left to tell
            return

    def _on_told(self, receiver: Receiver, said: object) -> None:
        if receiver is not self._receiver:
            return
        if isinstance(said, Lost):
            self._receiver = None
            self.lost.emit(said)
        else:
            self.seen.emit(said)
