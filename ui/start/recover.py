# SPDX-License-Identifier: Apache-2.0
"""A forgotten passphrase: the two recovery sheets open the data, and a new passphrase is set."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from enumerator.identity.passphrase import SHORTEST
from enumerator.messages import _
from ui.start.doors import Doors, KnownFolder, Recovery
from ui.start.new_passphrase import NewPassphrase
from ui.start.steps import Step, cancel_words
from ui.widgets import Button, Labelled, row


class Recover(Step):
    """Both sheets, in either order, then the new passphrase twice. `office_wanted(folder)` without them."""

    office_wanted = Signal(object)

    def __init__(self, doors: Doors, folder: KnownFolder, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Open with the recovery sheets"),
            _("Type what stands on both sheets; capitals and dashes do not matter. Any slip is noticed."),
            parent,
        )
        self._doors, self._folder = doors, folder
        self.first = Labelled(_("Sheet {n}", n=1), QLineEdit())
        self.second = Labelled(_("Sheet {n}", n=2), QLineEdit())
        self.secret = NewPassphrase(_("A new passphrase"), _("Use at least {n} characters.", n=SHORTEST))
        self.passphrase, self.again = self.secret.first, self.secret.again
        for field in (self.first, self.second, self.passphrase, self.again):
            self.fields.addWidget(field)
        self.set_buttons(_("Open and set the passphrase"), _("Opening…"), self.submit, back=cancel_words())
        self.by_file = Button(_("The sheets are not here: ask the office by file"), kind="plain")
        self.by_file.clicked.connect(lambda: self.office_wanted.emit(folder))
        self.fields.addLayout(row(self.by_file, 1))
        self.first.field.returnPressed.connect(self.second.setFocus)
        self.second.field.returnPressed.connect(self.passphrase.setFocus)
        self.secret.lead_to(self.submit)
        self.setFocusProxy(self.first)

    def submit(self) -> None:
        """Check, then open."""
        if self.is_busy() or not self._check():
            return
        wish = Recovery(
            folder=self._folder.path,
            first=self.first.field.text(),
            second=self.second.field.text(),
            passphrase=self.secret.text(),
        )
        self.work(lambda _progress: self._doors.recover(wish), self.opened.emit)

    def _check(self) -> bool:
        missing = _("Type what stands on this sheet.")
        return self.show_problems(
            {
                self.first: "" if self.first.field.text().strip() else missing,
                self.second: "" if self.second.field.text().strip() else missing,
                **self.secret.problems(),
            }
        )
