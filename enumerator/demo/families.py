# SPDX-License-Identifier: Apache-2.0
"""An invented poor family of Semarang: who lives there, how, on what; all of it drawn from a seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random
from types import MappingProxyType

from enumerator.demo import homes, lives, numbers
from enumerator.demo.structure import Role, draw_structure, large_structure
from enumerator.forms.interview import NoAnswer
from enumerator.registry.places import Kelurahan as Place

SURVEYED = date(2026, 11, 16)
"""The day of the interview, unless told otherwise; ages and schooling are those of that day."""

Answer = str | NoAnswer
Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Member:
    """One person. `answers` holds what is said about the person, by question name."""

    name: str
    nik: str
    sex: str
    birth: date
    age: int
    relation: str
    answers: Answers = field(repr=False)

    @property
    def present(self) -> bool:
        """Whether the person lives with the family; of others only name, NIK and whereabouts are asked."""
        return self.answers["keberadaan"] in ("1", "5")


@dataclass(frozen=True, slots=True)
class Family:
    """One family; `welfare` runs from 0 (worst) to 1.

    `answers` holds what is said about the family, by question name, `reasons` why an answer that a soft check
    doubts is right all the same, `remarks` what the enumerator noted beside an answer.
    """

    seed: int
    place: Place
    surveyed: date
    welfare: float
    rw: str
    rt: str
    address: str
    no_kk: str
    members: tuple[Member, ...]
    answers: Answers = field(repr=False)
    reasons: Mapping[str, str] = field(repr=False)
    remarks: Mapping[str, str] = field(repr=False)

    @property
    def head(self) -> Member:
        """The head of the family."""
        return next(member for member in self.members if member.relation == "1" and member.present)


def draw_family(seed: int, place: Place, *, on: date = SURVEYED) -> Family:
    """The family that `seed` stands for, living in `place` and interviewed on the day `on`.

    The same seed, place and day always give the same family. About three in four spend less than the extreme
    poverty line. No number belongs to anybody: NIK and No. KK lie under a kecamatan that does not exist.
    """
    structure = draw_structure(Random(f"{seed}:structure"))
    return _build(seed, place, on, structure)


def draw_large_family(size: int, seed: int, place: Place, *, on: date = SURVEYED) -> Family:
    """A family of exactly `size` members (3 to 40) in three generations, for trying out big rosters."""
    structure = large_structure(Random(f"{seed}:structure:{size}"), size)
    return _build(seed, place, on, structure)


def _build(seed: int, place: Place, on: date, structure: tuple[Role, ...]) -> Family:
    welfare = Random(f"{seed}:welfare").betavariate(2.0, 3.6)
    people = lives.live(seed, structure, place, welfare, on)
    members = tuple(
        Member(
            name=person.name,
            nik=person.nik,
            sex=person.role.sex,
            birth=person.birth,
            age=person.age,
            relation=person.role.relation,
            answers=MappingProxyType(person.answers),
        )
        for person in people
    )
    rng = Random(f"{seed}:home")
    no_kk = numbers.family_card_number(seed, rng, on)
    home = homes.settle(rng, place, welfare, people, no_kk, on)
    return Family(
        seed=seed,
        place=place,
        surveyed=on,
        welfare=welfare,
        rw=home.rw,
        rt=home.rt,
        address=home.address,
        no_kk=no_kk,
        members=members,
        answers=MappingProxyType(home.answers),
        reasons=MappingProxyType(home.reasons),
        remarks=MappingProxyType(home.remarks),
    )
