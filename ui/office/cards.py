# SPDX-License-Identifier: Apache-2.0
"""Assistance cards: who is due one, issuing and printing them, and what becomes of each afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from enumerator.cards.issue import Batch, CardOffice
from enumerator.cards.register import BatchRecord, CardRecord
from enumerator.eligibility.adopting import current
from enumerator.errors import UserError
from enumerator.messages import _, n_, spoken_language
from enumerator.office.card_steps import (
    preview_card,
    preview_due,
    redraw,
    replace_card,
    reprint,
    write_register,
)
from enumerator.office.cards import Due, card_office, cards_due, print_cards, programmes_on_cards
from enumerator.programmes.catalogue import catalogue
from ui import theme
from ui.office.asking import AskWords, Wish, ask_target
from ui.office.card_rows import (
    DELIVERABLE,
    LOSABLE,
    PRINTABLE,
    REPLACEABLE,
    REVOCABLE,
    card_facts,
    card_status,
    history_facts,
    programme_words,
    short_date,
)
from ui.office.facts import Facts
from ui.office.look import author_names, head_words, place_words, when_words
from ui.office.panes import Panes
from ui.office.pdf_view import PdfView
from ui.office.segments import Segments
from ui.tasks import Progress, Task
from ui.widgets import (
    Card,
    Column,
    DataTable,
    ElidedText,
    EmptyState,
    QuietButton,
    Screen,
    SearchBox,
    column,
    row,
    rule,
    scrolled,
)

_CARD_NEEDS = 340


class Preview(Card):
    """A card as it looks, and below it facts and whatever the page puts there; where the room is lower than
    `needs`, they go before the looks."""

    def __init__(self, needs: int = 0) -> None:
        super().__init__(padding=16, spacing=10)
        self._needs = needs
        self.title = ElidedText("", "section")
        self.pdf = PdfView()
        self.facts = Facts()
        self.body.addWidget(self.title)
        self.body.addWidget(self.pdf, 3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.pdf.setHidden(self.height() < theme.px(self._needs))


class Cards(Screen):
    """Ctrl+P issues and prints for all who wait; in the register each card has its own actions."""

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Assistance cards"), parent)
        self._now = workspace.store.clock
        self._names: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._names_on_cards: Mapping[str, str] = {}
        self._office: CardOffice | None = None
        self._due: tuple[Due, ...] = ()
        self._wish = 0
        self.export = self.bar.add_action(_("Register as a table …"), icon="export")
        self.export.clicked.connect(self.ask_register)
        self.print = self.bar.set_primary(_("Issue and print …"), icon="print", key="Ctrl+P")
        self.print.clicked.connect(self.ask_print)
        self.views = Segments()
        self.views.add("due", _("Waiting for a card"), self._due_view())
        self.views.add("cards", _("Cards"), self._cards_view())
        self.views.add("batches", _("Printed batches"), self._batches_view())
        self.views.shown.connect(lambda _key: self._on_view())
        self.search = SearchBox(_("Search number or name"))
        self.search.setMinimumWidth(theme.px(230))
        self.search.searched.connect(self._on_searched)
        self.search.left_down.connect(lambda: self.cards.take_focus())
        self.views.add_right(self.search)
        self.content.addWidget(self.views, 1)
        for number, key in enumerate(self.views.buttons, start=1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda key=key: self.views.show_view(key))
        self._on_view()

    # -- building

    def _due_view(self) -> QWidget:
        self.due = DataTable(
            [
                Column(_("Head of household"), lambda due: head_words(due.household), 150, 2, strong=True),
                Column(_("Place"), lambda due: place_words(due.household), 150, 2, drop_below=520),
                Column(_("Programmes"), self._programmes_of, 160, 3, ink="ink-2"),
            ],
            name=_("Waiting for a card"),
            identity=lambda due: due.household.record,
            empty=EmptyState(
                _("Nobody waits for a card"),
                _("Households come here when somebody has decided that a programme is due to them."),
                icon="card",
            ),
        )
        self.due_preview = Preview()
        self.print_one = QuietButton(_("Issue and print only this one …"), icon="print")
        self.print_one.clicked.connect(self.ask_print_one)
        self.due_preview.body.addLayout(row(self.print_one, 1))
        self.due.chosen.connect(self._show_due)
        return Panes(self.due, self.due_preview, 0.6)

    def _cards_view(self) -> QWidget:
        self.cards = DataTable(
            [
                Column(
                    _("Status"),
                    lambda card: card_status(card.state).word,
                    134,
                    status=lambda card: card_status(card.state),
                ),
                Column(_("Number"), lambda card: card.number, 196, strong=True),
                Column(_("Name"), lambda card: card.name, 130, 2),
                Column(_("Kelurahan"), lambda card: card.values.get("kelurahan", ""), 120, 1, drop_below=560),
                Column(
                    _("Programmes"),
                    lambda card: programme_words(card, self._names_on_cards),
                    130,
                    2,
                    ink="ink-2",
                    drop_below=800,
                ),
                Column(
                    _("Valid until"),
                    lambda card: short_date(card.valid_until),
                    110,
                    sort=lambda card: card.values.get("valid_until", ""),
                    drop_below=680,
                ),
            ],
            name=_("Cards"),
            identity=lambda card: card.number,
            empty=EmptyState(_("No cards yet"), _("Issue and print the first ones: Ctrl+P."), icon="card"),
        )
        self.card_preview = Preview(needs=_CARD_NEEDS)
        self.again = QuietButton(_("Print again …"), icon="print", key="Ctrl+Shift+P")
        self.again.clicked.connect(self.ask_reprint)
        self.deliver = QuietButton(_("Handed over …"), icon="delivery")
        self.deliver.clicked.connect(self.ask_deliver)
        self.lost = QuietButton(_("Lost …"), icon="warning")
        self.lost.clicked.connect(self.ask_lost)
        self.replace = QuietButton(_("Replace …"), icon="redo")
        self.replace.clicked.connect(self.ask_replace)
        self.revoke = QuietButton(_("Revoke …"), icon="lock")
        self.revoke.clicked.connect(self.ask_revoke)
        inside = QWidget()
        inside.setLayout(column(self.card_preview.facts, 1))
        below = self.card_preview.body
        below.addWidget(rule())
        below.addWidget(scrolled(inside), 2)
        below.addLayout(row(self.again, self.deliver, 1, spacing=8))
        below.addLayout(row(self.lost, self.replace, self.revoke, 1, spacing=8))
        self.cards.chosen.connect(self._show_card)
        return Panes(self.cards, self.card_preview, 0.58)

    def _batches_view(self) -> QWidget:
        self.batches = DataTable(
            [
                Column(
                    _("Printed"),
                    lambda batch: when_words(batch.wall, self._now()),
                    170,
                    sort=lambda batch: batch.wall,
                ),
                Column(_("File"), lambda batch: batch.values.get("file", ""), 180, 2, strong=True),
                Column(
                    _("Cards"),
                    lambda batch: str(len(batch.numbers)),
                    80,
                    right=True,
                    sort=lambda batch: len(batch.numbers),
                ),
                Column(
                    _("By"), lambda batch: self._names.get(batch.author, batch.author), 140, 1, drop_below=560
                ),
                Column(_("SHA-256"), lambda batch: batch.pdf_sha256[:16], 160, ink="ink-2", drop_below=760),
            ],
            name=_("Printed batches"),
            identity=lambda batch: batch.batch,
            empty=EmptyState(_("Nothing printed yet"), icon="print"),
        )
        self.redraw = QuietButton(_("Make this PDF again …"), icon="redo")
        self.redraw.clicked.connect(self.ask_redraw)
        view = QWidget()
        whole = column(spacing=12)
        whole.addWidget(self.batches, 1)
        whole.addLayout(row(self.redraw, 1))
        view.setLayout(whole)
        return view

    # -- showing

    def refresh(self) -> None:
        """The register at once; who is due a card is gathered off the GUI thread; the newest wish wins."""
        store = self.workspace.store
        self._names = author_names(self.workspace)
        self._labels = {each.code: each.name for each in catalogue(current(store), self._now().date())}
        self._names_on_cards = programmes_on_cards(self.workspace)
        self._office = card_office(self.workspace)
        cards = sorted(self._office.register, key=lambda card: card.wall, reverse=True)
        batches = tuple(reversed(self._office.register.batches()))
        self.cards.show_rows(cards)
        self.batches.show_rows(batches)
        for key, rows in (("cards", cards), ("batches", batches)):
            self.views.show_count(key, len(rows))
        live = sum(1 for card in cards if card.state.is_live)
        self.bar.show_chips(n_("{n} valid card", "{n} valid cards", live))
        self.redraw.setEnabled(bool(batches))
        self.export.setEnabled(bool(cards))
        self._show_card(self.cards.current())
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
        waiting = [each for each in due if each.card is None]
        self.due.show_rows(waiting)
        self.views.show_count("due", len(waiting))
        self.print.setEnabled(bool(waiting))
        self._show_due(self.due.current())

    def _on_view(self) -> None:
        self.search.setVisible(self.views.current() == "cards")
        self.take_focus()

    def take_focus(self) -> None:
        {"due": self.due, "cards": self.cards, "batches": self.batches}[self.views.current()].take_focus()

    def _on_searched(self, text: str) -> None:
        words = text.casefold().split()
        self.cards.keep(
            (lambda card: all(word in f"{card.number} {card.name}".casefold() for word in words))
            if words
            else None
        )

    def _programmes_of(self, due: Due) -> str:
        return ", ".join(self._labels.get(code, code) for code in due.programmes)

    def _show_due(self, due: Due | None) -> None:
        self.print_one.setEnabled(due is not None)
        if due is None:
            self.due_preview.title.setText(_("Nothing to show"))
            self.due_preview.pdf.show_nothing(" ")
            return
        self.due_preview.title.setText(head_words(due.household))
        self._draw(
            self.due_preview.pdf,
            lambda own: preview_due(own, due, language=spoken_language()),
            head_words(due.household),
        )

    def _show_card(self, card: CardRecord | None) -> None:
        for button, states in (
            (self.again, PRINTABLE),
            (self.deliver, DELIVERABLE),
            (self.lost, LOSABLE),
            (self.replace, REPLACEABLE),
            (self.revoke, REVOCABLE),
        ):
            button.setEnabled(card is not None and card.state in states)
        if card is None or self._office is None:
            self.card_preview.title.setText(_("Nothing to show"))
            self.card_preview.pdf.show_nothing(" ")
            self.card_preview.facts.show_facts(())
            return
        self.card_preview.title.setText(f"{card.name} · {card_status(card.state).word}")
        history = self._office.register.history(card.number)
        self.card_preview.facts.show_facts(
            [*card_facts(card, self._names_on_cards), *history_facts(history, self._names, self._now())]
        )
        self._draw(
            self.card_preview.pdf,
            lambda own: preview_card(own, card, language=spoken_language()),
            card.name,
        )

    def _draw(self, view: PdfView, make: Callable[[Any], bytes], name: str) -> None:
        workspace = self.workspace

        def bytes_of() -> bytes:
            with workspace.working() as own:
                return make(own)

        view.show_pdf(bytes_of, name)

    # -- printing

    def pick_target(self, name: str, kinds: str = "PDF (*.pdf)") -> Path | None:
        """Where the file goes."""
        return ask_target(self, _("Save as"), kinds, name)

    def ask_print(self) -> None:
        """Cards for all who wait."""
        target = self.pick_target(f"kartu-{self._now():%Y%m%d}.pdf")
        if target is not None:
            self.issue((), target)

    def ask_print_one(self) -> None:
        """A card for the household the keyboard is on."""
        due = self.due.current()
        target = self.pick_target(f"kartu-{self._now():%Y%m%d}.pdf") if due is not None else None
        if due is not None and target is not None:
            self.issue((due.household.record,), target)

    def issue(self, households: Sequence[str], target: Path) -> None:
        """Request, approve and print; cancelled or not, the journal and the file agree."""
        language = spoken_language()
        self._printing(
            lambda own, progress: print_cards(
                own, target, households=households, language=language, progress=progress
            ),
            target,
        )

    def ask_reprint(self) -> None:
        """The same card once more, because the first is spoilt."""
        card = self.cards.current()
        target = self.pick_target(f"kartu-{card.number}.pdf") if card is not None else None
        if card is not None and target is not None:
            language = spoken_language()
            self._printing(
                lambda own, progress: reprint(
                    own, (card.number,), target, language=language, progress=progress
                ),
                target,
            )

    def _printing(self, work: Callable[[Any, Progress], Batch], target: Path) -> None:
        workspace = self.workspace

        def do(progress: Progress) -> Batch:
            with workspace.working() as own:
                return work(own, progress)

        task = self.run(_("Drawing the cards"), do)
        task.on_success(lambda batch: self._printed(batch, target)).on_cancel(self._stopped)

    def _printed(self, batch: Batch, target: Path) -> None:
        self.refresh()
        self.data_changed.emit()
        self.tell(
            "done",
            n_(
                "{n} card is in {file}",
                "{n} cards are in {file}",
                len(batch.numbers),
                file=target.name,
            ),
            _("Print on both sides, at the actual size. Check one code with “Check a card”."),
        )
        self.open_file(target)

    def _stopped(self) -> None:
        self.refresh()
        self.tell("info", _("Nothing was printed. Cards that were approved wait for the next time."))

    def open_file(self, path: Path) -> None:
        """Show the PDF in the program the computer has for it."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def ask_redraw(self) -> None:
        """The PDF of an earlier batch, which is nowhere any more."""
        batch: BatchRecord | None = self.batches.current()
        target = self.pick_target(batch.values.get("file", "kartu.pdf")) if batch is not None else None
        if batch is None or target is None:
            return
        workspace, name = self.workspace, batch.batch

        def do(progress: Progress) -> object:
            with workspace.working() as own:
                return redraw(own, name, target, progress)

        self.run(_("Drawing the cards"), do).on_success(
            lambda _drawn: self.tell("done", _("{file} is the same as it was then.", file=target.name))
        )

    def ask_register(self) -> None:
        """All cards as a table."""
        target = self.pick_target("kartu.xlsx", "XLSX (*.xlsx);;CSV (*.csv)")
        if target is None:
            return
        workspace = self.workspace

        def do(_progress: Progress) -> int:
            with workspace.working() as own:
                return write_register(own, target)

        self.run(_("Writing the table"), do, can_cancel=False).on_success(
            lambda rows: self.tell(
                "done", n_("{n} row is in {file}", "{n} rows are in {file}", rows, file=target.name)
            )
        )

    # -- the life of a card

    def _ask_reason(
        self,
        title: str,
        words: str,
        label: str,
        yes: str,
        act: Callable[[CardRecord, str], object],
        *,
        danger: bool = False,
    ) -> None:
        card: CardRecord | None = self.cards.current()
        if card is None:
            return
        AskWords(
            self,
            title.format(name=card.name, number=card.number),
            words,
            [Wish("reason", label, _("Write it in a few words."))],
            yes=yes,
            danger=danger,
        ).then(lambda told: self._do(card, told["reason"], act))

    def _do(self, card: CardRecord, reason: str, act: Callable[[CardRecord, str], object]) -> None:
        try:
            act(card, reason)
        except UserError as error:
            self.show_error(error)
            return
        self.refresh()
        self.data_changed.emit()
        found = (
            next((each for each in self._office.register if each.number == card.number), card)
            if self._office
            else card
        )
        self.tell(
            "done",
            _("Card {number}: {state}.", number=card.number, state=card_status(found.state).word.lower()),
        )

    def ask_deliver(self) -> None:
        """The card has reached its holder."""
        self._ask_reason(
            _("Card {number} handed over to {name}"),
            _("From now on the card counts as being in the hands of its holder."),
            _("How it is known, such as “signed on the list of 24 November”"),
            _("Enter the handing over"),
            lambda card, proof: self._steps().deliver(card.number, proof),
        )

    def ask_lost(self) -> None:
        """The holder does not have it any more."""
        self._ask_reason(
            _("Card {number} of {name} is lost"),
            _("Whoever checks it from now on is told so. A new card is given with Replace."),
            _("What happened"),
            _("Report as lost"),
            lambda card, reason: self._steps().report_lost(card.number, reason),
        )

    def ask_revoke(self) -> None:
        """It gives no right to anything any more."""
        self._ask_reason(
            _("Revoke card {number} of {name}?"),
            _("This cannot be taken back. The household can get a new card."),
            _("Why"),
            _("Revoke the card"),
            lambda card, reason: self._steps().revoke(card.number, reason),
            danger=True,
        )

    def ask_replace(self) -> None:
        """A new card with what the registry says now."""
        self._ask_reason(
            _("A new card for {name}"),
            _("Card {number} is no longer good from now on; the new one waits to be printed.").replace(
                "{number}", self.cards.current().number if self.cards.current() else ""
            ),
            _("Why"),
            _("Replace the card"),
            self._replace,
        )

    def _replace(self, card: CardRecord, reason: str) -> None:
        due = next((each for each in self._due if each.household.record == card.household), None)
        replace_card(self.workspace, card, due.programmes if due else (), reason)

    def _steps(self) -> CardOffice:
        return card_office(self.workspace)
