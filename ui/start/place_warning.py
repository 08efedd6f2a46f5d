# SPDX-License-Identifier: Apache-2.0
"""What speaks against the place where data lies or would lie, and one button that puts it right."""

from __future__ import annotations

from PySide6.QtCore import Signal

from enumerator.messages import _
from ui.start.doors import Doors
from ui.widgets import QuietButton, Text, Tinted, row


class PlaceWarning(Tinted):
    """`words` say why; `action` names the button, "" is none. `accepted` when it is pressed."""

    accepted = Signal()

    def __init__(self, words: str, action: str) -> None:
        super().__init__("amber")
        self.body.addWidget(Text(_("This is not a safe place for the data."), "label", "amber-ink").wrapped())
        self.body.addWidget(Text(words).wrapped())
        self.button = QuietButton(action, icon="move")
        self.button.clicked.connect(self.accepted)
        self.body.addLayout(row(self.button, 1))
        if not action:
            self.button.hide()
        if not words:
            self.hide()


class NewPlace(PlaceWarning):
    """Where a new data folder will lie: `folder`, and the usual place once the person agrees to it."""

    def __init__(self, doors: Doors) -> None:
        self.folder = doors.home()
        usual = doors.usual()
        offered = "" if doors.concern(usual) else _("Use the usual place on this laptop")
        super().__init__(doors.concern(self.folder), offered)
        self._usual = usual
        self.accepted.connect(self._use_usual)

    def _use_usual(self) -> None:
        self.folder = self._usual
        self.hide()
