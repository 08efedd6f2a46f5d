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

from enumerator.demo.dispatch import Calls, Dispatch
from enumerator.demo.fieldwork import Day, calls_of, work
from enumerator.demo.plan import Plan, draw_plan
from enumerator.demo.run import PASSPHRASE
from enumerator.eligibility.deciding import decide_all
from enumerator.office.assessing import assess_households
from enumerator.office.cards import cards_due, print_cards
from enumerator.office.inbox import export_to_laptops, import_bundles
from enumerator.office.prepare import prepare_office
from enumerator.office.reviewing import clean_households, return_household, review_households
from enumerator.registry.places import load_places
from enumerator.registry.search import Wanted, households
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
        self._folder, self._training, self._tick = folder, training, tick
        self._on = date.today()  # noqa: DTZ011 - the day on the wall where the interview is held
        self._sent = Dispatch(plan, load_places(), self._on)
        self._stick, self._back = folder / "stick", folder / "back"

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
            kit = make_enrolment_kit(office, self._folder / "kits", name, area=self._sent.area(number))
            enrol_workspace(self._laptop(number), kit.path, kit.code, PASSPHRASE).close()
        self._days([[], [], []])
        self._import(office)
        self._sent.assign_visits(office.store)
        self._send_out(office)

    def _survey(self, office: Workspace) -> None:
        self._days(self._sent.first_calls())
        self._import(office)

    def _look_again(self, office: Workspace) -> None:
        for each in households(office.store, limit=10_000):
            if each.visit in _NOT_MET:
                return_household(office, each.record, "Tidak ada orang di rumah. Mohon dikunjungi lagi.")
        self._sent.assign_again(office.store, "Mohon diperiksa.")
        self._send_out(office)
        self._days(self._sent.contested_calls())
        self._import(office)
        self._days(self._sent.second_calls())

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

    def _laptop(self, number: int) -> Path:
        return self._folder / f"laptop-{number + 1}"

    def _send_out(self, office: Workspace) -> None:
        """Each laptop's bundle into a folder of its own, as on a stick of its own."""
        for packed in export_to_laptops(office, self._back):
            home = self._back / packed.receiver
            for path in packed.paths:
                path.rename(home / path.name)

    def _days(self, calls: Calls) -> None:
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
