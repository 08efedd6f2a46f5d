# SPDX-License-Identifier: Apache-2.0
"""Before cards are issued: how the pages will look on which paper; nothing is written until then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from enumerator.cards.designs import designs
from enumerator.cards.press import Batch
from enumerator.errors import UserError
from enumerator.messages import _, n_
from enumerator.office.card_outputs import Spool
from enumerator.office.card_preview import Proof, proof
from enumerator.office.card_printing import Printing, Wanted, issue_cards
from enumerator.office.card_settings import card_settings
from ui import theme
from ui.office.cards.late import LateDrawing
from ui.office.cards.opened import OpenBatch
from ui.office.cards.options import PrintOptions
from ui.office.cards.pages import PdfPages
from ui.office.panes import Panes
from ui.tasks import Progress, Task
from ui.widgets import Card, Chip, Screen, Text, column, row, scrolled

_REST_MS: Final = 200
_NOTES: Final = 4
_LEAST_SIDE: Final = 350


class PrintCards(Screen):
    """Arrives with a `Wanted`; Ctrl+P issues the cards and goes on to their pages."""

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Print cards"), parent)
        self._now = workspace.store.clock
        self._wanted = Wanted()
        self._wish = 0
        self._usual = ""
        self.back = self.bar.add_back(_("Cards"), key="Alt+Left")
        self.back.clicked.connect(self.close_requested)
        self.issue = self.bar.set_primary(_("Issue"), icon="print", key="Ctrl+P")
        self.issue.clicked.connect(self.issue_now)
        self.pages = PdfPages()
        self.pages.part_wanted.connect(self._draw_part)
        self.mark = Chip(_("Preview: no card has been issued yet"), "amber")
        self.notes = Text("", "hint", "amber-ink").wrapped()
        self.notes.hide()
        shown = Card(padding=14, spacing=8)
        shown.body.addLayout(row(self.mark, 1))
        shown.body.addWidget(self.notes)
        shown.body.addWidget(self.pages, 1)
        self._side = Card(padding=16, spacing=0)
        self.options: PrintOptions | None = None
        self._place = column(spacing=0)
        self._side.body.addLayout(self._place)
        self._side.setMinimumWidth(theme.px(_LEAST_SIDE))
        self.content.addWidget(Panes(self._side, shown, 0.32), 1)
        self._late = LateDrawing(self, self._draw, _REST_MS)

    def refresh(self) -> None:
        """The designs there are, and what was chosen last."""
        before = self.options.printing() if self.options else None
        chosen = before or Printing.of(self.workspace.settings.card_printing)
        while (item := self._place.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._usual = card_settings(self.workspace).design
        self.options = PrintOptions(chosen, designs(self.workspace.store), self._usual)
        self.options.changed.connect(self._on_changed)
        self._place.addWidget(scrolled(self.options))
        self._draw()

    def arrive(self, argument: object) -> None:
        """The cards of this run."""
        if not isinstance(argument, Wanted) or not len(argument):
            self.close_requested.emit()
            return
        self._wanted = argument
        if self.options is not None:
            fresh = replace(self.options.printing(), start=1)
            self.options.show_printing(fresh, self._usual)
        again = not argument.due and all(card.values.get("batch") for card in argument.cards)
        words = n_("Print {n} card again", "Print {n} cards again", len(argument)) if again else n_(
            "Issue {n} card", "Issue {n} cards", len(argument)
        )
        self.issue.setText(words)
        self.issue.updateGeometry()
        self.bar.show_chips(n_("{n} card", "{n} cards", len(argument)))
        self.pages.show_nothing(_("Drawing…"))
        self._draw()

    def memory(self) -> object:
        return self._wanted if len(self._wanted) else None

    def take_focus(self) -> None:
        (self.options or self).setFocus()

    # -- preview

    def _on_changed(self, printing: Printing) -> None:
        self.workspace.change_settings(card_printing=printing.values())
        self._late.soon()

    def _draw(self) -> None:
        self._draw_part(self.pages.page)

    def _draw_part(self, page: int) -> None:
        """The sheets around that page; the rest is drawn when somebody turns there."""
        if not len(self._wanted) or self.options is None:
            return
        self._wish += 1
        wish, workspace = self._wish, self.workspace
        wanted, printing = self._wanted, self.options.printing()

        def work(_progress: Progress) -> Proof | None:
            if wish != self._wish:
                return None
            with workspace.working() as own:
                return proof(own, wanted, printing, page)

        task = Task(self, work)
        task.on_success(lambda made: self._shown(wish, made))
        task.on_failure(lambda error: self._failed(wish, error))
        task.start_soon()

    def _shown(self, wish: int, made: Proof | None) -> None:
        if wish != self._wish or made is None:
            return
        self.pages.show_pdf(made.pdf, first=made.first, total=made.pages)
        told = [f"{note.number} · {note.text}" if note.number else note.text for note in made.notes[:_NOTES]]
        if len(made.notes) > _NOTES:
            told.append(n_("and {n} more", "and {n} more", len(made.notes) - _NOTES))
        self.notes.setText("\n".join(told))
        self.notes.setVisible(bool(told))

    def _failed(self, wish: int, error: Exception) -> None:
        if wish == self._wish:
            if not isinstance(error, UserError):
                raise error
            self.pages.show_nothing(f"{error.what}\n{error.remedy}")

    # -- issuing

    def issue_now(self) -> None:
        """Issue and draw; then their pages are shown, or all is as it was."""
        if not len(self._wanted) or self.options is None:
            return
        workspace, wanted, printing = self.workspace, self._wanted, self.options.printing()
        target = Spool(workspace).file(f"kartu-{self._now():%Y%m%d-%H%M%S}.pdf")

        def do(progress: Progress) -> Batch:
            with workspace.working() as own:
                return issue_cards(own, wanted, printing, target, progress)

        task = self.run(_("Drawing the cards"), do)
        task.on_success(lambda batch: self._issued(OpenBatch(batch.batch, target)))
        task.on_cancel(self._stopped)

    def _issued(self, opened: OpenBatch) -> None:
        number = len(self._wanted)
        self._wanted = Wanted()
        self.data_changed.emit()
        self.go_requested.emit("card-batch", opened)
        self.tell("done", n_("{n} card is issued", "{n} cards are issued", number))

    def _stopped(self) -> None:
        self.tell("info", _("Nothing was issued and nothing printed; all is as it was before."))
