# SPDX-License-Identifier: Apache-2.0
"""The pages of a batch that was issued: looked at, printed, saved, with the lists that go with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtGui import QIntValidator
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLineEdit, QWidget

from enumerator.cards.layout import Duplex, Layout
from enumerator.cards.output import appearing
from enumerator.cards.register import BatchRecord
from enumerator.errors import UserError
from enumerator.messages import _, n_, spoken_language
from enumerator.office.card_outputs import PRINTER, SAVED, Spool, note_output, outputs, spoken_way
from enumerator.office.card_printing import batch_of, counterfoils, distribution_list
from enumerator.office.card_steps import redraw
from ui import theme
from ui.office.asking import ask_target
from ui.office.cards.opened import OpenBatch
from ui.office.cards.pages import PdfPages
from ui.office.cards.printer import ask_printer, has_printer, print_pdf, printer_for
from ui.office.look import author_names, when_words
from ui.office.panes import Panes
from ui.tasks import Progress
from ui.widgets import Card, QuietButton, Screen, Text, column, row, rule, scrolled
from ui.widgets.facts import Facts

_LETTERS = "letters"


class CardBatch(Screen):
    """Arrives with an `OpenBatch`. Ctrl+P prints, Ctrl+S saves the PDF."""

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Pages of a batch"), parent)
        self._now = workspace.store.clock
        self._batch: BatchRecord | None = None
        self._pdf: Path | None = None
        self._spool = Spool(workspace)
        self.back = self.bar.add_back(_("Cards"), key="Alt+Left")
        self.back.clicked.connect(self.close_requested)
        self.save = self.bar.add_action(_("Save as PDF…"), icon="save", key="Ctrl+S")
        self.save.clicked.connect(self.ask_save)
        self.print = self.bar.set_primary(_("Print…"), icon="print", key="Ctrl+P")
        self.print.clicked.connect(self.ask_print)
        self.pages = PdfPages()
        shown = Card(padding=14, spacing=8)
        shown.body.addWidget(self.pages, 1)
        self.content.addWidget(Panes(shown, self._side(), 0.68), 1)
        self._enable(False)

    def _side(self) -> Card:
        side = Card(padding=16, spacing=12)
        self.advice = Text("", "body").wrapped()
        self.first, self.last = QLineEdit(), QLineEdit()
        for line, name in ((self.first, _("First page")), (self.last, _("Last page"))):
            line.setFixedWidth(theme.px(64))
            line.setAccessibleName(name)
        self.facts = Facts()
        self.listing = QuietButton(_("Distribution list…"), icon="delivery")
        self.listing.clicked.connect(self.ask_list)
        self.counterfoil = QuietButton(_("Register sheet…"), icon="form")
        self.counterfoil.clicked.connect(self.ask_counterfoil)
        inside = QWidget()
        within = column(Text(_("Pages to print"), "label"), spacing=8)
        within.addLayout(row(self.first, Text("–", "body"), self.last, 1, spacing=8))
        within.addWidget(self.advice)
        within.addWidget(rule())
        within.addWidget(self.facts)
        within.addStretch(1)
        inside.setLayout(within)
        side.body.addWidget(scrolled(inside), 1)
        side.body.addWidget(Text(_("Papers that go with it"), "label"))
        side.body.addLayout(row(self.listing, self.counterfoil, 1, spacing=8))
        return side

    # -- arriving and leaving

    def arrive(self, argument: object) -> None:
        """The batch whose pages are wanted; drawn again where its PDF is not there any more."""
        if not isinstance(argument, OpenBatch):
            self.close_requested.emit()
            return
        self._enable(False)
        try:
            self._batch = batch_of(self.workspace, argument.batch)
        except UserError as error:
            self.show_error(error)
            self.close_requested.emit()
            return
        self.show_facts()
        if argument.pdf is not None and argument.pdf.exists():
            self._opened(argument.pdf)
            return
        self.pages.show_nothing(_("Drawing…"))
        workspace, batch = self.workspace, self._batch
        target = self._spool.file(batch.values.get("file", "kartu.pdf"))

        def do(progress: Progress) -> Path:
            with workspace.working() as own:
                redraw(own, batch.batch, target, progress)
            return target

        task = self.run(_("Drawing the cards"), do)
        task.on_success(self._opened).on_cancel(lambda: self.pages.show_nothing(_("Nothing to show")))

    def may_leave(self) -> bool:
        self._batch, self._pdf = None, None
        self.pages.show_nothing(" ")
        self._enable(False)
        self._spool.clear()
        return True

    def memory(self) -> object:
        return OpenBatch(self._batch.batch, self._pdf) if self._batch is not None else None

    def take_focus(self) -> None:
        self.pages.setFocus()

    def _opened(self, pdf: Path) -> None:
        self._pdf = pdf
        self.pages.show_pdf(pdf, keep_page=False)
        for line, page in ((self.first, 1), (self.last, self.pages.count)):
            line.setValidator(QIntValidator(1, self.pages.count, line))
            line.setText(str(page))
        self._enable(True)

    def _enable(self, can: bool) -> None:
        for widget in (self.save, self.print, self.listing, self.counterfoil, self.first, self.last):
            widget.setEnabled(can)

    # -- what is known of it

    def show_facts(self) -> None:
        """Who issued it when, and where its pages went."""
        batch = self._batch
        if batch is None:
            return
        names, now = author_names(self.workspace), self._now()
        self.bar.show_chips(n_("{n} card", "{n} cards", len(batch.numbers)))
        self.advice.setText(_advice(batch))
        facts = [
            (_("Issued"), f"{when_words(batch.wall, now)} · {names.get(batch.author, batch.author)}"),
            (_("Numbers"), f"{batch.numbers[0]} –\n{batch.numbers[-1]}"),
            (_("Fingerprint of the PDF"), _grouped(batch.pdf_sha256[:32])),
        ]
        facts += [
            (
                spoken_way(made.way).capitalize(),
                f"{when_words(made.wall, now)} · {names.get(made.author, made.author)} · "
                + _("pages {first}–{last}", first=made.first, last=made.last)
                + (f" · {made.where}" if made.where else ""),
            )
            for made in reversed(outputs(self.workspace.store).get(batch.batch, ()))
        ]
        self.facts.show_facts(facts)

    # -- printing and saving

    def pages_chosen(self) -> tuple[int, int]:
        """First and last page, from 1; UserError when there are no such pages."""
        first, last = (int(line.text() or 0) for line in (self.first, self.last))
        if not 1 <= first <= last <= self.pages.count:
            raise UserError(
                _("There are no such pages."), remedy=_("Give a first and a last page that are there.")
            )
        return first, last

    def pick_printer(self, printer: QPrinter, first: int, last: int) -> bool:
        """The dialog of the system; where no printer is known there is nothing to choose."""
        if not has_printer():
            self.tell(
                "warning",
                _("No printer is set up on this computer."),
                _("Save the pages as a PDF and print it on another computer."),
                action=_("Save as PDF…"),
                act=self.ask_save,
            )
            return False
        return ask_printer(self, printer, self.pages.count, first, last)

    def pick_target(self, name: str) -> Path | None:
        """Where a file goes."""
        return ask_target(self, _("Save as"), "PDF (*.pdf)", name)

    def ask_print(self) -> None:
        """Choose a printer and print the pages."""
        pdf, batch = self._pdf, self._batch
        if pdf is None or batch is None:
            return
        try:
            first, last = self.pages_chosen()
        except UserError as error:
            self.show_error(error)
            self.first.setFocus()
            return
        printer = printer_for(pdf, _duplex(batch))
        if not self.pick_printer(printer, first, last):
            return
        if printer.printRange() == QPrinter.PrintRange.PageRange and printer.fromPage():
            first, last = printer.fromPage(), printer.toPage() or self.pages.count
        workspace = self.workspace

        def do(progress: Progress) -> int:
            with workspace.working() as own:
                note_output(own, batch.batch, PRINTER, printer.printerName(), first, last)
            return print_pdf(pdf, printer, first, last, progress)

        task = self.run(_("Printing"), do)
        task.on_success(self._printed).on_cancel(self._print_stopped)

    def _printed(self, pages: int) -> None:
        self._went()
        self.tell(
            "done",
            n_("{n} page went to the printer", "{n} pages went to the printer", pages),
            _("Check one code with “Check a card” before you cut."),
        )

    def _print_stopped(self) -> None:
        self._went()
        self.tell(
            "info", _("Printing was stopped. The cards are issued; print the pages that are missing later.")
        )

    def ask_save(self) -> None:
        """A copy of the PDF."""
        pdf, batch = self._pdf, self._batch
        target = self.pick_target(pdf.name) if pdf is not None else None
        if pdf is None or batch is None or target is None:
            return
        workspace, pages = self.workspace, self.pages.count

        def do(_progress: Progress) -> None:
            with workspace.working() as own:
                note_output(own, batch.batch, SAVED, target.name, 1, pages)
            with appearing(target) as out, pdf.open("rb") as held:
                while block := held.read(1 << 20):
                    out.write(block)

        self.run(_("Saving"), do, can_cancel=False).on_success(lambda _none: self._saved(target))

    def _saved(self, target: Path) -> None:
        self._went()
        self.tell(
            "done",
            _("The cards are in {file}.", file=target.name),
            _("Print on both sides, at the actual size. Check one code with “Check a card”."),
        )

    def _went(self) -> None:
        self.show_facts()
        self.data_changed.emit()

    # -- papers

    def ask_list(self) -> None:
        """Who gets a card in which kelurahan, with room for signatures."""
        language = spoken_language()
        self._paper(
            "daftar-penyaluran.pdf",
            lambda own, batch, target: distribution_list(own, batch, target, language=language),
        )

    def ask_counterfoil(self) -> None:
        """The register sheet of the batch."""
        language = spoken_language()
        names = author_names(self.workspace)
        self._paper(
            "register-kartu.pdf",
            lambda own, batch, target: counterfoils(
                own, batch, target, printed_by=names.get(batch.author, batch.author), language=language
            ),
        )

    def _paper(self, name: str, make: Callable[[Any, BatchRecord, Path], int]) -> None:
        batch = self._batch
        target = self.pick_target(name) if batch is not None else None
        if batch is None or target is None:
            return
        workspace = self.workspace

        def do(_progress: Progress) -> int:
            with workspace.working() as own:
                return make(own, batch, target)

        self.run(_("Drawing the list"), do, can_cancel=False).on_success(
            lambda pages: self.tell(
                "done", n_("{n} page is in {file}", "{n} pages are in {file}", pages, file=target.name)
            )
        )


def _grouped(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def _layout(batch: BatchRecord) -> Layout | None:
    told = batch.values["layout"]
    return None if told == _LETTERS else msgspec.json.decode(told, type=Layout)


def _duplex(batch: BatchRecord) -> Duplex:
    layout = _layout(batch)
    return layout.duplex if layout is not None and layout.page else Duplex.NONE


def _advice(batch: BatchRecord) -> str:
    layout = _layout(batch)
    if layout is None:
        return _("Print at the actual size (100 %), on one side.")
    if layout.page is None:
        return _("A page for each side of a card: choose the card printer, at the actual size (100 %).")
    return {
        Duplex.LONG_EDGE: _("Print at the actual size (100 %), on both sides, turned over the long edge."),
        Duplex.SHORT_EDGE: _("Print at the actual size (100 %), on both sides, turned over the short edge."),
        Duplex.NONE: _("Print at the actual size (100 %). Fronts and backs are pages of their own."),
    }[layout.duplex]
