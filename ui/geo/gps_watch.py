# SPDX-License-Identifier: Apache-2.0
"""A GPS receiver heard from the window: what its thread says, as signals."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from enumerator.gps.receiver import Lost, Port, Receiver
from enumerator.gps.tracking import Seen
from ui.mailbox import Mailbox

MakeReceiver = Callable[[str, Callable[[Seen], None], Callable[[Lost], None]], Receiver]


class GpsWatch(QObject):
    """`seen(Seen)` as long as it speaks, `lost(Lost)` once when it does not any more."""

    seen = Signal(object)
    lost = Signal(object)

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
        self._box = Mailbox(self, self._on_told)

    @property
    def listening(self) -> bool:
        """Whether a port is being read."""
        return self._receiver is not None

    def start(self, device: str) -> None:
        """Listen to the receiver at this port."""
        self.stop()
        # what an earlier one still says is not to be taken for this one's word
        receiver: list[Receiver] = []
        post = self._box.post
        made = self._make(device, lambda seen: post(receiver[0], seen), lambda lost: post(receiver[0], lost))
        receiver.append(made)
        self._receiver = made
        made.start()

    def stop(self) -> None:
        """Let go of the port."""
        receiver, self._receiver = self._receiver, None
        if receiver is not None:
            receiver.stop()

    def _on_told(self, receiver: Receiver, said: object) -> None:
        if receiver is not self._receiver:
            return
        if isinstance(said, Lost):
            self._receiver = None
            self.lost.emit(said)
        else:
            self.seen.emit(said)
