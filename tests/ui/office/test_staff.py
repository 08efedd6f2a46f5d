# SPDX-License-Identifier: Apache-2.0
"""Kits, lists of work, laptops and forms, by real keys over a real project."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from openpyxl import Workbook
from PySide6.QtCore import Qt

from enumerator.bundles.unpack import import_bundle
from enumerator.demo.midway import Midway
from enumerator.demo.run import PASSPHRASE
from enumerator.identity.kit import open_kit
from enumerator.identity.project import Duty
from enumerator.interviews.visits import Outcome, note_visit
from enumerator.office.colleagues import add_colleague, colleagues, is_shared, let_sit
from enumerator.office.offices import export_to_office, office_called
from enumerator.registry.staff import enumerators, names_by_person
from enumerator.workspace import enrol_workspace
from ui.office.asking import AskWords
from ui.office.look import date_words
from ui.office.staff import Staff
from ui.office.staff.visits import visit_status

CTRL = Qt.KeyboardModifier.ControlModifier


def sheet(page: Staff) -> AskWords:
    (found,) = [each for each in page.findChildren(AskWords) if each.isVisible()]
    return found


def test_a_kit_is_made_with_keys_alone_and_its_code_is_shown_once(
    qtbot, midway: Midway, opened, tmp_path: Path, monkeypatch
) -> None:
    page = opened(Staff(midway.office))
    monkeypatch.setattr(page.enumerators, "pick_folder", lambda: tmp_path)
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
    monkeypatch.setattr(page.enumerators, "pick_folder", lambda: tmp_path)
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
    person = page.enumerators.table.current()[0]
    listed = tmp_path / "tugas.csv"
    listed.write_text(
        "kepala_keluarga,kelurahan,rw,rt,alamat\nWagiman,33.74.02.1001,3,5,Gg. Kenanga 8\n", encoding="utf-8"
    )
    monkeypatch.setattr(page.enumerators, "pick_list", lambda name: listed)
    qtbot.keyClick(page, Qt.Key.Key_T, CTRL)
    table = page.enumerators.table
    qtbot.waitUntil(lambda: table.current()[0].assigned == person.assigned + 1, timeout=10_000)


def test_a_wrong_row_of_a_list_is_named(qtbot, midway: Midway, opened, tmp_path: Path, monkeypatch) -> None:
    page = opened(Staff(midway.office))
    listed = tmp_path / "tugas.csv"
    listed.write_text("kepala_keluarga,kelurahan\nWagiman,Tidak Ada\n", encoding="utf-8")
    monkeypatch.setattr(page.enumerators, "pick_list", lambda name: listed)
    with qtbot.waitSignal(page.noticed, timeout=10_000) as told:
        qtbot.keyClick(page, Qt.Key.Key_T, CTRL)
    news = told.args[0]
    assert news.kind == "error"
    assert "Tidak Ada" in news.text
    assert "tugas.csv" in news.detail


def test_a_laptop_is_revoked_only_with_a_reason(qtbot, midway: Midway, opened) -> None:
    page = opened(Staff(midway.office))
    page.enumerators.revoke.setFocus()
    qtbot.keyClick(page.enumerators.revoke, Qt.Key.Key_Space)
    asked = sheet(page)
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    assert asked.isVisible()
    qtbot.keyClicks(asked.fields["reason"].field, "Dicuri di pasar")
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    qtbot.keyClick(asked.fields["until"].field, Qt.Key.Key_Return)
    assert page.enumerators.table.current()[1].revoked
    assert not page.enumerators.revoke.isEnabled()


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
    monkeypatch.setattr(page.forms, "pick_form", lambda: path)
    qtbot.keyClick(page, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(page.forms.trouble.isVisible, timeout=20_000)
    assert "survey" in page.forms.trouble.accessibleName()
    assert midway.office.library.refs() == before


def test_what_is_doubtful_in_a_published_form_is_told_by_sheet_and_row(
    qtbot, midway: Midway, opened, tmp_path: Path, monkeypatch
) -> None:
    page = opened(Staff(midway.office))
    path = tmp_path / "ragu.md"
    path.write_text(
        "| survey |      |      |       |              |\n"
        "|        | type | name | label | media::image |\n"
        "|        | text | nama | Nama  | rumah.png    |\n"
        "| settings | | | | |\n"
        "|        | form_id | form_title | | |\n"
        "|        | ragu | Formulir ragu | | |\n",
        "utf-8",
    )
    monkeypatch.setattr(page.forms, "pick_form", lambda: path)
    qtbot.keyClick(page, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(page.forms.doubts.isVisible, timeout=20_000)
    told = page.forms.doubts.area.accessibleName()
    assert "rumah.png" in told
    assert "survey" in told
    assert "Formulir ragu" in told


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
    monkeypatch.setattr(page.forms, "pick_form", lambda: path)
    qtbot.keyClick(page, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: page.forms.table.shown() == 2, timeout=20_000)
    assert page.forms.table.current().ref.id == "coba"
    assert page.forms.table.current().newest


def view(page: Staff, qtbot, key: str) -> None:
    page.views.buttons[key].setFocus()
    qtbot.keyClick(page.views.buttons[key], Qt.Key.Key_Space)


def answer(qtbot, asked: AskWords, **words: str) -> None:
    """Type into each field in turn, Enter in the last."""
    for name, text in words.items():
        field = asked.fields[name].field
        qtbot.keyClicks(getattr(field, "line", field), text)
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)


def test_a_colleague_is_entered_with_a_pin_and_leaves_again(qtbot, midway: Midway, opened) -> None:
    page = opened(Staff(midway.office))
    view(page, qtbot, "colleagues")
    table = page.colleagues.table
    assert table.shown() == 1
    assert table.current().by_passphrase
    qtbot.keyClick(page, Qt.Key.Key_K, CTRL)
    asked = sheet(page)
    answer(qtbot, asked, name="Wati", pin="998877", again="998878", passphrase=PASSPHRASE)
    assert asked.isVisible()
    assert asked.fields["again"].problem.text() == "Kedua PIN berbeda. Ketik lagi."
    again = asked.fields["again"].field.line
    again.selectAll()
    qtbot.keyClicks(again, "998877")
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: table.shown() == 2, timeout=20_000)
    assert is_shared(midway.office)
    wati = next(each for each in colleagues(midway.office) if each.name == "Wati")
    table.select(wati.person)
    page.colleagues.retire.setFocus()
    qtbot.keyClick(page.colleagues.retire, Qt.Key.Key_Space)
    answer(qtbot, sheet(page), reason="Pindah", passphrase=PASSPHRASE)
    qtbot.waitUntil(lambda: table.current().retired, timeout=20_000)
    assert not is_shared(midway.office)
    assert names_by_person(midway.office.store)[wati.person] == "Wati"


def test_a_wrong_passphrase_changes_nothing_on_the_list(qtbot, midway: Midway, opened) -> None:
    page = opened(Staff(midway.office))
    view(page, qtbot, "colleagues")
    qtbot.keyClick(page, Qt.Key.Key_K, CTRL)
    with qtbot.waitSignal(page.noticed, timeout=20_000) as told:
        answer(qtbot, sheet(page), name="Wati", pin="998877", again="998877", passphrase="bukan ini")
    assert told.args[0].kind == "error"
    assert not is_shared(midway.office)


def test_an_operator_sees_the_list_and_cannot_change_it(qtbot, midway: Midway, opened) -> None:
    joko = add_colleague(midway.office, PASSPHRASE, "Joko", Duty.OPERATOR, "120344").person
    let_sit(midway.office, joko, "120344")
    page = opened(Staff(midway.office))
    view(page, qtbot, "colleagues")
    assert not page.colleagues.add.isEnabled()
    assert "administrator" in page.colleagues.add.toolTip()


def test_work_is_given_on_by_keys(qtbot, midway: Midway, opened) -> None:
    page = opened(Staff(midway.office))
    table = page.enumerators.table
    giver = next(each for each in enumerators(midway.office.store) if each.assigned)
    assert table.select((giver.person, giver.laptops[0].certificate.log if giver.laptops else ""))
    qtbot.keyClick(page, Qt.Key.Key_G, CTRL)
    asked = sheet(page)
    what = asked.fields["what"].field
    what.setCurrentIndex(what.findData("all"))
    to = asked.fields["to"].field.currentData()
    with qtbot.waitSignal(page.noticed, timeout=20_000) as told:
        answer(qtbot, asked, reason="Sakit")
    assert told.args[0].kind == "done", told.args[0]
    after = {person.person: person.assigned for person in enumerators(midway.office.store)}
    assert after[giver.person] == 0
    assert after[to] >= giver.assigned


def test_another_office_gets_a_kit_and_a_bundle(qtbot, midway: Midway, opened, tmp_path, monkeypatch) -> None:
    page = opened(Staff(midway.office))
    view(page, qtbot, "offices")
    monkeypatch.setattr(page.offices, "pick_folder", lambda title: tmp_path)
    qtbot.keyClick(page.offices.make, Qt.Key.Key_Space)
    answer(qtbot, sheet(page), name="Kecamatan Utara")
    qtbot.waitUntil(page.code.isVisible, timeout=20_000)
    (kit,) = tmp_path.glob("*.pendata-kit")
    code = page.code.code.text()
    assert page.code.picture._image is not None
    with enrol_workspace(tmp_path / "utara", kit, code, "kata sandi utara") as utara:
        up = export_to_office(utara, office_called(utara, ""), tmp_path)
    import_bundle(midway.office.store, midway.office.keys, up.path)
    qtbot.keyClick(page.code.done, Qt.Key.Key_Space)
    page.refresh()
    assert page.offices.table.shown() == 2
    page.offices.table.select(utara.keys.device)
    before = set(tmp_path.glob("*.pendata"))
    news = []
    page.noticed.connect(news.append)
    assert page.offices.send.isEnabled()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    qtbot.keyClick(page, Qt.Key.Key_B, CTRL)
    qtbot.waitUntil(lambda: bool(news), timeout=20_000)
    assert news[0].kind == "done", news[0]
    assert set(tmp_path.glob("*.pendata")) > before
    page.offices.table.select(utara.keys.device)
    qtbot.keyClick(page.offices.revoke, Qt.Key.Key_Space)
    answer(qtbot, sheet(page), reason="Komputer dicuri")
    qtbot.waitUntil(lambda: len(news) > 1, timeout=20_000)
    assert news[-1].kind == "done", news[-1]
    page.offices.table.select(utara.keys.device)
    assert not page.offices.send.isEnabled()
    assert not page.offices.revoke.isEnabled()
    assert office_called(midway.office, "").revoked


def test_the_code_of_a_kit_is_read_by_a_camera_and_saved_on_paper(midway: Midway, opened, tmp_path) -> None:
    import zxingcpp
    from PIL import Image
    from PySide6.QtGui import QImage

    from ui.office.staff.kit_code import write_code
    from ui.widgets.qr_code import QrCode

    code = QrCode(160)
    code.show_text("7KM2-9QXD-4WTA-B3E")
    code.resize(160, 160)
    picture = code.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = [bytes(picture.constScanLine(y))[: picture.width()] for y in range(picture.height())]
    grey = Image.frombytes("L", (picture.width(), picture.height()), b"".join(rows))
    (found,) = zxingcpp.read_barcodes(grey)
    assert found.text == "7KM2-9QXD-4WTA-B3E"
    write_code(tmp_path / "kode.pdf", "Kode untuk Siti", "7KM2-9QXD-4WTA-B3E", "Sampaikan terpisah.")
    assert (tmp_path / "kode.pdf").read_bytes().startswith(b"%PDF")


def test_the_weeks_target_is_set_and_shown(qtbot, midway: Midway, opened) -> None:
    staff = opened(Staff(midway.office))
    view = staff.enumerators
    chosen = view.table.current()[0]
    qtbot.mouseClick(view.target, Qt.MouseButton.LeftButton)
    asked = sheet(staff)
    qtbot.keyClicks(asked.fields["number"].field, "dua")
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    assert asked.isVisible()  # that is no number
    asked.fields["number"].field.clear()
    qtbot.keyClicks(asked.fields["number"].field, "12")
    qtbot.keyClick(asked, Qt.Key.Key_Return, CTRL)
    assert view._weeks[chosen.person].target == 12
    assert view._weeks[chosen.person].words.endswith("/ 12")


def test_visits_without_an_interview_are_listed(qtbot, midway: Midway, opened) -> None:
    staff = opened(Staff(midway.office))
    note_visit(midway.office.store, "rumah-1", Outcome.ABSENT, again=date(2026, 1, 5), note="Ke pasar.")
    staff.views.show_view("visits")
    staff.refresh()
    staff.take_focus()
    assert staff.visits.table.shown() == 1
    line = staff.visits.table.current()
    assert visit_status(line).word == "Tidak ada di rumah"
    assert staff.visits._again(line).endswith("lewat")
    with qtbot.waitSignal(staff.go_requested) as told:
        qtbot.keyClick(staff.visits.table.view, Qt.Key.Key_Return)
    assert told.args == ["households", "rumah-1"]
