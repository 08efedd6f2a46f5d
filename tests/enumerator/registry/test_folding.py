# SPDX-License-Identifier: Apache-2.0
"""Names and addresses written in different ways meet in one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enumerator.registry.folding import fold, fold_address, sound


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hj. Sitti NOERDJANAH, S.Pd.", "siti nurjanah"),
        ("H. Achmad Soeharto", "Ahmad Suharto"),
        ("Moh. Djoko Tjipto", "Muhammad Joko Cipto"),
        ("M. Ali", "Mochammad Ali"),
        ("St. Aminah", "Siti Aminah"),
        ("Sri Moeljani", "Sri Mulyani"),
        ("Noer Hidayat, ST", "Nur Hidayat"),
        ("Andi, S.E., M.Si", "ANDI"),
        ("Alm. Slamet", "Slamet"),
        ("Ma'ruf", "Maruf"),
        ("Slamét", "Slamet"),
    ],
)
def test_one_name_in_two_spellings_folds_to_the_same(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Siti Aminah", "Siti Aisyah"), ("Slamet", "Selamat"), ("Joko", "Jaka")]
)
def test_different_names_stay_different(one, other):
    assert fold(one) != fold(other)
    assert sound(one) != sound(other)


@pytest.mark.parametrize(("one", "other"), [("Rachman", "Rahman"), ("Fatimah", "Patimah"), ("Yuli", "Iuli")])
def test_the_ear_hears_some_spellings_as_one(one, other):
    assert sound(one) == sound(other)


@pytest.mark.parametrize("name", ["Haji", "M", "Ibu", "St"])
def test_a_name_that_is_only_a_title_is_kept(name):
    assert fold(name) == name.lower()


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more_and_never_fails(text):
    once = fold(text)
    assert once == once.strip().lower()
    assert all(word.isascii() for word in once.split())
    fold_address(text)
    sound(text)


@pytest.mark.parametrize(
    "written",
    ["Jln. Kp. Melati No.12 RT 03 RW 05", "jalan kampung melati 12", "JL KP MELATI NO 12 RT/RW 003/005"],
)
def test_an_address_is_folded_without_its_neighbourhood(written):
    assert fold_address(written) == "jalan kampung melati 12"
