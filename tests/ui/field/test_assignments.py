# SPDX-License-Identifier: Apache-2.0
"""The enumerator's list: what is on it, how it is searched, and the ways into an interview, by real keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from enumerator.interviews.assignments import Status, asked_per_week
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.reviews import take_up
from enumerator.interviews.visits import Outcome, note_visit
from ui.field.assignments import Assignments
from ui.field.note_visit import NoteVisit
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
    assert page.tiles.done.accessibleName() == "Selesai: 3 dari 16 keluarga"
    assert page.tiles.returned.value() == "3"
    assert page.tiles.ready.value() == "2"


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
        ("rt 6", ["Painem", "Sri Handayani", "Tukiman"]),
        ("RT 01/RW 05", ["Lasmi", "Parto Wiyono"]),
        ("tambakrejo lasmi", ["Lasmi"]),
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
    assert request.known["head_name"] == request.name == "Painem"


def test_the_next_house_takes_over_the_place_but_nobody_s_name(qtbot, page: Assignments) -> None:
    page.table.select(next(line.household for line in read_lines(page.workspace) if line.name == "Painem"))
    with qtbot.waitSignal(page.go_requested) as asked:
        qtbot.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    request: OpenInterview = asked.args[1]
    assert (request.household, request.draft) == ("", "")
    assert set(request.known.values()) == {"33.74.04", "33.74.04.1001", "006", "004"}


def test_the_place_goes_on_to_the_next_house_though_the_search_shows_nobody(qtbot, page: Assignments) -> None:
    page.search.setFocus()
    qtbot.keyClicks(page.search, "Suminah")
    qtbot.waitUntil(lambda: shown(page) == [])
    with qtbot.waitSignal(page.go_requested) as asked:
        qtbot.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    request: OpenInterview = asked.args[1]
    assert set(request.known.values()) == {"33.74.04", "33.74.04.1001", "004", "003"}  # of Agus Riyanto


def test_the_words_of_the_office_stay_while_a_returned_household_is_put_right(samples: Samples) -> None:
    with samples.spare() as laptop:
        drafts = Drafts(laptop.store)
        row = next(line.row for line in read_lines(laptop) if line.name == "Joko Susilo")
        take_up(laptop.store, drafts, row.task.household, row.form)
        line = next(line for line in read_lines(laptop) if line.name == "Joko Susilo")
        assert (line.status, line.note) == (Status.DRAFT, "Foto rumah buram")


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


def test_an_interview_that_was_closed_is_no_broken_off_one(qtbot, samples: Samples) -> None:
    with samples.spare() as laptop:
        drafts = Drafts(laptop.store)
        for draft in drafts.list():
            drafts.discard(draft.id)
        page = Assignments(laptop)
        qtbot.addWidget(page)
        told: list[News] = []
        page.noticed.connect(told.append)
        page.refresh()
        drafts.begin(samples.form)
        page.refresh()
        assert told == []


def test_an_empty_list_says_the_next_step_and_enter_leads_there(qtbot, samples: Samples) -> None:
    page = Assignments(samples.empty_laptop)
    qtbot.addWidget(page)
    page.resize(1150, 712)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.refresh()
    page.take_focus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page._empty.button)
    assert page.table.shown() == 0
    assert page._empty.button.text() == "Kirim && terima"
    with qtbot.waitSignal(page.go_requested) as asked:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert asked.args[0] == "handover"


def test_a_search_without_a_hit_says_so_and_esc_brings_the_list_back(qtbot, page: Assignments) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(QApplication.focusWidget(), "zulkarnaen")
    qtbot.waitUntil(lambda: page.table.shown() == 0)
    assert page._empty._title.text() == "Tidak ada yang cocok dengan “zulkarnaen”"
    assert page._empty.button.isHidden()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.table.shown() == len(page._lines))


def test_the_figures_give_way_where_the_window_is_low(qtbot, page: Assignments) -> None:
    assert page.tiles.done.isVisible()
    page.resize(911, 480)
    qtbot.waitUntil(lambda: not page.tiles.done.isVisible())


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


def open_first(page: Assignments, name: str) -> None:
    assert page.table.select(next(line.household for line in page._lines if line.name == name))


def note_for(page: Assignments) -> str:
    line = page.table.current()
    assert line is not None
    return line.note


def test_a_visit_without_an_interview_is_noted_with_the_day_to_come_again(qtbot, page: Assignments) -> None:
    open_first(page, "Lasmi")
    qtbot.keyClick(page.table.view, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    (asked,) = page.findChildren(NoteVisit)
    QApplication.processEvents()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    asked.day.setFocus()
    qtbot.keyClicks(asked.day, "23-11")
    assert not asked.write.isEnabled()  # yesterday is a year away
    asked.day.clear()
    qtbot.keyClicks(asked.day, "24-11")
    asked.note.setFocus()
    qtbot.keyClicks(asked.note, "di pasar")
    qtbot.keyClick(asked.note, Qt.Key.Key_Return)
    assert page.table.current().name == "Lasmi"
    assert note_for(page) == "Tidak ada di rumah · di pasar"
    (visit,) = page.table.current().row.visits
    assert (visit.outcome, visit.again) == (Outcome.ABSENT, date(2026, 11, 24))
    assert page.filters.today.text() == "Hari ini  1"
    page.filters.today.setFocus()
    qtbot.keyClick(page.filters.today, Qt.Key.Key_Space)
    assert shown(page) == ["Lasmi"]
    page.filters.buttons[None].click()
    # among those not begun, who is expected comes first
    begun = [line.name for line in page._lines if line.status is Status.NOT_STARTED]
    assert begun[0] == "Lasmi"


@pytest.mark.parametrize(
    ("name", "note"),
    [("Dwi Lestari", "Tidak ada di rumah"), ("Joko Susilo", "Foto rumah buram · Tidak ada di rumah")],
)
def test_a_visit_in_vain_is_said_of_a_draft_and_of_returned_work_too(
    samples: Samples, name: str, note: str
) -> None:
    with samples.spare() as laptop:
        line = next(line for line in read_lines(laptop) if line.name == name)
        note_visit(laptop.store, line.household, Outcome.ABSENT)
        assert next(line for line in read_lines(laptop) if line.name == name).note == note


def test_a_house_that_is_empty_offers_the_interview_for_its_result(qtbot, page: Assignments) -> None:
    told: list[News] = []
    page.noticed.connect(told.append)
    open_first(page, "Parto Wiyono")
    qtbot.keyClick(page.table.view, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_4)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert note_for(page) == "Rumah kosong"
    assert told[-1].action
    with qtbot.waitSignal(page.go_requested):
        told[-1].act()


def test_a_finished_household_has_no_visit_to_note(qtbot, page: Assignments) -> None:
    told: list[News] = []
    page.noticed.connect(told.append)
    open_first(page, "Maryati")
    qtbot.keyClick(page.table.view, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert page.findChildren(NoteVisit) == []
    assert told


def test_every_column_sorts_by_its_digit_and_again_backwards(qtbot, page: Assignments) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    for number, column in enumerate(page.table.model.columns):
        key = column.sort or (lambda line, text=column.text: text(line).casefold())
        for backwards in (False, True):
            qtbot.keyClick(page.table.view, Qt.Key(Qt.Key.Key_1 + number), control)
            keys = [key(page.table.model.row_at(at)) for at in range(page.table.shown())]
            assert keys == sorted(keys, reverse=backwards), column.title
        qtbot.keyClick(page.table.view, Qt.Key(Qt.Key.Key_1 + number), control)


def test_the_target_of_the_week_is_the_persons_own_until_the_office_names_one(
    page: Assignments,
) -> None:
    page.workspace.change_settings(week_target=12)
    page.refresh()
    assert page.tiles.done.accessibleName() == "Target pekan ini: 2 dari 12 keluarga"
    page.workspace.change_settings(week_target=0)
    page.refresh()
    assert page.tiles.done.accessibleName().startswith("Selesai: 3 dari")
    first = page._lines[0].row.task
    assert asked_per_week([first, replace(first, per_week="48")]) == 48
