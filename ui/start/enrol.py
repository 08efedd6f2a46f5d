# SPDX-License-Identifier: Apache-2.0
"""Enrol this laptop: the kit file from the office, its one-time code, and a passphrase of the
enumerator's own."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from enumerator.identity.passphrase import SHORTEST
from enumerator.messages import _
from ui.start.doors import Doors, NewLaptop
from ui.start.new_passphrase import NewPassphrase
from ui.start.path_field import PathField
from ui.start.place_warning import NewPlace
from ui.start.steps import Step, cancel_words
from ui.widgets import Labelled


class Enrol(Step):
    """Three fields, in the order the person has them in the hand."""

    def __init__(self, doors: Doors, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Enrol this laptop"),
            _("The office gave you a kit file, on a stick or in a message, and a code on paper."),
            parent,
        )
        self._doors = doors
        self.warning = NewPlace(doors)
        self.warning.accepted.connect(self.take_focus)
        self.fields.addWidget(self.warning)
        self.kit = Labelled(_("Kit file from the office"), PathField(_("Kit file from the office")))
        self.code = Labelled(
            _("One-time code"), QLineEdit(), _("As on the paper; capitals and dashes do not matter")
        )
        self.secret = NewPassphrase(
            _("A new passphrase of your own"),
            _("At least {n} characters. You type it each time you open the program.", n=SHORTEST),
        )
        self.passphrase, self.again = self.secret.first, self.secret.again
        for field in (self.kit, self.code, self.passphrase, self.again):
            self.fields.addWidget(field)
        self.set_buttons(_("Enrol the laptop"), _("Enrolling…"), self.submit, back=cancel_words())
        self.kit.field.entered.connect(self.code.setFocus)
        self.code.field.returnPressed.connect(self.passphrase.setFocus)
        self.secret.lead_to(self.submit)
        self.setFocusProxy(self.kit)

    def submit(self) -> None:
        """Check, then enrol."""
        if self.is_busy() or not self._check():
            return
        kit = self.kit.field.path()
        if kit is None:
            return
        wish = NewLaptop(
            kit=kit,
            code=self.code.field.text().strip(),
            passphrase=self.secret.text(),
            home=self.warning.folder,
        )
        self.work(lambda _progress: self._doors.enrol(wish), self.opened.emit)

    def _check(self) -> bool:
        kit = self.kit.field.path()
        missing = _("This file does not exist. Check that the stick is plugged in.")
        problems = {
            self.kit: _("Choose the kit file.") if kit is None else "" if kit.is_file() else missing,
            self.code: "" if self.code.field.text().strip() else _("Type the code that came with the kit."),
            **self.secret.problems(),
        }
        return self.show_problems(problems)
