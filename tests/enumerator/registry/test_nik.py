# SPDX-License-Identifier: Apache-2.0
"""NIK and No. KK: which of them join two records, and how they are tidied and masked."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.id import nik as oracle

from enumerator.registry.nik import compact, grouped, joins, mask

births = st.dates(date(1927, 1, 1), date(2026, 11, 24))
serials = st.integers(1, 9999).map("{:04d}".format)


@given(births, st.sampled_from("12"), serials, st.sampled_from(["337401", "110101", "317101"]))
def test_a_number_that_python_stdnum_accepts_joins(birth, sex, serial, place):
    number = f"{place}{birth.day + (40 if sex == '2' else 0):02d}{birth:%m%y}{serial}"
    assert oracle.is_valid(number)
    assert joins(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "0",
        "337401120865000",
        "33740112086500011",
        "33740112O8650001",
        "٣٣٧٤٠١١٢٠٨٦٥٠٠٠١",
        "1111111111111111",
        "0000000000000000",
        "3374011208650000",
    ],
)
def test_what_people_write_where_there_is_no_number_joins_nobody(text):
    assert not joins(text)


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
