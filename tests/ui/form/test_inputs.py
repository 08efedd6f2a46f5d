# SPDX-License-Identifier: Apache-2.0
"""Every kind of input takes real keys and gives the value that XForms writes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from enumerator.messages import speak

from .conftest import ALT, Hold

TEXTS = """
| survey | | | | | |
| | type | name | label | appearance | parameters |
| | text | nama | Nama | | |
| | text | nik | NIK | numbers | |
| | text | ulasan | Ulasan | multiline | |
| | integer | uang | Penghasilan (Rp) | thousands-sep | |
| | decimal | luas | Luas lantai (m²) | | |
| | date | lahir | Tanggal lahir | | |
| | date | bulan | Bulan terakhir | month-year | |
| | time | jam | Jam | | |
| | dateTime | saat | Saat | | |
| | geopoint | titik | Titik | | |
| | range | puas | Kepuasan | | start=0 end=10 step=2 |
| | barcode | kode | Kode | | |
| | acknowledge | sudah | Sudah dibacakan | | |
| | text | akhir | Akhir | | |
"""


@pytest.mark.parametrize(
    ("name", "typed", "value", "shown"),
    [
        ("nama", "Siti Aminah", "Siti Aminah", "Siti Aminah"),
        ("nama", "  Siti ", "Siti", "Siti"),
        ("nik", "3374055203100004", "3374055203100004", "3374 0552 0310 0004"),
        ("nik", "33740552x031000049999", "3374055203100004", "3374 0552 0310 0004"),
        ("nik", "0374", "0374", "0374"),
        ("uang", "1250000", "1250000", "1.250.000"),
        ("uang", "12abc5", "125", "125"),
        ("uang", "-40", "-40", "-40"),
        ("luas", "36,5", "36.5", "36,5"),
        ("luas", "36.5", "36.5", "36,5"),
        ("luas", "1250,75", "1250.75", "1.250,75"),
        ("lahir", "17031985", "1985-03-17", "17-03-1985"),
        ("lahir", "1/3/85", "1985-03-01", "01-03-1985"),
        ("lahir", "170385", "1985-03-17", "17-03-1985"),
        ("bulan", "032026", "2026-03-01", "03-2026"),
        ("bulan", "3/26", "2026-03-01", "03-2026"),
        ("jam", "0830", "08:30:00.000", "08.30"),
        ("jam", "8.30", "08:30:00.000", "08.30"),
        ("titik", "-6.9932, 110.4203", "-6.9932 110.4203 0.0 0.0", "-6.9932, 110.4203"),
        ("titik", "6°59'35\"S 110°25'13\"T", "-6.9930556 110.4202778 0.0 0.0", "-6.9930556, 110.4202778"),
        ("puas", "4", "4", "4"),
        ("kode", "ABC-123", "ABC-123", "ABC-123"),
    ],
)
def test_what_is_typed_becomes_the_value(hold: Hold, name: str, typed: str, value: str, shown: str) -> None:
    hand = hold(TEXTS, start_at=f"/data/{name}")
    hand.enter(typed)
    assert hand.value(f"/data/{name}") == value
    assert hand.draft[f"/data/{name}"] == value
    assert hand.shown(f"/data/{name}") == shown
    assert hand.at != name


PARTIAL = """
| survey | | | |
| | type | name | label | appearance |
| | date | hari | Hari | |
| | date | bulan | Bulan | month-year |
| | date | tahun | Tahun | year |
| | text | akhir | Akhir | |
"""


@pytest.mark.parametrize(
    ("name", "typed", "value", "shown"),
    [
        ("hari", "17031985", "1985-03-17", "17-03-1985"),
        ("hari", "1731985", "1985-03-17", "17-03-1985"),
        ("hari", "17/3/85", "1985-03-17", "17-03-1985"),
        ("hari", "1985-03-17", "1985-03-17", "17-03-1985"),
        ("bulan", "31985", "1985-03-01", "03-1985"),
        ("bulan", "3/1985", "1985-03-01", "03-1985"),
        ("bulan", "031985", "1985-03-01", "03-1985"),
        ("tahun", "1985", "1985-01-01", "1985"),
        ("tahun", "85", "1985-01-01", "1985"),
    ],
)
def test_whole_and_partial_dates_are_understood_as_people_write_them(
    hold: Hold, name: str, typed: str, value: str, shown: str
) -> None:
    hand = hold(PARTIAL, start_at=f"/data/{name}")
    hand.enter(typed)
    assert hand.value(f"/data/{name}") == value
    assert hand.shown(f"/data/{name}") == shown


def test_numbers_are_grouped_the_way_of_the_language(hold: Hold) -> None:
    speak("en")
    hand = hold(TEXTS, start_at="/data/uang")
    hand.enter("1250000")
    assert hand.shown("/data/uang") == "1,250,000"
    hand.enter("36.5")
    assert hand.shown("/data/luas") == "36.5"
    assert hand.value("/data/luas") == "36.5"


def test_a_digit_typed_in_the_middle_of_a_number_leaves_the_cursor_behind_it(hold: Hold) -> None:
    hand = hold(TEXTS, start_at="/data/uang")
    hand.type("1250000").press(Qt.Key.Key_Home).press(Qt.Key.Key_Right).type("9").type("8")
    assert hand.shown("/data/uang") == "198.250.000"


def test_the_unit_stands_in_the_field_and_not_in_the_label(hold: Hold) -> None:
    hand = hold(TEXTS)
    field = hand.desk.page.field("/data/uang")
    view = hand.desk.page.view("/data/uang")
    assert field is not None
    assert view is not None
    assert field.unit.text() == "Rp"  # type: ignore[attr-defined]
    assert "Rp" not in view.label.text()


def test_the_age_stands_beside_a_birth_date(hold: Hold) -> None:
    hand = hold(TEXTS, start_at="/data/lahir")
    hand.type("17032010")
    field = hand.desk.page.field("/data/lahir")
    assert field is not None
    assert field.age.text() == "16 tahun"  # type: ignore[attr-defined]


def test_a_date_that_is_none_is_kept_and_is_a_problem(hold: Hold) -> None:
    hand = hold(TEXTS, start_at="/data/lahir")
    hand.enter("31022020")
    assert hand.draft["/data/lahir"] == "31-02-2020"
    assert hand.trouble("/data/lahir")[0] == "problem"


def test_half_a_date_is_not_an_answer_until_the_field_is_left(hold: Hold) -> None:
    hand = hold(TEXTS, start_at="/data/lahir")
    hand.type("1703")
    assert "/data/lahir" not in hand.draft
    hand.enter()
    assert hand.draft["/data/lahir"] == "17-03"


def test_the_calendar_opens_with_alt_down_and_enter_takes_the_day(hold: Hold) -> None:
    hand = hold(TEXTS, start_at="/data/lahir")
    hand.type("17032010").press(Qt.Key.Key_Down, ALT)
    hand.press(Qt.Key.Key_Right).press(Qt.Key.Key_Return)
    assert hand.value("/data/lahir") == "2010-03-18"
    assert hand.at == "lahir"


def test_date_and_time_together_are_one_value(hold: Hold) -> None:
    hand = hold(TEXTS, start_at="/data/saat")
    hand.type("24112026").press(Qt.Key.Key_Tab).enter("0915")
    assert hand.value("/data/saat") == "2026-11-24T09:15:00.000+07:00"


def test_alt_enter_breaks_a_line_and_enter_goes_on(hold: Hold) -> None:
    hand = hold(TEXTS, start_at="/data/ulasan")
    hand.type("satu").press(Qt.Key.Key_Return, ALT).enter("dua")
    assert hand.value("/data/ulasan") == "satu\ndua"
    assert hand.at == "uang"


def test_the_arrows_move_a_range_by_its_step(hold: Hold) -> None:
    hand = hold(TEXTS, start_at="/data/puas")
    hand.press(Qt.Key.Key_Up).press(Qt.Key.Key_Up)
    assert hand.value("/data/puas") == "2"
    hand.press(Qt.Key.Key_Down)
    assert hand.value("/data/puas") == "0"


def test_a_statement_is_confirmed_with_one_and_taken_back_with_delete(hold: Hold) -> None:
    hand = hold(TEXTS, start_at="/data/sudah")
    hand.type("1")
    assert hand.value("/data/sudah") == "OK"
    hand.press(Qt.Key.Key_Delete)
    assert hand.value("/data/sudah") == ""
    hand.type(" ").enter()
    assert hand.value("/data/sudah") == "OK"
    assert hand.at == "akhir"


CHOICES = (
    """
