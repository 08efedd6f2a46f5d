# SPDX-License-Identifier: Apache-2.0
"""The enumerator's list: what is on it, how it is searched, and the ways into an interview, by real keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from enumerator.interviews.assignments import Status
from enumerator.interviews.drafts import Drafts
from ui.field.assignments import Assignments
from ui.field.task_rows import read_lines
from ui.reporting import News, Reporter
from ui.samples import HOUSEHOLDS, Samples
from ui.shell import Shell
from ui.widgets import OpenInterview


@pytest.fixture
def page(qtbot, samples: Samples) -> Assignments:
    made = Assignments(samples.laptop)
    qtbot.addWidget(made)
    made.resize(1150, 720)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.refresh()
    made.take_focus()
    return made


def shown(page: Assignments) -> list[str]:
    return [page.table.model.row_at(number).name for number in range(page.table.shown())]


def test_the_list_begins_with_what_the_office_returned_and_says_why(page: Assignments) -> None:
    assert shown(page)[:3] == ["Joko Susilo", "Suparmi", "Ngatini"]
    first = page.table.current()
    assert first.status is Status.RETURNED
    assert first.note == "Foto rumah buram"
    assert first.pill().word == "Dikembalikan"


def test_numbers_of_families_are_masked(page: Assignments) -> None:
    texts = [
        page.table.model.data(page.table.model.index(row, column))
        for row in range(page.table.shown())
        for column in range(page.table.model.columnCount())
    ]
    assert "3374 •••• •••• 0087" in texts
    assert not any("337499150312" in text for text in texts)


def test_the_tiles_tell_the_same_as_the_list(page: Assignments) -> None:
    assert page.done.accessibleName() == "Selesai: 3 dari 16 keluarga"
    assert page.returned.value() == "3"
    assert page.ready.value() == "2"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("suparmi", ["Suparmi"]),
        ("0101", ["Ngatini"]),
        ("3374 9915 0312 0087", ["Joko Susilo"]),
        (
            "kenanga rt 005",
            [
                "Kasmini",
                "Raden Mas Soerjosoemarno Hadiningrat Kusumonegoro",
                "Slamet Widodo",
                "Sutinah",
                "Wagiman",
            ],
        ),
        ("tidak ada orangnya", []),
    ],
)
def test_search_finds_by_name_number_and_address_as_one_types(
    qtbot, page: Assignments, typed: str, found: list[str]
) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.search.hasFocus()
    qtbot.keyClicks(page.search, typed)
    qtbot.waitUntil(lambda: sorted(shown(page)) == found)
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert len(shown(page)) == len(HOUSEHOLDS)


def test_from_the_search_one_key_leads_to_the_list(qtbot, page: Assignments) -> None:
    page.search.setFocus()
    qtbot.keyClicks(page.search, "tukiman")
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    assert page.table.view.hasFocus()
    assert page.table.current().name == "Tukiman"


def test_a_filter_shows_one_state_and_counts_all(qtbot, page: Assignments) -> None:
    button = page.filters.buttons[Status.DRAFT]
    assert button.text() == "Draf  2"
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert shown(page) == ["Agus Riyanto", "Dwi Lestari"]


def test_enter_opens_a_draft_where_it_was_left(qtbot, page: Assignments) -> None:
    page.table.select(
        next(line.household for line in read_lines(page.workspace) if line.name == "Agus Riyanto")
    )
    with qtbot.waitSignal(page.go_requested) as asked:
        qtbot.keyClick(page.table.view, Qt.Key.Key_Return)
    where, request = asked.args
    assert where == "interview"
    assert request.draft == page.table.current().row.draft


def test_a_first_interview_begins_with_what_the_office_knows(qtbot, page: Assignments) -> None:
    page.table.select(next(line.household for line in read_lines(page.workspace) if line.name == "Painem"))
    with qtbot.waitSignal(page.go_requested) as asked:
        qtbot.keyClick(page.table.view, Qt.Key.Key_Return)
    request: OpenInterview = asked.args[1]
    assert set(request.known.values()) >= {"Painem", "33.74.04.1001", "Gg. Mawar 2", "006", "004"}
    assert all(address.startswith("/") for address in request.known)


def test_the_next_house_takes_over_the_place_but_nobody_s_name(qtbot, page: Assignments) -> None:
    page.table.select(next(line.household for line in read_lines(page.workspace) if line.name == "Painem"))
    with qtbot.waitSignal(page.go_requested) as asked:
        qtbot.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    request: OpenInterview = asked.args[1]
    assert (request.household, request.draft) == ("", "")
    assert set(request.known.values()) == {"33.74.04", "33.74.04.1001", "006", "004"}


def test_a_finished_household_is_opened_again_only_after_a_question(qtbot, page: Assignments) -> None:
    page.table.select(next(line.household for line in read_lines(page.workspace) if line.name == "Maryati"))
    asked: list[str] = []
    page.go_requested.connect(lambda where, _request: asked.append(where))
    qtbot.keyClick(page.table.view, Qt.Key.Key_Return)
    assert asked == []
    dialog = page.findChild(QDialog)
    assert dialog is not None
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert asked == ["interview"]


def test_a_draft_is_discarded_after_a_question_and_taken_back_from_the_notice(
    qtbot, page: Assignments
) -> None:
    page.table.select(
        next(line.household for line in read_lines(page.workspace) if line.name == "Dwi Lestari")
    )
    told: list[News] = []
    page.noticed.connect(told.append)
    qtbot.keyClick(page, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    dialog = page.findChild(QDialog)
    assert dialog is not None
    dialog.yes.setFocus()
    qtbot.keyClick(dialog.yes, Qt.Key.Key_Space)
    states = {line.name: line.status for line in read_lines(page.workspace)}
    assert states["Dwi Lestari"] is Status.NOT_STARTED
    told[-1].act()
    states = {line.name: line.status for line in read_lines(page.workspace)}
    assert states["Dwi Lestari"] is Status.DRAFT
    assert page.table.current().name == "Dwi Lestari"


def test_only_a_draft_can_be_discarded(qtbot, page: Assignments) -> None:
    page.table.select(next(line.household for line in read_lines(page.workspace) if line.name == "Painem"))
    with qtbot.waitSignal(page.noticed):
        qtbot.keyClick(page, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert page.findChild(QDialog) is None


def test_the_interview_broken_off_last_is_offered_once(qtbot, samples: Samples) -> None:
    page = Assignments(samples.laptop)
    qtbot.addWidget(page)
    told: list[News] = []
    page.noticed.connect(told.append)
    page.refresh()
    page.refresh()
    assert [news.text for news in told] == ["Wawancara dengan Agus Riyanto belum selesai."]
    with qtbot.waitSignal(page.go_requested) as asked:
        told[0].act()
    assert asked.args[1].draft


def test_an_empty_list_says_the_next_step(qtbot, samples: Samples) -> None:
    page = Assignments(samples.empty_laptop)
    qtbot.addWidget(page)
    page.refresh()
    assert page.table.shown() == 0
    assert "Kirim & terima" in page.table._empty._words.text()


def test_the_figures_give_way_where_the_window_is_low(qtbot, page: Assignments) -> None:
    assert page.done.isVisible()
    page.resize(911, 480)
    qtbot.waitUntil(lambda: not page.done.isVisible())


def test_from_the_list_into_an_interview_and_back_as_a_draft(qtbot, samples: Samples) -> None:
    """Enter opens the household, what is typed is saved, Ctrl+S leads back, and the list says draft."""
    shell = Shell(samples.laptop, Reporter())
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    with qtbot.waitExposed(shell):
        shell.show()
    shell.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    assert shell.rail.items["assignments"].count() == 3
    qtbot.keyClicks(QApplication.focusWidget(), "lasmi")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert shell.current() == "interview"
    assert not shell.rail.isVisible()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: shell.current() == "assignments")
    line = next(line for line in read_lines(samples.laptop) if line.name == "Lasmi")
    assert line.status is Status.DRAFT
    assert shell.screen("assignments").table.current().name == "Lasmi"
    assert shell.rail.isVisible()
    Drafts(samples.laptop.store).discard(line.row.draft)
