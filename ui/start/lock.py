# SPDX-License-Identifier: Apache-2.0
"""The locked screen: everything stays as it was, nothing can be seen, until the passphrase is typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from enumerator.messages import _
from ui.start.steps import Step
from ui.widgets import Labelled, Passphrase, QuietButton


class Lock(Step):
    """`opened(None)` when `check(passphrase)` raised nothing; `check_requested` to check a card meanwhile."""

    check_requested = Signal()

    def __init__(
        self, project: str, person: str, check: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Locked"), " · ".join(part for part in (project, person) if part), parent)
        self._check = check
        self.passphrase = Labelled(_("Passphrase"), Passphrase())
        self.fields.addWidget(self.passphrase)
        self.set_buttons(_("Unlock"), _("Opening…"), self.submit)
        self.check_card = QuietButton(_("Check a card"), icon="verify")
        self.check_card.clicked.connect(self.check_requested)
        self.buttons.insertWidget(0, self.check_card)
        self.passphrase.field.line.returnPressed.connect(self.submit)
        self.setFocusProxy(self.passphrase)

    def submit(self) -> None:
        """Try the passphrase."""
        secret = self.passphrase.field.text()
        if secret and not self.is_busy():
            self.work(lambda _progress: self._check(secret), lambda _result: self.opened.emit(None))

    def show_error(self, error: Exception) -> None:
        super().show_error(error)
        self.passphrase.field.line.selectAll()
        self.setFocus()
