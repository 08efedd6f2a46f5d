# SPDX-License-Identifier: Apache-2.0
"""The people who share the office's computer: who they are, what each may do, and their PINs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from enumerator.identity.project import Duty
from enumerator.identity.staff import PIN_DIGITS, duty_words
from enumerator.messages import _
from enumerator.office.colleagues import (
    Colleague,
    add_colleague,
    change_colleague,
    colleagues,
    is_shared,
)
from ui.office.asking import AskWords, Wish
from ui.office.duty import keep_to_duty
from ui.tasks import Progress
from ui.widgets import Column, DataTable, EmptyState, QuietButton, Screen, Status, Text, column, row

_MAY = {
    Duty.OPERATOR: lambda: _("takes bundles in, gives out work, looks things up"),
    Duty.SUPERVISOR: lambda: _("also reviews, settles differences and duplicates, makes kits"),
    Duty.APPROVER: lambda: _("also decides about aid and issues cards"),
    Duty.ADMINISTRATOR: lambda: _("also publishes forms and rules, revokes laptops, enters people"),
}


class ColleaguesView(QWidget):
    """Works for its page. `changed` after a write."""

    changed = Signal()

    def __init__(self, page: Screen) -> None:
        super().__init__()
        self._page = page
        self.table = DataTable(
            [
                Column(_("Status"), lambda each: self._status(each).word, 156, status=self._status),
                Column(_("Name"), lambda each: each.name, 140, 1, strong=True, wraps=True),
                Column(_("Duty"), lambda each: duty_words(each.duty), 116),
                Column(
                    _("What it allows"),
                    lambda each: _MAY[each.duty](),
                    280,
                    6,
                    ink="ink-2",
                    drop_below=820,
                ),
            ],
            name=_("People of the office"),
            identity=lambda each: each.person,
            empty=EmptyState(_("Nobody yet"), icon="staff"),
        )
        self.table.chosen.connect(lambda _row: self._show_actions())
        self.add = QuietButton(_("Enter a colleague…"), icon="add", key="Ctrl+K")
        self.add.clicked.connect(self.ask_add)
        self.pin = QuietButton(_("New PIN…"), icon="key")
        self.pin.clicked.connect(self.ask_pin)
        self.change = QuietButton(_("Name and duty…"), icon="person")
        self.change.clicked.connect(self.ask_change)
        self.retire = QuietButton(_("Strike off the list…"), icon="remove")
        self.retire.clicked.connect(self.ask_retire)
        keep_to_duty(page.workspace, "staff", self.add, self.pin, self.change, self.retire)
        self._hint = Text("", "hint", "ink-2").wrapped()
        whole = column(spacing=12)
        whole.addWidget(self._hint)
        whole.addWidget(self.table, 1)
        whole.addLayout(row(self.add, self.pin, self.change, self.retire, 1, spacing=8))
        self.setLayout(whole)

    # -- showing

    def refresh(self) -> int:
        """Read again; how many may sit here."""
        workspace = self._page.workspace
        found = colleagues(workspace, retired=True)
        self.table.show_rows(found)
        self._hint.setText(
            _("Whoever sits down signs in with name and PIN; Ctrl+Alt+L locks for the next one.")
            if is_shared(workspace)
            else _(
                "So far one person works here, with the passphrase. Enter the others, each with a PIN, and "
                "every step is kept under the name of who did it."
            )
        )
        self._show_actions()
        return sum(1 for each in found if not each.retired)

    def take_focus(self) -> None:
        self.table.take_focus()

    def _status(self, each: Colleague) -> Status:
        if each.retired:
            return Status(_("No longer here"), "lock", "grey")
        if each.person == self._page.workspace.keys.author:
            return Status(_("Sits here now"), "done-circle", "primary")
        if each.by_passphrase:
            return Status(_("By passphrase"), "key", "blue")
        return Status(_("With a PIN"), "done", "primary")

    def _chosen(self) -> Colleague | None:
        chosen: Colleague | None = self.table.current()
        return chosen

    def _show_actions(self) -> None:
        chosen = self._chosen()
        here = chosen is not None and not chosen.retired
        self.pin.setEnabled(here)
        self.change.setEnabled(here and chosen is not None and not chosen.by_passphrase)
        self.retire.setEnabled(chosen is not None and not chosen.by_passphrase)
        gone = chosen is not None and chosen.retired
        self.retire.setText(_("Take back onto the list…") if gone else _("Strike off the list…"))

    # -- asking

    def ask_add(self) -> None:
        """A new colleague: name, duty, PIN, and the passphrase that lets one change the list."""
        self._ask(
            _("A colleague at this computer"),
            _("The colleague chooses the PIN and types it here, twice."),
            [
                Wish("name", _("Name"), _("Write the name.")),
                Wish("duty", _("Duty"), options=duty_options()),
                *_pin_wishes(),
            ],
            _("Enter the colleague"),
            lambda told: self._work(
                lambda: add_colleague(
                    self._page.workspace, told["passphrase"], told["name"], Duty(told["duty"]), told["pin"]
                ),
                _("{name} may now sit here.", name=told["name"]),
            ),
        )

    def ask_pin(self) -> None:
        """Another PIN for the person chosen."""
        chosen = self._chosen()
        if chosen is None:
            return
        self._ask(
            _("New PIN for {name}", name=chosen.name),
            _("The colleague chooses the PIN and types it here, twice."),
            _pin_wishes(),
            _("Set the PIN"),
            lambda told: self._change(chosen, told, pin=told["pin"]),
        )

    def ask_change(self) -> None:
        """Another name or duty."""
        chosen = self._chosen()
        if chosen is None:
            return
        self._ask(
            _("Name and duty of {name}", name=chosen.name),
            "",
            [
                Wish("name", _("Name"), _("Write the name."), start=chosen.name),
                Wish("duty", _("Duty"), options=duty_options(), start=chosen.duty.value),
            ],
            _("Save"),
            lambda told: self._change(chosen, told, name=told["name"], duty=Duty(told["duty"])),
        )

    def ask_retire(self) -> None:
        """The person leaves, or comes back with the old PIN."""
        chosen = self._chosen()
        if chosen is None:
            return
        title = _("Take {name} back?") if chosen.retired else _("Strike {name} off the list?")
        words = (
            _("The PIN is the one from before.")
            if chosen.retired
            else _("What was done under the name stays as it is; the PIN opens nothing any more.")
        )
        self._ask(
            title.format(name=chosen.name),
            words,
            [Wish("reason", _("Reason"), _("Write why."))],
            _("Take back") if chosen.retired else _("Strike off"),
            lambda told: self._change(chosen, told, retired=not chosen.retired, reason=told["reason"]),
        )

    def _ask(
        self,
        title: str,
        words: str,
        wishes: Sequence[Wish],
        yes: str,
        act: Callable[[dict[str, str]], None],
    ) -> None:
        lock = Wish(
            "passphrase", _("Passphrase of this office"), _("Type the passphrase."), secret=True
        )
        AskWords(self, title, words, [*wishes, lock], yes=yes, check=_same_pin).then(act)

    def _change(self, chosen: Colleague, told: dict[str, str], **changes: object) -> None:
        def change() -> None:
            change_colleague(
                self._page.workspace,
                told["passphrase"],
                chosen.person,
                **changes,  # type: ignore[arg-type]
            )

        self._work(change, _("The list is changed."))

    def _work(self, work: Callable[[], object], words: str) -> None:
        def on_thread(_progress: Progress) -> object:
            return work()

        task = self._page.run(_("Changing the list"), on_thread, can_cancel=False)
        task.on_success(lambda _done: self._done(words))

    def _done(self, words: str) -> None:
        self.changed.emit()
        self._page.tell("done", words)


def duty_options() -> list[tuple[str, str]]:
    """The four duties, each with what it adds."""
    return [(duty.value, f"{duty_words(duty)}: {_MAY[duty]()}") for duty in Duty]


def _pin_wishes() -> list[Wish]:
    digits = _("{n} digits, not all alike", n=PIN_DIGITS)
    return [
        Wish("pin", _("PIN"), _("Type the PIN."), digits, secret=True),
        Wish("again", _("The PIN once more"), _("Type the PIN once more."), secret=True),
    ]


def _same_pin(told: dict[str, str]) -> dict[str, str]:
    if told.get("pin", "") != told.get("again", ""):
        return {"again": _("The two PINs differ. Type them again.")}
    return {}
