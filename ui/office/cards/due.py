# SPDX-License-Identifier: Apache-2.0
"""Who is due a card and has none in the hand: asked for, approved, and chosen for printing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from enumerator.cards.register import State
from enumerator.messages import _, n_
from enumerator.office.card_printing import Wanted
from enumerator.office.card_steps import preview_due
from enumerator.office.cards import Due, mark_of
from ui.office.cards.preview import Preview
from ui.office.cards.rows import card_status
from ui.office.look import head_words, place_words
from ui.office.panes import Panes
from ui.widgets import Column, DataTable, EmptyState, QuietButton, Status, column, row

_NEEDS = 250


class DueView(QWidget):
    """`print_wanted(Wanted)`, `request_wanted(Due)` and `approve_wanted(number)` are for the page."""

    print_wanted = Signal(object)
    request_wanted = Signal(object)
    approve_wanted = Signal(str)
    shown_changed = Signal(int)

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._labels: Mapping[str, str] = {}
        self.table = DataTable(
            [
                Column(_("Status"), lambda due: _status(due).word, 126, status=_status),
                Column(
                    _("Head of household"),
                    lambda due: head_words(due.household),
                    140,
                    2,
                    strong=True,
                    fits=True,
                    wraps=True,
                ),
                Column(
                    _("Place"), lambda due: place_words(due.household), 150, 2, drop_below=560, wraps=True
                ),
                Column(
                    _("Programmes"),
                    lambda due: ", ".join(mark_of(code) for code in due.programmes),
                    150,
                    2,
                    ink="ink-2",
                    tooltip=self._programmes,
                    drop_below=480,
                    wraps=True,
                ),
            ],
            name=_("Waiting for a card"),
            identity=lambda due: due.household.record,
            empty=EmptyState(
                _("Nobody waits for a card"),
                _("Households come here when somebody has decided that a programme is due to them."),
                icon="card",
            ),
        )
        self.preview = Preview(_NEEDS)
        self.only = QuietButton(_("Issue only this one…"), icon="print")
        self.only.clicked.connect(self._print_one)
        self.request = QuietButton(_("Ask for it"), icon="add")
        self.request.clicked.connect(self._on_request)
        self.approve = QuietButton(_("Approve"), icon="approved")
        self.approve.clicked.connect(self._on_approve)
        self.preview.body.addLayout(row(self.only, self.request, self.approve, 1, spacing=8))
        self.table.chosen.connect(self.show_due)
        self.table.opened.connect(lambda _due: self._print_one())
        whole = column(spacing=0)
        whole.addWidget(Panes(self.table, self.preview, 0.6))
        self.setLayout(whole)

    def show_rows(self, waiting: Sequence[Due], labels: Mapping[str, str]) -> None:
        """Those who wait; `labels` are the names of programmes."""
        self._labels = labels
        self.table.show_rows(waiting)
        self.shown_changed.emit(self.table.shown())
        self.show_due(self.table.current())

    def search(self, text: str) -> None:
        """Keep those whose name or place holds all words."""
        words = text.casefold().split()

        def holds(due: Due) -> bool:
            known = due.household
            told = f"{head_words(known)} {place_words(known)} {known.address}".casefold()
            return all(word in told for word in words)

        self.table.keep(holds if words else None)
        self.shown_changed.emit(self.table.shown())

    def all_shown(self) -> Wanted:
        """The cards of everybody in the list as it is searched now."""
        return _wanted([self.table.model.row_at(at) for at in range(self.table.shown())])

    def show_due(self, due: Due | None) -> None:
        state = due.card.state if due is not None and due.card is not None else None
        self.only.setEnabled(due is not None)
        self.request.setEnabled(due is not None and state is None)
        self.approve.setEnabled(state is State.REQUESTED)
        if due is None:
            self.preview.title.setText(_("Nothing to show"))
            self.preview.pdf.show_nothing(" ")
            return
        name = head_words(due.household)
        self.preview.title.setText(name)
        self.preview.draw(self._workspace, lambda own: preview_due(own, due), name)

    def _programmes(self, due: Due) -> str:
        return ", ".join(self._labels.get(code, code) for code in due.programmes)

    def _print_one(self) -> None:
        due = self.table.current()
        if due is not None:
            self.print_wanted.emit(_wanted([due]))

    def _on_request(self) -> None:
        due = self.table.current()
        if due is not None:
            self.request_wanted.emit(due)

    def _on_approve(self) -> None:
        due = self.table.current()
        if due is not None and due.card is not None:
            self.approve_wanted.emit(due.card.number)


def _wanted(rows: Sequence[Due]) -> Wanted:
    return Wanted(
        due=tuple(due for due in rows if due.card is None),
        cards=tuple(due.card for due in rows if due.card is not None),
    )


def _status(due: Due) -> Status:
    if due.card is None:
        return Status(_("No card yet"), "card", "grey")
    return card_status(due.card.state)


def issue_words(count: int) -> str:
    """The words of the button that prints for all who are shown."""
    return n_("Issue {n} card…", "Issue {n} cards…", count) if count else _("Issue cards…")
