# SPDX-License-Identifier: Apache-2.0
"""Make an office project: its name, a passphrase twice, real or training."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from enumerator.disk import file_word, is_reserved
from enumerator.identity.founding import is_unfinished
from enumerator.identity.passphrase import SHORTEST
from enumerator.messages import _
from ui.start.doors import Doors, NewOffice
from ui.start.new_passphrase import NewPassphrase
from ui.start.place_warning import NewPlace
from ui.start.steps import Step, cancel_words
from ui.widgets import Labelled, TickBox


def folder_for(home: Path, project: str) -> Path:
    """A new folder in `home`, named after the project; one in which a founding was broken off will do."""
    plain = file_word(project, "proyek")
    wanted, number = home / plain, 2
    while is_reserved(wanted.name) or (wanted.exists() and not is_unfinished(wanted)):
        wanted, number = home / f"{plain}-{number}", number + 1
    return wanted


class CreateOffice(Step):
    """Problems stand beside their field; nothing is made until all are gone. `created(workspace,
    project, sheets)`."""

    created = Signal(object, str, object)

    def __init__(self, doors: Doors, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Create an office project"),
            _("The office publishes the forms, enrols enumerators, reviews their work and prints the cards."),
            parent,
        )
        self._doors = doors
        self.warning = NewPlace(doors)
        self.warning.accepted.connect(self.take_focus)
        self.fields.addWidget(self.warning)
        self.project = Labelled(_("Name of the project"), QLineEdit(), _("For example: Kota Semarang 2026"))
        self.person = Labelled(_("Your name"), QLineEdit(), _("Stands beside every decision you make"))
        self.secret = NewPassphrase(
            _("Passphrase"), _("At least {n} characters; several words are easiest to remember", n=SHORTEST)
        )
        self.passphrase, self.again = self.secret.first, self.secret.again
        self.training = TickBox(_("Training project: for practice, its data never mixes with real data"))
        for field in (self.project, self.person, self.passphrase, self.again):
            self.fields.addWidget(field)
        self.fields.addWidget(self.training)
        self.set_buttons(_("Create the project"), _("Creating…"), self.submit, back=cancel_words())
        self.project.field.returnPressed.connect(self.person.setFocus)
        self.person.field.returnPressed.connect(self.passphrase.setFocus)
        self.secret.lead_to(self.submit)
        self.training.entered.connect(self.submit)
        self.setFocusProxy(self.project)

    def submit(self) -> None:
        """Check, then create."""
        if self.is_busy() or not self._check():
            return
        project = self.project.field.text().strip()
        wish = NewOffice(
            folder=folder_for(self.warning.folder, project),
            project=project,
            person=self.person.field.text().strip(),
            passphrase=self.secret.text(),
            training=self.training.isChecked(),
        )
        self.work(
            lambda _progress: self._doors.create(wish),
            lambda made: self.created.emit(made[0], project, made[1]),
        )

    def _check(self) -> bool:
        problems = {
            self.project: "" if self.project.field.text().strip() else _("Give the project a name."),
            self.person: "" if self.person.field.text().strip() else _("Type your name."),
            **self.secret.problems(),
        }
        return self.show_problems(problems)
