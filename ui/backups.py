# SPDX-License-Identifier: Apache-2.0
"""Backups while a workspace is open: made by themselves once a day and on closing, and missed ones told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.store.backup import Backup, backups, is_due
from ui.reporting import News
from ui.tasks import Progress, Task, Work

FIRST_LOOK_MS: Final = 20_000
LOOK_MS: Final = 10 * 60_000
ON_CLOSING_AFTER: Final = timedelta(hours=1)
REMIND_AFTER: Final = timedelta(days=7)


def backup_work(workspace: Any) -> Work:
    """The work of one backup, over a connection of its own."""

    def work(progress: Progress) -> Backup:
        with workspace.working() as own:
            made: Backup = own.back_up(progress)
            return made

    return work


def note_done(workspace: Any) -> None:
    """The last backup went well."""
    workspace.change_settings(backup_trouble="")


def note_trouble(workspace: Any, error: UserError) -> None:
    """Keep why the last backup failed, for the settings page."""
    workspace.change_settings(backup_trouble=f"{error.what} {error.remedy}".strip())


def last_backup(workspace: Any) -> datetime | None:
    """When the newest backup in the chosen folder was made; None when none is to be found there now."""
    place = workspace.backup_place()
    newest = next(iter(backups(place)), None) if place is not None and place.is_dir() else None
    return newest.made if newest is not None else None


class Backups(QObject):
    """Looks every ten minutes whether one is due. `noticed(News)` at most once a week while none is made;
    `settings_wanted` when the person wants to choose the folder."""

    noticed = Signal(object)
    settings_wanted = Signal()

    def __init__(self, workspace: Any, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._task: Task | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(FIRST_LOOK_MS)

    def stop(self) -> None:
        """Look no more; what runs goes on."""
        self._timer.stop()

    def look(self) -> None:
        """Make one when it is due and the folder is there; remind when none was made for long."""
        self._timer.setInterval(LOOK_MS)
        if self._task is not None:
            return
        if self._is_wanted(timedelta(days=1)):
            self.make(lambda: None)
        else:
            self._remind()

    def is_wanted_on_closing(self) -> bool:
        """Whether work may have been done since the newest one, and the folder is there."""
        return self._task is None and self._is_wanted(ON_CLOSING_AFTER)

    def make(self, then: Callable[[], None]) -> Task:
        """Make one now, off the GUI thread; `then()` whether or not it went well."""

        def ended(outcome: Callable[[], None]) -> None:
            self._task = None
            outcome()
            then()

        self._task = Task(self, backup_work(self._workspace))
        self._task.on_success(lambda _made: ended(lambda: note_done(self._workspace)))
        self._task.on_failure(lambda error: ended(lambda: self._failed(error)))
        self._task.on_cancel(lambda: ended(lambda: None))
        return self._task.start()

    def _is_wanted(self, every: timedelta) -> bool:
        place = self._workspace.backup_place()
        now = self._workspace.store.clock()
        return place is not None and place.parent.is_dir() and is_due(place, now, every)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        note_trouble(self._workspace, error)
        self.noticed.emit(
            News(
                "warning",
                _("The backup was not made."),
                f"{error.what} {error.remedy}".strip(),
                _("Settings"),
                self.settings_wanted.emit,
            )
        )

    def _remind(self) -> None:
        workspace = self._workspace
        now, told = workspace.store.clock(), workspace.settings.backup_reminded
        last = last_backup(workspace)
        if last is not None and now - last < REMIND_AFTER:
            return
        if told and now - datetime.fromisoformat(told) < REMIND_AFTER:
            return
        workspace.change_settings(backup_reminded=now.isoformat(timespec="seconds"))
        if not told:
            return  # the first week counts from now
        chosen = workspace.settings.backup_folder
        words = (
            _("The folder {name} has not been there for a week. Plug it in, or choose another.", name=chosen)
            if chosen
            else _("Everything is on this one disk. Choose a stick or another disk for copies in Settings.")
        )
        self.noticed.emit(
            News("info", _("There is no fresh backup."), words, _("Settings"), self.settings_wanted.emit)
        )
