# SPDX-License-Identifier: Apache-2.0
"""A forgotten passphrase far from the office: a request goes there as a file; its answer opens the data."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from enumerator.identity.passphrase import SHORTEST
from enumerator.messages import _
from ui.start.doors import AskOffice, Doors, KnownFolder, OfficeAnswer
from ui.start.new_passphrase import NewPassphrase
from ui.start.path_field import PathField
from ui.start.steps import Step, cancel_words
from ui.widgets import Button, Labelled, Passphrase, Text, Tinted


class WriteRequest(Step):
    """A new passphrase, and where the request goes. `answer_awaited(folder)` when the answer is there."""

    answer_awaited = Signal(object)

    def __init__(self, doors: Doors, folder: KnownFolder, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Ask the office by file"),
            _(
                "The office answers with a file that opens only this laptop. Choose a new passphrase now: "
                "you type it again when the answer is there."
            ),
            parent,
        )
        self._doors, self._folder = doors, folder
        self.secret = NewPassphrase(_("A new passphrase"), _("Use at least {n} characters.", n=SHORTEST))
        self.passphrase, self.again = self.secret.first, self.secret.again
        self.place = Labelled(
            _("Stick or folder for the request"), PathField(_("Stick or folder for the request"), folder=True)
        )
        for field in (self.passphrase, self.again, self.place):
            self.fields.addWidget(field)
        self.written = Tinted("primary")
        self._name = Text("", "label", "primary-ink").wrapped()
        self.written.body.addWidget(self._name)
        self.written.body.addWidget(
            Text(
                _("Send this file to the office, and tell them yourself that it is from you. Then wait.")
            ).wrapped()
        )
        self.written.hide()
        self.fields.addWidget(self.written)
        self.set_buttons(_("Write the request"), _("Writing…"), self.submit, back=cancel_words())
        self.have = Button(_("The answer is here"), kind="plain")
        self.have.clicked.connect(lambda: self.answer_awaited.emit(folder))
        self.have.setEnabled(doors.has_asked(folder.path))
        self.buttons.insertWidget(1, self.have)
        self.secret.lead_to(self.place.setFocus)
        self.place.field.entered.connect(self.submit)
        self.setFocusProxy(self.passphrase)

    def submit(self) -> None:
        """Check, then write."""
        place = self.place.field.path()
        if self.is_busy() or not self._check(place) or place is None:
            return
        wish = AskOffice(self._folder.path, self.secret.text(), place)
        self.work(lambda _progress: self._doors.ask_office(wish), self.show_written)

    def show_written(self, path: Path) -> None:
        """Say where the request lies and what to do with it."""
        self._name.setText(_("The request is written: {name}", name=path.name))
        self.written.show()
        self.have.setEnabled(True)
        self.have.setFocus()

    def _check(self, place: Path | None) -> bool:
        missing = _("This folder does not exist. Check that the stick is plugged in.")
        return self.show_problems(
            {
                **self.secret.problems(),
                self.place: _("Choose a folder.") if place is None else "" if place.is_dir() else missing,
            }
        )


class TakeAnswer(Step):
    """The answer's file and the passphrase chosen with the request. `request_wanted(folder)` asks anew."""

    request_wanted = Signal(object)

    def __init__(self, doors: Doors, folder: KnownFolder, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Open with the office's answer"),
            _("A request was written on this laptop. The answer to it and the new passphrase open the data."),
            parent,
        )
        self._doors, self._folder = doors, folder
        self.answer = Labelled(_("Answer from the office"), PathField(_("Answer from the office")))
        self.passphrase = Labelled(_("The passphrase you chose with the request"), Passphrase())
        self.fields.addWidget(self.answer)
        self.fields.addWidget(self.passphrase)
        self.set_buttons(_("Open"), _("Opening…"), self.submit, back=cancel_words())
        self.anew = Button(_("Write a new request"), kind="plain")
        self.anew.clicked.connect(lambda: self.request_wanted.emit(folder))
        self.buttons.insertWidget(1, self.anew)
        self.answer.field.entered.connect(self.passphrase.setFocus)
        self.passphrase.field.line.returnPressed.connect(self.submit)
        self.setFocusProxy(self.answer)

    def submit(self) -> None:
        """Check, then open."""
        path = self.answer.field.path()
        if self.is_busy() or not self._check(path) or path is None:
            return
        given = OfficeAnswer(self._folder.path, path, self.passphrase.field.text())
        self.work(lambda _progress: self._doors.take_answer(given), self.opened.emit)

    def _check(self, path: Path | None) -> bool:
        missing = _("This file does not exist. Check that the stick is plugged in.")
        return self.show_problems(
            {
                self.answer: _("Choose the file.") if path is None else "" if path.is_file() else missing,
                self.passphrase: "" if self.passphrase.field.text() else _("Type the passphrase."),
            }
        )
