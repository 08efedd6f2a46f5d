# SPDX-License-Identifier: Apache-2.0
"""Programmes' short codes on cards: different for each, and steady when programmes are added."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from enumerator.messages import speak
from enumerator.office.programme_codes import LETTERS, shipped_programmes, short_codes


def test_programmes_that_begin_alike_are_told_apart() -> None:
    found = short_codes(["pelatihan", "pelayanan", "pela", "PELA", "blt", "x-1"])
    assert found == {
        "pelatihan": "pela", "pelayanan": "pely", "pela": "pel2", "PELA": "pel3", "blt": "blt", "x-1": "x1",
    }  # fmt: skip


@given(st.lists(st.text(max_size=12), max_size=60, unique=True))
def test_no_two_programmes_share_a_code_however_they_are_called(codes: list[str]) -> None:
    found = short_codes(codes)
    assert found.keys() == set(codes)
    assert len(set(found.values())) == len(codes)
    assert all(0 < len(short) <= LETTERS for short in found.values())


@given(st.lists(st.text(max_size=6), max_size=20, unique=True), st.text(max_size=6))
def test_a_programme_added_at_the_end_leaves_the_others_as_they_are(codes: list[str], added: str) -> None:
    before = short_codes(codes)
    after = short_codes([*codes, added])
    assert {code: after[code] for code in codes} == before


def test_a_check_names_the_shipped_programmes_in_the_language_spoken() -> None:
    try:
        speak("id")
        assert shipped_programmes()["pang"] == "Bantuan pangan"
        speak("en")
        assert shipped_programmes()["pang"] == "Food assistance"
    finally:
        speak("id")
