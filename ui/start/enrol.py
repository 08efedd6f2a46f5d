# SPDX-License-Identifier: Apache-2.0
"""Enrol this laptop: the kit file from the office, its one-time code, and a passphrase of the
enumerator's own."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from enumerator.messages import _
from ui.start.create import LEAST_LETTERS
from ui.start.doors import Doors, NewLaptop
from ui.start.path_field import PathField
from ui.start.place_warning import PlaceWarning
from ui.start.steps import Step, cancel_words
from ui.widgets import Labelled, Passphrase


class Enrol(Step):
    """Three fields, in the order the person has them in the hand."""

    def __init__(self, doors: Doors, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Enrol this laptop"),
            _("The office gave you a kit file, on a stick or in a message, and a code on paper."),
            parent,
        )
        self._doors = doors
        self.home = doors.home()
        usual = doors.usual()
        offered = "" if doors.concern(usual) else _("Use the usual place on this laptop")
        self.warning = PlaceWarning(doors.concern(self.home), offered)
        self.warning.accepted.connect(self._use_usual_place)
        self.fields.addWidget(self.warning)
        self.kit = Labelled(_("Kit file from the office"), PathField(_("Kit file from the office")))
        self.code = Labelled(
            _("One-time code"), QLineEdit(), _("As on the paper; capitals and dashes do not matter")
        )
        self.passphrase = Labelled(
            _("A new passphrase of your own"),
            Passphrase(),
            _("At least {n} characters. You type it each time you open the program.", n=LEAST_LETTERS),
        )
        self.again = Labelled(_("The passphrase once more"), Passphrase())
        for field in (self.kit, self.code, self.passphrase, self.again):
            self.fields.addWidget(field)
        self.set_buttons(_("Enrol the laptop"), _("Enrolling…"), self.submit, back=cancel_words())
        self.kit.field.entered.connect(self.code.setFocus)
        self.code.field.returnPressed.connect(self.passphrase.setFocus)
        self.passphrase.field.line.returnPressed.connect(self.again.setFocus)
        self.again.field.line.returnPressed.connect(self.submit)
        self.setFocusProxy(self.kit)

    def _use_usual_place(self) -> None:
        self.home = self._doors.usual()
        self.warning.hide()
        self.take_focus()

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
            passphrase=self.passphrase.field.text(),
            home=self.home,
        )
        self.work(lambda _progress: self._doors.enrol(wish), self.opened.emit)

    def _check(self) -> bool:
        kit, secret = self.kit.field.path(), self.passphrase.field.text()
        missing = _("This file does not exist. Check that the stick is plugged in.")
        problems = {
            self.kit: _("Choose the kit file.") if kit is None else "" if kit.is_file() else missing,
            self.code: "" if self.code.field.text().strip() else _("Type the code that came with the kit."),
            self.passphrase: ""
            if len(secret) >= LEAST_LETTERS
            else _("Use at least {n} characters.", n=LEAST_LETTERS),
            self.again: ""
            if self.again.field.text() == secret
            else _("The two passphrases differ. Type them again."),
        }
        return self.show_problems(problems)
