# SPDX-License-Identifier: Apache-2.0
"""The audit trail: filters by kind, person, day and household, and the file."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from enumerator.demo.midway import Midway
from enumerator.messages import speak
from enumerator.office.auditing import ACTS, KINDS, act_words, kind_words
from enumerator.registry.search import households
from ui import theme
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


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_kind_and_act_of_an_office_at_work_has_words(page: Audit, language: str) -> None:
    speak(language)
    acts = {each.act for each in rows(page)} | {"enrol", "make", "open", "recover", "graduated", "active"}
    kinds = {each.kind for each in rows(page)} | {"log", "recovery", "graduation"}
    assert {act for act in acts if act not in ACTS} == set()
    assert {kind for kind in kinds if kind not in KINDS} == set()
    if language == "id":
        assert [act for act in acts if act_words(act) == ACTS[act]] == []
        alike = {kind for kind in kinds if kind_words(kind) == KINDS[kind]}
        assert alike <= {"certificate", "desil"}  # words that both languages share


def test_the_words_in_the_day_fields_are_whole(page: Audit) -> None:
    for field in (page.since, page.until):
        words = field.fontMetrics().horizontalAdvance(field.placeholderText())
        assert words + theme.px(28) <= field.width()


def test_how_the_interviews_were_held_goes_into_a_table_of_its_own(
    qtbot, page: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "audit.csv"
    monkeypatch.setattr(page, "pick_target", lambda _name: target)
    page.times.setFocus()
    qtbot.keyClick(page.times, Qt.Key.Key_Space)
    qtbot.waitUntil(target.exists, timeout=20_000)
    with target.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert {"event", "node", "start", "end"} <= set(lines[0])
    assert {"form start", "form finalize"} <= {line["event"] for line in lines}
    assert all(line["user"] for line in lines)
