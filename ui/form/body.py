# SPDX-License-Identifier: Apache-2.0
"""The widgets of one page of a form: made when they first apply, kept when they do not."""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from enumerator.forms import Interview
from enumerator.interviews.navigation import Progress
from enumerator.interviews.pages import Item, Page
from ui import theme
from ui.form.inputs.field import Asking
from ui.form.pairs import pairs
from ui.form.question import QuestionView, Row
from ui.form.roster import Roster
from ui.widgets.text import Text

WIDEST: Final = 722


class Screen(Protocol):
    """What a body wants of the page it lies on: to be listened to, and shown anew."""

    interview: Interview
    progress: Progress
    asking: Asking

    def wire(self, view: QuestionView) -> None: ...

    def wire_roster(self, roster: Roster) -> None: ...

    def refresh(self, address: str, body: Body | None = None) -> None: ...


class Body(QWidget):
    """The widgets of one page. The pages of a roster's rows share one body, which is bound to each in
    turn."""

    def __init__(self, page: Page, screen: Screen) -> None:
        super().__init__()
        self.page = page
        self._screen = screen
        self.views: dict[str, QuestionView] = {}
        self.rosters: dict[str, Roster] = {}
        self._headings: dict[str, Text] = {}
        self._slots: list[QWidget | None] = [None] * len(page.items)
        self._pairs = pairs(page, screen.interview)
        self.setProperty("surface", "none")
        self.crumb = Text("", "body", "ink-2")
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self.way_on = Text("", "hint", "ink-2")
        self._column.addWidget(self.crumb)
        self._column.addWidget(self.way_on)
        self._column.addStretch(1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(24))
        holder = QWidget()
        holder.setProperty("surface", "none")
        holder.setMaximumWidth(theme.px(WIDEST))
        holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        holder.setLayout(self._column)
        self._column.setContentsMargins(theme.px(4), 0, theme.px(4), 0)
        outer.addStretch(1)
        outer.addWidget(holder, 1000)
        outer.addStretch(1)

    def bind(self, page: Page) -> None:
        """Show another page of the same shape."""
        old = self.page
        self.page = page
        self.views = {
            new.address: self.views[was.address]
            for was, new in zip(old.items, page.items, strict=True)
            if was.address in self.views
        }
        self.rosters = {
            new.address: self.rosters[was.address]
            for was, new in zip(old.items, page.items, strict=True)
            if was.address in self.rosters
        }
        self._headings = {
            new.address: self._headings[was.address]
            for was, new in zip(old.items, page.items, strict=True)
            if was.address in self._headings
        }

    def place(self) -> frozenset[str]:
        """Make what applies and is not there yet; hide what does not apply. Which questions are new, and show
        what they hold already.
        """
        for at, item in enumerate(self.page.items):
            if item.kind == "heading":
                self._place_heading(at, item.address)
            elif item.kind == "series":
                self._place_roster(at, item)
        return self._place_questions()

    def _place_heading(self, at: int, address: str) -> None:
        node = self._screen.interview.node(address)
        heading = self._headings.get(address)
        if heading is None:
            if not node.label:
                return
            heading = Text("", "section").wrapped()
            heading.setContentsMargins(0, theme.px(18), 0, 0)
            self._headings[address] = heading
            self._insert(at, heading)
        heading.setText(node.label)
        heading.setVisible(node.relevant and bool(node.label))

    def _place_roster(self, at: int, item: Item) -> None:
        address = item.address
        relevant = self._screen.progress.relevant(item)
        roster = self.rosters.get(address)
        if roster is None:
            if not relevant:
                return
            roster = Roster(address, self._screen.asking, self._screen.progress)
            self.rosters[address] = roster
            self._screen.wire_roster(roster)
            self._insert(at, roster)
        roster.keep(address)
        roster.setVisible(relevant)

    def has_stale_rosters(self) -> bool:
        """Whether a roster is shown that no longer applies, or the other way round."""
        return any(
            item.kind == "series" and self._screen.progress.relevant(item) != self._shows_roster(item.address)
            for item in self.page.items
        )

    def _shows_roster(self, address: str) -> bool:
        roster = self.rosters.get(address)
        return roster is not None and not roster.isHidden()

    def _place_questions(self) -> frozenset[str]:
        made: set[str] = set()
        for first, second in self._pairs:
            addresses = [self.page.items[at].address for at in (first, second) if at is not None]
            nodes = [self._screen.interview.node(address) for address in addresses]
            row = self._slots[first]
            if not isinstance(row, Row):
                if not any(node.relevant for node in nodes):
                    continue
                row = Row()
                for node in nodes:
                    view = QuestionView(node, self._screen.asking)
                    self.views[node.address] = view
                    self._screen.wire(view)
                    row.add(view, whole=second is None)
                self._insert(first, row)
                for node in nodes:
                    self._screen.refresh(node.address, self)
                made.update(addresses)
            for view, node in zip(row.views, nodes, strict=True):
                view.relevant = node.relevant
            row.show_relevance()
        return frozenset(made)

    def _insert(self, at: int, widget: QWidget) -> None:
        self._slots[at] = widget
        before = sum(1 for slot in self._slots[:at] if slot is not None)
        self._column.insertWidget(1 + before, widget)
        if self.isVisible():
            widget.show()
