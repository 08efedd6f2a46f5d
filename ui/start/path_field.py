# SPDX-License-Identifier: Apache-2.0
"""A file or folder that may be typed, pasted or picked."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from enumerator.messages import _
from ui.widgets import QuietButton, row


class PathField(QWidget):
    """`entered` when a path was picked or confirmed with Enter; `title` heads the dialog."""

    entered = Signal()

    def __init__(self, title: str, *, folder: bool = False) -> None:
        super().__init__()
        self._title, self._folder = title, folder
        self.line = QLineEdit()
        words = _("Choose folder…") if folder else _("Choose file…")
        self.pick = QuietButton(words, icon="folder", key="Ctrl+O")
        self.pick.clicked.connect(self._ask)
        self.line.returnPressed.connect(self.entered)
        self.setLayout(row(self.line, self.pick, spacing=8))
        self.setFocusProxy(self.line)

    def path(self) -> Path | None:
        """What stands there; None while it is blank."""
        words = self.line.text().strip().strip('"')
        return Path(words).expanduser() if words else None

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def _ask(self) -> None:
        if self._folder:
            chosen = QFileDialog.getExistingDirectory(self, self._title)
        else:
            chosen, _kind = QFileDialog.getOpenFileName(self, self._title)
        if chosen:
            self.line.setText(chosen)
            self.entered.emit()
