# SPDX-License-Identifier: Apache-2.0
"""Rows of a roster: added, removed with their name and a way back, moved, and pasted from a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal

from enumerator.interviews.editing import Edit
from enumerator.interviews.pages import Kind
from enumerator.messages import _, n_
from ui.form.outline import page_title
from ui.form.roster import cells_of, value_of
from ui.form.sitting import Parts
from ui.form.walk import Walk, may_add
from ui.reporting import News


class RowWork(QObject):
    """`edited` carries each edit, to be shown."""

    edited = Signal(object)
    noticed = Signal(object)

    def __init__(self, parts: Parts, walk: Walk, today: Callable[[], date], parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self._editing = parts.editing
        self._interview = parts.interview
        self._progress = parts.progress
        self._walk = walk
        self._today = today

    def add_here(self) -> None:
        """Add a row to the roster of this page, else to the first there is."""
        page = self._parts.page.page
        series = [page.series] if page is not None and page.series and page.kind is Kind.ROW else []
        series += [item.address for item in page.items if item.kind == "series"] if page is not None else []
        open_ones = [address for address in (*series, *self._progress.series()) if self._may_add(address)]
        if open_ones:
            self.add(open_ones[0])
        else:
            self._tell("info", _("There is no list here to add to."))

    def add(self, series: str) -> None:
        """Add a row and go there."""
        if not self._may_add(series):
            return
        self._parts.page.leave()
        edit = self._editing.add_row(series)
        self.edited.emit(edit)
        page = self._progress.page_of(edit.address)
        if page is not None:
            self._walk.show_page(page)

    def move(self, row: str, to: int) -> None:
        """Give a row another place."""
        self._do(self._editing.move_row(row, to))

    def remove_here(self) -> None:
        """Remove the row on screen, or the one under the cursor in the table."""
        page = self._parts.page.page
        if page is not None and page.kind is Kind.ROW:
            self.remove(page.container)
            return
        roster = self._parts.page.roster(self._walk.place)
        if roster is not None and roster.current_row():
            self.remove(roster.current_row())

    def remove(self, row: str) -> None:
        """Remove a row, say which, and how to get it back."""
        page = self._progress.page_of(row)
        series = row.rpartition("[")[0]
        if page is None or not self._may_add(series):
            return
        name = page_title(self._interview, self._progress, page)
        at = self._progress.rows(series).index(row)
        current = self._parts.page.page
        here = current is not None and current.container.startswith(row)
        self._parts.page.leave()
        self._do(self._editing.remove_row(row))
        rows = self._progress.rows(series)
        if here and rows:
            self._walk.open_row(rows[min(at, len(rows) - 1)])
        elif here:
            self._walk.go_to(series)
        self._tell("warning", _("Removed: {name}. Ctrl+Z brings it back with all its answers.", name=name))

    def paste(self, series: str, row: int, column: int, text: str) -> None:
        """Fill the table from a spreadsheet, from the cell under the cursor; rows are added where there are
        too few."""
        roster = self._parts.page.roster(series)
        cells = cells_of(text)
        if roster is None or not cells:
            return
        columns = roster.columns()[column - 1 :]
        path = self._interview.node(series).definition.path
        steps = 0
        while len(self._progress.rows(series)) < row + len(cells) and self._may_add(series):
            self._do(self._editing.add_row(series))
            steps += 1
        for address, line in zip(self._progress.rows(series)[row:], cells, strict=False):
            for question, cell in zip(columns, line, strict=False):
                place = address + question.path[len(path) :]
                node = self._interview.node(place)
                choices = self._interview.choices(place) if question.type == "select_one" else ()
                value = value_of(cell, question, choices, self._today())
                if value and node.relevant and not node.readonly and value != node.value:
                    self._editing.history.seal()
                    self._do(self._editing.answer(place, value))
                    steps += 1
        self._editing.history.join(steps, series)
        self._tell(
            "info",
            n_(
                "{n} row pasted. Ctrl+Z takes it back.",
                "{n} rows pasted. Ctrl+Z takes them back.",
                len(cells),
            ),
        )

    def _do(self, edit: Edit) -> None:
        self.edited.emit(edit)

    def _may_add(self, series: str) -> bool:
        return may_add(self._parts, series)

    def _tell(self, kind: str, text: str) -> None:
        self.noticed.emit(News(kind, text, ""))
