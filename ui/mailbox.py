# SPDX-License-Identifier: Apache-2.0
"""From any thread to the GUI thread, however soon the window that waits for it is closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from shiboken6 import isValid


class Mailbox:
    """`post(...)` on any thread calls `receive(...)` on the GUI thread, unless `owner` is gone by then.

    A thread must not emit a signal of the owner itself: Qt may be deleting it at that very moment. The signal
    is one of a carrier that lives as long as the application. Made on the GUI thread.
    """

    def __init__(self, owner: QObject, receive: Callable[..., None]) -> None:
        self._owner = owner
        self._receive = receive
        self._carrier = _carrier()

    def post(self, *values: object) -> None:
        """Put a letter in; returns at once."""
        try:
            self._carrier.carried.emit(_Letter(self, values))
        except RuntimeError:  # the application has ended; there is nobody left to tell
            return

    def open(self, values: tuple[object, ...]) -> None:
        """On the GUI thread: hand the letter over if somebody is there to read it."""
        if isValid(self._owner):
            self._receive(*values)


class _Letter:
    """What is on its way. It is emptied on arrival, so that the thread that sent it, which may hold the sheet
    a little longer, is never the last to hold a part of the window."""

    __slots__ = ("_to", "_values")

    def __init__(self, to: Mailbox, values: tuple[object, ...]) -> None:
        self._to: Mailbox | None = to
        self._values = values

    def take_out(self) -> tuple[Mailbox | None, tuple[object, ...]]:
        held = self._to, self._values
        self._to, self._values = None, ()
        return held


class _Carrier(QObject):
    """Belongs to the application and ends with it."""

    carried = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("pendata-carrier")
        self.carried.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def _deliver(self, letter: _Letter) -> None:
        to, values = letter.take_out()
        if to is not None:
            to.open(values)


def _carrier() -> _Carrier:
    app = QCoreApplication.instance()
    if app is None:
        raise RuntimeError("a mailbox needs an application")
    found = app.findChild(_Carrier, "pendata-carrier", Qt.FindChildOption.FindDirectChildrenOnly)
    return found if found is not None else _Carrier(app)
