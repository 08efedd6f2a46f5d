# SPDX-License-Identifier: Apache-2.0
"""Put a backup back: point at the stick, choose which copy, and go on where it was made."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from enumerator.messages import _
from ui.start.doors import Doors, FoundBackup
from ui.start.path_field import PathField
from ui.start.steps import Step, cancel_words
from ui.widgets import DropDown, Labelled
from ui.widgets.moments import clock_words


class RestoreBackup(Step):
    """`restored(KnownFolder)` when the copy is in a data folder of its own and checked."""

    restored = Signal(object)

    def __init__(self, doors: Doors, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Restore from a backup"),
            _("The copy becomes a data folder on this laptop. Your passphrase of that time opens it."),
            parent,
        )
        self._doors = doors
        self._found: Sequence[FoundBackup] = ()
        self.place = Labelled(
            _("Stick or folder with the backups"),
            PathField(_("Stick or folder with the backups"), folder=True),
        )
        self.copies = Labelled(_("Which copy"), DropDown(), _("The newest stands first"))
        self.copies.hide()
        self.fields.addWidget(self.place)
        self.fields.addWidget(self.copies)
        self.set_buttons(_("Restore"), _("Restoring…"), self.submit, back=cancel_words())
        self.place.field.entered.connect(self.look)
        self.place.field.line.textChanged.connect(lambda _text: self.show_copies(()))
        self.setFocusProxy(self.place)

    def look(self) -> None:
        """List the copies in the folder."""
        path = self.place.field.path()
        if path is None or not path.is_dir():
            missing = _("This folder does not exist. Check that the stick is plugged in.")
            self.show_problems({self.place: _("Choose a folder.") if path is None else missing})
            return
        self.show_copies(self._doors.backups(path))
        if self.show_problems({self.place: "" if self._found else _("There is no backup in this folder.")}):
            self.copies.setFocus()

    def submit(self) -> None:
        """Look first; then put the chosen copy back."""
        if self.is_busy():
            return
        if not self._found:
            self.look()
            return
        chosen = self._found[self.copies.field.currentIndex()]
        self.work(lambda _progress: self._doors.restore(chosen.path), self.restored.emit)

    def show_copies(self, found: Sequence[FoundBackup]) -> None:
        """Fill in what may be put back."""
        self._found = found
        self.copies.field.clear()
        for copy in found:
            who = " · ".join(part for part in (copy.project, copy.person) if part)
            when = f"{copy.made:%d-%m-%Y} {clock_words(copy.made)}"
            self.copies.field.addItem(f"{when} · {who}", str(copy.path))
        self.copies.setVisible(bool(found))
