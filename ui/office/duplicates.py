# SPDX-License-Identifier: Apache-2.0
"""Duplicates: households that may be one, side by side, with the reasons; merging can be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QStackedLayout, QWidget

from enumerator.errors import UserError
from enumerator.messages import _, n_
from enumerator.office.comparing import ComparedPair, compare_households, open_pairs
from enumerator.registry import matching
from enumerator.registry.matching import Candidate
from enumerator.registry.pairs import decide_different, merge, pair, unmerge
from enumerator.registry.projection import refresh as refresh_registry
from enumerator.registry.search import Household, household
from ui import theme
from ui.office.asking import AskWords, Wish
from ui.office.duty import keep_to_duty
from ui.office.look import author_names, head_words, household_status, when_words
from ui.office.pair_list import PairList
from ui.office.panes import Panes
from ui.office.two_lines import TwoLines
from ui.widgets import (
    Button,
    Card,
    Chip,
    EmptyState,
    QuietButton,
    Screen,
    StatusPill,
    Text,
    column,
    row,
    rule,
)

_MANY = 100_000
_REASONS = 2
_NOTE_FROM = 560


class Side(QWidget):
    """The head of one column: name, state, by whom and when."""

    def __init__(self) -> None:
        super().__init__()
        self.name = Text("", "label").wrapped()
        self.pill = StatusPill()
        self.words = Text("", "hint", "ink-2").wrapped()
        line = row(spacing=8)
        line.addWidget(self.name, 1)
        line.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(column(line, self.words, spacing=1))

    def show_household(self, found: Household, words: str) -> None:
        self.name.setText(head_words(found))
        self.pill.show_status(household_status(found.status))
        self.words.setText(words)


class Duplicates(Screen):
    """1 and 2 merge into the left or right household, 3 says that they are different, 4 leaves it for
    later."""

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Duplicates"), parent)
        self._now = workspace.store.clock
        self._names: dict[str, str] = {}
        self._decided = False
        self._compared: ComparedPair | None = None
        self.open_pairs = self._switch(_("Open  {n}", n=0), False)
        self.decided_pairs = self._switch(_("Decided  {n}", n=0), True)
        self.open_pairs.setChecked(True)
        self.list = TwoLines(self._words, lambda each: (each.a, each.b), _("Pairs of households"))
        self.list.chosen.connect(self._show)
        self.list.opened.connect(lambda _row: self.lines.setFocus())
        listed = Card(padding=1, spacing=0)
        listed.body.addWidget(self.list)
        self._empty = EmptyState(
            _("No possible duplicates"),
            _("Households with a number in common, or with nearly the same people and address, come here."),
            icon="duplicate",
        )
        whole = QWidget()
        self._stack = QStackedLayout(whole)
        self._stack.addWidget(Panes(listed, self._pair_card(), 0.27))
        self._stack.addWidget(self._empty)
        self.content.addWidget(whole, 1)

    def _switch(self, words: str, decided: bool) -> Button:
        button = self.bar.add_action(words)
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.clicked.connect(lambda _on: self.show_decided(decided))
        return button

    def _pair_card(self) -> Card:
        card = Card(padding=1, spacing=0)
        self.reasons = Text("", "body").wrapped()
        self.score = Chip("")
        self.verdict = Text("", "body", "ink-2").wrapped()
        top = row(spacing=12)
        top.addWidget(self.reasons, 1)
        top.addWidget(self.score)
        self.left, self.right = Side(), Side()
        sides = row(spacing=26)
        self._gap = QWidget()
        sides.addWidget(self._gap)
        sides.addWidget(self.left, 1)
        sides.addWidget(self.right, 1)
        head = column(top, self.verdict, sides, spacing=8, margins=(14, 12, 14, 10))
        self.lines = PairList(_("The two households side by side"))
        self.lines.widened.connect(self._align)
        self.same = Text("", "hint", "ink-2")
        self.keep_left = QuietButton(_("One: keep the left"), key="1")
        self.keep_right = QuietButton(_("One: keep the right"), key="2")
        self.different = QuietButton(_("Different"), key="3")
        self.later = Button(_("Later"), kind="plain", key="4")
        self.apart = QuietButton(_("Take apart again…"), icon="undo")
        self.keep_left.clicked.connect(lambda: self.merge_into(0))
        self.keep_right.clicked.connect(lambda: self.merge_into(1))
        self.different.clicked.connect(self.say_different)
        self.later.clicked.connect(self.go_on)
        self.apart.clicked.connect(self.ask_apart)
        keep_to_duty(self.workspace, "pair", self.keep_left, self.keep_right, self.different, self.apart)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Reason (may stay blank)"))
        self.reason.setAccessibleName(_("Reason (may stay blank)"))
        buttons = row(self.keep_left, self.keep_right, self.different, self.later, self.apart, 1, spacing=8)
        self._note = Text(
            _("Merging changes neither household: one is shown for both, and they can be taken apart again."),
            "hint",
            "ink-2",
        ).wrapped()
        self._foot = column(self._note, self.reason, buttons, spacing=8, margins=(14, 10, 14, 12))
        card.body.addLayout(head)
        card.body.addWidget(rule())
        card.body.addWidget(self.lines, 1)
        card.body.addWidget(rule())
        card.body.addLayout(self._foot)
        return card

    # -- showing

    @staticmethod
    def waiting(workspace: Any) -> int:
        return open_pairs(workspace)

    def refresh(self) -> None:
        store = self.workspace.store
        refresh_registry(store, self.workspace.library)
        matching.refresh(store)
        self._names = author_names(self.workspace)
        open_pairs = matching.candidates(store, limit=_MANY)
        decided = matching.candidates(store, decided=True, limit=_MANY)
        self.open_pairs.setText(_("Open  {n}", n=len(open_pairs)))
        self.decided_pairs.setText(_("Decided  {n}", n=len(decided)))
        for button in (self.open_pairs, self.decided_pairs):
            button.updateGeometry()
        shown = decided if self._decided else open_pairs
        self._stack.setCurrentIndex(0 if shown else 1)
        self._empty.show_words(
            _("Nothing decided yet") if self._decided else _("No possible duplicates"),
            ""
            if self._decided
            else _(
                "Households with a number in common, or with nearly the same people and address, come here."
            ),
        )
        self.list.show_rows(shown)
        self.count_changed.emit(len(open_pairs))

    def show_decided(self, decided: bool) -> None:
        """The pairs that wait, or those people have decided on."""
        self._decided = decided
        (self.decided_pairs if decided else self.open_pairs).setChecked(True)
        self.refresh()
        self.take_focus()

    def take_focus(self) -> None:
        (self._empty if self._stack.currentIndex() else self.list).setFocus()

    def arrive(self, argument: object) -> None:
        for number in range(self.list.shown()):
            each: Candidate = self.list.row_at(number)
            if argument in (each.a, each.b):
                self.list.select((each.a, each.b))
                return

    def _name(self, record: str) -> str:
        known = household(self.workspace.store, record)
        return head_words(known) if known else record[:8]

    def _words(self, each: Candidate) -> tuple[str, str]:
        kinds = {"nik": _("same NIK"), "kk": _("same No. KK"), "near": _("nearly the same")}
        left, right = self._name(each.a), self._name(each.b)
        names = left if left == right else f"{left} · {right}"
        if self._decided:
            state = _("merged") if each.survivor else _("different families")
            return names, f"{state} · {kinds[each.kind]}"
        return names, f"{round(each.score * 100)}% · {kinds[each.kind]}"

    def _show(self, each: Candidate | None) -> None:
        self._compared = compare_households(self.workspace, each.a, each.b) if each else None
        found = self._compared
        for button in (self.keep_left, self.keep_right, self.different, self.later):
            button.setVisible(not self._decided)
            button.setEnabled(found is not None)
        self.reason.setVisible(not self._decided)
        self.reason.clear()
        self.apart.setVisible(self._decided)
        self.apart.setEnabled(each is not None and bool(each.survivor))
        if each is None or found is None:
            self.lines.show_lines(())
            return
        words = [reason.words for reason in each.reasons]
        more = (
            n_("{n} more reason", "{n} more reasons", len(words) - _REASONS) if len(words) > _REASONS else ""
        )
        self.reasons.setText(" · ".join([*words[:_REASONS], *([more] if more else [])]))
        self.reasons.setToolTip("\n".join(words))
        self.score.show_text(f"{round(each.score * 100)}%", "amber")
        for side, known in ((self.left, found.left), (self.right, found.right)):
            writer = self._names.get(known.author, "")
            side.show_household(
                known, " · ".join(part for part in (writer, when_words(known.wall, self._now())) if part)
            )
        self._show_verdict(each)
        self.lines.show_lines(found.lines)
        self._align()

    def _show_verdict(self, each: Candidate) -> None:
        decided = pair(self.workspace.store, each.a, each.b) if self._decided else None
        words = ""
        if decided is not None:
            what = (
                _("Merged into {name}", name=self._name(decided.survivor))
                if decided.merged
                else _("Different families")
            )
            who = self._names.get(decided.author, decided.author)
            words = f"{what}: {decided.reason} · {who} · {when_words(decided.wall, self._now())}"
        elif self._compared is not None:
            same = self._compared.same
            words = n_("{n} other answer is the same.", "{n} other answers are the same.", same)
        self.verdict.setText(words)

    def _align(self) -> None:
        """The heads of the columns over their columns."""
        label, left, _right = self.lines.painter_.columns(self.lines.viewport().width())
        self._gap.setFixedWidth(max(theme.px(20), label))
        self.left.setFixedWidth(max(theme.px(40), left))

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._note.setHidden(self.height() < theme.px(_NOTE_FROM))
        self._align()

    # -- deciding

    def merge_into(self, side: int) -> None:
        """One family; the household of that side (0 left, 1 right) is shown for both."""
        each: Candidate | None = self.list.current()
        if each is None:
            return
        survivor, other = (each.a, each.b) if side == 0 else (each.b, each.a)
        reason = self._reason(each, _("Looked at both: the same family."))
        self._decide(
            lambda: merge(self.workspace.store, survivor, other, reason),
            _("{name}: merged. It can be taken apart under Decided.", name=self._name(survivor)),
        )

    def say_different(self) -> None:
        """Two families; the pair does not come up again."""
        each: Candidate | None = self.list.current()
        if each is None:
            return
        reason = self._reason(each, _("Looked at both: different families."))
        self._decide(
            lambda: decide_different(self.workspace.store, each.a, each.b, reason),
            _("Noted as different families."),
        )

    def go_on(self) -> None:
        """Leave this pair open and look at the next."""
        count = self.list.shown()
        if count:
            at = (self.list.currentIndex().row() + 1) % count
            following: Candidate = self.list.row_at(at)
            self.list.select((following.a, following.b))

    def ask_apart(self) -> None:
        """Undo a merge: both households are shown again, and the pair is open."""
        each: Candidate | None = self.list.current()
        if each is None or not each.survivor:
            return
        AskWords(
            self,
            _("Take the two apart again?"),
            _("Both households are shown again, and the pair waits for a new decision. Nothing was lost."),
            [Wish("reason", _("Why"), _("Write how you know."))],
            yes=_("Take apart"),
        ).then(
            lambda told: self._decide(
                lambda: unmerge(self.workspace.store, each.a, each.b, told["reason"]),
                _("The two households are apart again."),
            )
        )

    def _reason(self, each: Candidate, otherwise: str) -> str:
        return self.reason.text().strip() or otherwise

    def _decide(self, act: Callable[[], object], words: str) -> None:
        try:
            act()
        except UserError as error:
            self.show_error(error)
            return
        self.refresh()
        self.take_focus()
        self.data_changed.emit()
        self.tell("done", words)
