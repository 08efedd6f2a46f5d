# SPDX-License-Identifier: Apache-2.0
"""Assessing, deciding and listing by keys; a wrong workbook is told by sheet and row and changes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from enumerator.demo.midway import Midway
from enumerator.eligibility.adopting import SHIPPED, current
from enumerator.eligibility.deciding import decisions
from enumerator.office.eligible import proposed
from ui.office.asking import AskWords
from ui.office.programmes import Programmes

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(midway: Midway, opened) -> Programmes:
    return opened(Programmes(midway.office))


def sheet(page: Programmes) -> AskWords:
    (found,) = [each for each in page.findChildren(AskWords) if each.isVisible()]
    return found


def choose(page: Programmes, code: str) -> None:
    page.programme.setCurrentIndex(page.programme.findData(code))
    page.show_programme()


def test_enter_on_a_programme_leads_to_its_households(qtbot, page: Programmes) -> None:
    page.overview.select("modal")
    qtbot.keyClick(page.overview.view, Qt.Key.Key_Return)
    assert page.views.current() == "households"
    assert page.programme.currentData() == "modal"
    assert page.proposals.table.shown() > 0


def test_the_counts_of_the_filters_are_those_of_the_rules(page: Programmes, midway: Midway) -> None:
    choose(page, "blt")
    found = proposed(midway.office, "blt")
    wanted = sum(1 for each in found if each.eligible == "yes")
    assert page.proposals.filters["yes"].text() == f"Layak  {wanted}"


def test_a_decision_needs_a_reason_and_stands_in_the_journal(qtbot, page: Programmes, midway: Midway) -> None:
    qtbot.keyClick(page, Qt.Key.Key_2, CTRL)
    choose(page, "modal")
    record = page.proposals.table.current().household
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL | SHIFT)
    asked = sheet(page)
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    assert asked.isVisible()  # against the proposal no reason is suggested
    qtbot.keyClicks(asked.fields["reason"].field, "Usahanya sudah berjalan")
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    made = next(each for each in decisions(midway.office.store, record) if each.programme == "modal")
    assert (made.eligible, made.reason) == ("no", "Usahanya sudah berjalan")


def test_why_shows_the_screens_beside_one_another(qtbot, page: Programmes) -> None:
    qtbot.keyClick(page, Qt.Key.Key_2, CTRL)
    choose(page, "blt")
    page.proposals.filters["yes"].click()
    model = page.proposals.why.reasons.model_
    told = [model.data(model.index(at)) for at in range(model.rowCount())]
    assert any(words.startswith("Kriteria terpenuhi: ") for words in told)
    assert any("garis" in words for words in told)
    assert any(words.startswith("Desil BPS: ") for words in told)


def test_all_proposals_of_a_programme_are_decided_by_one_stated_rule(
    qtbot, page: Programmes, midway: Midway
) -> None:
    qtbot.keyClick(page, Qt.Key.Key_2, CTRL)
    choose(page, "modal")
    waiting = page.proposals.table.shown()
    assert waiting > 0
    page.proposals.by_rule.setFocus()
    qtbot.keyClick(page.proposals.by_rule, Qt.Key.Key_Space)
    with qtbot.waitSignal(page.noticed, timeout=20_000) as told:
        qtbot.keyClick(sheet(page), Qt.Key.Key_Return, CTRL)
    assert told.args[0].text == f"{waiting} keputusan dicatat."
    assert page.proposals.table.shown() == 0
    assert page.proposals.table._empty.accessibleName().startswith("Semua sudah diputuskan")
    assert page.due.shown() == waiting


def test_assessing_again_says_how_many(qtbot, page: Programmes) -> None:
    with qtbot.waitSignal(page.noticed, timeout=60_000) as told:
        qtbot.keyClick(page, Qt.Key.Key_F5)
    assert told.args[0].kind == "done"


def test_rows_of_desil_that_cannot_be_used_are_named_and_the_rest_goes_in(
    qtbot, page: Programmes, tmp_path: Path
) -> None:
    path = tmp_path / "desil.csv"
    path.write_text("no_kk,desil,date,source\n123,2,2026-01-01,Contoh\n", encoding="utf-8")
    with qtbot.waitSignal(page.noticed, timeout=60_000):
        page.assessing.assess(path)
    assert page.trouble.isVisible()
    assert "desil.csv" in page.trouble.accessibleName()


def test_a_wrong_workbook_of_rules_is_not_adopted(
    qtbot, page: Programmes, midway: Midway, tmp_path: Path, monkeypatch
) -> None:
    version = current(midway.office.store).version
    path = tmp_path / "aturan.xlsx"
    shutil.copy(SHIPPED, path)
    book = load_workbook(path)
    programmes = next(book[name] for name in book.sheetnames if name.startswith("program"))
    header = [cell.value for cell in programmes[1]]
    programmes.cell(2, header.index("layak_bila") + 1).value = "${tidak_ada_di_formulir} = 1"
    book.save(path)
    monkeypatch.setattr(page.assessing, "pick_file", lambda title, kinds: path)
    page.adopt.setFocus()
    qtbot.keyClick(page.adopt, Qt.Key.Key_Space)
    qtbot.waitUntil(page.trouble.isVisible, timeout=30_000)
    assert programmes.title in page.trouble.accessibleName()
    assert current(midway.office.store).version == version


def test_the_due_list_is_written_as_a_workbook(qtbot, page: Programmes, tmp_path: Path, monkeypatch) -> None:
    target = tmp_path / "penerima.xlsx"
    monkeypatch.setattr(page, "pick_target", lambda name: target)
    page.export.setFocus()
    with qtbot.waitSignal(page.noticed, timeout=20_000):
        qtbot.keyClick(page.export, Qt.Key.Key_Space)
    book = load_workbook(target)
    assert book.active.max_row > 1
