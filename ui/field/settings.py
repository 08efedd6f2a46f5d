# SPDX-License-Identifier: Apache-2.0
"""Settings of the screen: language, colours, size of the text, when the screen locks, and backups."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.settings import Settings, data_home, read_settings
from enumerator.store.backup import Backup
from ui import theme
from ui.backups import backup_work, note_done, note_trouble
from ui.field.backup_card import BackupCard
from ui.field.target_card import TargetCard
from ui.widgets import Button, Card, QuietButton, Screen, Text, column, row, rule, scrolled


class Options(QWidget):
    """One choice out of few, as buttons side by side: arrows or digits choose, `chosen(value)` by the
    person only."""

    chosen = Signal(object)

    def __init__(self, name: str, options: Sequence[tuple[object, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.buttons: dict[object, Button] = {}
        line = row(spacing=8)
        for value, words in options:
            button = QuietButton(words)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.clicked.connect(lambda _on, value=value: self.chosen.emit(value))
            self.buttons[value] = button
            line.addWidget(button)
        line.addStretch(1)
        self.setLayout(line)

    def show_value(self, value: object) -> None:
        if value in self.buttons:
            self.buttons[value].setChecked(True)

    def value(self) -> object:
        return next((value for value, button in self.buttons.items() if button.isChecked()), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        buttons = list(self.buttons.values())
        at = next((i for i, button in enumerate(buttons) if button.hasFocus()), 0)
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            buttons[min(at + 1, len(buttons) - 1)].setFocus()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            buttons[max(at - 1, 0)].setFocus()
        elif event.text().isdigit() and 0 < int(event.text()) <= len(buttons):
            buttons[int(event.text()) - 1].click()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            buttons[at].click()
        else:
            super().keyPressEvent(event)


class SettingsPage(Screen):
    """Every choice acts at once; there is nothing to save."""

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Settings"), parent)
        self.language = Options(_("Language"), [("id", "Bahasa Indonesia"), ("en", "English")])
        self.theme = Options(
            _("Colours"),
            [("light", _("Light")), ("dark", _("Dark")), ("sunlight", _("Sunlight, high contrast"))],
        )
        self.size = Options(
            _("Size of the text"), [(size, f"{size}%") for size in (100, 115, 125, 150, 175, 200)]
        )
        self.rest = Options(
            _("Lock the screen"), [(minutes, _("{n} minutes", n=minutes)) for minutes in (5, 10, 20, 60)]
        )
        screen_card = Card(padding=20, spacing=14)
        for options, key in self._keyed():
            options.chosen.connect(lambda value, key=key: self.look_requested.emit({key: value}))
        self._add(
            screen_card, _("Language"), _("Ctrl+L changes it anywhere outside an interview"), self.language
        )
        self._add(
            screen_card, _("Colours"), _("The sunlight theme has larger buttons and no grey text"), self.theme
        )
        self._add(screen_card, _("Size of the text"), "", self.size)
        self._add(
            screen_card,
            _("Lock the screen"),
            _("After this long without a key or movement"),
            self.rest,
            last=True,
        )
        narrow = QWidget()
        narrow.setMaximumWidth(theme.px(900))
        self.target = TargetCard(workspace)
        if workspace.role == "office":
            self.target.hide()
        self.target.changed.connect(self.data_changed)
        self.backup = BackupCard(workspace)
        self.backup.folder_wanted.connect(self._ask_folder)
        self.backup.backup_wanted.connect(self.back_up)
        narrow.setLayout(
            column(screen_card, self.target, self.backup, self._about(), spacing=14, margins=(4, 4, 4, 4))
        )
        content = QWidget()
        content.setLayout(column(row(narrow), 1, spacing=0))
        self.content.addWidget(scrolled(content, passed_by=True), 1)

    def _keyed(self) -> tuple[tuple[Options, str], ...]:
        return (
            (self.language, "language"),
            (self.theme, "theme"),
            (self.size, "text_scale"),
            (self.rest, "lock_after_minutes"),
        )

    def _add(self, card: Card, label: str, hint: str, options: Options, *, last: bool = False) -> None:
        words = column(Text(label, "label"), spacing=2)
        if hint:
            words.addWidget(Text(hint, "hint", "ink-2").wrapped())
        card.body.addLayout(words)
        card.body.addWidget(options)
        if not last:
            card.body.addWidget(rule())

    def _about(self) -> Card:
        card = Card(padding=20, spacing=10)
        lock = QuietButton(_("Lock now"), icon="lock", key="Ctrl+Alt+L", key_works=False)
        lock.clicked.connect(self.lock_requested)
        leave = QuietButton(_("Close this data folder"), icon="folder")
        leave.clicked.connect(self.leave_requested)
        card.body.addWidget(Text(self.workspace.project_name, "label"))
        card.body.addWidget(Text(str(self.workspace.folder), "hint", "ink-2").wrapped())
        card.body.addLayout(row(lock, leave, 1, spacing=10))
        return card

    # -- backup

    def _ask_folder(self) -> None:
        before = self.workspace.settings.backup_folder
        chosen = QFileDialog.getExistingDirectory(self, _("Folder or stick for backups"), before)
        if chosen:
            self.choose_folder(Path(chosen))

    def choose_folder(self, folder: Path) -> None:
        """Copies go there from now on, and one is made at once."""
        if folder.resolve().is_relative_to(self.workspace.folder.resolve()):
            self.tell("warning", _("A backup inside the data folder itself would be lost with it."))
            return
        self.workspace.change_settings(backup_folder=str(folder), backup_trouble="")
        self.back_up()

    def back_up(self) -> None:
        """Make a copy now."""
        task = self.run(_("Making the backup"), backup_work(self.workspace))
        task.on_success(self._backed_up).on_failure(self._not_backed_up)

    def _backed_up(self, made: Backup) -> None:
        note_done(self.workspace)
        self.backup.show_state()
        self.tell("done", _("The backup is made: {name}", name=made.path.name))

    def _not_backed_up(self, error: Exception) -> None:
        if isinstance(error, UserError):
            note_trouble(self.workspace, error)
            self.backup.show_state()
        self.show_error(error)

    def refresh(self) -> None:
        self.backup.show_state()
        self.target.show_state()
        settings: Settings = read_settings(data_home())
        for options, key in self._keyed():
            options.show_value(getattr(settings, key))

    def take_focus(self) -> None:
        chosen = self.language.value()
        if chosen is not None:
            self.language.buttons[chosen].setFocus(Qt.FocusReason.OtherFocusReason)
