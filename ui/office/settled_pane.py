# SPDX-License-Identifier: Apache-2.0
"""Differences that were settled, by whom, when and why; each can be opened again."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from enumerator.errors import UserError
from enumerator.messages import _, n_
from enumerator.office.settling import Settlement, settlements, take_back
from ui.office.asking import AskWords, Wish
from ui.office.duty import keep_to_duty
from ui.office.look import author_names, head_words, when_words
from ui.widgets import Column, DataTable, EmptyState, QuietButton, Screen, Text, column, row


class SettledPane(QWidget):
    """Works for its page. `reopened(record)` after a settlement was taken back, `trail_wanted(record)` for
    everything that happened to a household.
    """

    reopened = Signal(str)
    trail_wanted = Signal(str)

    def __init__(self, page: Screen) -> None:
        super().__init__()
        self._page, self._now = page, page.workspace.store.clock
        self._names: Mapping[str, str] = {}
        self.table = DataTable(
            [
                Column(
                    _("When"),
                    lambda each: when_words(each.revision.wall, self._now()),
                    160,
                    sort=lambda each: each.revision.hlc,
                ),
                Column(_("Household"), self._head, 180, 2, strong=True),
                Column(
                    _("Answers"),
                    lambda each: str(each.decided),
                    90,
                    right=True,
                    sort=lambda each: each.decided,
                ),
                Column(_("By"), self._by, 150, 1),
                Column(
                    _("Reason"), lambda each: each.revision.reason or "–", 200, 3, ink="ink-2", wraps=True
                ),
            ],
            name=_("Settled differences"),
            identity=lambda each: str(each.revision.dot),
            empty=EmptyState(
                _("Nothing settled yet"),
                _("What you settle stands here, and can be opened again."),
                icon="conflict",
            ),
        )
        self.table.chosen.connect(lambda each: self._show_actions(each is not None))
        self.table.opened.connect(lambda each: self.trail_wanted.emit(each.record))
        self.back = QuietButton(_("Open again…"), icon="undo", key="Ctrl+Z")
        self.back.clicked.connect(self.ask_back)
        keep_to_duty(page.workspace, "household", self.back, act="undo")
        self.trail = QuietButton(_("Audit trail"), icon="audit", key="Ctrl+J")
        self.trail.clicked.connect(self._go_trail)
        words = _("What was not chosen is still there, and counts again once opened.")
        hint = Text(words, "hint", "ink-2").wrapped()
        whole = column(spacing=12)
        whole.addWidget(self.table, 1)
        foot = row(self.back, self.trail, spacing=10)
        foot.addWidget(hint, 1)
        whole.addLayout(foot)
        self.setLayout(whole)

    def refresh(self) -> int:
        """Read again; how many there are."""
        self._names = author_names(self._page.workspace)
        found = settlements(self._page.workspace)
        self.table.show_rows(found)
        self._show_actions(self.table.current() is not None)
        return len(found)

    def take_focus(self) -> None:
        self.table.take_focus()

    def _show_actions(self, chosen: bool) -> None:
        self.back.setEnabled(chosen)
        self.trail.setEnabled(chosen)

    def _head(self, each: Settlement) -> str:
        return head_words(each.known) if each.known else each.record[:8]

    def _by(self, each: Settlement) -> str:
        return self._names.get(each.revision.author, each.revision.author[:8])

    def _go_trail(self) -> None:
        chosen: Settlement | None = self.table.current()
        if chosen is not None:
            self.trail_wanted.emit(chosen.record)

    def ask_back(self) -> None:
        """Why it is opened again."""
        chosen: Settlement | None = self.table.current()
        if chosen is None:
            return
        AskWords(
            self,
            _("Open this again?"),
            n_(
                "{n} answer stands against another one again, and waits for a choice.",
                "{n} answers stand against others again, and wait for a choice.",
                chosen.decided,
            ),
            [Wish("reason", _("Reason"), _("Write what has turned out."))],
            yes=_("Open again"),
        ).then(lambda told: self.take_back(chosen, told["reason"]))

    def take_back(self, settlement: Settlement, reason: str) -> None:
        """A new revision takes the settlement back."""
        try:
            take_back(self._page.workspace, settlement, reason)
        except UserError as error:
            self._page.show_error(error)
            return
        self.reopened.emit(settlement.record)
