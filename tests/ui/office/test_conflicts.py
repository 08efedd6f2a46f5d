# SPDX-License-Identifier: Apache-2.0
"""Settling differences with the keys 1, 2 and Ctrl+Enter; what is not chosen stays in the history."""

from __future__ import annotations

from PySide6.QtCore import Qt

from enumerator.demo.midway import Midway
from enumerator.office.settling import differences
from enumerator.registry.review import standing_review
from ui.office.asking import AskWords
from ui.office.conflicts import Conflicts

CTRL = Qt.KeyboardModifier.ControlModifier


def test_both_sides_stand_beside_what_was_known_before(midway: Midway, opened) -> None:
    page = opened(Conflicts(midway.office))
    found = differences(midway.office)
    assert page.list.shown() == len(found) > 0
    (line,) = page.evidence._lines_open()
    words = [said.words for said in line.said.values()]
    assert len(set(words)) == 2
    assert line.base not in words
    assert page.evidence._outcomes[line.address].text() == "Pilih satu"


def test_a_key_chooses_and_ctrl_enter_saves_a_new_revision(qtbot, midway: Midway, opened) -> None:
    page = opened(Conflicts(midway.office))
    difference = page.list.current()
    (conflict,) = difference.view.conflicts
    writer = page.evidence._writers()[1]
    wanted = page.evidence._lines_open()[0].said[writer.log].side
    before = len(midway.office.store.journal.revisions(difference.record))
    qtbot.keyClick(page, Qt.Key.Key_2)
    assert page.evidence.choices() == {conflict.address: wanted}
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    revisions = midway.office.store.journal.revisions(difference.record)
    assert len(revisions) == before + 1
    assert revisions[-1].act == "resolve"
    assert revisions[-1].values[conflict.address] == wanted.value
    assert difference.record not in [each.record for each in differences(midway.office)]
    assert page.list.current().record != difference.record


def test_nothing_is_saved_while_an_answer_waits(qtbot, midway: Midway, opened) -> None:
    page = opened(Conflicts(midway.office))
    position = midway.office.store.journal.position()
    with qtbot.waitSignal(page.noticed) as told:
        qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert told.args[0].kind == "info"
    assert midway.office.store.journal.position() == position


def test_the_enumerators_can_be_asked_again(qtbot, midway: Midway, opened) -> None:
    page = opened(Conflicts(midway.office))
    record = page.list.current().record
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
    assert standing_review(midway.office.store, record) is None  # the difference is still open
