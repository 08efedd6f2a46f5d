# SPDX-License-Identifier: Apache-2.0
"""The port of a receiver, and the thread that reads it. The speed is found by trying."""

from __future__ import annotations

import errno
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Final

import serial
from serial.tools import list_ports

from enumerator.errors import UserError
from enumerator.gps.tracking import Seen, Tracker
from enumerator.messages import _

SPEEDS: Final = (9600, 4800, 38400, 115200)  # by how often receivers come with them
PATIENCE_S: Final = 2.5  # a receiver speaks once a second
SILENCE_S: Final = 10.0
_READ_S: Final = 0.25
_LONGEST: Final = 1024


@dataclass(frozen=True)
class Port:
    """A serial port: what the system calls it, and what is plugged into it."""

    device: str
    name: str


class Lost(UserError):  # noqa: N818 - named by what happened
    """The port cannot be read, or not any more."""


def ports() -> tuple[Port, ...]:
    """The serial ports of this computer, those with something plugged in by USB first."""
    found = sorted(list_ports.comports(), key=lambda each: (each.vid is None, each.device))
    # a port without any description is built in and has nothing on it
    return tuple(
        Port(each.device, f"{each.description} ({each.device})")
        for each in found
        if each.vid is not None or each.hwid not in ("n/a", "", None)
    )


class Receiver:
    """`start()` reads in a thread of its own and tells, from that thread: `heard(Seen)` at each sentence that
    says something, `lost(Lost)` once, when it is over. `stop()` returns when the port is let go."""

    def __init__(
        self,
        device: str,
        heard: Callable[[Seen], None],
        lost: Callable[[Lost], None],
        *,
        speeds: Sequence[int] = SPEEDS,
        patience: float = PATIENCE_S,
        silence: float = SILENCE_S,
    ) -> None:
        self._device = device
        self._heard = heard
        self._lost = lost
        self._speeds = tuple(speeds)
        self._patience = patience
        self._silence = silence
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to read."""
        self._thread = threading.Thread(target=self._run, name="gps", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Read no more."""
        self._stop.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(2.0)

    def _run(self) -> None:
        try:
            speed, alone = self._speeds[0], _exclusive()
            with serial.Serial(self._device, speed, timeout=_READ_S, exclusive=alone) as port:
                self._read(port)
        except (OSError, serial.SerialException) as problem:
            if not self._stop.is_set():
                self._lost(lost_because(problem, self._device))
        except Lost as problem:
            self._lost(problem)

    def _read(self, port: serial.Serial) -> None:
        tracker = Tracker()
        waiting = b""
        speed, since, understood = 0, monotonic(), False
        while not self._stop.is_set():
            waiting += port.read(max(1, min(port.in_waiting, _LONGEST)))
            *lines, waiting = waiting.split(b"\n")
            waiting = waiting[-_LONGEST:]
            for line in lines:
                before = tracker.read
                seen = tracker.take(line, monotonic())
                if seen is not None:
                    self._heard(seen)
                if tracker.read > before:
                    understood, since = True, monotonic()
            if understood:
                if monotonic() - since > self._silence:
                    raise Lost(
                        _("The GPS receiver says nothing any more."),
                        where=self._device,
                        remedy=_("Check its cable, or plug it in again."),
                    )
            elif monotonic() - since > self._patience:
                speed += 1
                if speed == len(self._speeds):
                    raise Lost(
                        _("No GPS receiver speaks at this port."),
                        where=self._device,
                        remedy=_("Choose another port, or type the position."),
                    )
                port.baudrate = self._speeds[speed]
                port.reset_input_buffer()
                waiting, tracker, since = b"", Tracker(), monotonic()


def _exclusive() -> bool | None:
    """Where the system knows it, the port is locked, for two readers get half the sentences each."""
    return None if sys.platform == "win32" else True


def lost_because(problem: Exception, device: str) -> Lost:
    """What the system says, in words a person can act on."""
    number = getattr(problem, "errno", None)
    close, again = _("Close other programs that use it."), _("Plug it in and look for it again.")
    if number == errno.EACCES or isinstance(problem, PermissionError):
        group = _("Close other programs that use it, or let this user into the group “dialout”.")
        remedy = group if sys.platform.startswith("linux") else close
        return Lost(_("The GPS receiver may not be used."), where=device, remedy=remedy)
    if number in (errno.ENOENT, errno.ENODEV, errno.ENXIO):
        return Lost(_("The GPS receiver is not plugged in."), where=device, remedy=again)
    if number in (errno.EBUSY, errno.EAGAIN):
        return Lost(_("Another program uses the GPS receiver."), where=device, remedy=close)
    return Lost(_("The GPS receiver was unplugged."), where=device, remedy=again)
