# SPDX-License-Identifier: Apache-2.0
"""Programmes and eligibility: the programmes, the proposals of one, and who is due what, each in its view."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from enumerator.eligibility.adopting import current
from enumerator.eligibility.assessing import assessment_of
from enumerator.eligibility.assessment import NO, YES
from enumerator.eligibility.deciding import decisions
from enumerator.eligibility.rules import Programme, Rules
from enumerator.messages import _, n_
from enumerator.office.eligible import Proposed, proposed, undecided, write_due_list
from enumerator.programmes.catalogue import catalogue
from enumerator.programmes.due import due
from enumerator.reports.figures import by_programme
from ui.office.asking import ask_target
from ui.office.duty import keep_to_duty
from ui.office.look import author_names, verdict_status, when_words
from ui.office.programmes.assessing import Assessing
from ui.office.programmes.deciding import Deciding
from ui.office.programmes.due_list import DueList
from ui.office.programmes.overview import Overview
from ui.office.programmes.proposals import ProposalsView
from ui.office.programmes.trouble import Trouble
from ui.office.segments import Segments
from ui.tasks import Progress
from ui.widgets import DropDown, Screen


class Programmes(Screen):
    """F5 assesses, Ctrl+Enter decides that the household is eligible, Ctrl+Shift+Enter that it is not."""

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Programmes and eligibility"), parent)
        self._now = workspace.store.clock
        self._rules: Rules = current(workspace.store)
        self._names: dict[str, str] = {}
        self.trouble = Trouble()
        self.assessing = Assessing(self, self.trouble)
        self.deciding = Deciding(self)
        self.overview, self.proposals, self.due = Overview(), ProposalsView(), DueList()
        self.programme = DropDown()
        self.programme.setAccessibleName(_("Programme"))
        self._fill_bar()
        self.views = Segments()
        self.views.add("overview", _("Overview"), self.overview)
        self.views.add("households", _("Households"), self.proposals)
        self.views.add("due", _("Due"), self.due)
        self.views.add_right(self.programme)
        self.content.addWidget(self.trouble)
        self.content.addWidget(self.views, 1)
        self._connect()

    def _fill_bar(self) -> None:
        self.desil = self.bar.add_action(_("Take in desil…"))
        self.desil.clicked.connect(self.assessing.ask_desil)
        self.adopt = self.bar.add_action(_("New rules…"))
        self.adopt.clicked.connect(self.assessing.ask_rules)
        self.export = self.bar.add_action(_("Due list…"), icon="export")
        self.export.clicked.connect(self.ask_export)
        self.assess = self.bar.set_primary(_("Assess"), key="F5")
        self.assess.clicked.connect(lambda: self.assessing.assess())
        keep_to_duty(self.workspace, "rules", self.adopt)
        keep_to_duty(
            self.workspace, "decision", self.proposals.why.yes, self.proposals.why.no, self.proposals.by_rule
        )

    def _connect(self) -> None:
        self.views.shown.connect(lambda _key: self.take_focus())
        self.programme.activated.connect(lambda _at: self.show_programme())
        self.overview.programme_wanted.connect(self._open_programme)
        self.proposals.chosen.connect(self._show_one)
        self.proposals.all_wanted.connect(
            lambda: self.deciding.ask_all(self.code(), self.programme.currentText())
        )
        self.proposals.why.yes.clicked.connect(lambda: self.ask_decision(YES))
        self.proposals.why.no.clicked.connect(lambda: self.ask_decision(NO))
        self.assessing.changed.connect(self._on_changed)
        self.deciding.all_decided.connect(self._on_changed)
        self.deciding.decided.connect(self._on_decided)
        for number, key in enumerate(self.views.buttons, start=1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda key=key: self.views.show_view(key))

    # -- showing

    def refresh(self) -> None:
        store = self.workspace.store
        self._rules = current(store)
        self._names = author_names(self.workspace)
        offers = {offer.code: offer for offer in catalogue(self._rules, self._now().date())}
        lines = [(figures, offers[figures.code]) for figures in by_programme(store, self._rules)]
        self.overview.show_lines(lines, self._rules)
        chosen = self.programme.currentData()
        self.programme.clear()
        for figures, _offer in lines:
            self.programme.addItem(str(figures.wording), figures.code)
        at = self.programme.findData(chosen)
        self.programme.setCurrentIndex(at if at >= 0 else 0 if lines else -1)
        self.right_changed.emit(_("Rules {version}", version=self._rules.version))
        self.views.show_count("households", undecided(self.workspace))
        self.show_programme()

    def code(self) -> str:
        """The programme chosen; blank where the rules name none."""
        return self.programme.currentData() or ""

    def show_programme(self) -> None:
        """The proposals and the list of the programme chosen."""
        code = self.code()
        self.due.show_rows(due(self.workspace.store, self._rules, programme=code) if code else ())
        self.views.show_count("due", self.due.shown())
        self.proposals.show_proposals(proposed(self.workspace, code) if code else ())

    def _show_one(self, each: Proposed | None) -> None:
        found = assessment_of(self.workspace.store, each.household) if each is not None else None
        if each is None or found is None:
            self.proposals.why.show_nobody()
            return
        self.proposals.why.show_household(each, found, self._programme(), self._decision_words(each))

    def _programme(self) -> Programme | None:
        return next((one for one in self._rules.programmes if one.code == self.code()), None)

    def _decision_words(self, each: Proposed) -> str:
        made = next(
            (one for one in decisions(self.workspace.store, each.household) if one.programme == self.code()),
            None,
        )
        if made is None:
            return _("Nobody has decided yet.")
        who = self._names.get(made.decided_by, made.decided_by)
        when = when_words(made.wall, self._now())
        words = f"{verdict_status(made.eligible).word}: {made.reason} · {who} · {when}"
        return words + (" · " + _("the answers have changed since") if made.stale else "")

    def _open_programme(self, code: str) -> None:
        self.programme.setCurrentIndex(self.programme.findData(code))
        self.show_programme()
        self.views.show_view("households")

    def take_focus(self) -> None:
        tables = {"overview": self.overview, "households": self.proposals.table, "due": self.due}
        self.programme.setVisible(self.views.current() != "overview")
        tables[self.views.current()].take_focus()

    # -- deciding

    def ask_decision(self, verdict: str) -> None:
        """On the household chosen, while the proposals are on screen."""
        each = self.proposals.current()
        if each is not None and self.views.current() == "households":
            self.deciding.ask_one(each, self.code(), self.programme.currentText(), verdict)

    def _on_changed(self) -> None:
        self.refresh()
        self.data_changed.emit()

    def _on_decided(self, household: str) -> None:
        at = self.proposals.table.view.currentIndex().row()
        self.refresh()
        self.proposals.go_on_from(household, at)
        self.take_focus()
        self.data_changed.emit()

    # -- the list

    def pick_target(self, name: str) -> Path | None:
        """Where the list goes."""
        return ask_target(self, _("Save as"), "XLSX (*.xlsx);;CSV (*.csv)", name)

    def ask_export(self) -> None:
        """Who is due what, of all programmes."""
        target = self.pick_target(f"penerima-{self._now():%Y%m%d}.xlsx")
        if target is None:
            return
        workspace = self.workspace

        def work(_progress: Progress) -> int:
            with workspace.working() as own:
                return write_due_list(own, target)

        self.run(_("Writing the table"), work, can_cancel=False).on_success(
            lambda rows: self.tell(
                "done", n_("{n} row is in {file}", "{n} rows are in {file}", rows, file=target.name)
            )
        )
