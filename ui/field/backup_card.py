# SPDX-License-Identifier: Apache-2.0
"""The card of the settings page about copies on another disk: where to, and when the last was made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal

from enumerator.messages import _
from ui.backups import REMIND_AFTER, last_backup
from ui.widgets import Card, ElidedText, Glyph, QuietButton, Text, row
from ui.widgets.moments import moment_words


class BackupCard(Card):
    """`folder_wanted` and `backup_wanted` by the person; `show_state` reads how things are."""

    folder_wanted = Signal()
    backup_wanted = Signal()

    def __init__(self, workspace: Any) -> None:
        super().__init__(padding=20, spacing=12)
        self._workspace = workspace
        self.pick = QuietButton(_("Choose folder…"), icon="folder", key="Ctrl+O")
        self.pick.clicked.connect(self.folder_wanted)
        self.make = QuietButton(_("Back up now"), icon="save")
        self.make.clicked.connect(self.backup_wanted)
        self.folder = ElidedText("", "body", "ink")
        self.glyph = Glyph("clock", "grey-ink")
        self.state = Text("", "body").wrapped()
        self.hint = Text("", "hint", "ink-2").wrapped()
        self.body.addWidget(Text(_("Backup"), "label"))
        self.body.addWidget(
            Text(
                _(
                    "An encrypted copy of everything, once a day and on closing. A stick or another disk "
                    "survives when this laptop breaks. The newest seven are kept."
                ),
                "hint",
                "ink-2",
            ).wrapped()
        )
        line = row(self.folder, spacing=10)
        line.setStretch(0, 1)
        line.addWidget(self.pick)
        self.body.addLayout(line)
        told = row(self.glyph, spacing=10)
        told.addWidget(self.state, 1)
        told.addWidget(self.make)
        self.body.addLayout(told)
        self.body.addWidget(self.hint)

    def show_state(self) -> None:
        """Where copies go, when the last one was made, and what stood in the way."""
        settings = self._workspace.settings
        chosen = settings.backup_folder
        self.folder.setText(chosen or _("No folder is chosen yet"))
        self.make.setEnabled(bool(chosen))
        icon, tone, words = self._state(chosen, settings.backup_trouble)
        self.glyph.show_glyph(icon, f"{tone}-ink")
        self.state.setText(words)
        same_disk = bool(chosen) and _same_disk(Path(chosen), self._workspace.folder)
        self.hint.setText(_("This folder is on the same disk as the data itself.") if same_disk else "")
        self.hint.setVisible(same_disk)

    def _state(self, chosen: str, trouble: str) -> tuple[str, str, str]:
        if not chosen:
            return "info", "grey", _("Everything is on this one disk.")
        now, last = self._workspace.store.clock(), last_backup(self._workspace)
        if trouble:
            return "warning", "amber", trouble
        if not Path(chosen).is_dir():
            return "warning", "amber", _("The folder is not there now. Plug the stick in.")
        if last is None:
            return "clock", "grey", _("No backup has been made yet.")
        words = _("Last backup: {when}", when=moment_words(last, now))
        if now - last >= REMIND_AFTER:
            return "warning", "amber", words
        return "done-circle", "primary", words


def _same_disk(one: Path, other: Path) -> bool:
    try:
        return one.stat().st_dev == other.stat().st_dev
    except OSError:
        return False
