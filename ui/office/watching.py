# SPDX-License-Identifier: Apache-2.0
"""The watched folder of an office: what arrives there is taken in by itself, whatever page is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from enumerator.bundles.refusals import MediumError
from enumerator.bundles.watch import Arrivals
from enumerator.office.inbox import import_arrived
from ui.office.inbox_rows import Arrival, summary
from ui.reporting import News
from ui.tasks import Progress, Task

LOOK_MS: Final = 4_000


class Watching(QObject):
    """Looks every few seconds, off the GUI thread; a file counts once it has stopped growing.

    `arrived(list of Arrival)` when something was taken in or could not be; `noticed(News)` says it in words.
    """

    arrived = Signal(list)
    noticed = Signal(object)

    def __init__(self, workspace: Any, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._folder = ""
        self._arrivals = Arrivals()
        self._task: Task | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_MS)

    def stop(self) -> None:
        """Look no more; what is being taken in stops where that is safe, and comes in the next time."""
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()

    def look(self) -> None:
        """See what has arrived, unless the look before has not ended."""
        folder = self._workspace.settings.watched_folder
        if folder != self._folder:
            self._folder, self._arrivals = folder, Arrivals()
        if not folder or self._task is not None:
            return
        self._task = Task(self, self._look)
        self._task.ended.connect(self._rest)
        self._task.on_success(self._tell)
        self._task.start()

    def _rest(self) -> None:
        self._task = None

    def _look(self, progress: Progress) -> list[Arrival]:
        try:
            files = self._arrivals.look(Path(self._folder))
        except MediumError:
            return []  # the folder is away; the page says so
        if not files:
            return []
        with self._workspace.working() as own:
            return [Arrival(path, outcome) for path, outcome in import_arrived(own, files, progress)]

    def _tell(self, arrivals: list[Arrival]) -> None:
        if not arrivals or not self._timer.isActive():
            return
        self.arrived.emit(arrivals)
        kind, words, detail = summary(arrivals)
        self.noticed.emit(News(kind, words, detail))
