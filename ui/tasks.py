# SPDX-License-Identifier: Apache-2.0
"""Work off the GUI thread: one piece at a time, with progress and cancel, and its outcome back on the
GUI thread.

    Task(self, lambda progress: import_bundle(..., progress)).on_success(self._show).start()

The work must not touch a widget. Pieces of work wait for each other, so two can never write at once. The
window that asked may be closed meanwhile: the work goes on to its end, and nobody is told.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any
from weakref import WeakSet

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from enumerator.errors import Cancelled
from ui.mailbox import Mailbox

Progress = Callable[[int, int], None]
Work = Callable[[Progress], Any]
_SHOW_EVERY_S = 0.05


class _Pool(QThreadPool):
    """The single worker of the application; it belongs to it and ends with it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("pendata-worker")
        self.setMaxThreadCount(1)
        self.setExpiryTimeout(2_000)
        self.jobs: WeakSet[_Job] = WeakSet()


def _pool() -> _Pool:
    app = QApplication.instance()
    if app is None:
        raise RuntimeError("a task needs an application")
    found = app.findChild(_Pool, "pendata-worker", Qt.FindChildOption.FindDirectChildrenOnly)
    return found if found is not None else _Pool(app)


@dataclass(frozen=True)
class _Outcome:
    result: Any = None
    error: Exception | None = None


class _Job:
    """What the worker's thread holds of a task: the work, and the way back.

    Emptied on the GUI thread before the outcome is told, so that what the work holds of a closed window is
    never let go in the worker's thread.
    """

    def __init__(self, task: Task, work: Work) -> None:
        self._task: Task | None = task
        self._work: Work | None = work
        self._outcome: _Outcome | None = None
        self._stop = threading.Event()
        self._shown = 0.0
        app = QApplication.instance()
        assert app is not None
        self._home = Mailbox(app, self._come_home)
        self._on_the_way = Mailbox(app, self._tell_progress)

    def stop(self) -> None:
        self._stop.set()

    @property
    def forgotten(self) -> bool:
        """Whether nobody waits for it any more."""
        return self._task is None

    def forget(self) -> None:
        """Tell nobody, whatever comes of it."""
        self._task = None

    # -- in the worker's thread

    def run(self) -> None:
        """Do the work; never raises."""
        self._outcome = self._do()
        self._home.post()

    def _do(self) -> _Outcome:
        try:
            if self._stop.is_set() or self._work is None:
                raise Cancelled
            return _Outcome(self._work(self._progress))
        except Exception as error:
            return _Outcome(error=error)

    def _progress(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise Cancelled
        now = monotonic()
        if done >= total or now - self._shown >= _SHOW_EVERY_S:
            self._shown = now
            self._on_the_way.post(done, total)

    # -- on the GUI thread

    def _tell_progress(self, done: int, total: int) -> None:
        if self._task is not None and isValid(self._task):
            self._task.progressed.emit(done, total)

    def _come_home(self) -> None:
        task, outcome = self._task, self._outcome
        self._task = self._work = self._outcome = None
        if task is not None and outcome is not None and isValid(task):
            task.report(outcome)


class Task(QObject):
    """One piece of work. It lives until it has reported, even if the caller keeps no reference."""

    progressed = Signal(int, int)
    ended = Signal()

    def __init__(self, parent: QObject, work: Work) -> None:
        super().__init__(parent)
        self._pool = _pool()
        self._job = _Job(self, work)
        self._pool.jobs.add(self._job)
        self._success: Callable[[Any], None] = lambda _result: None
        self._failure: Callable[[Exception], None] | None = None
        self._cancelled: Callable[[], None] = lambda: None

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
        self.progressed.connect(call)
        return self

    def start(self) -> Task:
        """Begin when the work before it has ended."""
        if not self._job.forgotten:
            self._pool.start(self._job.run)
        return self

    def start_soon(self) -> Task:
        """Begin at the next turn of the event loop, so that the caller can still say what follows."""
        QTimer.singleShot(0, self, self.start)
        return self

    def cancel(self) -> None:
        """Ask the work to stop at its next report of progress, where stopping is safe."""
        self._job.stop()

    def report(self, outcome: _Outcome) -> None:
        """Say what came of it, once."""
        self.deleteLater()
        self.ended.emit()
        error = outcome.error
        if error is None:
            self._success(outcome.result)
        elif isinstance(error, Cancelled):
            self._cancelled()
        elif self._failure is not None:
            self._failure(error)
        else:
            raise error


def wait_for_all(milliseconds: int = -1) -> bool:
    """Wait until no work is left (when the program closes); False when time ran out."""
    return _pool().waitForDone(milliseconds)


def end_all() -> None:
    """Wait until what was started has ended, and tell nobody: those who asked are being closed, and so is
    what their work was done on. What was not yet started will not be."""
    pool = _pool()
    for job in list(pool.jobs):
        job.forget()
    pool.waitForDone()
