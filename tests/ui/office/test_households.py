# SPDX-License-Identifier: Apache-2.0
"""Finding a household as one types, and everything that is known of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from enumerator.demo.midway import Midway
from enumerator.office.changes import happenings
from enumerator.programmes.graduation import ACTIVE, GRADUATED, standing
from enumerator.registry.search import Wanted, count, households
from enumerator.workspace import Workspace
from ui.office.asking import AskWords
from ui.office.households import Households
from ui.office.lazy import LazyHouseholds

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(midway: Midway, opened) -> Households:
    return opened(Households(midway.office))


def test_search_finds_by_name_even_misspelt_and_by_number(qtbot, page: Households, midway: Midway) -> None:
    one = next(each for each in households(midway.office.store) if each.no_kk and len(each.head_name) > 9)
    qtbot.keyClick(page, Qt.Key.Key_F, CTRL)
    assert page.search.hasFocus()
    for typed in (one.no_kk, one.head_name[:-1], one.head_name.replace("a", "e", 1)):
        page.search.selectAll()
        qtbot.keyClicks(page.search, typed)
        qtbot.waitUntil(
            lambda: (
                one.record in [page.table.model.row_at(n).record for n in range(page.table.shown())]
                and page.table.shown() < 20
            )
        )
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.table.shown() == count(midway.office.store))


def test_filters_narrow_the_list(page: Households, midway: Midway) -> None:
    page.status.setCurrentIndex(page.status.findData("approved"))
    page.status.activated.emit(page.status.currentIndex())
    assert page.table.shown() == count(midway.office.store, Wanted(status="approved"))
    assert {page.table.model.row_at(n).status for n in range(page.table.shown())} == {"approved"}


def test_what_happened_is_told_with_who_and_why(page: Households) -> None:
    page.status.setCurrentIndex(page.status.findData("conflict"))
    page.status.activated.emit(page.status.currentIndex())
    page.views.buttons["history"].click()
    told = [
        page.history.model_.data(page.history.model_.index(n)) for n in range(page.history.model_.rowCount())
    ]
    assert any("Wawancara pertama: " in words for words in told)
    assert any(" → " in words for words in told)
    assert any(words.startswith("Alasan: ") for words in told)
    assert not any(part.isdigit() and len(part) >= 12 for words in told for part in words.split())


def test_members_and_assessment_are_a_key_away(page: Households) -> None:
    page.status.setCurrentIndex(page.status.findData("approved"))
    page.status.activated.emit(page.status.currentIndex())
    page.views.buttons["people"].click()
    assert page.people.shown() == page.table.current().members
    page.views.buttons["assessment"].click()
    told = [page.why.model_.data(page.why.model_.index(n)) for n in range(page.why.model_.rowCount())]
    assert any(words.startswith("Kriteria terpenuhi") for words in told)


def test_ctrl_j_leads_to_the_audit_trail_of_the_household(qtbot, page: Households) -> None:
    with qtbot.waitSignal(page.go_requested) as asked:
        qtbot.keyClick(page, Qt.Key.Key_J, CTRL)
    assert asked.args == ["audit", page.table.current().record]


def test_pages_are_read_as_they_are_needed(midway: Midway) -> None:
    rows = LazyHouseholds(midway.office.store, Wanted())
    assert len(rows) == count(midway.office.store)
    assert rows._pages == {}
    last = rows[len(rows) - 1]
    assert last.record == households(midway.office.store, limit=10_000)[-1].record
    with pytest.raises(IndexError):
        rows[len(rows)]


def answers_changed(office: Workspace) -> Iterator[tuple[str, str]]:
    """Households and answers of theirs that were given once and changed later."""
    for known in households(office.store, limit=200):
        counted = Counter(each.address for each in happenings(office, known.record))
        yield from (
            (known.record, address)
            for address, times in counted.items()
            if times > 1 and address and "#" not in address
        )


def test_who_changed_one_answer_is_told_by_a_key_and_saved_as_a_file(
    qtbot, midway: Midway, opened, tmp_path, monkeypatch
) -> None:
    page = opened(Households(midway.office))
    record, address = next(
        (record, address)
        for record, address in answers_changed(midway.office)
        if page.arrive(record) is None and page.card.answers.go_to(address)
    )
    qtbot.keyClick(page, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert page.views.current() == "history"
    assert page._answer.address == address
    told = happenings(midway.office, record, address)
    assert {each.address for each in told} == {address}
    monkeypatch.setattr(page, "pick_target", lambda name: tmp_path / name)
    with qtbot.waitSignal(page.noticed, timeout=20_000) as news:
        qtbot.keyClick(page.save, Qt.Key.Key_Space)
    assert news.args[0].kind == "done"
    (file,) = tmp_path.glob("riwayat-*.csv")
    text = file.read_text("utf-8-sig")
    assert text.count("\n") >= len(told) + 1
    page.whole.click()
    assert page._answer is None


def test_a_key_writes_all_answers_into_a_workbook(
    qtbot, midway: Midway, opened, tmp_path, monkeypatch
) -> None:
    page = opened(Households(midway.office))
    monkeypatch.setattr(page, "pick_target", lambda name: tmp_path / name)
    with qtbot.waitSignal(page.noticed, timeout=60_000) as news:
        qtbot.keyClick(page, Qt.Key.Key_E, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert news.args[0].kind == "done"
    (file,) = tmp_path.glob("jawaban-*.xlsx")
    rows = [row[0] for row in load_workbook(file).worksheets[0].iter_rows(values_only=True)]
    assert set(rows[1:]) >= {each.record for each in households(midway.office.store, limit=10)}


def test_a_household_graduates_and_is_served_again_by_keys(qtbot, page: Households, midway: Midway) -> None:
    chosen = page.table.current().record
    for reason, now, word in (
        ("Anak sulung sudah bekerja tetap", GRADUATED, "Layani lagi…"),
        ("Ayahnya sakit lagi", ACTIVE, "Luluskan…"),
    ):
        page.deeds.leave.setFocus()
        qtbot.keyClick(page.deeds.leave, Qt.Key.Key_Space)
        (asked,) = [each for each in page.findChildren(AskWords) if each.isVisible()]
        qtbot.keyClicks(asked.focusWidget(), reason)
        qtbot.keyClick(asked.focusWidget(), Qt.Key.Key_Return, CTRL)
        found = standing(midway.office.store, chosen)
        assert found is not None
        assert (found.state, found.reason) == (now, reason)
        assert page.deeds.leave.text() == word
    assert found.times == 1
