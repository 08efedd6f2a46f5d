# SPDX-License-Identifier: Apache-2.0
"""Differences: what two laptops answered differently, late work of former holders, and what was settled."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from enumerator.merging.open_conflicts import open_conflicts
from enumerator.messages import _, n_
from enumerator.office.late import late_count
from enumerator.store.revision import Revision
from ui.office.difference_pane import DifferencePane
from ui.office.duty import keep_to_duty
from ui.office.late_pane import LatePane
from ui.office.segments import Segments
from ui.office.settled_pane import SettledPane
from ui.widgets import Chip, Screen

_MOST_SIDES = 4


class Conflicts(Screen):
    """1 and 2 choose, V gives another answer, Ctrl+Enter saves, R sends back to the enumerators."""

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Conflicts"), parent)
        self.back = self.bar.add_action(_("Back to the enumerator…"), key="R")
        self.save = self.bar.set_primary(_("Save the outcome"), key="Ctrl+Return")
        self.open = DifferencePane(self)
        self.late = LatePane(self)
        self.done = SettledPane(self)
        self.views = Segments()
        self.views.add("open", _("To settle"), self.open)
        self.views.add("late", _("Late work"), self.late)
        self.views.add("done", _("Settled"), self.done)
        self.views.shown.connect(self._on_view)
        self.content.addWidget(self.views, 1)
        self.back.clicked.connect(self.open.ask_return)
        self.save.clicked.connect(self.open.settle)
        keep_to_duty(workspace, "household", self.save, act="resolve")
        keep_to_duty(workspace, "review", self.back)
        self.open.settled.connect(self._on_settled)
        self.open.returned.connect(
            lambda _record: self._after(_("The enumerator gets it with the next bundle."))
        )
        self.open.changed.connect(self.refresh)
        self.open.progressed.connect(self.detail_changed)
        self.late.decided.connect(self._after)
        self.late.changed.connect(self.refresh)
        self.done.reopened.connect(self._on_reopened)
        self.done.trail_wanted.connect(lambda record: self.go_requested.emit("audit", record))
        for number in range(1, _MOST_SIDES + 1):
            self._bind(str(number), lambda number=number: self._on_number(number))
        self._bind("V", lambda: self.views.current() == "open" and self.open.evidence.ask_other())

    def _bind(self, key: str, act: Any) -> None:
        QShortcut(QKeySequence(key), self).activated.connect(act)

    # -- showing

    @staticmethod
    def waiting(workspace: Any) -> int:
        return len(open_conflicts(workspace.store, workspace.library)) + late_count(workspace)

    def refresh(self) -> None:
        differing, late = self.open.refresh(), self.late.refresh()
        self.views.show_count("open", differing)
        self.views.show_count("late", late)
        self.views.show_count("done", self.done.refresh())
        waits = differing + late
        self.bar.show_chips(Chip(n_("{n} waits", "{n} wait", waits), "amber" if waits else "grey"))
        self.count_changed.emit(waits)
        self._show_actions()
        self.state_changed.emit(_("Nothing is thrown away when answers are joined"), "primary")

    def _show_actions(self) -> None:
        here = self.views.current() == "open" and self.open.current() is not None
        for button in (self.save, self.back):
            button.setEnabled(here)
            button.setVisible(self.views.current() == "open")

    def _on_view(self, _key: str) -> None:
        self._show_actions()
        self.detail_changed.emit("")
        self.take_focus()

    def take_focus(self) -> None:
        {"open": self.open, "late": self.late, "done": self.done}[self.views.current()].take_focus()

    def arrive(self, argument: object) -> None:
        if isinstance(argument, str) and argument in self.views.buttons:
            self.views.show_view(argument)
            return
        self.views.show_view("open")
        self.open.list.select(argument)
        self.open.evidence.setFocus()

    def memory(self) -> object:
        current = self.open.current()
        if self.views.current() != "open":
            return self.views.current()
        return current.record if current is not None else None

    def _on_number(self, number: int) -> None:
        if isinstance(self.focusWidget(), QLineEdit):
            return
        if self.views.current() == "open":
            self.open.evidence.choose_number(number)
        elif self.views.current() == "late" and number in (1, 2):
            self.late.decide(take=number == 1)

    # -- after a decision

    def _on_settled(self, revision: Revision) -> None:
        self._after(_("The differences are settled; the household waits for review."), offer=revision)

    def _after(self, words: str, offer: Revision | None = None) -> None:
        self.refresh()
        self.take_focus()
        self.data_changed.emit()
        if offer is None:
            self.tell("done", words)
        else:
            self.tell("done", words, action=_("Open again…"), act=lambda: self._ask_back(offer))

    def _ask_back(self, revision: Revision) -> None:
        self.views.show_view("done")
        self.done.table.select(str(revision.dot))
        self.done.ask_back()

    def _on_reopened(self, record: str) -> None:
        self.refresh()
        self.data_changed.emit()
        self.views.show_view("open")
        self.open.list.select(record)
        self.take_focus()
        self.tell("done", _("It is open again; nothing that was chosen is lost."))
