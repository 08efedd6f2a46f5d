# SPDX-License-Identifier: Apache-2.0
"""Issuing, printing and the life of a card, by keys; what the screen says is what the register holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from enumerator.cards.register import State
from enumerator.cards.render import page_count
from enumerator.demo.midway import Midway
from enumerator.eligibility.adopting import current
from enumerator.office.cards import card_office, cards_due
from ui.office.asking import AskWords
from ui.office.card_rows import card_facts
from ui.office.cards import Cards

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot, midway: Midway, opened, monkeypatch) -> Cards:
    made = opened(Cards(midway.office))
    qtbot.waitUntil(lambda: made.due.shown() > 0, timeout=20_000)
    monkeypatch.setattr(made, "open_file", lambda path: None)
    return made


def sheet(page: Cards) -> AskWords:
    (found,) = [each for each in page.findChildren(AskWords) if each.isVisible()]
    return found


def test_all_who_wait_get_a_card_in_one_pdf(
    qtbot, page: Cards, midway: Midway, tmp_path: Path, monkeypatch
) -> None:
    waiting = sum(1 for due in cards_due(midway.office) if due.card is None)
    assert waiting > 0
    assert page.due.shown() == waiting
    target = tmp_path / "kartu.pdf"
    monkeypatch.setattr(page, "pick_target", lambda name, kinds="": target)
    with qtbot.waitSignal(page.noticed, timeout=60_000) as told:
        qtbot.keyClick(page, Qt.Key.Key_P, CTRL)
    assert told.args[0].kind == "done"
    assert page_count(target) >= 2
    qtbot.waitUntil(lambda: page.due.shown() == 0, timeout=20_000)
    assert all(due.card is not None and due.card.state is State.PRINTED for due in cards_due(midway.office))


def test_the_preview_shows_both_sides_of_the_card_the_keyboard_is_on(qtbot, page: Cards) -> None:
    qtbot.waitUntil(lambda: len(page.due_preview.pdf.pages) == 2, timeout=20_000)
    before = page.due_preview.pdf.pages[0].toImage()
    qtbot.keyClick(page.due.view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.due_preview.pdf.pages[0].toImage() != before, timeout=20_000)


def test_a_printed_card_is_handed_over_with_a_proof(qtbot, page: Cards, midway: Midway) -> None:
    qtbot.keyClick(page, Qt.Key.Key_2, CTRL)
    number = page.cards.current().number
    page.deliver.setFocus()
    qtbot.keyClick(page.deliver, Qt.Key.Key_Space)
    asked = sheet(page)
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    assert asked.isVisible()
    qtbot.keyClicks(asked.fields["reason"].field, "Tanda tangan di daftar")
    qtbot.keyClick(asked.fields["reason"].field, Qt.Key.Key_Return)
    found = card_office(midway.office).register.get(number)
    assert found.state is State.DELIVERED
    assert found.values["proof"] == "Tanda tangan di daftar"
    page.cards.select(number)
    assert not page.deliver.isEnabled()
    assert page.lost.isEnabled()


def test_a_lost_card_is_replaced_by_one_that_waits_to_be_printed(qtbot, page: Cards, midway: Midway) -> None:
    qtbot.keyClick(page, Qt.Key.Key_2, CTRL)
    old = page.cards.current()
    for button, words in ((page.lost, "Hilang di pasar"), (page.replace, "Kartu hilang")):
        page.cards.select(old.number)
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Space)
        asked = sheet(page)
        qtbot.keyClicks(asked.fields["reason"].field, words)
        qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    register = card_office(midway.office).register
    assert register.get(old.number).state is State.REPLACED
    new = register.of_household(old.household)[-1]
    assert new.number != old.number
    assert new.state is State.APPROVED


def test_an_earlier_batch_can_be_drawn_again_byte_for_byte(
    qtbot, page: Cards, midway: Midway, tmp_path: Path, monkeypatch
) -> None:
    qtbot.keyClick(page, Qt.Key.Key_3, CTRL)
    target = tmp_path / "lagi.pdf"
    monkeypatch.setattr(page, "pick_target", lambda name, kinds="": target)
    page.redraw.setFocus()
    with qtbot.waitSignal(page.noticed, timeout=60_000) as told:
        qtbot.keyClick(page.redraw, Qt.Key.Key_Space)
    assert told.args[0].kind == "done"
    assert target.read_bytes() == midway.sheet.read_bytes()


def test_the_register_is_written_without_numbers_of_people(
    qtbot, page: Cards, tmp_path: Path, monkeypatch
) -> None:
    target = tmp_path / "kartu.csv"
    monkeypatch.setattr(page, "pick_target", lambda name, kinds="": target)
    page.export.setFocus()
    with qtbot.waitSignal(page.noticed, timeout=20_000):
        qtbot.keyClick(page.export, Qt.Key.Key_Space)
    lines = target.read_text("utf-8-sig").splitlines()
    assert len(lines) == page.cards.shown() + 1
    assert all("•" in line for line in lines[1:])


def test_programmes_of_a_card_are_named_as_on_the_other_screens(page: Cards, midway: Midway) -> None:
    names = {str(each.wording) for each in current(midway.office.store).programmes}
    shown = [page.cards.model.row_at(at) for at in range(page.cards.shown())]
    assert shown
    for card in shown:
        facts = dict(card_facts(card, page._names_on_cards))
        assert set(facts["Program"].split(", ")) <= names
