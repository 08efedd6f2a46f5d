# SPDX-License-Identifier: Apache-2.0
"""What goes wrong beside sticks and power: clocks, copied and broken laptops, laptops no longer believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from benchmarks.simulate.machines import append
from benchmarks.simulate.places import Place
from benchmarks.simulate.world import World
from enumerator.bundles.senders import OPENING
from enumerator.identity.certificates import open_log, revoke
from enumerator.store.revision import Entry


def turn_clock(world: World) -> None:
    """Somebody's clock jumps."""
    place = world.chance.choice(world.laptops)
    days = world.chance.choice([-20000, -400, -1, 0, 1, 30, 9000])
    place.offset = timedelta(days=days, minutes=world.chance.randint(-90, 90))
    world.tally["clock jumps"] += 1
    world.diary.note("clock", place.name, place.offset)


def clone(world: World) -> None:
    """A laptop's data folder is copied to another machine, and both work on."""
    place = world.chance.choice(world.laptops)
    world.laptops.append(world.twin(place))
    world.forked.add(place.keys.device)
    world.tally["clones"] += 1
    world.diary.note("clone", place.name)


def back_up(world: World) -> None:
    """A laptop or a further office is copied to a disk that lies in a drawer."""
    further = world.offices[1:]
    place = world.chance.choice(further if further and world.chance.happens(0.5) else world.laptops)
    if old := world.backups.get(place.name):
        old.store.close()
    world.backups[place.name] = world.twin(place)
    world.diary.note("backup", place.name)


def break_down(world: World) -> None:
    """A machine breaks, and its last backup goes on in its place."""
    spared = [
        (group, number)
        for group in (world.laptops, world.offices)
        for number, place in enumerate(group)
        if place.name in world.backups
    ]
    if not spared:
        return
    group, number = world.chance.choice(spared)
    place = group[number]
    world.retired.append(place)
    group[number] = restored(world, world.backups.pop(place.name), place.name)
    world.tally["restores"] += 1
    world.diary.note("restored", place.name)


def restored(world: World, backup: Place, name: str) -> Place:
    """The copy goes on, in a new log, for which the device's own key vouches."""
    place = world.twin(backup)
    opening = open_log(place.keys, world.chance.hex(32), world.now, "simulasi")
    place.store.close()
    backup.store.close()
    place.name, place.keys = name, replace(place.keys, log=opening.log)
    world.open(place)
    world.write(place, Entry(opening.log, OPENING, opening.to_values(), act="open"))
    return place


def withdraw(world: World) -> None:
    """The office no longer believes a laptop beyond what it has now."""
    office, place = world.root, world.chance.choice(world.laptops)
    state = office.store.journal.logs().get(place.keys.log)
    last = state.contiguous if state else 0
    word = revoke(office.keys, place.keys.log, last, world.now, "simulasi")
    if append(world, office, Entry(world.name(), "revocation", word.to_values(), act="revoke")):
        world.cuts[place.keys.log] = min(last, world.cuts.get(place.keys.log, last))
    world.tally["revoked"] += 1
    world.diary.note("revoked", place.name, last)
