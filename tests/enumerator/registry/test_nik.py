# SPDX-License-Identifier: Apache-2.0
"""NIK and No. KK: what is accepted, what is said about the rest, where python-stdnum is known to differ."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.id import nik as oracle

from enumerator.messages import speak
from enumerator.registry.nik import check_kk, check_nik, compact, grouped, joins, mask, parse_nik

TODAY = date(2026, 11, 24)
births = st.dates(date(1927, 1, 1), TODAY)
serials = st.integers(1, 9999).map("{:04d}".format)


@pytest.fixture(autouse=True)
def english():
    speak("en")
    yield
    speak("id")


def number(place: str, birth: date, sex: str, serial: str) -> str:
    day = birth.day + (40 if sex == "2" else 0)
    return f"{place}{day:02d}{birth:%m%y}{serial}"


def codes(findings) -> list[str]:
    return [each.code for each in findings]


@given(births, st.sampled_from("12"), serials)
def test_a_number_made_by_the_rules_is_read_back_whole_and_has_no_findings(birth, sex, serial):
    made = number("337499", birth, sex, serial)
    read = parse_nik(made, today=TODAY, birth=birth)
    assert read is not None
    assert (read.place, read.birth, read.sex, read.serial) == ("337499", birth, sex, serial)
    assert check_nik(made, today=TODAY, birth=birth, sex=sex) == ()


@given(births, st.sampled_from("12"), serials, st.sampled_from(["337401", "110101", "317101"]))
def test_what_we_make_python_stdnum_accepts_too(birth, sex, serial, place):
    assert oracle.is_valid(number(place, birth, sex, serial))


@given(st.text("0123456789", min_size=16, max_size=16))
def test_we_and_python_stdnum_differ_only_in_its_known_faults(text):
    assume(len(set(text)) > 1)
    day = int(text[6:8])
    no_such_day = day > 80 or day in (0, 40)  # it takes the day modulo 40
    serial_zero = text[12:] == "0000"  # it accepts serial 0000
    unknown_place = not oracle.is_valid(text[:4] + "0101900001")  # it refuses places, new Papua among them
    if no_such_day or serial_zero or unknown_place:
        return
    ours = not any(each.severity == "error" for each in check_nik(text, today=TODAY))
    assert ours == oracle.is_valid(text)


@pytest.mark.parametrize(
    "text", ["3374018108650001", "3374019912650001", "3374014012650001", "3374010012650001"]
)
def test_a_day_of_81_to_99_or_00_or_40_is_no_birth_date(text):
    assert codes(check_nik(text, today=TODAY)) == ["date"]


def test_serial_0000_is_an_error_that_the_oracle_lets_pass():
    assert oracle.is_valid("3374011208650000")
    assert codes(check_nik("3374011208650000", today=TODAY)) == ["serial"]


@pytest.mark.parametrize("province", ["93", "94", "95", "96"])
def test_the_new_provinces_of_papua_are_known(province):
    assert check_nik(f"{province}01011208650001", today=TODAY) == ()


def test_the_century_follows_the_recorded_birth_date_and_else_the_latest_past():
    assert parse_nik("3374011208100001", today=TODAY).birth == date(2010, 8, 12)
    assert parse_nik("3374011208100001", today=TODAY, birth=date(1911, 1, 1)).birth == date(1910, 8, 12)
    assert parse_nik("3374011208270001", today=TODAY).birth == date(1927, 8, 12)
    assert parse_nik("3374012511260001", today=TODAY).birth == date(1926, 11, 25)


def test_29_february_of_year_00_is_2000():
    assert parse_nik("3374012902000001", today=TODAY).birth == date(2000, 2, 29)


@given(births, st.sampled_from("12"), serials, st.integers(1, 20_000))
def test_another_birth_date_is_a_warning_and_never_an_error(birth, sex, serial, days):
    other = birth - timedelta(days=days)
    assume((other.day, other.month, other.year % 100) != (birth.day, birth.month, birth.year % 100))
    found = check_nik(number("337401", birth, sex, serial), today=TODAY, birth=other, sex=sex)
    assert [(each.code, each.severity) for each in found] == [("birth", "warning")]


@pytest.mark.parametrize(
    ("sex", "expected"), [("1", []), ("L", []), ("2", ["sex"]), ("P", ["sex"]), ("", [])]
)
def test_sex_is_compared_when_it_was_recorded(sex, expected):
    assert codes(check_nik("3374011208650001", today=TODAY, sex=sex)) == expected


def test_an_unknown_place_only_warns():
    found = check_nik("9974011208650001", today=TODAY)
    assert [(each.code, each.severity) for each in found] == [("place", "warning")]
    assert codes(check_nik("3301011208650001", today=TODAY, places={"3374"})) == ["place"]
    assert check_nik("3374991208650001", today=TODAY, places={"3374"}) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("337401120865000", "length"),
        ("33740112086500011", "length"),
        ("0", "length"),
        ("33740112O8650001", "digits"),
        ("٣٣٧٤٠١١٢٠٨٦٥٠٠٠١", "digits"),
        ("1111111111111111", "repeated"),
        ("0000000000000000", "repeated"),
    ],
)
def test_what_is_not_sixteen_digits_is_named(text, code):
    assert codes(check_nik(text, today=TODAY)) == [code]
    assert codes(check_kk(text, today=TODAY)) == [code]
    assert not joins(text)
    assert parse_nik(text, today=TODAY) is None


def test_a_blank_number_has_no_findings_and_joins_nobody():
    assert check_nik("  ", today=TODAY) == () == check_kk("", today=TODAY)
    assert not joins("")


def test_a_family_card_has_no_forty_added_to_its_day():
    assert check_kk("3374011208050003", today=TODAY) == ()
    assert codes(check_kk("3374015208050003", today=TODAY)) == ["date"]
    assert codes(check_kk("3374011208050000", today=TODAY)) == ["serial"]


def test_separators_that_people_write_are_left_out():
    assert compact("3374 0112-0865.0001") == "3374011208650001"
    assert joins("3374 0112 0865 0001")


def test_masking_keeps_the_first_and_last_four_only():
    assert mask("3374991208650012") == "3374••••••••0012"
    assert mask("") == ""


@given(st.text("0123456789", max_size=20))
def test_masking_never_shows_more_than_eight_digits_and_keeps_the_length(text):
    shown = mask(text)
    assert len(shown) == len(text)
    assert sum(each.isdigit() for each in shown) <= 8
    assert len(text) > 8 or not any(each.isdigit() for each in shown)


def test_a_shown_number_is_grouped_by_four():
    assert grouped("3374991208650012") == "3374 9912 0865 0012"
