# SPDX-License-Identifier: Apache-2.0
"""A laptop whose data folder was copied, and both copies went on: catalogue C5 with two offices."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.simulate.founding import found
from benchmarks.simulate.people import save
from benchmarks.simulate.places import Place
from benchmarks.simulate.world import World
from enumerator.bundles.pack import export_bundle
from enumerator.bundles.unpack import import_bundle
from enumerator.merging import View, settle, view
from enumerator.store.forks import is_own_name


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = found(0, tmp_path, laptops=1, offices=2, crashes=0.0)
    yield world
    world.close()


def say(world: World, place: Place, **answers: str) -> None:
    record = world.households[0]
    seen = view(place.store.journal.revisions(record))
    values = seen.values | {f"/kk/{name}": text for name, text in answers.items()}
    save(world, place, record, seen, values)


def bring(world: World, sender: Place, receiver: Place, *, believe: bool = False) -> int:
    to = world.certificates.get(receiver.keys.device)
    packed = export_bundle(sender.store, sender.keys, world.sticks, to=to)
    import_bundle(receiver.store, receiver.keys, packed.path, believe=believe)
    return packed.revisions


def looks(world: World, place: Place) -> View:
    return view(place.store.journal.revisions(world.households[0]))


@pytest.fixture
def split(world: World) -> World:
    """Both copies changed the floor; each office has heard of one of them only."""
    (laptop,) = world.laptops
    bring(world, *world.offices)  # so that the second office knows the laptop's certificate
    say(world, laptop, lantai="tanah", air="sumur")
    world.laptops.append(world.twin(laptop))
    say(world, world.laptops[0], lantai="semen")
    say(world, world.laptops[1], lantai="keramik")
    say(world, world.laptops[1], air="pdam")
    bring(world, world.laptops[0], world.offices[0])
    bring(world, world.laptops[1], world.offices[1])
    return world


def test_both_offices_end_with_both_branches_whichever_came_first(split: World) -> None:
    first, second = split.offices
    bring(split, first, second)
    bring(split, second, first)
    here, there = looks(split, first), looks(split, second)
    assert here == there
    assert here.values["/kk/air"] == "pdam"
    (conflict,) = here.conflicts
    assert (conflict.address, conflict.base) == ("/kk/lantai", "tanah")
    assert {side.value for side in conflict.sides} == {"semen", "keramik"}
    assert all(is_own_name(dot) for dot in here.heads)


def test_a_settlement_at_one_office_settles_it_at_the_other(split: World) -> None:
    first, second = split.offices
    bring(split, second, first)
    settle(first.store.journal, split.households[0], {"/kk/lantai": "semen"}, "foto")
    bring(split, first, second)
    assert looks(split, first).conflicts == looks(split, second).conflicts == ()
    assert looks(split, second).values["/kk/lantai"] == "semen"


def test_branches_are_not_sent_again_to_who_has_them(split: World) -> None:
    first, second = split.offices
    for _round in range(3):
        bring(split, first, second)
        bring(split, second, first)
    assert bring(split, first, second) == 0
    assert bring(split, second, first) == 0


def test_what_a_copied_laptop_writes_later_waits_for_a_person(split: World) -> None:
    first, second = split.offices
    bring(split, second, first)
    say(split, split.laptops[0], listrik="450")
    bring(split, split.laptops[0], first)
    assert "/kk/listrik" not in looks(split, first).values
    bring(split, split.laptops[0], first, believe=True)
    assert looks(split, first).values["/kk/listrik"] == "450"
