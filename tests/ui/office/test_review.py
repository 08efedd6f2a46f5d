# SPDX-License-Identifier: Apache-2.0
"""Reviewing by keys: approve and go on, send back with comments, look at a number, approve all clean ones."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from enumerator.demo.midway import Midway
from enumerator.messages import _
from enumerator.office.reading import Line
from enumerator.office.revealing import KIND
from enumerator.registry.review import approve, reviews
from enumerator.registry.search import Wanted, household, households
from ui import theme
from ui.office.asking import AskWords
from ui.office.review import Review
from ui.widgets.ask import Ask

CTRL = Qt.KeyboardModifier.ControlModifier


def sheet(page: Review) -> AskWords:
    (found,) = [each for each in page.findChildren(AskWords) if each.isVisible()]
    return found


def line_of_kind(page: Review, kind: str) -> Line:
    return next(row for row in page.card.answers.model_.rows if isinstance(row, Line) and row.kind == kind)


def test_ctrl_enter_approves_and_the_next_one_is_shown(qtbot, midway: Midway, opened) -> None:
    page = opened(Review(midway.office))
    first, second = page.table.model.row_at(0), page.table.model.row_at(1)
    shown = page.table.shown()
    qtbot.keyClick(page.table.view, Qt.Key.Key_Return, CTRL)
    assert household(midway.office.store, first.household.record).status == "approved"
    assert page.table.shown() == shown - 1
    assert page.table.current().household.record == second.household.record
    assert page.card.household.record == second.household.record


def test_a_household_goes_back_with_a_comment_and_comments_on_answers(qtbot, midway: Midway, opened) -> None:
    page = opened(Review(midway.office))
    record = page.table.current().household.record
    qtbot.keyClick(page.table.view, Qt.Key.Key_Return)
    assert page.card.answers.hasFocus()
    qtbot.keyClick(page.card.answers, Qt.Key.Key_Down)
    address = page.card.answers.current().address
    qtbot.keyClick(page.card.answers, Qt.Key.Key_F2)
    asked = sheet(page)
    qtbot.keyClicks(asked.fields["comment"].field, "Periksa lagi")
    qtbot.keyClick(asked.fields["comment"].field, Qt.Key.Key_Return)
    qtbot.keyClick(page, Qt.Key.Key_R, CTRL)
    asked = sheet(page)
    qtbot.keyClicks(asked.fields["comment"].field, "Alamat kurang jelas")
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    found = reviews(midway.office.store, record)[-1]
    assert found.verdict == "returned"
    assert found.comment == "Alamat kurang jelas"
    assert found.comments == {address: "Periksa lagi"}


def test_without_any_words_nothing_goes_back(qtbot, midway: Midway, opened) -> None:
    page = opened(Review(midway.office))
    record = page.table.current().household.record
    qtbot.keyClick(page, Qt.Key.Key_R, CTRL)
    asked = sheet(page)
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    assert asked.isVisible()
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    assert household(midway.office.store, record).status == "received"


def test_numbers_are_masked_and_looking_at_one_is_written_down(qtbot, midway: Midway, opened) -> None:
    page = opened(Review(midway.office))
    answers = page.card.answers
    line = line_of_kind(page, "number")
    assert line.value not in answers.model_.words(line)
    answers.go_to(line.address)
    qtbot.keyClick(answers, Qt.Key.Key_Return)
    assert answers.model_.words(line).replace(" ", "") == line.value
    (_at, entry), *rest = midway.office.store.journal.of_kind(KIND)
    assert rest == []
    assert entry.values == {"household": page.card.household.record, "address": line.address}
    assert line.value not in str(entry)


def test_a_photo_opens_large_and_escape_closes_it(qtbot, midway: Midway, opened) -> None:
    page = opened(Review(midway.office))
    page.card.answers.go_to(line_of_kind(page, "photo").address)
    qtbot.keyClick(page.card.answers, Qt.Key.Key_Return)
    (large,) = [each for each in page.findChildren(QDialog) if each.isVisible()]
    qtbot.keyClick(large, Qt.Key.Key_Escape)
    assert not large.isVisible()


def test_a_household_with_differences_cannot_be_approved_here_but_leads_there(
    qtbot, midway: Midway, opened
) -> None:
    page = opened(Review(midway.office))
    at = next(
        n for n in range(page.table.shown()) if page.table.model.row_at(n).household.status == "conflict"
    )
    record = page.table.model.row_at(at).household.record
    page.table.select(record)
    assert not page.approve.isEnabled()
    with qtbot.waitSignal(page.go_requested) as asked:
        page.flag_go.setFocus()
        qtbot.keyClick(page.flag_go, Qt.Key.Key_Space)
    assert asked.args == ["conflicts", record]


def test_all_clean_ones_are_approved_by_a_rule_that_is_written_down(qtbot, midway: Midway, opened) -> None:
    page = opened(Review(midway.office))
    clean = next(
        page.table.model.row_at(n).household.record
        for n in range(page.table.shown())
        if not page.table.model.row_at(n).doubtful
        and page.table.model.row_at(n).household.status == "received"
    )
    page.clean.setFocus()
    qtbot.keyClick(page.clean, Qt.Key.Key_Space)
    (asked,) = [each for each in page.findChildren(Ask) if each.isVisible()]
    with qtbot.waitSignal(page.noticed, timeout=10_000):
        qtbot.keyClick(asked, Qt.Key.Key_Return)
    found = reviews(midway.office.store, clean)[-1]
    assert found.verdict == "approved"
    assert found.comment


def test_what_there_is_to_look_at_stands_whole_in_the_list_on_a_small_laptop(midway: Midway, opened) -> None:
    page = opened(Review(midway.office))
    page.resize(1366 - 216, 720)
    page.show()
    table = page.table
    column = next(at for at, each in enumerate(table.model.columns) if each.title == _("To look at"))
    assert not table.view.isColumnHidden(column)
    room = table.view.columnWidth(column) - theme.px(24)
    words = [table.model.row_at(at).words() for at in range(table.shown())]
    assert max(table.view.fontMetrics().horizontalAdvance(each) for each in words) <= room


def test_a_difference_is_named_among_what_there_is_to_look_at(midway: Midway, opened) -> None:
    page = opened(Review(midway.office))
    rows = [page.table.model.row_at(at) for at in range(page.table.shown())]
    differing = [each for each in rows if each.household.status == "conflict"]
    assert differing
    for each in differing:
        assert each.words_apart().split("\n")[0] == f"{each.household.conflicts} perbedaan"


def test_with_nothing_waiting_the_list_says_so_and_there_is_nothing_to_approve(
    qtbot, midway: Midway, opened
) -> None:
    page = opened(Review(midway.office))
    assert page.clean.isEnabled()
    store = midway.office.store
    for each in households(store, Wanted(status="received")):
        approve(store, each.record, heads=each.heads)
    page.refresh()
    assert not page.clean.isEnabled()
    assert page._nothing.accessibleName().startswith(_("All households are reviewed"))
