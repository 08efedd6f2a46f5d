# SPDX-License-Identifier: Apache-2.0
"""Open a data folder with its passphrase."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from enumerator.messages import _
from ui.start.doors import Doors, KnownFolder
from ui.start.place_warning import PlaceWarning
from ui.start.steps import Step, cancel_words
from ui.widgets import Button, Labelled, Passphrase


class Unlock(Step):
    """One field and Enter. `recovery_requested(folder)` when the passphrase is forgotten,
    `moved(folder)` when the data was brought to a safer place, `sheets_drawn(workspace, project, sheets)`
    when the office's recovery sheets were never put away and new ones were made."""

    recovery_requested = Signal(object)
    sheets_drawn = Signal(object, str, object)
    moved = Signal(object)

    def __init__(self, doors: Doors, folder: KnownFolder, parent: QWidget | None = None) -> None:
        who = " · ".join(part for part in (folder.person, str(folder.path)) if part)
        super().__init__(folder.project or folder.path.name, who, parent)
        self._doors, self._folder = doors, folder
        self.warning = PlaceWarning(doors.concern(folder.path), _("Move it to this laptop's disk"))
        self.warning.accepted.connect(self._move)
        self.fields.addWidget(self.warning)
        self.passphrase = Labelled(_("Passphrase"), Passphrase())
        self.fields.addWidget(self.passphrase)
        self.set_buttons(_("Open"), _("Opening…"), self.submit, back=cancel_words())
        self.forgotten = Button(_("Passphrase forgotten?"), kind="plain")
        self.forgotten.clicked.connect(lambda: self.recovery_requested.emit(folder))
        self.buttons.insertWidget(1, self.forgotten)
        self.passphrase.field.line.returnPressed.connect(self.submit)
        self.setFocusProxy(self.passphrase)

    def _move(self) -> None:
        path = self._folder.path
        self.work(lambda _progress: self._doors.move(path), self.moved.emit)

    def submit(self) -> None:
        """Try the passphrase."""
        secret = self.passphrase.field.text()
        if not secret:
            self.passphrase.show_problem(_("Type the passphrase."))
            self.setFocus()
            return
        if self.is_busy():
            return
        self.passphrase.show_problem("")
        path, doors = self._folder.path, self._doors
        self.work(lambda _progress: (doors.redraw(path, secret), doors.open(path, secret)), self._on_open)

    def _on_open(self, found: tuple[Any, Any]) -> None:
        sheets, workspace = found
        if sheets is None:
            self.opened.emit(workspace)
        else:
            self.sheets_drawn.emit(workspace, workspace.project_name, sheets)

    def show_error(self, error: Exception) -> None:
        super().show_error(error)
        self.passphrase.field.line.selectAll()
        self.setFocus()
