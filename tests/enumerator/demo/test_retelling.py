# SPDX-License-Identifier: Apache-2.0
"""A family recorded a second time is the same people in other words; a failed visit asks next to nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from enumerator.demo.families import draw_family
from enumerator.demo.respondent import answer_family
from enumerator.demo.retelling import MOVED, NOBODY_HOME, REFUSED, not_interviewed, retell
from enumerator.forms.interview import Interview
from enumerator.registry.places import load_places

Begin = Callable[[], Interview]
PLACES = tuple(load_places().kelurahan.values())


def test_a_family_told_again_has_the_same_people_under_other_spellings() -> None:
    respelt = 0
    for seed in range(40):
        family = draw_family(seed, PLACES[seed])
        again = retell(family, 10_000 + seed)
        assert [member.birth for member in again.members] == [member.birth for member in family.members]
        assert again.place == family.place
        respelt += [member.name for member in again.members] != [member.name for member in family.members]
    assert respelt > 20


def test_it_is_told_in_several_ways_and_always_the_same_way_for_a_seed() -> None:
    family = draw_family(3, PLACES[3])
    told = [retell(family, seed) for seed in range(40)]
    assert told == [retell(family, seed) for seed in range(40)]
    numbers = {tuple(member.answers["nik"] for member in each.members) for each in told}
    assert len(numbers) >= 3


def test_it_is_answered_without_problems(begin: Begin) -> None:
    for seed in range(40):
        interview = begin()
        family = retell(draw_family(seed, PLACES[seed]), 10_000 + seed)
        assert answer_family(interview, family).problems == ()


@pytest.mark.parametrize("result", [NOBODY_HOME, REFUSED, MOVED])
def test_a_visit_that_ends_at_the_door_leaves_the_place_and_a_remark(begin: Begin, result: str) -> None:
    interview = begin()
    filling = answer_family(interview, not_interviewed(draw_family(2, PLACES[2]), result))
    answers = interview.finished_answers()
    assert filling.problems == ()
    assert answers["/data/lokasi/hasil"] == result
    assert answers["/data/penutup/catatan"]
    assert not [key for key in answers if key.startswith(("/data/anggota[", "/data/perumahan/lantai"))]
