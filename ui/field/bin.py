# SPDX-License-Identifier: Apache-2.0
"""The bin: drafts that were discarded in the last 30 days, each of which can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from enumerator.interviews.drafts import KEPT_IN_BIN, Draft, Drafts
from enumerator.messages import _, n_
from ui.field.task_rows import name_in
from ui.widgets import Column, DataTable, EmptyState, PrimaryButton, Screen
from ui.widgets.moments import day_words, moment_words
from ui.widgets.progress_panel import grouped


@dataclass(frozen=True)
class Discarded:
    """A draft in the bin, with the name its answers say."""

    draft: Draft
    name: str
    answers: int


class Bin(Screen):
    """Enter takes the chosen draft back; Esc returns to the list."""

    def __init__(
        self, workspace: Any, parent: QWidget | None = None, *, now: Callable[[], datetime] | None = None
    ) -> None:
        super().__init__(workspace, _("Discarded drafts"), parent)
        self._now = now or workspace.store.clock
        self.back = self.bar.add_back(_("My assignments"), key="Esc")
        self.back.clicked.connect(self.close_requested)
        self.take = PrimaryButton(_("Take it back"), icon="undo", key="Return", key_works=False)
        self.take.clicked.connect(lambda: self.take_back(self.table.current()))
        self.table = DataTable(
            self._columns(),
            name=_("Discarded drafts"),
            identity=lambda line: line.draft.id,
            type_ahead=lambda line: line.name,
            empty=EmptyState(
                _("Nothing has been discarded"),
                _("A discarded draft stays here for 30 days and can be taken back."),
                icon="remove",
            ),
        )
        self.table.opened.connect(self.take_back)
        self.bar.add_widget(self.take)
        self.content.addWidget(self.table, 1)

    def _columns(self) -> list[Column]:
        return [
            Column(_("Head of household"), lambda line: line.name, 160, 3, strong=True),
            Column(
                _("Discarded"),
                lambda line: moment_words(line.draft.binned, self._now()),
                170,
                sort=lambda line: line.draft.binned,
            ),
            Column(
                _("Answers"),
                lambda line: grouped(line.answers),
                110,
                right=True,
                sort=lambda line: line.answers,
            ),
            Column(
                _("Kept until"),
                lambda line: day_words((line.draft.binned + KEPT_IN_BIN).date(), self._now().date()),
                170,
                ink="ink-2",
                sort=lambda line: line.draft.binned,
                drop_below=700,
            ),
        ]

    def refresh(self) -> None:
        drafts, library = Drafts(self.workspace.store), self.workspace.library
        drafts.empty_old_bin()
        lines = []
        for draft in drafts.bin():
            answers = drafts.answers(draft.id)
            form = library.get(draft.form.hash) if draft.form.hash in library else None
            given = sum(1 for address in answers if "#" not in address)
            lines.append(Discarded(draft, name_in(form, answers) or _("(no name yet)"), given))
        self.table.show_rows(lines)
        self.take.setEnabled(bool(lines))
        self.bar.show_chips(*([n_("{n} draft", "{n} drafts", len(lines))] if lines else []))

    def take_focus(self) -> None:
        self.table.take_focus()

    def take_back(self, line: Discarded | None) -> None:
        """Out of the bin, and back to the list."""
        if line is None:
            return
        drafts = Drafts(self.workspace.store)
        begun_since = drafts.of_household(line.draft.household)
        drafts.take_back(line.draft.id)
        self.refresh()
        self.data_changed.emit()
        self.tell(
            "done",
            _("The draft of {name} is in the list again.", name=line.name),
            _("The one begun since lies in the bin in its place.") if begun_since else "",
        )
