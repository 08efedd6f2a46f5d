# SPDX-License-Identifier: Apache-2.0
"""Assistance cards: who is due one, the register, what was printed; the views say what is wanted, this page
does it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from enumerator.cards.checkfile import SUFFIX
from enumerator.cards.register import CardRecord
from enumerator.eligibility.adopting import current
from enumerator.errors import UserError
from enumerator.messages import _, n_
from enumerator.office.card_outputs import Spool, outputs, write_printed_list
from enumerator.office.card_printing import Wanted
from enumerator.office.card_steps import replace_card, request_card, write_register
from enumerator.office.card_trust import write_check_file
from enumerator.office.cards import Due, card_office, cards_due, programmes_on_cards
from enumerator.programmes.catalogue import catalogue
from ui import theme
from ui.office.asking import AskWords, ask_target
from ui.office.cards import life
from ui.office.cards.batches import BatchesView
from ui.office.cards.due import DueView, issue_words
from ui.office.cards.opened import OpenBatch
from ui.office.cards.register import RegisterView
from ui.office.cards.rows import card_status
from ui.office.cards.settings import ask_settings
from ui.office.look import author_names
from ui.office.segments import Segments
from ui.tasks import Progress, Task
from ui.widgets import QuietButton, Screen, SearchBox

_TABLES: Final = "XLSX (*.xlsx);;CSV (*.csv)"


class Cards(Screen):
    """Ctrl+P goes on to print for all who wait; in the register each card has its own actions."""

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Assistance cards"), parent)
        self._now = workspace.store.clock
        self._due: tuple[Due, ...] = ()
        self._labels: dict[str, str] = {}
        self._wish = 0
        Spool(workspace).clear()
        self.settings = self.bar.add_action(_("Issuing…"), icon="settings")
        self.settings.clicked.connect(self.ask_settings)
        self.design = self.bar.add_action(_("Design…"), icon="theme")
        self.design.setShortcut(QKeySequence("Ctrl+D"))
        self.design.clicked.connect(lambda: self.go_requested.emit("card-design", None))
        self.print = self.bar.set_primary(issue_words(0), icon="print", key="Ctrl+P")
        self.print.clicked.connect(lambda: self._go_print(self.due.all_shown()))
        self.due, self.register, self.batches = (
            DueView(workspace),
            RegisterView(workspace),
            BatchesView(workspace),
        )
        self._joined()
        self.views = Segments()
        self.views.add("due", _("Waiting for a card"), self.due)
        self.views.add("cards", _("Cards"), self.register)
        self.views.add("batches", _("Printed batches"), self.batches)
        self.views.shown.connect(lambda _key: self._on_view())
        self.twice = QuietButton("", icon="warning")
        self.twice.clicked.connect(self.show_twice)
        self.twice.hide()
        self.expired = QuietButton("", icon="history")
        self.expired.clicked.connect(self.enter_expired)
        self.expired.hide()
        self.export = QuietButton(_("As a table…"), icon="export")
        self.export.clicked.connect(self.ask_register)
        self.register.add_beside_state(self.export)
        self.search = SearchBox(_("Search number, name, place"))
        self.search.setMinimumWidth(theme.px(190))
        self.search.searched.connect(self._on_searched)
        self.search.left_down.connect(lambda: self._table().take_focus())
        self.check_list = QuietButton(_("Check list…"), icon="verify")
        self.check_list.setToolTip(_("List to check cards with…"))
        self.check_list.clicked.connect(self.ask_check_list)
        for widget in (self.twice, self.expired, self.check_list, self.search):
            self.views.add_right(widget)
        self.content.addWidget(self.views, 1)
        for number, key in enumerate(self.views.buttons, start=1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda key=key: self.views.show_view(key))
        self._on_view()

    def _joined(self) -> None:
        self.due.print_wanted.connect(self._go_print)
        self.due.request_wanted.connect(self.request_card)
        self.due.approve_wanted.connect(self.approve_card)
        self.due.shown_changed.connect(self._on_shown)
        self.register.step_wanted.connect(self._on_step)
        self.batches.open_wanted.connect(lambda batch: self.go_requested.emit("card-batch", OpenBatch(batch)))
        self.batches.export_wanted.connect(self.ask_printed_list)

    # -- showing

    def refresh(self) -> None:
        """The register at once; who is due a card is gathered off the GUI thread; the newest wish wins."""
        store, today = self.workspace.store, self._now().date()
        self._labels = {each.code: each.name for each in catalogue(current(store), today)}
        names = author_names(self.workspace)
        office = card_office(self.workspace)
        cards = sorted(office.register, key=lambda card: card.wall, reverse=True)
        batches = tuple(reversed(office.register.batches()))
        self.register.show_rows(office, cards, programmes_on_cards(self.workspace), names, today)
        self.batches.show_rows(batches, names, outputs(store))
        for key, rows in (("cards", cards), ("batches", batches)):
            self.views.show_count(key, len(rows))
        live = sum(1 for card in cards if card.is_live(today))
        self.bar.show_chips(n_("{n} valid card", "{n} valid cards", live))
        over = sum(1 for card in cards if card.state.is_live and not card.is_live(today))
        self.expired.setText(n_("Enter {n} as expired", "Enter {n} as expired", over))
        self.expired.setVisible(bool(over))
        doubts = len(office.register.doubts(today))
        self.twice.setText(n_("{n} issued twice", "{n} issued twice", doubts))
        self.twice.setVisible(bool(doubts))
        self.export.setEnabled(bool(cards))
        self._gather_due()

    def _gather_due(self) -> None:
        self._wish += 1
        wish, workspace = self._wish, self.workspace

        def work(_progress: Progress) -> tuple[Due, ...]:
            with workspace.working() as own:
                return cards_due(own)

        task = Task(self, work)
        task.on_success(lambda due: self._show_all_due(wish, due)).on_failure(self.show_error)
        task.start_soon()

    def _show_all_due(self, wish: int, due: tuple[Due, ...]) -> None:
        if wish != self._wish:
            return
        self._due = due
        waiting = [each for each in due if each.waits]
        self.due.show_rows(waiting, self._labels)
        self.views.show_count("due", len(waiting))

    def _on_shown(self, count: int) -> None:
        self.print.setText(issue_words(count))
        self.print.updateGeometry()
        self.print.setEnabled(count > 0)

    def _on_view(self) -> None:
        view = self.views.current()
        self.search.setVisible(view != "batches")
        self.take_focus()

    def _table(self) -> Any:
        return {"due": self.due, "cards": self.register, "batches": self.batches}[self.views.current()].table

    def take_focus(self) -> None:
        self._table().take_focus()

    def _on_searched(self, text: str) -> None:
        self.due.search(text)
        self.register.search(text)

    def show_twice(self) -> None:
        """The cards that two offices issued without knowing of each other."""
        self.views.show_view("cards")
        self.register.show_state("doubtful")
        self.take_focus()

    # -- printing

    def _go_print(self, wanted: Wanted) -> None:
        if len(wanted):
            self.go_requested.emit("card-print", wanted)

    def print_card(self, card: CardRecord) -> None:
        """The same card once more, because the first is spoilt; or one that was approved."""
        self._go_print(Wanted(cards=(card,)))

    # -- lists

    def pick_target(self, name: str, kinds: str) -> Path | None:
        """Where the file goes."""
        return ask_target(self, _("Save as"), kinds, name)

    def ask_register(self) -> None:
        """All cards as a table."""
        self._write("kartu.xlsx", write_register)

    def ask_printed_list(self) -> None:
        """What was printed by whom and when, as a table."""
        self._write("daftar-cetak.xlsx", write_printed_list)

    def ask_check_list(self) -> None:
        """The file with which anyone checks these cards, for a stick or a letter."""
        kinds = _("Lists to check cards with") + f" (*{SUFFIX})"
        target = self.pick_target("kartu" + SUFFIX, kinds)
        if target is None:
            return
        try:
            written = write_check_file(self.workspace, target)
        except UserError as error:
            self.show_error(error)
            return
        self.tell(
            "done",
            _("{file} is written. Give it to whoever may check cards.", file=target.name),
            _("Tell them the key by another way: {fingerprint}", fingerprint=written.fingerprint),
        )

    def _write(self, name: str, write: Callable[[Any, Path], int]) -> None:
        target = self.pick_target(name, _TABLES)
        if target is None:
            return
        workspace = self.workspace

        def do(_progress: Progress) -> int:
            with workspace.working() as own:
                return write(own, target)

        self.run(_("Writing the table"), do, can_cancel=False).on_success(
            lambda rows: self.tell(
                "done", n_("{n} row is in {file}", "{n} rows are in {file}", rows, file=target.name)
            )
        )

    # -- the life of a card

    def request_card(self, due: Due) -> None:
        """Ask for a card that somebody approves later."""
        self._do(lambda: request_card(self.workspace, due))

    def approve_card(self, number: str) -> None:
        """Sign it; it waits to be printed."""
        self._do(lambda: card_office(self.workspace).approve(number)[0])

    def enter_expired(self) -> None:
        """Cards past their last day, all at once."""
        today = self._now().date()
        over = card_office(self.workspace).expire(today)
        self._changed()
        self.tell("done", n_("{n} card entered as expired", "{n} cards entered as expired", len(over)))

    def _on_step(self, step: str, card: CardRecord) -> None:
        steps: dict[str, Callable[[], object]] = {
            "approve": lambda: self.approve_card(card.number),
            "print": lambda: self.print_card(card),
            "deliver": lambda: self._ask_proof(card),
            "lose": lambda: life.ask_lost(self, card, self._lose),
            "replace": lambda: life.ask_replace(self, card, self._replace),
            "revoke": lambda: life.ask_revoke(self, card, self._revoke),
            "second": lambda: life.ask_second(self, card, self._second),
        }
        steps[step]()

    def _ask_proof(self, card: CardRecord) -> AskWords:
        asked = life.AskProof(self, card)
        return asked.then(lambda told: self._deliver(card, asked.proof(told), asked.photo))

    def _deliver(self, card: CardRecord, proof: str, photo: Path | None) -> None:
        def act() -> CardRecord:
            blobs = ()
            if photo is not None:
                blobs = (self.workspace.store.attachments.put(photo.read_bytes(), name=photo.name),)
            return card_office(self.workspace).deliver(card.number, proof, blobs)

        self._do(act)

    def _lose(self, card: CardRecord, reason: str) -> None:
        lost = self._do(lambda: card_office(self.workspace).report_lost(card.number, reason))
        if lost is not None:
            self.tell(
                "warning",
                _("Card {number} is reported as lost.", number=card.number),
                _("The household has no card now."),
                action=_("Replace it"),
                act=lambda: life.ask_replace(self, lost, self._replace),
            )

    def _revoke(self, card: CardRecord, reason: str) -> None:
        self._do(lambda: card_office(self.workspace).revoke(card.number, reason))

    def _replace(self, card: CardRecord, reason: str) -> None:
        due = next((each for each in self._due if each.household.record == card.household), None)
        new = self._do(lambda: replace_card(self.workspace, card, due.programmes if due else (), reason))
        if new is not None:
            self.register.table.select(new.number)
            self.tell(
                "done",
                _("Card {number} takes the place of {old}.", number=new.number, old=card.number),
                _("It is approved and waits to be printed."),
                action=_("Print it"),
                act=lambda: self.print_card(new),
            )

    def _second(self, card: CardRecord, reason: str) -> None:
        due = next((each for each in self._due if each.household.record == card.household), None)
        if due is None:
            self.tell("warning", _("No decision says that this household gets help."))
            return
        self._go_print(Wanted(due=(Due(due.household, due.programmes, None),), reason=reason))

    def _do(self, act: Callable[[], CardRecord]) -> CardRecord | None:
        """Do it and say so; None when it was refused, which is said as well."""
        try:
            card = act()
        except UserError as error:
            self.show_error(error)
            return None
        except OSError as error:  # a photo on a stick that was pulled out
            self.show_error(UserError(_("The photo cannot be read."), where=str(error)))
            return None
        self._changed()
        state = card_status(card.state).word.lower()
        self.tell("done", _("Card {number}: {state}.", number=card.number, state=state))
        return card

    def _changed(self) -> None:
        self.refresh()
        self.data_changed.emit()

    # -- how cards are issued

    def ask_settings(self) -> None:
        """Name of the issuer, beginning of numbers, how long a card is good."""
        ask_settings(self, self.workspace, self.show_error, self._changed)

