# SPDX-License-Identifier: Apache-2.0
"""Invented families: always the same for a seed, consistent, and nobody's real number."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.id import nik as oracle

from enumerator.demo.families import SURVEYED, Family, draw_family, draw_large_family
from enumerator.demo.names import WELL_KNOWN, draw_name
from enumerator.registry.nik import joins
from enumerator.registry.places import Kelurahan, load_places

PLACES = tuple(load_places().kelurahan.values())
SEEDS = range(300)


@pytest.fixture(scope="module")
def families() -> list[Family]:
    return [draw_family(seed, PLACES[seed % len(PLACES)]) for seed in SEEDS]


@given(st.integers(0, 5000), st.sampled_from(PLACES))
def test_a_seed_always_draws_the_same_family(seed: int, place: Kelurahan) -> None:
    assert draw_family(seed, place) == draw_family(seed, place)


def test_different_seeds_draw_different_families(families: list[Family]) -> None:
    assert len({family.head.name + family.address for family in families}) == len(families)


def test_every_number_lies_under_the_kecamatan_that_does_not_exist(families: list[Family]) -> None:
    for family in families:
        assert family.no_kk.startswith("337499")
        assert all(member.nik.startswith("337499") for member in family.members)


def test_nobody_bears_the_name_of_a_public_figure() -> None:
    for year in (1985, 2010):
        for sex in ("1", "2"):
            rng = Random(year)
            assert not {draw_name(rng, sex, year) for _ in range(3000)} & WELL_KNOWN


def test_no_two_people_and_no_two_families_share_a_number(families: list[Family]) -> None:
    numbers = Counter(member.nik for family in families for member in family.members)
    assert numbers.most_common(1)[0][1] == 1
    assert len({family.no_kk for family in families}) == len(families)


def told(nik: str) -> tuple[str, str]:
    """The day as DDMMYY and the sex that a NIK says: 40 is added to a woman's day."""
    day = int(nik[6:8])
    return f"{day % 40:02d}{nik[8:12]}", "2" if day > 40 else "1"


def test_numbers_are_numbers_and_say_the_sex_of_their_holder(families: list[Family]) -> None:
    for family in families:
        assert joins(family.no_kk)
        for member in family.members:
            assert oracle.is_valid(member.nik)
            assert told(member.nik)[1] == member.sex


def test_a_few_old_people_have_another_birth_date_in_their_number(families: list[Family]) -> None:
    people = [member for family in families for member in family.members]
    different = [member for member in people if told(member.nik)[0] != f"{member.birth:%d%m%y}"]
    assert 0 < len(different) < len(people) * 0.03
    assert all(member.age >= 45 for member in different)


def test_ages_agree_with_birth_dates_on_the_day_of_the_interview(families: list[Family]) -> None:
    for member in (member for family in families for member in family.members):
        birthday_passed = (SURVEYED.month, SURVEYED.day) >= (member.birth.month, member.birth.day)
        assert member.age == SURVEYED.year - member.birth.year - (0 if birthday_passed else 1)


def test_ages_fit_relations(families: list[Family]) -> None:
    for family in families:
        assert [member.relation for member in family.members].count("1") == 1
        assert [member.relation for member in family.members].count("2") <= 1
        for member in family.members:
            gap = family.head.age - member.age
            if member.relation == "3":
                assert gap >= 13
            if member.relation == "5":
                assert gap >= 28
            if member.relation == "6":
                assert gap <= -13


def test_children_go_to_the_school_of_their_age(families: list[Family]) -> None:
    pupils = [
        member
        for family in families
        for member in family.members
        if member.answers.get("sekolah") == "2" and member.age <= 12
    ]
    assert pupils
    assert all(member.answers["kelas"] == str(member.age - 6) for member in pupils)


def test_families_have_four_to_five_members_on_average_and_live_where_they_were_put(
    families: list[Family],
) -> None:
    mean = sum(len(family.members) for family in families) / len(families)
    assert 4.0 < mean < 5.4
    assert all(family.answers["kelurahan"] == family.place.code for family in families)


@pytest.mark.parametrize("size", [3, 12, 20, 40])
def test_a_large_family_has_exactly_the_members_asked_for(size: int) -> None:
    family = draw_large_family(size, 7, PLACES[0])
    assert len(family.members) == size
    assert len({member.name for member in family.members}) == size


def test_a_family_too_large_or_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="3 to 40"):
        draw_large_family(41, 1, PLACES[0])


def test_ages_follow_the_day_of_the_interview() -> None:
    later = draw_family(5, PLACES[0], on=date(2028, 2, 29))
    assert later.surveyed == date(2028, 2, 29)
    assert [member.age for member in later.members] == [
        member.age for member in draw_family(5, PLACES[0]).members
    ]
