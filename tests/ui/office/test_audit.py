# SPDX-License-Identifier: Apache-2.0
"""The audit trail: filters by kind, person, day and household, and the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from enumerator.demo.midway import Midway
from enumerator.registry.search import households
from ui.office.audit import Audit

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot, midway: Midway, opened) -> Audit:
    made = opened(Audit(midway.office))
    qtbot.waitUntil(lambda: made.table.shown() > 0, timeout=20_000)
    return made


def rows(page: Audit) -> list:
    return [page.table.model.row_at(n) for n in range(page.table.shown())]


def test_the_whole_journal_is_there_the_newest_first(page: Audit, midway: Midway) -> None:
    assert page.table.shown() == midway.office.store.journal.position()
    walls = [each.wall for each in rows(page)]
    assert walls[0] >= walls[-1]


def test_a_kind_and_a_person_narrow_it(qtbot, page: Audit) -> None:
    page.kind.setCurrentIndex(page.kind.findData("review"))
    page.kind.activated.emit(page.kind.currentIndex())
    qtbot.waitUntil(lambda: {each.kind for each in rows(page)} == {"review"}, timeout=20_000)
    assert {each.author for each in rows(page)} == {"Budi Santoso"}


def test_a_household_shows_all_that_was_done_to_it(qtbot, page: Audit, midway: Midway) -> None:
    one = next(each for each in households(midway.office.store) if each.status == "approved")
    page.arrive(one.record)
    qtbot.waitUntil(lambda: {each.household for each in rows(page)} == {one.record}, timeout=20_000)
    assert {"household", "review", "assignment"} <= {each.kind for each in rows(page)}
    assert page.found.text().startswith(one.head_name)


def test_a_day_in_the_future_finds_nothing_and_says_so(qtbot, page: Audit) -> None:
    page.since.setFocus()
    qtbot.keyClicks(page.since, "1-1-2099")
    qtbot.keyClick(page.since, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.table.shown() == 0, timeout=20_000)
    assert page.filter().since == "2099-01-01"


def test_what_is_no_day_turns_red_and_filters_nothing(qtbot, page: Audit) -> None:
    before = page.table.shown()
    page.since.setFocus()
    qtbot.keyClicks(page.since, "kapan saja")
    qtbot.keyClick(page.since, Qt.Key.Key_Return)
    assert page.since.property("problem") is True
    assert page.filter().since == ""
    assert page.table.shown() == before


def test_the_file_has_every_entry_the_filters_leave(qtbot, page: Audit, tmp_path: Path, monkeypatch) -> None:
    target = tmp_path / "jejak.csv"
    monkeypatch.setattr(page, "pick_target", lambda name: target)
    shown = page.table.shown()
    with qtbot.waitSignal(page.noticed, timeout=30_000):
        qtbot.keyClick(page, Qt.Key.Key_E, CTRL)
    assert len(target.read_text("utf-8-sig").splitlines()) == shown + 1
