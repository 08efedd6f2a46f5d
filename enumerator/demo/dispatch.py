# SPDX-License-Identifier: Apache-2.0
"""Who is sent where: the plan's visits as assignments of the office and as calls of the laptops."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from enumerator.demo.families import draw_family
from enumerator.demo.fieldwork import Call
from enumerator.demo.plan import LAPTOPS, Plan
from enumerator.registry.assigning import Target, assign
from enumerator.registry.places import Places
from enumerator.registry.staff import enumerators
from enumerator.store.store import Store

Calls = list[list[Call]]  # by laptop


@dataclass
class Dispatch:
    """The plan, and what the office gave out: `records` are household ids by visit, `people` enumerators by
    laptop.
    """

    plan: Plan
    places: Places
    on: date
    records: dict[int, str] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)

    def area(self, laptop: int) -> str:
        """The codes of the kecamatan a laptop works in, space separated."""
        return " ".join(sorted({each.kelurahan[:8] for each in self.plan.visits if each.laptop == laptop}))

    def assign_visits(self, store: Store) -> None:
        """Give every visit to the person of its laptop, in the order they were let in."""
        self.people = [each.person for each in enumerators(store)]
        for laptop, person in enumerate(self.people):
            mine = [at for at, visit in enumerate(self.plan.visits) if visit.laptop == laptop]
            given = assign(store, [self._target(at) for at in mine], person)
            for at, revision in zip(mine, given, strict=True):
                self.records[at] = revision.values["household"]

    def assign_again(self, store: Store, note: str) -> None:
        """Give each contested household to a second laptop as well."""
        for at in self.plan.contested:
            again = replace(self._target(at), household=self.records[at], note=note)
            assign(store, [again], self.people[self.plan.other_laptop(at)])

    def first_calls(self) -> Calls:
        """Every visit, and the families that a second laptop finds by itself."""
        calls = _nobody()
        for at, visit in enumerate(self.plan.visits):
            calls[visit.laptop].append(Call(visit.seed, visit.kelurahan, self.records[at], visit.result))
        for at in self.plan.duplicates:
            visit = self.plan.visits[at]
            calls[self.plan.other_laptop(at)].append(Call(visit.seed, visit.kelurahan, twice=True))
        return calls

    def second_calls(self) -> Calls:
        """The families that were not met, visited again."""
        calls = _nobody()
        for at in self.plan.absent:
            visit = self.plan.visits[at]
            calls[visit.laptop].append(Call(visit.seed, visit.kelurahan, self.records[at]))
        return calls

    def contested_calls(self) -> Calls:
        """The families that two laptops correct, neither knowing of the other."""
        calls = _nobody()
        for at in self.plan.contested:
            visit = self.plan.visits[at]
            for number, laptop in enumerate((visit.laptop, self.plan.other_laptop(at))):
                calls[laptop].append(Call(visit.seed, visit.kelurahan, self.records[at], correct_as=number))
        return calls

    def _target(self, at: int) -> Target:
        visit = self.plan.visits[at]
        place = self.places.kelurahan[visit.kelurahan]
        family = draw_family(visit.seed, place, on=self.on)
        return Target(
            head_name=family.head.name,
            kelurahan=visit.kelurahan,
            kecamatan=place.kecamatan.code,
            address=family.address,
            rw=family.rw,
            rt=family.rt,
            no_kk=family.no_kk,
        )


def together(*rounds: Calls) -> Calls:
    """Several rounds of calls made in one day, in that order."""
    return [[call for calls in laptop for call in calls] for laptop in zip(*rounds, strict=True)]


def _nobody() -> Calls:
    return [[] for _each in range(LAPTOPS)]
