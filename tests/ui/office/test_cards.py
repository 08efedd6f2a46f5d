# SPDX-License-Identifier: Apache-2.0
"""Who is due a card, the register and the life of a card, by keys; what the screen says is what the register
holds."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from enumerator.cards.checkfile import read_check_file
from enumerator.cards.register import Doubt, Register, State
from enumerator.cards.verify import Outcome, verify_code
from enumerator.demo.midway import Midway
from enumerator.eligibility.adopting import current
from enumerator.office.card_keys import current_key
from enumerator.office.card_outputs import PRINTER, note_output
from enumerator.office.card_settings import card_settings
from enumerator.office.card_trust import card_trust
from enumerator.office.cards import card_office, cards_due
from ui.office.asking import AskWords
from ui.office.cards.life import AskProof
from ui.office.cards.opened import OpenBatch
from ui.office.cards.page import Cards
from ui.office.cards.rows import card_facts

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot, midway: Midway, opened) -> Cards:
    made = opened(Cards(midway.office))
    qtbot.waitUntil(lambda: made.due.table.shown() > 0, timeout=20_000)
    return made


def sheet(page: Cards) -> AskWords:
    (found,) = [each for each in page.findChildren(AskWords) if each.isVisible()]
    return found


def press(qtbot, page: Cards, step: str, words: str) -> None:
    """A step of the card the keyboard is on, with its reason."""
    page.register.buttons[step].setFocus()
    qtbot.keyClick(page.register.buttons[step], Qt.Key.Key_Space)
    asked = sheet(page)
    qtbot.keyClicks(asked.fields["reason"].field, words)
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)


def test_all_who_wait_are_taken_to_printing_by_a_key(qtbot, page: Cards, midway: Midway) -> None:
    waiting = [due.household.record for due in cards_due(midway.office) if due.card is None]
    with qtbot.waitSignal(page.go_requested) as told:
        qtbot.keyClick(page, Qt.Key.Key_P, CTRL)
    where, wanted = told.args
    assert where == "card-print"
    assert {due.household.record for due in wanted.due} == set(waiting)


def test_only_those_found_are_taken_to_printing(qtbot, page: Cards) -> None:
    name = page.due.table.current().household.head_name
    qtbot.keyClick(page, Qt.Key.Key_F, CTRL)
    qtbot.keyClicks(page.search, name)
    qtbot.waitUntil(lambda: page.due.table.shown() == 1, timeout=5_000)
    with qtbot.waitSignal(page.go_requested) as told:
        qtbot.keyClick(page, Qt.Key.Key_P, CTRL)
    assert [due.household.head_name for due in told.args[1].due] == [name]


def test_the_preview_shows_both_sides_of_the_card_the_keyboard_is_on(qtbot, page: Cards) -> None:
    view = page.due.preview.pdf
    qtbot.waitUntil(lambda: len(view.pages) == 2, timeout=20_000)
    before = view.pages[0].toImage()
    qtbot.keyClick(page.due.table.view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: view.pages[0].toImage() != before, timeout=20_000)


def test_a_card_is_asked_for_by_one_and_approved_by_another(qtbot, page: Cards, midway: Midway) -> None:
    household = page.due.table.current().household.record
    page.due.request.setFocus()
    qtbot.keyClick(page.due.request, Qt.Key.Key_Space)
    (card,) = card_office(midway.office).register.of_household(household)
    assert card.state is State.REQUESTED

    def is_there() -> bool:
        due = page.due.table.current()
        return page.due.table.select(household) and due is not None and page.due.approve.isEnabled()

    qtbot.waitUntil(is_there, timeout=20_000)
    page.due.approve.setFocus()
    qtbot.keyClick(page.due.approve, Qt.Key.Key_Space)
    assert card_office(midway.office).register.get(card.number).state is State.APPROVED
    qtbot.waitUntil(lambda: page.due.table.select(household), timeout=20_000)


def test_a_printed_card_is_handed_over_with_a_proof_and_a_photo(
    qtbot, page: Cards, midway: Midway, tmp_path: Path, monkeypatch
) -> None:
    qtbot.keyClick(page, Qt.Key.Key_2, CTRL)
    number = page.register.table.current().number
    photo = tmp_path / "bukti.jpg"
    photo.write_bytes(b"\xff\xd8 a picture")
    deliver = page.register.buttons["deliver"]
    deliver.setFocus()
    qtbot.keyClick(deliver, Qt.Key.Key_Space)
    asked = sheet(page)
    assert isinstance(asked, AskProof)
    monkeypatch.setattr(asked, "pick_photo", lambda: photo)
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    assert asked.isVisible()
    asked.photo_button.setFocus()
    qtbot.keyClick(asked.photo_button, Qt.Key.Key_Space)
    line = asked.fields["who"].field
    qtbot.keyClicks(line, "Kepada Suparmi di kelurahan")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    office = card_office(midway.office)
    found = office.register.get(number)
    assert found.state is State.DELIVERED
    assert "Kepada Suparmi di kelurahan" in found.values["proof"]
    (blob,) = office.register.history(number)[-1].blobs
    assert midway.office.store.attachments.read(blob.sha256) == photo.read_bytes()
    page.register.table.select(number)
    assert not deliver.isEnabled()
    assert page.register.buttons["lose"].isEnabled()


def test_a_lost_card_is_replaced_from_the_notice_and_the_new_one_printed(
    qtbot, page: Cards, midway: Midway
) -> None:
    qtbot.keyClick(page, Qt.Key.Key_2, CTRL)
    old = page.register.table.current()
    news = []
    page.noticed.connect(news.append)
    press(qtbot, page, "lose", "Hilang di pasar")
    assert card_office(midway.office).register.get(old.number).state is State.LOST
    news[-1].act()
    asked = sheet(page)
    qtbot.keyClicks(asked.fields["reason"].field, "Kartu hilang")
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    register = card_office(midway.office).register
    assert register.get(old.number).state is State.REPLACED
    new = register.of_household(old.household)[-1]
    assert (new.number != old.number, new.state) == (True, State.APPROVED)
    with qtbot.waitSignal(page.go_requested) as told:
        news[-1].act()
    assert [card.number for card in told.args[1].cards] == [new.number]


def test_a_revoked_card_can_be_taken_nowhere(qtbot, page: Cards, midway: Midway) -> None:
    qtbot.keyClick(page, Qt.Key.Key_2, CTRL)
    number = page.register.table.current().number
    press(qtbot, page, "revoke", "Pindah ke kota lain")
    found = card_office(midway.office).register.get(number)
    assert found.state is State.REVOKED
    page.register.table.select(number)
    assert not any(button.isEnabled() for button in page.register.buttons.values())
    page.register.show_state("revoked")
    assert page.register.table.shown() == 1


def test_a_second_card_goes_to_printing_with_its_reason(qtbot, page: Cards) -> None:
    qtbot.keyClick(page, Qt.Key.Key_2, CTRL)
    card = page.register.table.current()
    with qtbot.waitSignal(page.go_requested) as told:
        press(qtbot, page, "second", "Dua kepala keluarga")
    (due,) = told.args[1].due
    assert (due.household.record, told.args[1].reason) == (card.household, "Dua kepala keluarga")


def test_cards_past_their_day_are_entered_as_expired(
    qtbot, page: Cards, midway: Midway, monkeypatch
) -> None:
    cards = list(card_office(midway.office).register)
    later = page._now() + timedelta(days=400)
    monkeypatch.setattr(page, "_now", lambda: later)
    page.refresh()
    assert page.expired.isVisible()
    page.expired.setFocus()
    qtbot.keyClick(page.expired, Qt.Key.Key_Space)
    register = card_office(midway.office).register
    assert {register.get(card.number).state for card in cards} == {State.EXPIRED}
    assert not page.expired.isVisible()


def test_a_batch_opens_with_its_pages(qtbot, page: Cards, midway: Midway) -> None:
    qtbot.keyClick(page, Qt.Key.Key_3, CTRL)
    (batch,) = card_office(midway.office).register.batches()
    with qtbot.waitSignal(page.go_requested) as told:
        qtbot.keyClick(page.batches.table.view, Qt.Key.Key_Return)
    assert told.args == ["card-batch", OpenBatch(batch.batch)]


def test_what_was_printed_by_whom_and_when_is_written_as_a_table(
    qtbot, page: Cards, midway: Midway, tmp_path: Path, monkeypatch
) -> None:
    (batch,) = card_office(midway.office).register.batches()
    note_output(midway.office, batch.batch, PRINTER, "Printer aula", 1, 2)
    target = tmp_path / "cetak.csv"
    monkeypatch.setattr(page, "pick_target", lambda name, kinds: target)
    qtbot.keyClick(page, Qt.Key.Key_3, CTRL)
    with qtbot.waitSignal(page.noticed, timeout=20_000):
        page.batches.export.setFocus()
        qtbot.keyClick(page.batches.export, Qt.Key.Key_Space)
    lines = target.read_text("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert all("Budi Santoso" in line for line in lines[1:])
    assert "Printer aula" in lines[2]


def test_the_register_is_written_without_numbers_of_people(
    qtbot, page: Cards, tmp_path: Path, monkeypatch
) -> None:
    target = tmp_path / "kartu.csv"
    monkeypatch.setattr(page, "pick_target", lambda name, kinds: target)
    qtbot.keyClick(page, Qt.Key.Key_2, CTRL)
    page.export.setFocus()
    with qtbot.waitSignal(page.noticed, timeout=20_000):
        qtbot.keyClick(page.export, Qt.Key.Key_Space)
    lines = target.read_text("utf-8-sig").splitlines()
    assert len(lines) == page.register.table.shown() + 1
    assert all("•" in line for line in lines[1:])


def test_how_cards_are_issued_is_changed_and_a_wrong_beginning_asked_again(
    qtbot, page: Cards, midway: Midway
) -> None:
    page.settings.setFocus()
    qtbot.keyClick(page.settings, Qt.Key.Key_Space)

    def fill(prefix: str) -> None:
        asked = sheet(page)
        line = asked.fields["prefix"].field
        assert isinstance(line, QLineEdit)
        line.selectAll()
        qtbot.keyClicks(line, prefix)
        qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)

    with qtbot.waitSignal(page.noticed) as told:
        fill("oil")
    assert told.args[0].kind == "error"
    fill("dmk")
    settings = card_settings(midway.office)
    assert (settings.prefix, settings.issuer) == ("DMK", "DINSOS-SMG")


@pytest.mark.parametrize("presses", [1, 2])
def test_the_key_of_cards_is_changed_with_a_reason(
    qtbot, page: Cards, midway: Midway, presses: int
) -> None:
    card = next(iter(card_office(midway.office).register))
    before = current_key(midway.office)
    page.settings.setFocus()
    qtbot.keyClick(page.settings, Qt.Key.Key_Space)
    asked = sheet(page)
    for _time in range(presses):
        qtbot.keyClick(asked.fields["key"].field, Qt.Key.Key_Down)
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    asked = sheet(page)
    qtbot.keyClicks(asked.fields["reason"].field, "Sekali setahun")
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    assert current_key(midway.office) != before
    verdict = verify_code(card.values["credential"], card_trust(midway.office), midway.office.store.clock())
    assert (verdict.outcome is Outcome.KEY_WITHDRAWN) == (presses == 2)


def test_cards_issued_twice_are_pointed_out(qtbot, page: Cards, midway: Midway, monkeypatch) -> None:
    cards = list(card_office(midway.office).register)[:2]
    doubt = Doubt((cards[0].household,), tuple(cards))
    monkeypatch.setattr(Register, "doubts", lambda _register, _today: (doubt,))
    page.refresh()
    page.twice.setFocus()
    qtbot.keyClick(page.twice, Qt.Key.Key_Space)
    assert page.views.current() == "cards"
    assert page.register.table.shown() == 2


def test_programmes_of_a_card_are_named_as_on_the_other_screens(page: Cards, midway: Midway) -> None:
    names = {str(each.wording) for each in current(midway.office.store).programmes}
    table = page.register.table
    shown = [table.model.row_at(at) for at in range(table.shown())]
    assert shown
    for card in shown:
        facts = dict(card_facts(card, page.register._programmes))
        assert set(facts["Program"].split(", ")) <= names


def test_the_list_to_check_cards_with_is_written_and_its_key_told(
    qtbot, page: Cards, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "kartu.pendata-check"
    monkeypatch.setattr(Cards, "pick_target", lambda *_asked: target)
    page.check_list.setFocus()
    with qtbot.waitSignal(page.noticed) as told:
        qtbot.keyClick(page.check_list, Qt.Key.Key_Space)
    written = read_check_file(target)
    assert written.project == page.workspace.project_name
    assert written.fingerprint in told.args[0].detail
