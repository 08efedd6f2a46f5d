# SPDX-License-Identifier: Apache-2.0
"""The plan of the demo: families over kelurahan, kelurahan over laptops, and what is to go awry."""

from __future__ import annotations

from collections import Counter

import pytest

from enumerator.demo.plan import LAPTOPS, draw_plan, spread
from enumerator.registry.places import load_places

PLACES = load_places()


@pytest.mark.parametrize("families", [16, 177, 1024, 10_000])
def test_families_add_up_exactly(families: int) -> None:
    assert sum(spread(families, PLACES).values()) == families


def test_most_live_where_the_city_counted_most_and_none_in_tugu() -> None:
    counts = Counter[str]()
    for code, number in spread(1024, PLACES).items():
        counts[PLACES.kelurahan[code].kecamatan.name] += number
    assert {name for name, _number in counts.most_common(3)} == {"Semarang Utara", "Tembalang", "Pedurungan"}
    assert "Tugu" not in counts


def test_the_same_seed_gives_the_same_plan() -> None:
    assert draw_plan(3, 200, PLACES) == draw_plan(3, 200, PLACES)
    assert draw_plan(3, 200, PLACES) != draw_plan(4, 200, PLACES)


def test_a_kecamatan_belongs_to_one_laptop_and_the_work_is_shared_fairly() -> None:
    plan = draw_plan(1, 1024, PLACES)
    laptops: dict[str, set[int]] = {}
    for visit in plan.visits:
        laptops.setdefault(visit.kelurahan[:8], set()).add(visit.laptop)
    assert all(len(found) == 1 for found in laptops.values())
    loads = Counter(visit.laptop for visit in plan.visits)
    assert len(loads) == LAPTOPS
    assert max(loads.values()) < 1.3 * min(loads.values())


def test_no_family_has_two_things_go_awry() -> None:
    plan = draw_plan(1, 1024, PLACES)
    awry = [*plan.duplicates, *plan.contested, *plan.absent]
    assert len(awry) == len(set(awry))
    assert all(plan.other_laptop(at) != plan.visits[at].laptop for at in plan.contested)
