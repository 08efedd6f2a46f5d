# SPDX-License-Identifier: Apache-2.0
"""The start: choose a data folder, open it, or begin a new one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from ui.start.ask_office import TakeAnswer, WriteRequest
from ui.start.choose import Choose
from ui.start.create import CreateOffice
from ui.start.doors import Doors, KnownFolder
from ui.start.enrol import Enrol
from ui.start.frame import Framed
from ui.start.practise import Practise
from ui.start.recover import Recover
from ui.start.restore import RestoreBackup
from ui.start.sheets import KeepSheets
from ui.start.steps import Step
from ui.start.unlock import Unlock


class Start(QWidget):
    """`opened(workspace)` once, when the person is in."""

    opened = Signal(object)

    def __init__(self, doors: Doors, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doors = doors
        self._stack = QStackedLayout(self)
        self.choose = Choose()
        self.choose.folder_chosen.connect(self.ask_passphrase)
        self.choose.other_folder_chosen.connect(self._open_other)
        self.choose.create_requested.connect(self._create)
        self.choose.enrol_requested.connect(lambda: self._show(Enrol(self._doors)))
        self.choose.restore_requested.connect(self._restore)
        self.choose.practice_requested.connect(self.practise)
        self.choose.check_requested.connect(self.check_cards)
        self._stack.addWidget(Framed(self.choose))
        self.step: Step | None = None
        self.choose.show_folders(self._doors.find())

    def ask_passphrase(self, folder: KnownFolder) -> None:
        """Straight to the passphrase of one folder."""
        step = Unlock(self._doors, folder)
        step.recovery_requested.connect(self._recover)
        step.moved.connect(self.ask_passphrase)
        step.sheets_drawn.connect(self._keep)
        self._show(step)

    def practise(self) -> None:
        """Straight into the training project."""
        self._show(Practise(self._doors))

    def check_cards(self) -> None:
        """No folder is opened for that."""
        # only here: reading codes takes a while to load, and most people open a folder
        from ui.start.check_card import CheckCard

        self._show(CheckCard(self._doors.home()))

    def _recover(self, folder: KnownFolder) -> None:
        step = Recover(self._doors, folder)
        step.office_wanted.connect(
            lambda folder: self._answer(folder)
            if self._doors.has_asked(folder.path)
            else self._request(folder)
        )
        self._show(step)

    def _request(self, folder: KnownFolder) -> None:
        step = WriteRequest(self._doors, folder)
        step.answer_awaited.connect(self._answer)
        self._show(step)

    def _answer(self, folder: KnownFolder) -> None:
        step = TakeAnswer(self._doors, folder)
        step.request_wanted.connect(self._request)
        self._show(step)

    def take_focus(self) -> None:
        """The keyboard to where the person begins."""
        (self.step or self.choose).take_focus()

    def go_back(self) -> None:
        """To the list of folders."""
        if self._stack.count() > 1:
            old = self._stack.widget(1)
            self._stack.removeWidget(old)
            old.deleteLater()
        self.step = None
        self.choose.show_folders(self._doors.find())
        self._stack.setCurrentIndex(0)
        self.choose.take_focus()

    def _create(self) -> None:
        step = CreateOffice(self._doors)
        step.created.connect(self._keep)
        self._show(step)

    def _keep(self, workspace: Any, project: str, sheets: Any) -> None:
        step = KeepSheets(workspace, project, sheets)
        step.opened.connect(lambda opened: self._doors.kept(opened.folder))
        self._show(step)

    def _restore(self) -> None:
        step = RestoreBackup(self._doors)
        step.restored.connect(self.ask_passphrase)
        self._show(step)

    def _show(self, step: Step) -> None:
        if self._stack.count() > 1:
            old = self._stack.widget(1)
            self._stack.removeWidget(old)
            old.deleteLater()
        self.step = step
        step.opened.connect(self.opened)
        step.back_requested.connect(self.go_back)
        self._stack.addWidget(Framed(step))
        self._stack.setCurrentIndex(1)
        step.take_focus()

    def _open_other(self, path: Path) -> None:
        self.ask_passphrase(KnownFolder(path, path.name, "", "", False))
