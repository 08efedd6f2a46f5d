# SPDX-License-Identifier: Apache-2.0
"""A household is found by what people know of it: a name in any spelling, a number, an address, a place."""

from __future__ import annotations

import pytest

from enumerator.registry.projection import refresh
from enumerator.registry.search import Wanted, count, households


@pytest.fixture
def three(store, forms, families):
    """Three families in two kelurahan."""
    families.add(store, name="Muhammad Djoko Soesilo", no_kk="3374991208150001")
    families.add(store, name="Sri Moeljani", no_kk="3374991208150002", alamat="Gg. Rawa Indah 7")
    families.add(
        store, name="Tukiyem", no_kk="3374991208150003", kecamatan="33.74.10", kelurahan="33.74.10.1001"
    )
    refresh(store, forms)
    return store


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("djoko", ["Muhammad Djoko Soesilo"]),
        ("joko su", ["Muhammad Djoko Soesilo"]),
        ("moh. joko", ["Muhammad Djoko Soesilo"]),
        ("mulyani", ["Sri Moeljani"]),
        ("moelj", ["Sri Moeljani"]),
        ("3374991208150003", ["Tukiyem"]),
        ("337499120815", ["Muhammad Djoko Soesilo", "Sri Moeljani", "Tukiyem"]),
        ("rawa ind", ["Sri Moeljani"]),
        ("tukiyem melati", ["Tukiyem"]),
        ("plombokan djoko", ["Muhammad Djoko Soesilo"]),
        ("Tukiem", ["Tukiyem"]),
        ("suslo joko", ["Muhammad Djoko Soesilo"]),
        ("Bambang", []),
        ("\"' OR *", []),
    ],
)
def test_what_is_typed_finds_them(three, typed, expected):
    assert [each.head_name for each in households(three, Wanted(text=typed), order="name")] == expected


def test_members_are_found_too(three):
    assert count(three, Wanted(text="siti aminah")) == 3
    assert count(three, Wanted(text="3374995205830002")) == 3


def test_place_and_status_narrow_the_list(three):
    assert count(three, Wanted(kecamatan="33.74.02")) == 2
    assert count(three, Wanted(kelurahan="33.74.10.1001", text="siti")) == 1
    assert count(three, Wanted(status="approved")) == 0
    assert count(three, Wanted(status="received")) == 3


def test_a_list_comes_in_pages(three):
    first = households(three, order="name", limit=2)
    rest = households(three, order="name", limit=2, offset=2)
    assert [each.head_name for each in (*first, *rest)] == [
        "Muhammad Djoko Soesilo",
        "Sri Moeljani",
        "Tukiyem",
    ]


def test_text_with_no_word_in_it_narrows_nothing(three):
    assert count(three, Wanted(text=" .,- ")) == 3
