# SPDX-License-Identifier: Apache-2.0
"""Work off the GUI thread: one piece at a time, with progress and cancel, and its outcome back on the
GUI thread.

    Task(self, lambda progress: import_bundle(..., progress)).on_success(self._show).start()

The work must not touch a widget. Pieces of work wait for each other, so two can never write at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QApplication

from enumerator.errors import Cancelled

Progress = Callable[[int, int], None]
Work = Callable[[Progress], Any]
_SHOW_EVERY_MS = 50


class _Pool(QThreadPool):
    """The single worker of the application; it belongs to it and ends with it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("pendata-worker")
        self.setMaxThreadCount(1)
        self.setExpiryTimeout(2_000)


def _pool() -> _Pool:
    app = QApplication.instance()
    if app is None:
        raise RuntimeError("a task needs an application")
    found = app.findChild(_Pool, "pendata-worker", Qt.FindChildOption.FindDirectChildrenOnly)
    return found if found is not None else _Pool(app)


class Task(QObject):
    """One piece of work. It lives until it has reported, even if the caller keeps no reference."""

    progressed = Signal(int, int)
    ended = Signal()
    _done = Signal(object)
    _broke = Signal(object)

    def __init__(self, parent: QObject, work: Work) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = threading.Event()
        self._success: Callable[[Any], None] = lambda _result: None
        self._failure: Callable[[Exception], None] | None = None
        self._cancelled: Callable[[], None] = lambda: None
        queued = Qt.ConnectionType.QueuedConnection
        self._done.connect(self._report_done, queued)
        self._broke.connect(self._report_broken, queued)

    def on_success(self, call: Callable[[Any], None]) -> Task:
        """`call(result)` on the GUI thread."""
        self._success = call
        return self

    def on_failure(self, call: Callable[[Exception], None]) -> Task:
        """`call(exception)` on the GUI thread; without it the exception goes to `sys.excepthook`."""
        self._failure = call
        return self

    def on_cancel(self, call: Callable[[], None]) -> Task:
        """`call()` when the person stopped the work."""
        self._cancelled = call
        return self

    def on_progress(self, call: Callable[[int, int], None]) -> Task:
        """`call(done, total)` at most twenty times a second; `total` 0 means nobody knows."""
        self.progressed.connect(call, Qt.ConnectionType.QueuedConnection)
        return self

    def start(self) -> Task:
        """Begin when the work before it has ended."""
        _pool().start(self._run)
        return self

    def start_soon(self) -> Task:
        """Begin at the next turn of the event loop, so that the caller can still say what follows."""
        QTimer.singleShot(0, self, self.start)
        return self

    def cancel(self) -> None:
        """Ask the work to stop at its next report of progress, where stopping is safe."""
        self._stop.set()

    def _run(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        shown = -_SHOW_EVERY_MS

        def progress(done: int, total: int) -> None:
            nonlocal shown
            if self._stop.is_set():
                raise Cancelled
            if done >= total or clock.elapsed() - shown >= _SHOW_EVERY_MS:
                shown = clock.elapsed()
                self._emit(self.progressed, done, total)

        try:
            if self._stop.is_set():
                raise Cancelled
            result = self._work(progress)
        except Exception as error:
            self._emit(self._broke, error)
        else:
            self._emit(self._done, result)

    @staticmethod
    def _emit(signal: Any, *values: object) -> None:
        try:
            signal.emit(*values)
        except RuntimeError:  # the window that asked is gone; there is nobody left to tell
            return

    def _report_done(self, result: object) -> None:
        self.ended.emit()
        self._success(result)
        self.deleteLater()

    def _report_broken(self, error: Exception) -> None:
        self.ended.emit()
        self.deleteLater()
        if isinstance(error, Cancelled):
            self._cancelled()
        elif self._failure is not None:
            self._failure(error)
        else:
            raise error


def wait_for_all(milliseconds: int = -1) -> bool:
    """Wait until no work is left (when the program closes); False when time ran out."""
    return _pool().waitForDone(milliseconds)
