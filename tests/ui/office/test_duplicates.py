# SPDX-License-Identifier: Apache-2.0
"""Deciding about possible duplicates by keys, and undoing it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from enumerator.demo.midway import Midway
from enumerator.registry.pairs import pair, shown_for
from ui.office.asking import AskWords
from ui.office.duplicates import Duplicates

CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_two_households_stand_side_by_side_with_what_differs_marked(midway: Midway, opened) -> None:
    page = opened(Duplicates(midway.office))
    assert page.list.shown() > 0
    lines = page.lines.lines()
    assert any(line.differs for line in lines)
    assert any(not line.differs for line in lines)
    assert page.reasons.text()
    numbers = [line for line in lines if line.label in ("No. KK", "NIK kepala keluarga")]
    assert len(numbers) == 2
    assert all("•" in line.left for line in numbers)


def test_key_2_merges_into_the_right_household_and_it_can_be_taken_apart(
    qtbot, midway: Midway, opened
) -> None:
    store = midway.office.store
    page = opened(Duplicates(midway.office))
    both = page.list.current()
    waiting = page.list.shown()
    qtbot.keyClick(page, Qt.Key.Key_2)
    assert page.list.shown() == waiting - 1
    assert shown_for(store, both.a) == both.b
    page.decided_pairs.setFocus()
    qtbot.keyClick(page.decided_pairs, Qt.Key.Key_Space)
    assert page.list.current().survivor == both.b
    page.apart.setFocus()
    qtbot.keyClick(page.apart, Qt.Key.Key_Space)
    (asked,) = [each for each in page.findChildren(AskWords) if each.isVisible()]
    qtbot.keyClicks(asked.fields["reason"].field, "Dua keluarga di satu rumah")
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    assert shown_for(store, both.a) == both.a
    assert pair(store, both.a, both.b).verdict == ""


def test_key_3_says_different_with_the_reason_that_was_written(qtbot, midway: Midway, opened) -> None:
    page = opened(Duplicates(midway.office))
    both = page.list.current()
    page.reason.setFocus()
    qtbot.keyClicks(page.reason, "Alamat 13 lain pintu")
    page.list.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_3)
    found = pair(midway.office.store, both.a, both.b)
    assert found.verdict == "different"
    assert found.reason == "Alamat 13 lain pintu"


def test_digits_in_the_reason_decide_nothing(qtbot, midway: Midway, opened) -> None:
    page = opened(Duplicates(midway.office))
    waiting = page.list.shown()
    page.reason.setFocus()
    qtbot.keyClicks(page.reason, "1234")
    assert page.reason.text() == "1234"
    assert page.list.shown() == waiting


def test_key_4_leaves_a_pair_open_and_goes_on(qtbot, midway: Midway, opened) -> None:
    page = opened(Duplicates(midway.office))
    first, waiting = page.list.current(), page.list.shown()
    qtbot.keyClick(page, Qt.Key.Key_4)
    assert page.list.shown() == waiting
    assert (page.list.current().a, page.list.current().b) != (first.a, first.b)
