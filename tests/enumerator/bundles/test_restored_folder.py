# SPDX-License-Identifier: Apache-2.0
"""A data folder that goes on from an old backup, in a new log: what it had written since then and sent comes
back to it from those who have it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.simulate.checks import check
from benchmarks.simulate.founding import found
from benchmarks.simulate.mishaps import restored
from benchmarks.simulate.people import save
from benchmarks.simulate.places import Place
from benchmarks.simulate.sticks import exchange
from benchmarks.simulate.world import World
from enumerator.merging import view


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = found(0, tmp_path, laptops=1, offices=2, crashes=0.0)
    for place in (world.offices[1], world.laptops[0]):
        exchange(world, world.root, place)
    yield world
    world.close()


def say(world: World, place: Place, **answers: str) -> None:
    record = world.households[0]
    seen = view(place.store.journal.revisions(record))
    save(world, place, record, seen, seen.values | {f"/kk/{name}": text for name, text in answers.items()})


def answers(world: World, place: Place) -> dict[str, str]:
    return view(place.store.journal.revisions(world.households[0])).values


def go_on_from(world: World, place: Place, backup: Place) -> Place:
    world.retired.append(place)
    return restored(world, backup, place.name)


def test_an_office_gets_its_own_work_back_from_another_office(world: World) -> None:
    root, office = world.offices
    say(world, office, air="sumur")
    backup = world.twin(office)
    say(world, office, lantai="semen")
    exchange(world, office, root)
    world.offices[1] = office = go_on_from(world, office, backup)
    assert answers(world, office) == {"/kk/air": "sumur"}
    say(world, office, dinding="bambu")
    exchange(world, office, root)
    exchange(world, root, office)
    whole = {"/kk/air": "sumur", "/kk/lantai": "semen", "/kk/dinding": "bambu"}
    assert answers(world, office) == answers(world, root) == whole
    exchange(world, root, world.laptops[0])
    check(world)


def test_a_laptop_gets_its_own_work_back_from_the_office(world: World) -> None:
    (laptop,), root = world.laptops, world.root
    backup = world.twin(laptop)
    say(world, laptop, lantai="semen")
    exchange(world, laptop, root)
    world.laptops[0] = laptop = go_on_from(world, laptop, backup)
    assert answers(world, laptop) == {}
    exchange(world, laptop, root)
    exchange(world, root, laptop)
    assert answers(world, laptop) == {"/kk/lantai": "semen"}
    say(world, laptop, lantai="keramik")
    exchange(world, laptop, root)
    seen = view(root.store.journal.revisions(world.households[0]))
    assert seen.values == {"/kk/lantai": "keramik"}
    assert seen.conflicts == ()
    for _round in range(2):
        exchange(world, root, world.offices[1])
        exchange(world, world.offices[1], root)
    check(world)


def test_what_a_folder_writes_now_is_never_sent_back_to_it(world: World) -> None:
    """Nobody but itself adds to the log that it writes."""
    (laptop,), root = world.laptops, world.root
    say(world, laptop, lantai="semen")
    exchange(world, laptop, root)
    before = laptop.store.journal.position()
    exchange(world, root, laptop)
    own = list(laptop.store.journal.raw(laptop.keys.log))
    assert len(own) == 1
    assert laptop.store.journal.position() == before
