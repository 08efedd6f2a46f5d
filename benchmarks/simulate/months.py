# SPDX-License-Identifier: Apache-2.0
"""The months of a survey: what happens how often, and how in the end everybody comes home."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from benchmarks.simulate import mishaps, people, sticks
from benchmarks.simulate.places import Place
from benchmarks.simulate.sticks import exchange
from benchmarks.simulate.world import World


def _survey_on_laptop(world: World) -> None:
    people.survey(world, world.chance.choice(world.laptops))


def _survey_in_office(world: World) -> None:
    people.survey(world, world.chance.choice(world.offices))


def _decide(world: World) -> None:
    people.decide(world, world.chance.choice(world.offices))


def _send_up(world: World) -> None:
    sticks.send(world, world.chance.choice(world.laptops), world.chance.choice(world.offices))


def _send_down(world: World) -> None:
    office = world.root if world.chance.happens(0.7) else world.chance.choice(world.offices)
    sticks.send(world, office, world.chance.choice(world.laptops))


def _send_across(world: World) -> None:
    if len(world.offices) > 1:
        sender, receiver = world.chance.sample(world.offices, k=2)
        sticks.send(world, sender, receiver)


EVENTS: tuple[tuple[float, Callable[[World], None]], ...] = (
    (38, _survey_on_laptop),
    (8, _survey_in_office),
    (6, _decide),
    (14, _send_up),
    (8, _send_down),
    (9, _send_across),
    (22, sticks.carry),
    (2, sticks.lose),
    (3, sticks.damage),
    (2, mishaps.turn_clock),
    (0.4, mishaps.clone),
    (1.6, mishaps.back_up),
    (1, mishaps.break_down),
    (0.3, mishaps.withdraw),
)
"""Everything that happens by itself, each with its weight."""


def live(world: World, days: int, events: int) -> None:
    """So many events over so many days."""
    weights, acts = zip(*EVENTS, strict=True)
    for _event in range(events):
        world.now += timedelta(days=days * world.chance.expovariate(1) / events)
        world.chance.choices(acts, weights)[0](world)


def come_home(world: World) -> None:
    """No more faults: everybody brings everything to the first office, a person believes what was set aside,
    the offices tell each other, and each laptop gets what the first office has for it.
    """
    root = world.root
    in_the_field = [*world.laptops, *world.retired, *world.backups.values()]
    for place in in_the_field:
        exchange(world, place, root)
    if photos_awaited(root):  # the laptops hear what the office lacks, and send it again
        for place in in_the_field:
            exchange(world, root, place)
            exchange(world, place, root)
    for _round in range(3):
        for office in world.offices[1:]:
            exchange(world, office, root)
            exchange(world, root, office)
    for place in world.laptops:
        if place.keys.log != place.keys.device:  # the last heard of it may be the broken machine's word
            exchange(world, place, root)
        exchange(world, root, place)


def photos_awaited(place: Place) -> int:
    """How many photos are spoken of there that have not arrived."""
    return int(place.store.db.execute("SELECT count(*) FROM awaited").fetchone()[0])
