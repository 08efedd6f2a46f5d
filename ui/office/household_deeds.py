# SPDX-License-Identifier: Apache-2.0
"""What can be done with a household of the registry: graduate it from the programmes, give it to another
enumerator, or erase it for good."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from enumerator.identity.staff import duty_words
from enumerator.messages import _
from enumerator.office.colleagues import colleagues, is_shared
from enumerator.office.erasing import SECOND_DUTY, Erasure, erase_household
from enumerator.office.late import give_work, holders_of
from enumerator.programmes.graduation import GRADUATED, graduate, readmit, standing
from enumerator.registry.search import Household
from enumerator.registry.staff import enumerators
from ui.office.asking import AskWords, Wish
from ui.office.duty import keep_to_duty
from ui.office.look import head_words
from ui.tasks import Progress
from ui.widgets import QuietButton, Screen, row


class HouseholdDeeds(QWidget):
    """Works for its page. `changed` after a write, `staff_wanted` when people must be entered first."""

    changed = Signal()
    staff_wanted = Signal()

    def __init__(self, page: Screen) -> None:
        super().__init__()
        self._page = page
        self._household: Household | None = None
        self.leave = QuietButton(_("Graduate…"))
        self.leave.clicked.connect(self.ask_leave)
        keep_to_duty(page.workspace, "graduation", self.leave)
        self.give = QuietButton(_("Give on…"))
        self.give.clicked.connect(self.ask_give)
        self.erase = QuietButton(_("Erase…"))
        self.erase.clicked.connect(self.ask_erase)
        keep_to_duty(page.workspace, "erasure", self.erase)
        self.setLayout(row(self.leave, self.give, self.erase, spacing=8))
        self.show_household(None)

    def show_household(self, household: Household | None) -> None:
        self._household = household
        self.leave.setText(_("Serve again…") if self._has_left() else _("Graduate…"))
        self.leave.setEnabled(household is not None)
        self.give.setEnabled(household is not None)
        self.erase.setEnabled(household is not None)

    # -- leaving the programmes, and coming back

    def _has_left(self) -> bool:
        found = standing(self._page.workspace.store, self._household.record) if self._household else None
        return found is not None and found.state == GRADUATED

    def ask_leave(self) -> None:
        """Why the household leaves the programmes, or is served again."""
        household, back = self._household, self._has_left()
        if household is None:
            return
        name = head_words(household)
        AskWords(
            self,
            _("Serve {name} again?", name=name) if back else _("Does {name} graduate?", name=name),
            _("Aid is due to it again, by the decisions that hold.")
            if back
            else _("No more aid is due to it. Its record stays, and it can be served again at any time."),
            [Wish("reason", _("Reason"), _("Write why, in a few words."))],
            yes=_("Serve again") if back else _("Graduate"),
        ).then(lambda told: self._leave(household.record, back, told["reason"]))

    def _leave(self, household: str, back: bool, reason: str) -> None:
        (readmit if back else graduate)(self._page.workspace.store, household, reason)
        self.changed.emit()
        self.show_household(self._household)
        self._page.tell(
            "done", _("The household is served again.") if back else _("The household has graduated.")
        )

    # -- giving on

    def ask_give(self) -> None:
        """To whom the household goes, and why."""
        household = self._household
        if household is None:
            return
        workspace = self._page.workspace
        held = holders_of(workspace, household.record)
        others = [each for each in enumerators(workspace.store) if each.person not in held.values()]
        if not held or not others:
            self._page.tell(
                "info",
                _("This household is assigned to nobody.")
                if not held
                else _("There is no other enumerator yet."),
            )
            return
        names = {each.person: each.name for each in enumerators(workspace.store)}
        AskWords(
            self,
            _("Give {name} to another enumerator", name=head_words(household)),
            _(
                "Now with {holder}. What {holder} still sends without knowing of this waits on the page "
                "Conflicts, as late work, until somebody decides.",
                holder=", ".join(names.get(each, each) for each in held.values()),
            ),
            [
                Wish("to", _("To whom"), options=[(each.person, each.name) for each in others]),
                Wish("reason", _("Reason"), _("Write why, such as illness.")),
            ],
            yes=_("Give it on"),
        ).then(lambda told: self._give(tuple(held), told["to"], told["reason"], names))

    def _give(self, assignments: tuple[str, ...], to: str, reason: str, names: dict[str, str]) -> None:
        workspace = self._page.workspace

        def work(_progress: Progress) -> int:
            with workspace.working() as own:
                return give_work(own, assignments, to, reason)

        task = self._page.run(_("Giving the work on"), work, can_cancel=False)
        task.on_success(lambda _count: self._given(names.get(to, to)))

    def _given(self, name: str) -> None:
        self.changed.emit()
        self._page.tell(
            "done",
            _("The household is now assigned to {name}.", name=name),
            _("Both laptops hear of it with their next bundle."),
        )

    # -- erasing

    def ask_erase(self) -> None:
        """Why, and the second person's name and PIN."""
        household = self._household
        if household is None:
            return
        workspace = self._page.workspace
        others = [
            each
            for each in colleagues(workspace)
            if each.person != workspace.keys.author
            and not each.by_passphrase
            and each.duty.includes(SECOND_DUTY)
        ]
        if not is_shared(workspace) or not others:
            self._page.tell(
                "info",
                _("Erasing needs two people with a PIN."),
                _("One of them with the duty “{duty}” or more.", duty=duty_words(SECOND_DUTY)),
                action=_("People of the office"),
                act=self.staff_wanted.emit,
            )
            return
        AskWords(
            self,
            _("Erase the household of {name} for good?", name=head_words(household)),
            _(
                "All answers, photos, reviews and decisions about it are erased here, and with the next "
                "bundles on every laptop and at every office. Only its places in the journal stay. It cannot "
                "be taken back. Backups made before still hold it: make a new one and destroy the old ones."
            ),
            [
                Wish(
                    "reason",
                    _("Reason, without names"),
                    _("Write who asked for it and by which right, without names."),
                ),
                Wish(
                    "second",
                    _("The second person"),
                    options=[(each.person, f"{each.name} · {duty_words(each.duty)}") for each in others],
                ),
                Wish("pin", _("PIN of the second person"), _("Type the PIN."), secret=True),
            ],
            yes=_("Erase for good"),
            danger=True,
        ).then(lambda told: self._erase(household, told))

    def _erase(self, household: Household, told: dict[str, str]) -> None:
        workspace = self._page.workspace

        def work(progress: Progress) -> Erasure:
            with workspace.working() as own:
                return erase_household(
                    own, household.record, told["reason"], told["second"], told["pin"], progress
                )

        task = self._page.run(_("Erasing the household"), work, can_cancel=False)
        task.on_success(lambda _done: self._erased())

    def _erased(self) -> None:
        self.changed.emit()
        self._page.tell(
            "done",
            _("The household is erased; the journal says by whom and why."),
            _("Make a new backup now, and destroy the ones from before."),
        )
