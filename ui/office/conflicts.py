# SPDX-License-Identifier: Apache-2.0
"""Differences: what two laptops answered differently, settled answer by answer, with both sides before
one's eyes."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QStackedLayout, QWidget

from enumerator.errors import UserError
from enumerator.merging.open_conflicts import open_conflicts
from enumerator.messages import _, n_
from enumerator.office.comparing import joined_count, show_difference
from enumerator.office.settling import Difference, differences, settle_household
from enumerator.registry.projection import refresh as refresh_registry
from enumerator.registry.review import return_
from enumerator.registry.search import household
from ui.office.asking import AskWords, Wish
from ui.office.evidence import Evidence
from ui.office.look import author_names, head_words, laptop_names
from ui.office.panes import Panes
from ui.office.two_lines import TwoLines
from ui.widgets import Card, Chip, EmptyState, Labelled, Screen, Text, column, scrolled

_MOST_SIDES = 4


class Conflicts(Screen):
    """1 and 2 choose, Ctrl+Enter saves, R sends back to the enumerators."""

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Conflicts"), parent)
        self._now = workspace.store.clock
        self._names: dict[str, str] = {}
        self._laptops: dict[str, str] = {}
        self.back = self.bar.add_action(_("Back to the enumerator …"), key="R")
        self.back.clicked.connect(self.ask_return)
        self.save = self.bar.set_primary(_("Save the outcome"), key="Ctrl+Return")
        self.save.clicked.connect(self.settle)
        self.list = TwoLines(self._words, lambda one: one.record, _("Households with differences"))
        self.list.chosen.connect(self._show)
        self.list.opened.connect(lambda _row: self.evidence.setFocus())
        listed = Card(padding=1, spacing=0)
        listed.body.addWidget(self.list)
        self.evidence = Evidence()
        self.evidence.decided.connect(self._on_decided)
        self.note = Text(
            _(
                "All versions are kept and can be opened again at any time. Your decision is entered as "
                "a new revision."
            ),
            "body",
            "ink-2",
        ).wrapped()
        self.reason = Labelled(_("Reason (may stay blank)"), QLineEdit())
        self.reason.field.setPlaceholderText(_("Such as: photo of the house, telephone call"))
        inside = QWidget()
        inside.setLayout(column(self.evidence, self.note, self.reason, 1, spacing=12, margins=(0, 0, 4, 0)))
        self._empty = EmptyState(
            _("Nothing to settle"),
            _("When two laptops answer one question of a household differently, both answers come here."),
            icon="conflict",
        )
        self._whole = QWidget()
        self._stack = QStackedLayout(self._whole)
        self._stack.addWidget(Panes(listed, scrolled(inside), 0.27))
        self._stack.addWidget(self._empty)
        self.content.addWidget(self._whole, 1)
        for number in range(1, _MOST_SIDES + 1):
            shortcut = QShortcut(QKeySequence(str(number)), self)
            shortcut.activated.connect(lambda number=number: self.evidence.choose_number(number))

    # -- showing

    @staticmethod
    def waiting(workspace: Any) -> int:
        return len(open_conflicts(workspace.store, workspace.library))

    def refresh(self) -> None:
        self._names = author_names(self.workspace)
        self._laptops = laptop_names(self.workspace)
        found = differences(self.workspace)
        self._stack.setCurrentIndex(0 if found else 1)
        self.list.show_rows(found)
        self.bar.show_chips(Chip(n_("{n} waits", "{n} wait", len(found)), "amber" if found else "grey"))
        self.count_changed.emit(len(found))
        for button in (self.save, self.back):
            button.setEnabled(bool(found))
        self.state_changed.emit(_("Nothing is thrown away when answers are joined"), "primary")

    def take_focus(self) -> None:
        (self._empty if self._stack.currentIndex() else self.list).setFocus()

    def arrive(self, argument: object) -> None:
        self.list.select(argument)
        self.evidence.setFocus()

    def memory(self) -> object:
        row = self.list.current()
        return row.record if row is not None else None

    def _words(self, difference: Difference) -> tuple[str, str]:
        known = household(self.workspace.store, difference.record)
        name = head_words(known) if known else difference.record[:8]
        joined = joined_count(difference)
        kk = f" · KK …{known.no_kk[-4:]}" if known and known.no_kk else ""
        parts = [
            n_("{n} answer differs", "{n} answers differ", len(difference.view.conflicts)),
            n_("{n} joined", "{n} joined", joined) if joined else "",
        ]
        return name + kk, " · ".join(part for part in parts if part)

    def _show(self, difference: Difference | None) -> None:
        if difference is None:
            return
        shown = show_difference(self.workspace, difference)
        self.evidence.show_difference(shown, self._names, self._laptops, self._now())
        self.reason.field.clear()
        self._on_decided()

    def _on_decided(self) -> None:
        left = self.evidence.left()
        self.detail_changed.emit(
            n_("{n} choice to make", "{n} choices to make", left) if left else _("Ready to save: Ctrl+Enter")
        )

    # -- deciding

    def settle(self) -> None:
        """Enter the choices as a new revision; the form computes anew what depends on them."""
        difference: Difference | None = self.list.current()
        if difference is None:
            return
        if self.evidence.left():
            self.evidence.setFocus()
            self.evidence.go_to_open()
            self.tell(
                "info",
                n_(
                    "{n} answer still waits for a choice.",
                    "{n} answers still wait for a choice.",
                    self.evidence.left(),
                ),
            )
            return
        reason = self.reason.field.text().strip() or _("Chosen by looking at both answers.")
        try:
            settle_household(self.workspace, difference.record, self.evidence.choices(), reason)
        except UserError as error:
            self.refresh()
            self.show_error(error)
            return
        self._after(_("The differences are settled; the household waits for review."))

    def ask_return(self) -> None:
        """The enumerator looks again: the household is sent back with what is in doubt."""
        difference: Difference | None = self.list.current()
        if difference is None:
            return
        AskWords(
            self,
            _("Back to the enumerator"),
            _("The answers in doubt go along as comments. Both versions stay until somebody decides."),
            [Wish("comment", _("What is to be done"), _("Write what the enumerator should do."))],
            yes=_("Send back"),
        ).then(lambda told: self._return(difference, told["comment"]))

    def _return(self, difference: Difference, comment: str) -> None:
        comments = {
            conflict.address: _("Two laptops say different things here.")
            for conflict in difference.view.conflicts
            if conflict.address
        }
        refresh_registry(self.workspace.store, self.workspace.library)
        try:
            return_(self.workspace.store, difference.record, comment, comments)
        except UserError as error:
            self.show_error(error)
            return
        refresh_registry(self.workspace.store, self.workspace.library)
        self._after(_("The enumerator gets it with the next bundle."))

    def _after(self, words: str) -> None:
        self.refresh()
        self.take_focus()
        self.data_changed.emit()
        self.tell("done", words)
