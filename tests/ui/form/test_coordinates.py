# SPDX-License-Identifier: Apache-2.0
"""Positions are read as phones, receivers and people write them."""

from __future__ import annotations

import pytest

from enumerator.gps.points import Point, area, length, point_of, points_of, value_of_points
from ui.form.coordinates import area_words, length_words, position_read, position_shown
from ui.form.spelling import Marks

ID = Marks(".", ",")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("-6.9932, 110.4203", "-6.9932 110.4203 0.0 0.0"),
        ("-6.9932 110.4203", "-6.9932 110.4203 0.0 0.0"),
        ("−6.9932;110.4203", "-6.9932 110.4203 0.0 0.0"),
        ("-6,9932 110,4203", "-6.9932 110.4203 0.0 0.0"),
        ("-6,9932; 110,4203", "-6.9932 110.4203 0.0 0.0"),
        ("-6.9932, 110.4203 ± 4.5 m", "-6.9932 110.4203 0.0 4.5"),
        ("-7, 110", "-7 110 0.0 0.0"),
        ("geo:-6.9932,110.4203", "-6.9932 110.4203 0.0 0.0"),
        ("6°59'35\"S 110°25'13\"E", "-6.9930556 110.4202778 0.0 0.0"),
        ("6°59'35\"S, 110°25'13\"T", "-6.9930556 110.4202778 0.0 0.0"),
        ("6° 59.584' S 110° 25.218' E", "-6.9930667 110.4203 0.0 0.0"),
        ("6°59′35,5″ LS 110°25′13″ BT", "-6.9931944 110.4202778 0.0 0.0"),
        ("6.9932 LS; 110.4203 BT", "-6.9932 110.4203 0.0 0.0"),
        ("S 6.9932 E 110.4203", "-6.9932 110.4203 0.0 0.0"),
        ("110°25'13\"E 6°59'35\"S", "-6.9930556 110.4202778 0.0 0.0"),
        ("95, 110", "95, 110"),
        ("6°75'00\"S 110°25'13\"E", "6°75'00\"S 110°25'13\"E"),
        ("6°59'S 7°01'S", "6°59'S 7°01'S"),
        ("depan masjid", "depan masjid"),
        ("-6.99", "-6.99"),
    ],
)
def test_a_position_is_read_in_every_spelling_or_kept_as_typed(typed: str, value: str) -> None:
    assert position_read(typed) == value


def test_what_is_shown_is_read_back_as_the_same() -> None:
    shown = position_shown("-6.9932 110.4203 0.0 4.5", ID)
    assert shown == "-6.9932, 110.4203 ± 4,5 m"
    assert position_read(shown) == "-6.9932 110.4203 0.0 4.5"


def test_a_shape_ends_where_it_began_and_says_how_large_it_is() -> None:
    square = [Point(-6.99, 110.42), Point(-6.99, 110.421), Point(-6.991, 110.421), Point(-6.991, 110.42)]
    value = value_of_points(square, closed=True)
    assert points_of(value) == (*square, square[0])
    assert area(square) == pytest.approx(110.5 * 111.3, rel=0.01)
    assert area_words(area(square), ID) == "1,23 ha"
    assert area_words(950, ID) == "950 m²"
    assert value_of_points(square[:2], closed=True).count(";") == 1


def test_a_line_says_how_long_it_is() -> None:
    line = [Point(-6.99, 110.42), Point(-6.98, 110.42)]
    assert length(line) == pytest.approx(1112, abs=1)
    assert length_words(length(line), ID) == "1,11 km"
    assert length_words(340.4, ID) == "340 m"


@pytest.mark.parametrize("value", ["", "satu dua", "1 2 3 4 5", "91 0 0 0", "x"])
def test_what_is_no_position_is_none(value: str) -> None:
    assert point_of(value) is None
