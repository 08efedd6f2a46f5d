# SPDX-License-Identifier: Apache-2.0
"""Who sits here: a name and its PIN, where several people share the office's computer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QWidget

from enumerator.messages import _
from ui.start.doors import Sitter
from ui.start.steps import Step
from ui.widgets import DropDown, Labelled, Passphrase, QuietButton

PIN_DIGITS = 6


class SignIn(Step):
    """Up and down choose the person, six digits or Enter sign in. `signed_in(None)` when `sit(person,
    secret)` raised nothing; `leave_requested` when the whole data folder shall be closed, `check_requested`
    to check a card meanwhile.

    With `just_opened` the passphrase was typed a moment ago: who signs in with it need not do so again.
    """

    signed_in = Signal(object)
    leave_requested = Signal()
    check_requested = Signal()

    def __init__(
        self,
        title: str,
        project: str,
        people: Sequence[Sitter],
        before: str,
        sit: Callable[[str, str], object],
        *,
        just_opened: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, project, parent)
        self._people, self._sit, self._just_opened = list(people), sit, just_opened
        self.person = DropDown()
        for each in self._people:
            self.person.addItem(f"{each.name} · {each.duty}", each.person)
        self.person.setCurrentIndex(max(0, self.person.findData(before)))
        self.person.currentIndexChanged.connect(self._show_person)
        self.fields.addWidget(Labelled(_("Who works here now?"), self.person))
        self.secret = Labelled(_("PIN"), Passphrase(), " ")
        self._digits = QRegularExpressionValidator(QRegularExpression(rf"\d{{0,{PIN_DIGITS}}}"), self)
        self.secret.field.line.textEdited.connect(self._on_typed)
        self.secret.field.line.returnPressed.connect(self.submit)
        self.fields.addWidget(self.secret)
        self.leave = QuietButton(_("Close this project"))
        self.leave.clicked.connect(self.leave_requested)
        self.buttons.addWidget(self.leave)
        self.check_card = QuietButton(_("Check a card"), icon="verify")
        self.check_card.clicked.connect(self.check_requested)
        self.buttons.addWidget(self.check_card)
        self.check_card.setVisible(not just_opened)
        self.set_buttons(_("Go in"), _("Opening…"), self.submit)
        self._show_person()
        self.setFocusProxy(self.secret)

    def _chosen(self) -> Sitter:
        return self._people[self.person.currentIndex()]

    def _needs_nothing(self) -> bool:
        return self._just_opened and self._chosen().by_passphrase

    def _show_person(self) -> None:
        chosen = self._chosen()
        line = self.secret.field.line
        line.clear()
        line.setValidator(None if chosen.by_passphrase else self._digits)
        self.secret.label.setText(_("Passphrase") if chosen.by_passphrase else _("PIN"))
        self.secret.hint.setText(
            _("The passphrase was typed just now; Enter is enough.")
            if self._needs_nothing()
            else _("Up and down choose another name.")
        )
        self.secret.field.setEnabled(not self._needs_nothing())
        line.setAccessibleName(self.secret.label.text())
        self.trouble.hide()
        self.take_focus()

    def take_focus(self) -> None:
        (self.person if self._needs_nothing() else self.secret).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            at = self.person.currentIndex() + steps[Qt.Key(event.key())]
            self.person.setCurrentIndex(max(0, min(at, self.person.count() - 1)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        else:
            super().keyPressEvent(event)

    def _on_typed(self, text: str) -> None:
        if not self._chosen().by_passphrase and len(text) == PIN_DIGITS:
            self.submit()

    def submit(self) -> None:
        """Try the PIN, or the passphrase of whoever has none."""
        secret = self.secret.field.text()
        if self.is_busy() or not (secret or self._needs_nothing()):
            self.take_focus()
            return
        if self._needs_nothing():
            self.signed_in.emit(None)
            return
        person = self._chosen().person
        self.work(lambda _progress: self._sit(person, secret), lambda _done: self.signed_in.emit(None))

    def show_error(self, error: Exception) -> None:
        super().show_error(error)
        self.secret.field.line.clear()
        self.take_focus()
