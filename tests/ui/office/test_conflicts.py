# SPDX-License-Identifier: Apache-2.0
"""Settling differences with the keys 1, 2 and Ctrl+Enter; what is not chosen stays in the history."""

from __future__ import annotations

from PySide6.QtCore import Qt

from enumerator.demo.midway import Midway
from enumerator.office.late import late_count, late_work
from enumerator.office.reading import opened as open_form
from enumerator.office.settling import differences
from enumerator.registry.search import household
from tests.ui.office.late import make_late
from ui.office.another_value import AnotherValue
from ui.office.asking import AskWords
from ui.office.conflicts import Conflicts

CTRL = Qt.KeyboardModifier.ControlModifier


def test_both_sides_stand_beside_what_was_known_before(midway: Midway, opened) -> None:
    page = opened(Conflicts(midway.office))
    found = differences(midway.office)
    assert page.open.list.shown() == len(found) > 0
    (line,) = page.open.evidence._lines_open()
    words = [said.words for said in line.said.values()]
    assert len(set(words)) == 2
    assert line.base not in words
    assert page.open.evidence._outcomes[line.address].text() == "Pilih satu"


def test_a_key_chooses_and_ctrl_enter_saves_a_new_revision(qtbot, midway: Midway, opened) -> None:
    page = opened(Conflicts(midway.office))
    difference = page.open.list.current()
    (conflict,) = difference.view.conflicts
    writer = page.open.evidence._writers()[1]
    wanted = page.open.evidence._lines_open()[0].said[writer.log].side
    before = len(midway.office.store.journal.revisions(difference.record))
    qtbot.keyClick(page, Qt.Key.Key_2)
    assert page.open.evidence.choices() == {conflict.address: wanted}
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    revisions = midway.office.store.journal.revisions(difference.record)
    assert len(revisions) == before + 1
    assert revisions[-1].act == "resolve"
    assert revisions[-1].values[conflict.address] == wanted.value
    assert difference.record not in [each.record for each in differences(midway.office)]
    assert page.open.list.current().record != difference.record


def test_nothing_is_saved_while_an_answer_waits(qtbot, midway: Midway, opened) -> None:
    page = opened(Conflicts(midway.office))
    position = midway.office.store.journal.position()
    with qtbot.waitSignal(page.noticed) as told:
        qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert told.args[0].kind == "info"
    assert midway.office.store.journal.position() == position


def test_the_enumerators_can_be_asked_again(qtbot, midway: Midway, opened) -> None:
    page = opened(Conflicts(midway.office))
    record = page.open.list.current().record
    qtbot.keyClick(page, Qt.Key.Key_R)
    (asked,) = [each for each in page.findChildren(AskWords) if each.isVisible()]
    qtbot.keyClicks(asked.fields["comment"].field, "Ukur sekali lagi")
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    reviews = [
        entry
        for _at, entry in midway.office.store.journal.of_kind("review")
        if entry.values["household"] == record
    ]
    assert reviews[-1].values["verdict"] == "returned"
    assert reviews[-1].values["comment"] == "Ukur sekali lagi"
    found = household(midway.office.store, record)
    assert found is not None
    assert found.status == "conflict"  # the difference is still open


def test_another_answer_is_given_through_the_forms_own_input_with_its_checks(
    qtbot, midway: Midway, opened
) -> None:
    page = opened(Conflicts(midway.office))
    record = page.open.list.current().record
    (line,) = page.open.evidence._lines_open()
    assert line.other
    page.open.evidence.setFocus()
    qtbot.keyClick(page.open.evidence, Qt.Key.Key_V)
    sheet = page.open.other
    assert sheet.isVisible()
    field = sheet.view.field
    assert not sheet.take.isEnabled(), "nothing was typed yet"
    value = other_value(midway, record, line.address)
    field.give(value)
    assert sheet.take.isEnabled()
    qtbot.keyClick(sheet, Qt.Key.Key_Return, CTRL)
    assert page.open.evidence.left() == 0
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    revision = midway.office.store.journal.revisions(record)[-1]
    assert (revision.act, revision.values[line.address]) == ("resolve", value)
    assert value not in [said.side.value for said in line.said.values()]


def other_value(midway: Midway, record: str, address: str) -> str:
    """An answer the form takes that neither side gave."""
    difference = next(each for each in differences(midway.office) if each.record == record)
    interview = open_form(difference.form, difference.view.values, midway.office)
    (conflict,) = [each for each in difference.view.conflicts if each.address == address]
    said = {side.value for side in conflict.sides}
    if interview.choices(address):
        return next(c.value for c in interview.choices(address) if c.value not in said)
    plain = next(value for value in said if value)
    return str(int(plain) + 1) if plain.isdigit() else plain + " 2"


def test_an_answer_the_form_forbids_cannot_be_taken(qtbot, midway: Midway, opened) -> None:
    page = opened(Conflicts(midway.office))
    difference = page.open.list.current()
    interview = open_form(difference.form, difference.view.values, midway.office)
    address = next(
        address
        for address in difference.view.values
        if address.endswith("/nik") and "[" in address
    )
    sheet = AnotherValue(midway.office, interview, address, page.open.evidence)
    sheet.open()
    sheet.view.field.give("12")
    assert not sheet.take.isEnabled()
    assert sheet.view.trouble.words
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)


def test_a_settlement_is_opened_again_and_what_it_chose_stays_in_the_history(
    qtbot, midway: Midway, opened
) -> None:
    page = opened(Conflicts(midway.office))
    record = page.open.list.current().record
    qtbot.keyClick(page, Qt.Key.Key_1)
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert record not in [each.record for each in differences(midway.office)]
    page.views.buttons["done"].setFocus()
    qtbot.keyClick(page.views.buttons["done"], Qt.Key.Key_Space)
    assert page.done.table.current().record == record
    qtbot.keyClick(page, Qt.Key.Key_Z, CTRL)
    (asked,) = [each for each in page.findChildren(AskWords) if each.isVisible()]
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    assert asked.isVisible(), "a reason is needed"
    qtbot.keyClicks(asked.fields["reason"].field, "Salah pilih")
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    assert record in [each.record for each in differences(midway.office)]
    assert page.views.current() == "open"
    last = midway.office.store.journal.revisions(record)[-1]
    assert (last.act, last.reason) == ("undo", "Salah pilih")


def test_late_work_is_taken_in_or_left_by_one_key_and_a_reason(qtbot, midway: Midway, opened) -> None:
    record = make_late(midway.office)
    page = opened(Conflicts(midway.office))
    page.arrive("late")
    assert page.late.list.current().record == record
    assert page.late.lines.lines()
    qtbot.keyClick(page, Qt.Key.Key_1)
    assert late_count(midway.office) == 1, "not without a reason"
    qtbot.keyClicks(page.late.reason.field, "Ditelepon keduanya")
    page.late.take.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_1)
    assert late_count(midway.office) == 0
    qtbot.keyClick(page.late.old, Qt.Key.Key_Space)
    (decided,) = late_work(midway.office, decided=True)
    assert decided.ruling.taken
    assert page.late.list.current().record == record
    assert not page.late.take.isEnabled()
    qtbot.keyClicks(page.late.reason.field, "Ternyata keliru")
    page.late.leave.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_2)
    assert not late_work(midway.office, decided=True)[0].ruling.taken
