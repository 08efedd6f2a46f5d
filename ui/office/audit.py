# SPDX-License-Identifier: Apache-2.0
"""The audit trail: every entry of the journal, by household, person, kind and day; on screen and as a
file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLineEdit, QWidget

from enumerator.errors import Cancelled
from enumerator.messages import _, n_
from enumerator.office.auditing import (
    KINDS,
    AuditEntry,
    Filter,
    act_words,
    authors,
    entries,
    found_households,
    kind_words,
    write_entries,
)
from enumerator.registry.search import household
from enumerator.registry.staff import enumerators
from enumerator.reports.paradata import write_paradata
from ui import theme
from ui.form.spelling import as_date, date_read, date_shown
from ui.office.asking import ask_target
from ui.office.look import head_words, number_words, when_words
from ui.tasks import Progress, Task
from ui.widgets import Button, Column, DataTable, DropDown, EmptyState, Screen, Text, column, row

_MOST = 2_000


class DayField(QLineEdit):
    """A day, typed in any of the usual ways; blank for none. What cannot be read turns red and counts as
    none."""

    def __init__(self, placeholder: str) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        words = QFontMetrics(theme.font("body")).horizontalAdvance(placeholder)
        self.setFixedWidth(max(theme.px(128), words + theme.px(40)))
        self.editingFinished.connect(self._tidy)

    def day(self) -> str:
        """ISO, blank for none."""
        text = self.text().strip()
        read = date_read(text, QDate.currentDate().toPython()) if text else ""
        return read if as_date(read) is not None else ""

    def _tidy(self) -> None:
        day = self.day()
        theme.set_property(self, "problem", bool(self.text().strip()) and not day)
        if day:
            self.setText(date_shown(day))


class Audit(Screen):
    """Ctrl+F names a household; the other filters are beside it."""

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Audit trail"), parent)
        self._now = workspace.store.clock
        self._record = ""
        self._wish = 0
        self.search = self.bar.add_search(_("Household: name, NIK, KK"))
        self.search.searched.connect(self._on_searched)
        self.search.left_down.connect(lambda: self.table.take_focus())
        self.times = self.bar.add_action(_("Interview times…"), icon="clock")
        self.times.clicked.connect(self.ask_times)
        self.export = self.bar.set_primary(_("Export…"), icon="export", key="Ctrl+E")
        self.export.clicked.connect(self.ask_export)
        self.kind = DropDown()
        self.kind.setAccessibleName(_("Kind"))
        self.person = DropDown()
        self.person.setAccessibleName(_("Name"))
        for box in (self.kind, self.person):
            box.activated.connect(lambda _at: self.read())
        self.since, self.until = DayField(_("From day")), DayField(_("To day"))
        for field in (self.since, self.until):
            field.editingFinished.connect(self.read)
        self.all = Button(_("Show all"), kind="plain", icon="close")
        self.all.clicked.connect(self.clear)
        self.table = DataTable(
            [
                Column(
                    _("When"),
                    lambda each: when_words(each.wall, self._now()) + (" ?" if each.suspect else ""),
                    160,
                    sort=lambda each: each.wall,
                    tooltip=when_tooltip,
                ),
                Column(_("Name"), lambda each: each.author, 130, 1, strong=True, wraps=True),
                Column(
                    _("What"),
                    lambda each: f"{kind_words(each.kind)} · {act_words(each.act)}",
                    170,
                    2,
                    wraps=True,
                ),
                Column(_("About"), lambda each: each.subject or "–", 130, 2, wraps=True),
                Column(
                    _("Changed"),
                    lambda each: number_words(each.touched),
                    90,
                    right=True,
                    sort=lambda each: each.touched,
                    drop_below=760,
                ),
                Column(
                    _("Why"), lambda each: each.reason or "–", 130, 3, ink="ink-2", drop_below=620, wraps=True
                ),
                Column(_("Laptop"), lambda each: each.laptop, 120, 1, ink="ink-2", drop_below=920),
            ],
            name=_("Audit trail"),
            identity=lambda each: each.dot,
            empty=EmptyState(
                _("Nothing found"), _("Another day, person or kind may show more."), icon="audit"
            ),
        )
        self.table.opened.connect(self._open)
        self.found = Text("", "hint", "ink-2")
        line = row(self.kind, self.person, self.since, self.until, self.all, 1, spacing=8)
        whole = column(line, spacing=10)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.found)
        self.content.addLayout(whole, 1)

    # -- showing

    def refresh(self) -> None:
        self._fill(self.kind, [("", _("All kinds")), *((key, _(words)) for key, words in KINDS.items())])
        people = sorted(authors(self.workspace).items(), key=lambda pair: pair[1].casefold())
        self._fill(self.person, [("", _("Everybody")), *people])
        self.read()

    @staticmethod
    def _fill(box: DropDown, options: list[tuple[str, str]]) -> None:
        chosen = box.currentData()
        box.clear()
        for value, words in options:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))

    def filter(self) -> Filter:
        """What is looked for now."""
        households = (
            frozenset({self._record})
            if self._record
            else found_households(self.workspace, self.search.text().strip())
        )
        return Filter(
            self.kind.currentData() or "",
            self.person.currentData() or "",
            self.since.day(),
            self.until.day(),
            households,
        )

    def read(self) -> None:
        """Look through the journal, off the GUI thread; the newest wish wins."""
        self._wish += 1
        wish, wanted, workspace = self._wish, self.filter(), self.workspace
        self.found.setText(_("Looking through the journal…"))

        def work(progress: Progress) -> tuple[AuditEntry, ...]:
            def told(done: int, total: int) -> None:
                if wish != self._wish:  # the person has asked for something else meanwhile
                    raise Cancelled
                progress(done, total)

            with workspace.working() as own:
                return entries(own, wanted, _MOST, told)

        task = Task(self, work)
        task.on_success(lambda found: self._shown(wish, found)).on_failure(self.show_error)
        task.start_soon()

    def _shown(self, wish: int, found: tuple[AuditEntry, ...]) -> None:
        if wish != self._wish:
            return
        self.table.show_rows(found)
        words = n_("{n} entry", "{n} entries", len(found))
        if len(found) >= _MOST:
            words = _("The latest {n} entries; the export has all.", n=number_words(_MOST))
        if self._record:
            known = household(self.workspace.store, self._record)
            words = f"{head_words(known) if known else self._record[:8]} · {words}"
        self.found.setText(words)

    def _on_searched(self, _text: str) -> None:
        self._record = ""
        self.read()

    def clear(self) -> None:
        """Everything again."""
        self._record = ""
        self.search.clear()
        self.kind.setCurrentIndex(0)
        self.person.setCurrentIndex(0)
        self.since.clear()
        self.until.clear()
        self.read()

    def take_focus(self) -> None:
        self.table.take_focus()

    def arrive(self, argument: object) -> None:
        """A household's record."""
        if isinstance(argument, str):
            self.clear()
            self._record = argument
            self.read()

    def _open(self, each: AuditEntry) -> None:
        if each.household:
            self.go_requested.emit("households", each.household.split()[0])

    # -- as a file

    def pick_target(self, name: str) -> Path | None:
        """Where the file goes."""
        return ask_target(self, _("Save as"), "CSV (*.csv);;XLSX (*.xlsx)", name)

    def ask_export(self) -> None:
        """All entries that the filters leave."""
        target = self.pick_target(f"jejak-audit-{self._now():%Y%m%d}.csv")
        if target is None:
            return
        workspace, wanted = self.workspace, self.filter()

        def work(progress: Progress) -> int:
            with workspace.working() as own:
                return write_entries(own, target, wanted, progress)

        self.run(_("Writing the table"), work).on_success(
            lambda rows: self.tell(
                "done", n_("{n} row is in {file}", "{n} rows are in {file}", rows, file=target.name)
            )
        )

    def ask_times(self) -> None:
        """How the interviews were held, step by step, in the columns of ODK's audit.csv."""
        target = self.pick_target(f"audit-{self._now():%Y%m%d}.csv")
        if target is None:
            return
        workspace = self.workspace

        def work(progress: Progress) -> int:
            with workspace.working() as own:
                names = {each.person: each.name for each in enumerators(own.store)}
                return write_paradata(own.store, target, names, progress)

        self.run(_("Writing the table"), work).on_success(
            lambda rows: self.tell(
                "done", n_("{n} row is in {file}", "{n} rows are in {file}", rows, file=target.name)
            )
        )


def when_tooltip(each: AuditEntry) -> str:
    """The exact time, and a warning where the clock was doubtful."""
    return each.wall + ("\n" + _("The clock of this laptop was doubtful.") if each.suspect else "")
