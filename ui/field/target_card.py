# SPDX-License-Identifier: Apache-2.0
"""The card of the settings page about the week's target: the office's, or else the person's own."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit

from enumerator.interviews.assignments import asked_per_week, tasks_of
from enumerator.messages import _, n_
from ui import theme
from ui.widgets import Card, Text, row

MOST = 999


class TargetCard(Card):
    """`changed` when the person set another number."""

    changed = Signal()

    def __init__(self, workspace: Any) -> None:
        super().__init__(padding=20, spacing=10)
        self._workspace = workspace
        self.number = QLineEdit()
        self.number.setValidator(QIntValidator(0, MOST, self.number))
        self.number.setFixedWidth(theme.px(90))
        self.number.setAccessibleName(_("Target this week"))
        self.number.editingFinished.connect(self._on_number)
        self._hint = Text("", "hint", "ink-2").wrapped()
        self.body.addWidget(Text(_("Target this week"), "label"))
        self.body.addWidget(self._hint)
        self.body.addLayout(row(self.number, Text(_("households a week"), "body", "ink-2"), 1, spacing=10))

    def show_state(self) -> None:
        """The number that holds, and whose it is."""
        asked = asked_per_week(tasks_of(self._workspace.store, self._workspace.keys.author).values())
        own = int(self._workspace.settings.week_target)
        self.number.setText(str(asked or own or ""))
        self.number.setReadOnly(bool(asked))
        self._hint.setText(
            n_("The office asks for {n} household.", "The office asks for {n} households.", asked)
            if asked
            else _("The first figure over My assignments counts towards it. Left empty, it counts all.")
        )

    def _on_number(self) -> None:
        wanted = int(self.number.text() or 0)
        if not self.number.isReadOnly() and wanted != int(self._workspace.settings.week_target):
            self._workspace.change_settings(week_target=wanted)
            self.changed.emit()