| survey | | | | | |
| | type | name | label | appearance | choice_filter |
| | select_one jk | jk | Jenis kelamin | | |
| | select_one kelas | kelas | Kelas | columns | |
| | select_multiple kartu | kartu | Kartu | | |
| | rank kartu | urut | Urutkan | | |
| | select_one desa | desa | Desa | minimal | |
| | select_one dusun | dusun | Dusun | minimal | desa = ${desa} |
| | select_one jk | cepat | Cepat | quick | |
| | text | akhir | Akhir | | |
| choices | | | | |
| | list_name | name | label | desa |
| | jk | 1 | Laki-laki | |
| | jk | 2 | Perempuan | |
"""
    + "\n".join(f"| | kelas | {n} | Kelas {n} | |" for n in range(1, 13))
    + """
| | kartu | a | Akta | |
| | kartu | b | KTP | |
| | kartu | c | KIA | |
| | desa | tambak | Tambakrejo | |
| | desa | kaligawe | Kaligawe | |
| | desa | sawah | Sawah Besar | |
| | dusun | d1 | Krajan | tambak |
| | dusun | d2 | Karanganyar | kaligawe |
"""
)


def test_a_digit_chooses_and_delete_clears(hold: Hold) -> None:
    hand = hold(CHOICES)
    hand.type("2")
    assert hand.value("/data/jk") == "2"
    hand.type("1")
    assert hand.value("/data/jk") == "1"
    hand.press(Qt.Key.Key_Delete)
    assert hand.value("/data/jk") == ""


def test_arrows_and_space_choose_too(hold: Hold) -> None:
    hand = hold(CHOICES)
    hand.press(Qt.Key.Key_Right).press(Qt.Key.Key_Space)
    assert hand.value("/data/jk") == "2"


def test_two_digits_typed_together_are_one_code(hold: Hold) -> None:
    hand = hold(CHOICES, start_at="/data/kelas")
    hand.type("12")
    assert hand.value("/data/kelas") == "12"


def test_digits_switch_several_choices_on_and_off_in_the_order_of_the_form(hold: Hold) -> None:
    hand = hold(CHOICES, start_at="/data/kartu")
    hand.type("3").type("1").type("2").type("2")
    assert hand.value("/data/kartu") == "a c"


def test_ranking_follows_the_order_of_the_keys_and_alt_arrows_move(hold: Hold) -> None:
    hand = hold(CHOICES, start_at="/data/urut")
    hand.type("2").type("1").type("3")
    assert hand.value("/data/urut") == "b a c"
    hand.press(Qt.Key.Key_Up, ALT)
    assert hand.value("/data/urut") == "b c a"


def test_typing_narrows_a_list_and_enter_takes_and_goes_on(hold: Hold) -> None:
    hand = hold(CHOICES, start_at="/data/desa")
    hand.enter("kali")
    assert hand.value("/data/desa") == "kaligawe"
    assert hand.shown("/data/desa") == "Kaligawe"
    assert hand.at == "dusun"
    hand.press(Qt.Key.Key_Down).enter()
    assert hand.value("/data/dusun") == "d2"


def test_escape_closes_a_list_and_nothing_has_changed(hold: Hold) -> None:
    hand = hold(CHOICES, start_at="/data/desa")
    hand.enter("kali").press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    hand.type("saw").press(Qt.Key.Key_Escape)
    assert hand.value("/data/desa") == "kaligawe"
    assert hand.shown("/data/desa") == "Kaligawe"
    assert hand.at == "desa"


def test_a_quick_choice_goes_on_by_itself(hold: Hold) -> None:
    hand = hold(CHOICES, start_at="/data/cepat")
    hand.type("1")
    assert hand.value("/data/cepat") == "1"
    assert hand.at == "akhir"


def test_each_choice_and_field_has_a_name_for_screen_readers(hold: Hold) -> None:
    hand = hold(CHOICES)
    field = hand.desk.page.field("/data/jk")
    assert field is not None
    assert [button.accessibleName() for button in field.buttons] == ["Laki-laki", "Perempuan"]  # type: ignore[attr-defined]
    assert "Jenis kelamin" in field.keyboard().accessibleDescription()
    line = hand.desk.page.field("/data/desa")
    assert line is not None
    assert line.keyboard().accessibleName() == "Desa"


def test_an_answer_the_engine_refuses_is_said_and_changes_nothing(hold: Hold) -> None:
    hand = hold(CHOICES, start_at="/data/urut")
    field = hand.desk.page.field("/data/urut")
    assert field is not None
    field.give("b a")
    assert hand.value("/data/urut") == ""
    assert hand.news[-1].kind == "warning"
