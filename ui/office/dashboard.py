# SPDX-License-Identifier: Apache-2.0
"""Monitoring: where the families live, how far the survey is, and whether aid reaches those meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedLayout, QWidget

from enumerator.messages import _, mark, n_
from enumerator.office.overview import Overview, overview, write_places
from enumerator.registry.places import load_places
from enumerator.reports.figures import PlaceFigures
from ui import theme
from ui.office.asking import ask_target
from ui.office.look import household_status, number_words, share_words
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
    StatusPill,
    Text,
    clear,
    column,
    row,
    rule,
    scrolled,
)
from ui.widgets.moments import day_words

MEASURES: Final[tuple[tuple[str, str, Callable[[PlaceFigures], int]], ...]] = (
    ("poor", mark("Extremely poor families"), lambda place: place.poor),
    ("households", mark("Families surveyed"), lambda place: place.households),
    ("approved", mark("Families verified"), lambda place: place.approved),
    ("people", mark("People"), lambda place: place.people),
    ("unsure", mark("Families not certain"), lambda place: place.unsure),
)


class Figures(Card):
    """A few lines: words, a number, and more words."""

    def __init__(self, title: str) -> None:
        super().__init__(padding=16, spacing=6)
        self.body.addWidget(Text(title, "label").wrapped())
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(7))
        self._grid.setColumnStretch(0, 1)
        self.body.addLayout(self._grid)
        self.rows: dict[str, str] = {}

    def show_rows(self, rows: list[tuple[QWidget | str, str, str]]) -> None:
        clear(self._grid)
        self.rows = {}
        for number, (what, value, more) in enumerate(rows):
            if number:
                self._grid.addWidget(rule(), 2 * number - 1, 0, 1, 3)
            label = Text(what, "body").wrapped() if isinstance(what, str) else what
            self._grid.addWidget(label, 2 * number, 0, Qt.AlignmentFlag.AlignVCenter)
            figure = Text(value, "strong")
            figure.setFont(theme.font("strong", tabular=True))
            self._grid.addWidget(figure, 2 * number, 1, Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(Text(more, "hint", "ink-2"), 2 * number, 2)
            self.rows[what if isinstance(what, str) else what.accessibleName()] = value


class Dashboard(Screen):
    """Ctrl+M changes between map and table; Enter goes into a kecamatan, Esc comes back."""

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(workspace, _("Monitoring"), parent)
        self._now = workspace.store.clock
        self._kecamatan = ""
        self._figures: Overview | None = None
        self._wish = 0
        self.as_table = self.bar.add_action(_("As a table"), key="Ctrl+M")
        self.as_table.setCheckable(True)
        self.as_table.toggled.connect(self._show_as_table)
        self.export = self.bar.set_primary(_("Export…"), icon="export", key="Ctrl+E")
        self.export.clicked.connect(self.ask_export)
        whole = QWidget()
        self._stack = QStackedLayout(whole)
        both = QWidget()
        self._columns: QHBoxLayout = row(spacing=14)
        self._columns.addWidget(self._places_card(), 63)
        self._columns.addWidget(self._right(), 37)
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
        for key, words, _count in MEASURES:
            self.measure.addItem(_(words), key)
        self.measure.activated.connect(lambda _at: self._show_places())
        self.where = Text("", "hint", "ink-2")
        self.back = Button(_("Whole city"), kind="plain", icon="back")
        self.back.clicked.connect(lambda: self.show_kecamatan(""))
        card.body.addLayout(row(self.measure, self.where, 1, self.back, spacing=10))
        self.map = Map()
        self.map.opened.connect(self._on_place)
        self.map.left.connect(lambda: self.show_kecamatan(""))
        self.table = DataTable(
            [
                Column(_("Place"), lambda place: place.name, 150, 2, strong=True),
                *(
                    Column(
                        _(words),
                        lambda place, count=count: number_words(count(place)),
                        124,
                        right=True,
                        sort=count,
                        drop_below=0 if at < 2 else 560 + 60 * at,
                    )
                    for at, (_key, words, count) in enumerate(MEASURES)
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

    def _right(self) -> QWidget:
        self.poor = Card(padding=16, spacing=2)
        self.poor_figure = Text("–", "display")
        self.poor_words = Text("", "hint", "ink-2").wrapped()
        self.poor.body.addWidget(Text(_("Extremely poor families, verified"), "body", "ink-2").wrapped())
        self.poor.body.addWidget(self.poor_figure)
        self.poor.body.addWidget(self.poor_words)
        self.accuracy = Figures(_("Does aid reach those meant?"))
        self.programmes = Figures(_("Programmes"))
        self.states = Figures(_("The survey"))
        inside = QWidget()
        inside.setLayout(
            column(
                self.poor, self.accuracy, self.programmes, self.states, 1, spacing=14, margins=(0, 0, 4, 0)
            )
        )
        area = scrolled(inside)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    # -- showing

    def refresh(self) -> None:
        """Count anew off the GUI thread; what was shown stays until then, and the newest wish wins."""
        self._wish += 1
        wish, kecamatan, workspace = self._wish, self._kecamatan, self.workspace

        def work(_progress: Progress) -> Overview:
            with workspace.working() as own:
                return overview(own, kecamatan)

        self.detail_changed.emit(_("Counting…"))
        task = Task(self, work)
        task.on_success(lambda found: self._shown(wish, found)).on_failure(self.show_error)
        task.start_soon()

    def _shown(self, wish: int, found: Overview) -> None:
        if wish != self._wish:
            return
        self._figures = found
        self.detail_changed.emit("")
        focused = any(each.hasFocus() for each in (self._loading, self._empty))
        self._stack.setCurrentIndex(0 if found.totals.households else 1)
        today = self._now().date()
        self.bar.show_chips(_("As of {day}", day=day_words(today, today)))
        self.poor_figure.setText(number_words(found.poor))
        self.poor_words.setText(
            _(
                "of {assessed} assessed · {unsure} not certain",
                assessed=number_words(found.assessed),
                unsure=number_words(found.unsure),
            )
        )
        self._show_states(found)
        self._show_accuracy(found)
        self.programmes.show_rows(
            [
                (
                    str(each.wording),
                    number_words(each.within_quota),
                    _("of {n} eligible", n=number_words(each.proposed_yes)),
                )
                for each in found.programmes
            ]
        )
        self._show_places()
        if focused:
            self.take_focus()

    def _show_states(self, found: Overview) -> None:
        total = found.totals.households
        rows: list[tuple[QWidget | str, str, str]] = [
            (_("Families"), number_words(total), _("{n} people", n=number_words(found.totals.people)))
        ]
        for status, count in found.totals.statuses.items():
            rows.append(
                (StatusPill(household_status(status)), number_words(count), share_words(count, total))
            )
        doubles = found.totals.possible_doubles
        rows.append((_("In possible duplicates"), number_words(doubles), share_words(doubles, total)))
        rows.append((_("Screens that disagree"), number_words(found.totals.disagreements), ""))
        self.states.show_rows(rows)

    def _show_accuracy(self, found: Overview) -> None:
        told = found.accuracy
        meant = told.served + told.waiting
        self.accuracy.show_rows(
            [
                (_("Eligible, card in hand"), number_words(told.served), share_words(told.served, meant)),
                (
                    _("Eligible, not reached yet"),
                    number_words(told.waiting),
                    share_words(told.waiting, meant),
                ),
                (_("Card in hand, no longer eligible"), number_words(told.not_eligible), ""),
            ]
        )

    def _show_places(self) -> None:
        if self._figures is None:
            return
        places = self._figures.places
        count = next(count for key, _words, count in MEASURES if key == self.measure.currentData())
        self.map.show_values({place.code: count(place) for place in places}, self._kecamatan)
        self.table.show_rows(places)
        known = load_places().kecamatan.get(self._kecamatan)
        self.where.setText(
            _("Kec. {name} · Enter shows the households", name=known.name)
            if known
            else _("by kecamatan · click or Enter for its kelurahan")
        )
        self.back.setVisible(bool(known))

    def _show_as_table(self, table: bool) -> None:
        self._views.setCurrentIndex(1 if table else 0)
        self.take_focus()

    def take_focus(self) -> None:
        if self._stack.currentIndex() > 0:
            self._stack.currentWidget().setFocus()
        elif self.as_table.isChecked():
            self.table.take_focus()
        else:
            self.map.setFocus()

    def memory(self) -> object:
        return self._kecamatan or None

    def arrive(self, argument: object) -> None:
        """A kecamatan's code."""
        if isinstance(argument, str):
            self.show_kecamatan(argument)

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
        return ask_target(self, _("Save as"), "XLSX (*.xlsx);;CSV (*.csv)", name)

    def ask_export(self) -> None:
        """The figures by kecamatan and kelurahan."""
        target = self.pick_target(f"pemantauan-{self._now():%Y%m%d}.xlsx")
        if target is None:
            return
        workspace = self.workspace

        def work(_progress: Progress) -> int:
            with workspace.working() as own:
                return write_places(own, target)

        self.run(_("Writing the table"), work, can_cancel=False).on_success(
            lambda rows: self.tell(
                "done", n_("{n} row is in {file}", "{n} rows are in {file}", rows, file=target.name)
            )
        )
