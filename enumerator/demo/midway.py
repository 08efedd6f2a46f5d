# SPDX-License-Identifier: Apache-2.0
"""An office in the middle of its work, small and quick to make: for pictures of its screens and for their
tests.

Some households are approved, assessed, decided on and have a card; others wait for review, differ between
two laptops, may be double, or were sent back. One bundle has not been taken in yet.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from enumerator.demo.families import draw_family
from enumerator.demo.fieldwork import Call, Day, calls_of, work
from enumerator.demo.plan import Plan, draw_plan
from enumerator.demo.run import PASSPHRASE
from enumerator.eligibility.deciding import decide_all
from enumerator.office.assessing import assess_households
from enumerator.office.cards import cards_due, print_cards
from enumerator.office.inbox import export_to_laptops, import_bundles
from enumerator.office.prepare import prepare_office
from enumerator.office.reviewing import clean_households, return_household, review_households
from enumerator.registry.assigning import Target, assign
from enumerator.registry.places import load_places
from enumerator.registry.search import Wanted, households
from enumerator.registry.staff import enumerators
from enumerator.workspace import Workspace, create_office_workspace, enrol_workspace, make_enrolment_kit

PEOPLE = ("Andi Prasetyo", "Dewi Anggraini", "Sri Wahyuni")
_NOT_MET = ("3", "4", "5")
_SHARE_APPROVED = 0.6
_CARDS = 5
_DOUBTFUL = 3
_DECIDED = ("blt", "pangan", "pelatihan")

Tick = Callable[[], None]


@dataclass(frozen=True)
class Midway:
    """The office, open, and where its bundles lie: `stick` holds those from the laptops, one of them new."""

    office: Workspace
    stick: Path
    back: Path
    sheet: Path
    desil: Path


def make_midway(
    folder: Path, *, families: int = 36, seed: int = 20, training: bool = False, tick: Tick | None = None
) -> Midway:
    """Build it in `folder`; the same families for the same seed."""
    return _Midway(folder, _plan(seed, families), training, tick or _nothing).make()


def _plan(seed: int, families: int) -> Plan:
    """A plan with enough that is doubtful to show it: three contested, three found twice."""
    plan = draw_plan(seed, families, load_places())
    free = [at for at in range(families) if at not in {*plan.absent, *plan.contested, *plan.duplicates}]
    contested = (*plan.contested, *free[3:30:11])[:_DOUBTFUL]
    duplicates = (*plan.duplicates, *(at for at in free[5:30:9] if at not in contested))[:_DOUBTFUL]
    return replace(plan, contested=contested, duplicates=duplicates)


class _Midway:
    def __init__(self, folder: Path, plan: Plan, training: bool, tick: Tick) -> None:
        self._folder, self._plan, self._training, self._tick = folder, plan, training, tick
        self._places = load_places()
        self._on = date.today()  # noqa: DTZ011 - the day on the wall where the interview is held
        self._stick, self._back = folder / "stick", folder / "back"
        self._records: dict[int, str] = {}
        self._people: list[str] = []

    def make(self) -> Midway:
        for each in (self._stick, *(self._back / name for name in PEOPLE)):
            each.mkdir(parents=True)
        office, _sheets = create_office_workspace(
            self._folder / "office",
            "Kota Semarang",
            PASSPHRASE,
            person="Budi Santoso",
            training=self._training,
        )
        prepare_office(office)
        self._enrol(office)
        self._survey(office)
        self._look_again(office)
        desil = self._decide(office)
        return Midway(office, self._stick, self._back, self._folder / "cards.pdf", desil)

    def _enrol(self, office: Workspace) -> None:
        for number, name in enumerate(PEOPLE):
            areas = {visit.kelurahan[:8] for visit in self._plan.visits if visit.laptop == number}
            kit = make_enrolment_kit(office, self._folder / "kits", name, area=" ".join(sorted(areas)))
            enrol_workspace(self._laptop(number), kit.path, kit.code, PASSPHRASE).close()
        self._days([[], [], []])
        self._import(office)
        self._people = [person.person for person in enumerators(office.store)]
        for number, person in enumerate(self._people):
            mine = [at for at, visit in enumerate(self._plan.visits) if visit.laptop == number]
            given = assign(office.store, [self._target(at) for at in mine], person)
            for at, revision in zip(mine, given, strict=True):
                self._records[at] = revision.values["household"]
        self._send_out(office)

    def _survey(self, office: Workspace) -> None:
        calls: list[list[Call]] = [[], [], []]
        for at, visit in enumerate(self._plan.visits):
            calls[visit.laptop].append(Call(visit.seed, visit.kelurahan, self._records[at], visit.result))
        for at in self._plan.duplicates:
            visit = self._plan.visits[at]
            calls[self._plan.other_laptop(at)].append(Call(visit.seed, visit.kelurahan, twice=True))
        self._days(calls)
        self._import(office)

    def _look_again(self, office: Workspace) -> None:
        for each in households(office.store, limit=10_000):
            if each.visit in _NOT_MET:
                return_household(office, each.record, "Tidak ada orang di rumah. Mohon dikunjungi lagi.")
        contested = self._plan.contested
        for at in contested:
            target = self._target(at)
            told = {name: getattr(target, name) for name in Target.__dataclass_fields__}
            again = Target(**{**told, "household": self._records[at], "note": "Mohon diperiksa."})
            assign(office.store, [again], self._people[self._plan.other_laptop(at)])
        self._send_out(office)
        calls: list[list[Call]] = [[], [], []]
        for at in contested:
            visit = self._plan.visits[at]
            for number, laptop in enumerate((visit.laptop, self._plan.other_laptop(at))):
                calls[laptop].append(Call(visit.seed, visit.kelurahan, self._records[at], correct_as=number))
        self._days(calls)
        self._import(office)
        calls = [[], [], []]
        for at in self._plan.absent:
            visit = self._plan.visits[at]
            calls[visit.laptop].append(Call(visit.seed, visit.kelurahan, self._records[at]))
        self._days(calls)

    def _decide(self, office: Workspace) -> Path:
        clean = [each.record for each in clean_households(office)]
        review_households(office, clean[: int(len(clean) * _SHARE_APPROVED)], "Diperiksa, lengkap.")
        desil = self._desil(office)
        assess_households(office, desil=desil)
        decide_all(office.store, "Sesuai usulan aturan.", programmes=_DECIDED)
        due = [each.household.record for each in cards_due(office)]
        if due:
            print_cards(office, self._folder / "cards.pdf", households=due[:_CARDS])
        return desil

    def _desil(self, office: Workspace) -> Path:
        """A sample file such as a ministry hands out, for every third household."""
        path = self._folder / "desil.csv"
        approved = households(office.store, Wanted(status="approved"), limit=10_000)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("no_kk", "desil", "date", "source"))
            for number, each in enumerate(approved):
                if number % 3 == 0 and each.no_kk:
                    writer.writerow((each.no_kk, 1 + number % 4, self._on.isoformat(), "Contoh DTSEN"))
        return path

    def _target(self, at: int) -> Target:
        visit = self._plan.visits[at]
        place = self._places.kelurahan[visit.kelurahan]
        family = draw_family(visit.seed, place, on=self._on)
        return Target(
            head_name=family.head.name,
            kelurahan=visit.kelurahan,
            kecamatan=place.kecamatan.code,
            address=family.address,
            rw=family.rw,
            rt=family.rt,
            no_kk=family.no_kk,
        )

    def _laptop(self, number: int) -> Path:
        return self._folder / f"laptop-{number + 1}"

    def _send_out(self, office: Workspace) -> None:
        """Each laptop's bundle into a folder of its own, as on a stick of its own."""
        for packed in export_to_laptops(office, self._back):
            home = self._back / packed.receiver
            for path in packed.paths:
                path.rename(home / path.name)

    def _days(self, calls: list[list[Call]]) -> None:
        for number, its_calls in enumerate(calls):
            day = Day(
                self._laptop(number),
                PASSPHRASE,
                self._back / PEOPLE[number],
                self._stick,
                self._on,
                calls_of(its_calls),
            )
            work(day, self._tick)

    def _import(self, office: Workspace) -> None:
        for _path, outcome in import_bundles(office, [self._stick]):
            if isinstance(outcome, Exception):
                raise outcome


def _nothing() -> None:
    """Nobody is told how far it is."""
