# SPDX-License-Identifier: Apache-2.0
"""Who visits which sample family: families over the kelurahan, kelurahan over the laptops, and what is to
go awry.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from enumerator.demo.retelling import MOVED, NOBODY_HOME
from enumerator.registry.places import Kelurahan, Places

LAPTOPS = 3
# Where the city counted most (January 2025): Semarang Utara, Tembalang, Pedurungan; in Tugu none.
_WEIGHTS = {"Semarang Utara": 6.0, "Tembalang": 5.0, "Pedurungan": 4.5, "Tugu": 0.0}
_ONE_IN_DUPLICATE = 64
_ONE_IN_CONTESTED = 40
_ONE_IN_ABSENT = 85


@dataclass(frozen=True, slots=True)
class Visit:
    """One family: `seed` draws it, `laptop` (from 0) visits it; `result` is blank where it is interviewed
    at once.
    """

    seed: int
    kelurahan: str
    laptop: int
    result: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The visits; which of them (by index) a second laptop finds again by itself, and which one it
    verifies.
    """

    visits: tuple[Visit, ...]
    duplicates: tuple[int, ...]
    contested: tuple[int, ...]

    def other_laptop(self, index: int) -> int:
        """The laptop that finds or verifies a family of another one."""
        return (self.visits[index].laptop + 1) % LAPTOPS

    @property
    def absent(self) -> tuple[int, ...]:
        """The visits that find nobody at home the first time."""
        return tuple(at for at, visit in enumerate(self.visits) if visit.result)


def draw_plan(seed: int, families: int, places: Places) -> Plan:
    """The same plan for the same seed and number of families."""
    rng = Random(f"{seed}:plan")
    counts = spread(families, places)
    laptop_of = _areas(counts, places)
    visits: list[Visit] = []
    for code, count in counts.items():
        for _each in range(count):
            number = len(visits)
            visits.append(
                Visit(seed * 1_000_000 + number, code, laptop_of[places.kelurahan[code].kecamatan.code])
            )
    order = rng.sample(range(families), families)
    duplicates = _take(order, families, _ONE_IN_DUPLICATE)
    contested = _take(order, families, _ONE_IN_CONTESTED)
    absent = _take(order, families, _ONE_IN_ABSENT)
    for at in absent:
        visits[at] = Visit(
            visits[at].seed, visits[at].kelurahan, visits[at].laptop, rng.choice((NOBODY_HOME, MOVED))
        )
    return Plan(tuple(visits), duplicates, contested)


def spread(families: int, places: Places) -> dict[str, int]:
    """How many families live in each kelurahan, by the largest remainder, so that they add up exactly."""
    shares = {code: _weight(place) for code, place in places.kelurahan.items()}
    whole = sum(shares.values())
    exact = {code: families * share / whole for code, share in shares.items()}
    counts = {code: int(number) for code, number in exact.items()}
    by_remainder = sorted(exact, key=lambda code: (counts[code] - exact[code], code))
    for code in by_remainder[: families - sum(counts.values())]:
        counts[code] += 1
    return {code: count for code, count in counts.items() if count}


def _weight(place: Kelurahan) -> float:
    """Kelurahan differ, always in the same way."""
    return _WEIGHTS.get(place.kecamatan.name, 1.0) * (0.5 + Random(place.code).random())


def _areas(counts: dict[str, int], places: Places) -> dict[str, int]:
    """Kecamatan over the laptops, the heaviest first, each to the laptop with the least work."""
    load = dict.fromkeys(range(LAPTOPS), 0)
    sizes = {code: sum(counts.get(k.code, 0) for k in places.of(code)) for code in places.kecamatan}
    laptop_of = {}
    for code in sorted(sizes, key=lambda code: (-sizes[code], code)):
        laptop = min(load, key=lambda number: (load[number], number))
        laptop_of[code] = laptop
        load[laptop] += sizes[code]
    return laptop_of


def _take(order: list[int], families: int, one_in: int) -> tuple[int, ...]:
    """The next few of a shuffled order, at least one, and no family twice."""
    count = max(1, families // one_in)
    taken, order[:] = order[:count], order[count:]
    return tuple(sorted(taken))
