# SPDX-License-Identifier: Apache-2.0
"""Monitoring: how many families are left month by month, where they live, and whether aid reaches those
meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QWidget

from enumerator.messages import _, mark, n_
from enumerator.office.monitoring import Monitoring, monitoring, write_places
from enumerator.office.monthly_report import write_report
from enumerator.office.overview import Overview
from enumerator.registry.places import load_places
from enumerator.reports.figures import PlaceFigures
from ui import theme
from ui.office.asking import AskWords, Wish, ask_target
from ui.office.figures_side import Side
from ui.office.look import number_words, period_words
from ui.office.map import Map
from ui.tasks import Progress, Task
from ui.widgets import (
    Button,
    Card,
    Column,
    DataTable,
    DropDown,
    EmptyState,
    Screen,
    Text,
    row,
)
from ui.widgets.moments import day_words

# key, words on the map, shorter ones over a column, what is counted
MEASURES: Final[tuple[tuple[str, str, str, Callable[[PlaceFigures], int]], ...]] = (
    ("poor", mark("Extremely poor families"), mark("Extremely poor"), lambda place: place.poor),
    ("households", mark("Families surveyed"), mark("Surveyed"), lambda place: place.households),
    ("approved", mark("Families verified"), mark("Verified"), lambda place: place.approved),
    ("people", mark("People"), mark("People"), lambda place: place.people),
    ("unsure", mark("Families not certain"), mark("Not certain"), lambda place: place.unsure),
)
_NARROW: Final = 960


class Dashboard(Screen):
    """Ctrl+M changes between map and table; Enter goes into a kecamatan, Esc comes back.

    Ctrl+PgUp and Ctrl+PgDn go to the month before and after; Ctrl+P makes the report.
    """

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Monitoring"), parent)
        self._now = workspace.store.clock
        self._kecamatan = ""
        self._month = ""
        self._found: Monitoring | None = None
        self._figures: Overview | None = None
        self._wish = 0
        self.month = DropDown()
        self.month.setAccessibleName(_("Month"))
        self.month.setToolTip(_("The month before: Ctrl+PgUp. The month after: Ctrl+PgDn."))
        self.month.activated.connect(lambda at: self.show_month(self.month.itemData(at)))
        self.bar.add_beside_title(self.month)
        for key, step in (("Ctrl+PgUp", 1), ("Ctrl+PgDown", -1)):
            QShortcut(QKeySequence(key), self).activated.connect(partial(self._step_month, step))
        self.as_table = self.bar.add_action(_("As a table"), key="Ctrl+M")
        self.as_table.setCheckable(True)
        self.as_table.toggled.connect(self._show_as_table)
        self.export = self.bar.add_action(_("Export…"), icon="export", key="Ctrl+E")
        self.export.clicked.connect(self.ask_export)
        self.report = self.bar.set_primary(_("PDF report…"), icon="form", key="Ctrl+P")
        self.report.clicked.connect(self.ask_report)
        whole = QWidget()
        self._stack = QStackedLayout(whole)
        both = QWidget()
        self.side = Side()
        self.side.month_wanted.connect(self.show_month)
        self._columns: QHBoxLayout = row(spacing=14)
        self._columns.addWidget(self._places_card(), 63)
        self._columns.addWidget(self.side, 37)
        both.setLayout(self._columns)
        self._empty = EmptyState(
            _("No families yet"),
            _("The figures grow with every bundle that is taken in."),
            icon="dashboard",
        )
        self._loading = EmptyState(_("Counting…"), icon="dashboard")
        self._stack.addWidget(both)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._loading)
        self._stack.setCurrentWidget(self._loading)
        self.content.addWidget(whole, 1)

    def _places_card(self) -> Card:
        card = Card(padding=14, spacing=8)
        self.measure = DropDown()
        self.measure.setAccessibleName(_("What is counted"))
        for key, words, _short, _count in MEASURES:
            self.measure.addItem(_(words), key)
        self.measure.activated.connect(lambda _at: self._show_places())
        self.measure.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.where = Text("", "hint", "ink-2").wrapped()
        self.back = Button(_("Whole city"), kind="plain", icon="back")
        self.back.clicked.connect(lambda: self.show_kecamatan(""))
        head = row(self.measure, spacing=10)
        head.addWidget(self.where, 1)
        head.addWidget(self.back)
        card.body.addLayout(head)
        self.map = Map()
        self.map.opened.connect(self._on_place)
        self.map.left.connect(lambda: self.show_kecamatan(""))
        self.table = DataTable(
            [
                Column(_("Place"), lambda place: place.name, 168, 2, strong=True, wraps=True),
                *(
                    Column(
                        _(short),
                        lambda place, count=count: number_words(count(place)),
                        128 if at == 0 else 104,
                        right=True,
                        sort=count,
                        drop_below=0 if at < 2 else 420 + 60 * at,
                    )
                    for at, (_key, _words, short, count) in enumerate(MEASURES)
                ),
            ],
            name=_("Places"),
            identity=lambda place: place.code,
        )
        self.table.opened.connect(lambda place: self._on_place(place.code))
        views = QWidget()
        self._views = QStackedLayout(views)
        self._views.addWidget(self.map)
        self._views.addWidget(self.table)
        card.body.addWidget(views, 1)
        return card

    # -- showing

    def refresh(self) -> None:
        """Count anew off the GUI thread; what was shown stays until then, and the newest wish wins."""
        self._wish += 1
        wish, kecamatan, month, workspace = self._wish, self._kecamatan, self._month, self.workspace

        def work(_progress: Progress) -> Monitoring:
            with workspace.working() as own:
                return monitoring(own, kecamatan, month)

        self.detail_changed.emit(_("Counting…"))
        task = Task(self, work)
        task.on_success(lambda found: self._shown(wish, found)).on_failure(self.show_error)
        task.start_soon()

    def _shown(self, wish: int, told: Monitoring) -> None:
        if wish != self._wish:
            return
        found = told.figures
        self._found, self._figures = told, found
        self.detail_changed.emit("")
        focused = any(each.hasFocus() for each in (self._loading, self._empty))
        self._stack.setCurrentIndex(0 if told.points[-1].households else 1)
        self._show_months(told)
        self.side.show_month(told)
        self._show_places()
        if focused:
            self.take_focus()

    def _show_months(self, told: Monitoring) -> None:
        """Every month there is, the present one first."""
        today = self._now().date()
        months = [each.month for each in reversed(told.points)]
        self.month.clear()
        for month in months:
            self.month.addItem("", month)
        self._word_months()
        self.month.setCurrentIndex(months.index(told.month))
        as_of = _("As of {day}", day=day_words(date.fromisoformat(told.day), today))
        self.month.setAccessibleDescription(as_of)
        self.bar.show_chips(as_of)

    def _word_months(self) -> None:
        """Months in full, or by their first letters where the bar is narrow."""
        short = self.width() < theme.px(_NARROW)
        for at in range(self.month.count()):
            self.month.setItemText(at, period_words(self.month.itemData(at), short=short))
        self.month.updateGeometry()

    def _say_where(self) -> None:
        """What the map shows; what a key does there only where there is room to say it."""
        known = load_places().kecamatan.get(self._kecamatan)
        if known is None:
            self.where.setText(_("by kecamatan · click or Enter for its kelurahan"))
        elif self.width() < theme.px(_NARROW):
            self.where.setText(_("Kec. {name}", name=known.name))
        else:
            self.where.setText(_("Kec. {name} · Enter shows the households", name=known.name))
        self.back.setVisible(known is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._word_months()
        self._say_where()

    def _show_places(self) -> None:
        if self._figures is None:
            return
        places = self._figures.places
        count = next(count for key, _words, _short, count in MEASURES if key == self.measure.currentData())
        self.map.show_values({place.code: count(place) for place in places}, self._kecamatan)
        self.table.show_rows(places)
        self._say_where()

    def _show_as_table(self, table: bool) -> None:
        self._views.setCurrentIndex(1 if table else 0)
        self.measure.setVisible(not table)
        self.take_focus()

    def take_focus(self) -> None:
        if self._stack.currentIndex() > 0:
            self._stack.currentWidget().setFocus()
        elif self.as_table.isChecked():
            self.table.take_focus()
        else:
            self.map.setFocus()

    def memory(self) -> object:
        return (self._kecamatan, self._month) if self._kecamatan or self._month else None

    def arrive(self, argument: object) -> None:
        """A kecamatan's code, alone or with a month."""
        if isinstance(argument, str):
            self.show_kecamatan(argument)
        elif isinstance(argument, tuple):
            self._month = argument[1]
            self._kecamatan = argument[0]
            self.refresh()

    def show_month(self, month: str) -> None:
        """The figures as of the end of a month, or for the present one as of today."""
        told = self._found
        if told is None or month == told.month:
            return
        self._month = "" if month == told.points[-1].month else month
        self.refresh()

    def _step_month(self, back: int) -> None:
        at = self.month.currentIndex() + back
        if 0 <= at < self.month.count():
            self.show_month(self.month.itemData(at))

    def show_kecamatan(self, code: str) -> None:
        """The kelurahan of one kecamatan, or with "" the whole city."""
        if code == self._kecamatan:
            return
        self._kecamatan = code
        self.refresh()

    def _on_place(self, code: str) -> None:
        if not self._kecamatan:
            self.show_kecamatan(code)
        else:
            self.go_requested.emit("households", {"kecamatan": self._kecamatan})

    # -- as a file

    def pick_target(self, name: str) -> Path | None:
        """Where the file goes."""
        kinds = "PDF (*.pdf)" if name.endswith(".pdf") else "XLSX (*.xlsx);;CSV (*.csv)"
        return ask_target(self, _("Save as"), kinds, name)

    def ask_export(self) -> None:
        """The figures by kecamatan and kelurahan."""
        told = self._found
        if told is None:
            return
        target = self.pick_target(f"pemantauan-{told.day}.xlsx")
        if target is None:
            return
        workspace, month = self.workspace, told.month

        def work(_progress: Progress) -> int:
            with workspace.working() as own:
                return write_places(own, target, month)

        self.run(_("Writing the table"), work, can_cancel=False).on_success(
            lambda rows: self.tell(
                "done", n_("{n} row is in {file}", "{n} rows are in {file}", rows, file=target.name)
            )
        )

    def ask_report(self) -> None:
        """The report of a month, in full for the office or with small counts hidden for the public."""
        told = self._found
        if told is None:
            return
        months = [each.month for each in reversed(told.points)]
        months.insert(0, months.pop(months.index(told.month)))
        wishes = [
            Wish("month", _("Month"), options=[(each, period_words(each)) for each in months]),
            Wish(
                "readers",
                _("For whom"),
                options=[("office", _("For the office, every count")), ("public", _("For the public"))],
                hint=_("In the version for the public, counts under 3 are hidden."),
            ),
        ]
        AskWords(
            self,
            _("Monthly monitoring report"),
            _("Figures, the line over the months, programmes, and every kecamatan and kelurahan."),
            wishes,
            yes=_("Save as PDF…"),
        ).then(lambda chosen: self.make_report(chosen["month"], public=chosen["readers"] == "public"))

    def make_report(self, month: str, *, public: bool = False) -> None:
        """Write it where the person wants it."""
        target = self.pick_target(f"laporan-pemantauan-{month}{'-publik' if public else ''}.pdf")
        if target is None:
            return
        workspace = self.workspace

        def work(_progress: Progress) -> int:
            with workspace.working() as own:
                return write_report(own, target, month, public=public)

        self.run(_("Writing the report"), work, can_cancel=False).on_success(
            lambda pages: self.tell(
                "done",
                n_(
                    "The report is in {file}: {n} page.",
                    "The report is in {file}: {n} pages.",
                    pages,
                    file=target.name,
                ),
            )
        )
