# SPDX-License-Identifier: Apache-2.0
"""Work on a machine that may stop at any step and then starts again from its disk."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import TypeVar

from benchmarks.simulate.faults import LostError
from benchmarks.simulate.places import Crash, Place
from benchmarks.simulate.world import World
from enumerator.bundles.unpack import resume_imports
from enumerator.store.revision import Entry, Revision

_T = TypeVar("_T")
Work = Callable[[Callable[[int, int], None]], _T]


def attempt(world: World, place: Place, work: Work[_T], steps: int) -> _T | None:
    """Do some work, which takes about so many steps; None when the machine stopped."""
    power = world.power
    power.steps_left = world.chance.randint(1, steps) if world.chance.happens(world.crashes) else 0
    held = place.store.journal.position()
    try:
        done = work(lambda _done, _total: power.step(place, "progress"))
        power.step(place, "told")
    except Crash:
        restart(world, place)
        if place.store.journal.position() < held:
            raise LostError(f"{place.name}: what was there before the crash is gone") from None
        return None
    finally:
        power.steps_left = 0
    return done


def restart(world: World, place: Place) -> None:
    """The machine starts again from what its disk held when the power failed."""
    world.tally["crashes"] += 1
    place.store.close()
    shutil.rmtree(place.folder)
    place.folder = world.power.image
    world.open(place)
    resumed = resume_imports(place.store, place.keys)
    world.diary.note("crash", place.name, world.power.failed_at, len(resumed), place.store.journal.position())


def say(world: World, place: Place, write: Callable[[], Revision]) -> Revision | None:
    """Write one revision, unless the machine stops; only what is told to the person is acknowledged."""
    written: list[Revision] = []

    def work(_progress: Callable[[int, int], None]) -> Revision:
        written.append(write())
        return written[0]

    told = attempt(world, place, work, 3)
    if told is not None:
        world.acknowledge(place, told)
    elif written:
        world.written_untold(place, written[0])
    return told


def append(world: World, place: Place, entry: Entry) -> Revision | None:
    """`say` an entry."""
    return say(world, place, lambda: place.store.append(entry)[0])
