# SPDX-License-Identifier: Apache-2.0
"""Kits, lists of work, laptops and forms, by real keys over a real project."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from PySide6.QtCore import Qt

from enumerator.demo.midway import Midway
from enumerator.identity.kit import open_kit
from enumerator.registry.staff import enumerators
from ui.office.asking import AskWords
from ui.office.look import date_words
from ui.office.staff import Staff

CTRL = Qt.KeyboardModifier.ControlModifier


def sheet(page: Staff) -> AskWords:
    (found,) = [each for each in page.findChildren(AskWords) if each.isVisible()]
    return found


def test_a_kit_is_made_with_keys_alone_and_its_code_is_shown_once(
    qtbot, midway: Midway, opened, tmp_path: Path, monkeypatch
) -> None:
    page = opened(Staff(midway.office))
    monkeypatch.setattr(page, "pick_folder", lambda: tmp_path)
    qtbot.keyClick(page, Qt.Key.Key_N, CTRL)
    asked = sheet(page)
    qtbot.keyClicks(asked.fields["name"].field, "Lestari Handayani")
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(page.code.isVisible, timeout=20_000)
    (kit,) = tmp_path.glob("*.pendata-kit")
    inside = open_kit(kit, page.code.code.text(), clock=midway.office.store.clock)
    assert inside.terms.person.name == "Lestari Handayani"
    assert date_words(inside.terms.expires) in page.code._words.text()
    assert inside.terms.expires[:10] not in page.code._words.text()
    assert "Lestari Handayani" in [person.name for person in enumerators(midway.office.store)]
    qtbot.waitUntil(lambda: page.focusWidget() is page.code.done)
    qtbot.keyClick(page.code.done, Qt.Key.Key_Space)
    assert page.code.isHidden()
    assert page.code.code.text() == ""


def test_a_kit_without_a_name_is_not_made(qtbot, midway: Midway, opened, tmp_path: Path, monkeypatch) -> None:
    page = opened(Staff(midway.office))
    monkeypatch.setattr(page, "pick_folder", lambda: tmp_path)
    qtbot.keyClick(page, Qt.Key.Key_N, CTRL)
    asked = sheet(page)
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    assert asked.isVisible()
    assert asked.fields["name"].problem.text() == "Tuliskan namanya."
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    assert list(tmp_path.glob("*.pendata-kit")) == []


def test_a_list_is_given_to_the_person_the_keyboard_is_on(
    qtbot, midway: Midway, opened, tmp_path: Path, monkeypatch
) -> None:
    page = opened(Staff(midway.office))
    person = page.people.current()[0]
    listed = tmp_path / "tugas.csv"
    listed.write_text(
        "kepala_keluarga,kelurahan,rw,rt,alamat\nWagiman,33.74.02.1001,3,5,Gg. Kenanga 8\n", encoding="utf-8"
    )
    monkeypatch.setattr(page, "pick_list", lambda name: listed)
    qtbot.keyClick(page, Qt.Key.Key_T, CTRL)
    qtbot.waitUntil(lambda: page.people.current()[0].assigned == person.assigned + 1, timeout=10_000)


def test_a_wrong_row_of_a_list_is_named(qtbot, midway: Midway, opened, tmp_path: Path, monkeypatch) -> None:
    page = opened(Staff(midway.office))
    listed = tmp_path / "tugas.csv"
    listed.write_text("kepala_keluarga,kelurahan\nWagiman,Tidak Ada\n", encoding="utf-8")
    monkeypatch.setattr(page, "pick_list", lambda name: listed)
    with qtbot.waitSignal(page.noticed, timeout=10_000) as told:
        qtbot.keyClick(page, Qt.Key.Key_T, CTRL)
    news = told.args[0]
    assert news.kind == "error"
    assert "Tidak Ada" in news.text
    assert "tugas.csv" in news.detail


def test_a_laptop_is_revoked_only_with_a_reason(qtbot, midway: Midway, opened) -> None:
    page = opened(Staff(midway.office))
    page.revoke.setFocus()
    qtbot.keyClick(page.revoke, Qt.Key.Key_Space)
    asked = sheet(page)
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    assert asked.isVisible()
    qtbot.keyClicks(asked.fields["reason"].field, "Dicuri di pasar")
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    qtbot.keyClick(asked.fields["until"].field, Qt.Key.Key_Return)
    assert page.people.current()[1].revoked
    assert not page.revoke.isEnabled()


def test_a_faulty_workbook_is_not_published_and_says_where_it_is_wrong(
    qtbot, midway: Midway, opened, tmp_path: Path, monkeypatch
) -> None:
    page = opened(Staff(midway.office))
    before = midway.office.library.refs()
    book = Workbook()
    survey = book.active
    survey.title = "survey"
    for row in (("type", "name", "label"), ("select_one tidak_ada", "warna", "Warna")):
        survey.append(row)
    settings = book.create_sheet("settings")
    settings.append(("form_id", "form_title"))
    settings.append(("coba", "Coba"))
    choices = book.create_sheet("choices")
    choices.append(("list_name", "name", "label"))
    choices.append(("lain", "1", "Satu"))
    path = tmp_path / "coba.xlsx"
    book.save(path)
    monkeypatch.setattr(page, "pick_form", lambda: path)
    qtbot.keyClick(page, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(page.trouble.isVisible, timeout=20_000)
    assert "survey" in page.trouble.accessibleName()
    assert midway.office.library.refs() == before


def test_a_form_is_published_and_becomes_the_one_in_use(
    qtbot, midway: Midway, opened, tmp_path: Path, monkeypatch
) -> None:
    page = opened(Staff(midway.office))
    book = Workbook()
    survey = book.active
    survey.title = "survey"
    for row in (("type", "name", "label"), ("text", "nama", "Nama")):
        survey.append(row)
    settings = book.create_sheet("settings")
    settings.append(("form_id", "form_title", "version"))
    settings.append(("coba", "Coba", "1"))
    path = tmp_path / "coba.xlsx"
    book.save(path)
    monkeypatch.setattr(page, "pick_form", lambda: path)
    qtbot.keyClick(page, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: page.forms.shown() == 2, timeout=20_000)
    assert page.forms.current().ref.id == "coba"
    assert page.forms.current().newest
