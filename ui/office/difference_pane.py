# SPDX-License-Identifier: Apache-2.0
"""The open differences: a household at the left, its evidence at the right, a choice for each answer."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QStackedLayout, QWidget

from enumerator.errors import UserError
from enumerator.merging.view import Answer
from enumerator.messages import _, n_
from enumerator.office.differing import DifferenceLine, joined_count, show_difference
from enumerator.office.reading import opened
from enumerator.office.settling import Difference, differences, settle_household
from enumerator.registry.projection import refresh as refresh_registry
from enumerator.registry.review import return_
from enumerator.registry.search import household
from enumerator.store.revision import Revision
from ui.office.another_value import AnotherValue
from ui.office.asking import AskWords, Wish
from ui.office.evidence import Evidence
from ui.office.key_line import KeyLine
from ui.office.look import author_names, head_words, laptop_names
from ui.office.panes import Panes
from ui.office.photos import Photo, PhotoView, photo_of
from ui.office.two_lines import TwoLines
from ui.widgets import Card, EmptyState, Labelled, Screen, Text, column, scrolled


class DifferencePane(QWidget):
    """Works for its page. `settled(record)` and `returned(record)` after a decision, `changed` when the list
    is to be read again, `progressed(words)` says what is left.
    """

    settled = Signal(object)
    returned = Signal(str)
    changed = Signal()
    progressed = Signal(str)

    def __init__(self, page: Screen) -> None:
        super().__init__()
        self._page, self._now = page, page.workspace.store.clock
        self._names: Mapping[str, str] = {}
        self._laptops: Mapping[str, str] = {}
        self.list = TwoLines(self._words, lambda one: one.record, _("Households with differences"))
        self.list.chosen.connect(self._show)
        self.list.opened.connect(lambda _row: self.evidence.setFocus())
        listed = Card(padding=1, spacing=0)
        listed.body.addWidget(self.list)
        self.evidence = Evidence()
        self.evidence.decided.connect(self._on_decided)
        self.evidence.other_wanted.connect(self.ask_other)
        self.evidence.photos_opened.connect(lambda photos: PhotoView(self, *photos).open())
        note = Text(
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
        self.keys = KeyLine()
        inside.setLayout(
            column(self.evidence, self.keys, note, self.reason, 1, spacing=12, margins=(0, 0, 4, 0))
        )
        self._empty = EmptyState(
            _("Nothing to settle"),
            _("When two laptops answer one question of a household differently, both answers come here."),
            icon="conflict",
        )
        self._stack = QStackedLayout(self)
        beside = scrolled(inside)
        beside.setAccessibleName(_("Differences of one household"))
        self._stack.addWidget(Panes(listed, beside, 0.27))
        self._stack.addWidget(self._empty)
        self.other: AnotherValue | None = None

    # -- showing

    def refresh(self) -> int:
        """Read again; how many households have something to settle."""
        self._names = author_names(self._page.workspace)
        self._laptops = laptop_names(self._page.workspace)
        found = differences(self._page.workspace)
        self._stack.setCurrentIndex(0 if found else 1)
        self.list.show_rows(found)
        return len(found)

    def take_focus(self) -> None:
        (self._empty if self._stack.currentIndex() else self.list).setFocus()

    def current(self) -> Difference | None:
        chosen: Difference | None = self.list.current()
        return chosen

    def _words(self, difference: Difference) -> tuple[str, str]:
        known = household(self._page.workspace.store, difference.record)
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
        shown = show_difference(self._page.workspace, difference)
        self.evidence.show_difference(shown, self._names, self._laptops, self._now(), self._photo)
        self.reason.field.clear()
        self._show_keys(len(shown.writers))
        self._on_decided()

    def _show_keys(self, sides: int) -> None:
        """What the keys do here; P only where there are pictures."""
        self.keys.show_keys(
            [
                *([("P", _("photos side by side"))] if self.evidence.has_photos() else []),
                (f"1–{sides}", _("choose a side")),
                *([("V", _("another answer"))] if self.evidence.has_other() else []),
                ("↑↓", _("another line")),
            ]
        )

    def _photo(self, address: str, label: str, file: str) -> Photo:
        return photo_of(self._page.workspace, address, label, file)

    def _on_decided(self) -> None:
        left = self.evidence.left()
        self.progressed.emit(
            n_("{n} choice to make", "{n} choices to make", left) if left else _("Ready to save: Ctrl+Enter")
        )

    # -- deciding

    def ask_other(self, line: DifferenceLine) -> None:
        """An answer that neither side gave, through the form's own input."""
        difference = self.current()
        if difference is None:
            return
        if "#" in line.address:
            AskWords(
                self,
                line.label,
                "",
                [Wish("text", _("Remark"), _("Write the remark."), start=line.base.strip("–"))],
                yes=_("Take this answer"),
            ).then(
                lambda told: self.evidence.choose_other(line.address, Answer(told["text"]), told["text"])
            )
            return
        interview = opened(difference.form, difference.view.values, self._page.workspace)
        self.other = AnotherValue(self._page.workspace, interview, line.address, self.evidence)
        self.other.given.connect(self.evidence.choose_other)
        self.other.open()

    def settle(self) -> None:
        """Enter the choices as a new revision; the form computes anew what depends on them."""
        difference = self.current()
        if difference is None:
            return
        left = self.evidence.left()
        if left:
            self.evidence.setFocus()
            self.evidence.go_to_open()
            self._page.tell(
                "info",
                n_("{n} answer still waits for a choice.", "{n} answers still wait for a choice.", left),
            )
            return
        reason = self.reason.field.text().strip() or _("Chosen by looking at both answers.")
        try:
            revision: Revision = settle_household(
                self._page.workspace, difference.record, self.evidence.choices(), reason
            )
        except UserError as error:
            self.changed.emit()
            self._page.show_error(error)
            return
        self.settled.emit(revision)

    def ask_return(self) -> None:
        """The enumerator looks again: the household is sent back with what is in doubt."""
        difference = self.current()
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
        workspace = self._page.workspace
        refresh_registry(workspace.store, workspace.library)
        try:
            return_(workspace.store, difference.record, comment, comments)
        except UserError as error:
            self._page.show_error(error)
            return
        refresh_registry(workspace.store, workspace.library)
        self.returned.emit(difference.record)
