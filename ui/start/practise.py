# SPDX-License-Identifier: Apache-2.0
"""Into the training project: made at its first use, no passphrase asked."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from enumerator.messages import _
from ui.start.doors import Doors
from ui.start.steps import Step, cancel_words


class Practise(Step):
    """Goes in by itself; what stands in the way is said, and Enter tries again."""

    def __init__(self, doors: Doors, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Practice"),
            _("Invented families to try everything on. Nothing of it ever comes among real data."),
            parent,
        )
        self._doors = doors
        self.set_buttons(_("Begin"), _("Preparing…"), self.submit, back=cancel_words())
        self.setFocusProxy(self.primary)

    def submit(self) -> None:
        """Open the training project."""
        if not self.is_busy():
            self.work(lambda _progress: self._doors.practise(), self.opened.emit)

    def take_focus(self) -> None:
        super().take_focus()
        self.submit()
