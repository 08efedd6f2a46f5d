# SPDX-License-Identifier: Apache-2.0
"""A list is chosen from by keyboard, keeps its place, and takes a hundred thousand rows without a pause."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from ui import theme
from ui.widgets import Column, DataTable, EmptyState, Status
from ui.widgets.pill import pill_size
from ui.widgets.table import first_line


@dataclass(frozen=True)
class Person:
    number: int
    name: str
    age: int


PEOPLE = [Person(1, "Suparmi", 61), Person(2, "Joko", 43), Person(3, "Ngatini", 70), Person(4, "Jumadi", 35)]
DONE = Status("Selesai", "finished", "blue")


def columns() -> list[Column]:
    return [
        Column("Status", lambda _person: DONE.word, 120, status=lambda _person: DONE),
        Column("Nama", lambda person: person.name, 120, 1, strong=True),
        Column(
            "Umur",
            lambda person: str(person.age),
            80,
            right=True,
            sort=lambda person: person.age,
            drop_below=400,
        ),
    ]


@pytest.fixture
def table(qtbot) -> DataTable:
    made = DataTable(
        columns(), name="Orang", identity=lambda person: person.number, empty=EmptyState("Belum ada")
    )
    qtbot.addWidget(made)
    made.resize(700, 400)
    with qtbot.waitExposed(made):
        made.show()
    made.show_rows(PEOPLE)
    made.take_focus()
    return made


def test_a_chosen_row_reaches_the_edge_also_beside_a_scroll_bar(table: DataTable) -> None:
    for rows in (PEOPLE, PEOPLE * 30):
        table.show_rows(rows)
        QApplication.processEvents()
        last = table.view.visualRect(table.model.index(0, 2))
        assert last.right() >= table.view.width() - 1
        assert table.view.width() >= table.width() - 4


def test_a_column_that_fits_takes_the_spare_room_first(qtbot) -> None:
    made = DataTable(
        [
            Column("Nama", lambda person: person.name, 120, 3, strong=True),
            Column("Alamat", lambda person: person.name * 8, 80, 1, fits=True),
        ],
        name="Orang",
    )
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show_rows(PEOPLE)
    metrics = QFontMetrics(theme.font("body", tabular=True))
    assert made.view.columnWidth(1) >= metrics.horizontalAdvance("Suparmi" * 8) + theme.px(24)


def names(table: DataTable) -> list[str]:
    return [table.model.row_at(number).name for number in range(table.shown())]


def press(qtbot, table: DataTable, key: Qt.Key) -> None:
    qtbot.keyClick(table.view, key)


def test_the_first_row_is_chosen_and_enter_opens_it(qtbot, table: DataTable) -> None:
    with qtbot.waitSignal(table.opened) as opened:
        press(qtbot, table, Qt.Key.Key_Return)
    assert opened.args == [PEOPLE[0]]


def test_arrows_home_and_end_move_the_choice(qtbot, table: DataTable) -> None:
    press(qtbot, table, Qt.Key.Key_Down)
    assert table.current() == PEOPLE[1]
    press(qtbot, table, Qt.Key.Key_End)
    assert table.current() == PEOPLE[3]
    press(qtbot, table, Qt.Key.Key_Home)
    assert table.current() == PEOPLE[0]


def test_typed_letters_lead_to_a_name(qtbot, table: DataTable) -> None:
    qtbot.keyClicks(table.view, "ju")
    assert table.current().name == "Jumadi"


def test_a_header_sorts_forwards_backwards_and_not_at_all(table: DataTable) -> None:
    table._on_header(2)
    assert names(table) == ["Jumadi", "Joko", "Suparmi", "Ngatini"]
    table._on_header(2)
    assert names(table) == ["Ngatini", "Suparmi", "Joko", "Jumadi"]
    table._on_header(2)
    assert names(table) == [person.name for person in PEOPLE]


def test_the_choice_survives_new_rows_sorting_and_filtering(table: DataTable) -> None:
    table.select(3)
    table.sort_by(1)
    assert table.current().name == "Ngatini"
    table.show_rows([*PEOPLE, Person(5, "Agus", 20)])
    assert table.current().name == "Ngatini"
    table.keep(lambda person: person.age > 50)
    assert names(table) == ["Ngatini", "Suparmi"]
    assert table.current().name == "Ngatini"


def test_a_filter_that_hides_the_choice_chooses_the_first_row_shown(table: DataTable) -> None:
    table.select(1)
    table.keep(lambda person: person.name.startswith("J"))
    assert table.current().name == "Joko"


def test_nothing_to_show_shows_the_empty_state(qtbot, table: DataTable) -> None:
    with qtbot.waitSignal(table.chosen) as chosen:
        table.keep(lambda _person: False)
    assert chosen.args == [None]
    assert table.current() is None
    assert not table.view.isVisible()


def test_columns_give_way_where_there_is_little_room(qtbot, table: DataTable) -> None:
    assert not table.view.isColumnHidden(2)
    table.resize(360, 300)
    qtbot.waitUntil(lambda: table.view.isColumnHidden(2))


def test_a_hundred_thousand_rows_make_no_pause(table: DataTable) -> None:
    """Each step well under the half second a person notices as waiting, on a slow and busy machine too."""
    rows = [Person(number, f"Orang {number * 7919 % 100_000:05}", number % 90) for number in range(100_000)]
    spent: dict[str, float] = {}

    def measure(step: str, act) -> None:
        began = time.perf_counter()
        act()
        spent[step] = time.perf_counter() - began

    measure("show", lambda: table.show_rows(rows))
    measure("filter", lambda: table.keep(lambda person: "77" in person.name))
    measure("paint", table.grab)
    assert table.shown() > 1000
    assert {step: seconds for step, seconds in spent.items() if seconds > 0.5} == {}


def test_an_empty_list_holds_the_keyboard_until_there_are_rows(qtbot, table: DataTable) -> None:
    table.show_rows([])
    empty = table.findChild(EmptyState)
    assert empty.hasFocus()
    table.show_rows(PEOPLE)
    assert table.view.hasFocus()
    table.keep(lambda _person: False)
    table.take_focus()
    assert empty.hasFocus()


def test_tab_goes_on_past_an_empty_list(qtbot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    before, after = QLineEdit(), QLineEdit()
    for widget in (before, DataTable(columns(), name="Orang"), after):
        layout.addWidget(widget)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    before.setFocus()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_a_pill_keeps_its_words_where_the_list_is_narrow(table):
    table.resize(260, 400)
    table.show_rows(PEOPLE)
    QApplication.processEvents()
    assert table.view.columnWidth(0) >= pill_size(DONE).width()
    assert table.view.columnWidth(0) + table.view.columnWidth(1) <= 260


def test_a_number_stays_on_the_line_of_the_word_before_it(qapp):
    metrics = QFontMetrics(theme.font("hint"))
    room = metrics.horizontalAdvance("Kramas, RT 06 RW")
    assert first_line(metrics, "Kramas, RT 06 RW 11", room) == "Kramas, RT 06"
