# SPDX-License-Identifier: Apache-2.0
"""Late work: what a former holder of a household still sent, beside the household as it stands."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QStackedLayout, QWidget

from enumerator.errors import UserError
from enumerator.messages import _, n_
from enumerator.office.late import LateWork, late_work, leave_late, show_late, take_in_late
from ui.office.look import author_names, head_words, when_words
from ui.office.pair_list import PairList
from ui.office.panes import Panes
from ui.office.two_lines import TwoLines
from ui.widgets import Card, EmptyState, Labelled, QuietButton, Screen, Text, column, row, rule


class LatePane(QWidget):
    """Works for its page. 1 takes in, 2 leaves; `decided` after that, `changed` when there is more to say."""

    decided = Signal(str)
    changed = Signal()

    def __init__(self, page: Screen) -> None:
        super().__init__()
        self._page, self._now = page, page.workspace.store.clock
        self._names: Mapping[str, str] = {}
        self.list = TwoLines(self._words, lambda late: late.identity, _("Late work"))
        self.list.chosen.connect(self._show)
        listed = Card(padding=1, spacing=0)
        listed.body.addWidget(self.list)
        self._story = Text("", "body").wrapped()
        self._heads = [Text("", "small", "ink-2").wrapped() for _side in range(3)]
        self.lines = PairList(_("Both versions of a household"))
        shown = Card(padding=1, spacing=0)
        heads = row(spacing=12, margins=(14, 9, 14, 9))
        for head, share in zip(self._heads, (26, 37, 37), strict=True):
            heads.addWidget(head, share)
        shown.body.addLayout(heads)
        shown.body.addWidget(rule())
        shown.body.addWidget(self.lines, 1)
        self.reason = Labelled(_("Reason"), QLineEdit())
        self.reason.field.setPlaceholderText(_("Such as: telephone call with both, photo of the house"))
        self.reason.field.textEdited.connect(lambda _text: self.reason.show_problem(""))
        self.take = QuietButton(_("Take the late work in"), icon="approved", key="1", key_works=False)
        self.take.clicked.connect(lambda: self.decide(take=True))
        self.leave = QuietButton(_("Leave the late work"), icon="close", key="2", key_works=False)
        self.leave.clicked.connect(lambda: self.decide(take=False))
        self.old = QuietButton(_("Decided"))
        self.old.setCheckable(True)
        self.old.toggled.connect(lambda _on: self.refresh())
        self._consequence = Text("", "hint", "ink-2").wrapped()
        inside = QWidget()
        whole = column(self._story, spacing=10)
        whole.addWidget(shown, 1)
        whole.addWidget(self._consequence)
        foot = row(spacing=10)
        foot.addWidget(self.reason, 1)
        foot.addWidget(self.take)
        foot.addWidget(self.leave)
        whole.addLayout(foot)
        inside.setLayout(whole)
        self._left = QWidget()
        narrow = column(listed, spacing=8)
        narrow.addLayout(row(self.old, 1))
        self._left.setLayout(narrow)
        self._empty = EmptyState(
            _("No late work"),
            _(
                "When a household is given to somebody else, what the former enumerator still sends comes "
                "here."
            ),
            icon="exchange",
        )
        right = QWidget()
        self._stack = QStackedLayout(right)
        self._stack.addWidget(inside)
        nothing = Card(padding=1, spacing=0)
        nothing.body.addWidget(self._empty)
        self._stack.addWidget(nothing)
        layout = column(spacing=0)
        layout.addWidget(Panes(self._left, right, 0.27))
        self.setLayout(layout)

    # -- showing

    def refresh(self) -> int:
        """Read again; how much waits."""
        workspace = self._page.workspace
        self._names = author_names(workspace)
        waiting = late_work(workspace)
        found = late_work(workspace, decided=True) if self.old.isChecked() else waiting
        self._stack.setCurrentIndex(0 if found else 1)
        anything = bool(found) or self.old.isChecked() or bool(late_work(workspace, decided=True))
        self._left.setVisible(anything)
        self.list.show_rows(found)
        return len(waiting)

    def take_focus(self) -> None:
        (self._empty if self._stack.currentIndex() else self.list).setFocus()

    def _name(self, person: str) -> str:
        return self._names.get(person, person[:8])

    def _words(self, late: LateWork) -> tuple[str, str]:
        head = head_words(late.known) if late.known else late.record[:8]
        kk = f" · KK …{late.known.no_kk[-4:]}" if late.known and late.known.no_kk else ""
        if late.ruling is not None:
            said = _("taken in") if late.ruling.taken else _("left aside")
            return head + kk, f"{self._name(late.author)} · {said}"
        sent = n_("{n} version sent late", "{n} versions sent late", late.revisions)
        return head + kk, f"{self._name(late.author)} · {sent}"

    def _show(self, late: LateWork | None) -> None:
        for button in (self.take, self.leave):
            button.setEnabled(late is not None)
        if late is None:
            return
        now, given = self._now(), late.given
        name = self._name(late.author)
        self._story.setText(
            _(
                "{by} gave this household to {to} ({when}): {reason}. {name} wrote the version at the right "
                "({wrote}, laptop {laptop}) without knowing of it.",
                by=self._name(given.by),
                to=self._name(given.to),
                when=when_words(given.wall, now),
                reason=given.reason or "–",
                name=name,
                wrote=when_words(late.wall, now),
                laptop=late.log[:4],
            )
        )
        self._heads[0].setText(_("Answer"))
        self._heads[1].setText(_("As the household stands"))
        self._heads[2].setText(_("As {name} sent it", name=name))
        try:
            shown = show_late(self._page.workspace, late)
        except UserError as error:
            self._page.show_error(error)
            return
        self.lines.show_lines(shown.lines)
        self._consequence.setText(self._consequence_words(late, shown.differences))
        taken = late.ruling.taken if late.ruling is not None else None
        self.take.setEnabled(taken is not True)
        self.leave.setEnabled(taken is not False)
        self.reason.field.clear()
        self.reason.show_problem("")

    def _consequence_words(self, late: LateWork, differences: int) -> str:
        if late.ruling is not None:
            said = late.ruling.revision
            return _(
                "{name} decided so: {reason}. You can decide otherwise; both decisions stay in the history.",
                name=self._name(said.author),
                reason=said.reason,
            )
        taken = (
            n_(
                "Taken in, {n} answer becomes a difference to settle; the others join.",
                "Taken in, {n} answers become differences to settle; the others join.",
                differences,
            )
            if differences
            else _("Taken in, everything joins by itself.")
        )
        return f"{taken} {_('Left aside, it stays in the history and changes nothing.')}"

    # -- deciding

    def decide(self, *, take: bool) -> None:
        """Take the late work in, or leave it aside, with the reason typed."""
        late: LateWork | None = self.list.current()
        if late is None or not (self.take if take else self.leave).isEnabled():
            return
        reason = self.reason.field.text().strip()
        if not reason:
            self.reason.show_problem(_("Write how you know."))
            self.reason.setFocus()
            return
        try:
            (take_in_late if take else leave_late)(self._page.workspace, late, reason)
        except UserError as error:
            self._page.show_error(error)
            self.changed.emit()
            return
        self.decided.emit(
            _("The late work is part of the household now.")
            if take
            else _("The late work is left aside; the household stays as it is.")
        )
