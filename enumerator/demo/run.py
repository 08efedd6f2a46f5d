# SPDX-License-Identifier: Apache-2.0
"""The main job, end to end, on sample families: survey, carry, merge, review, assess, print, check.

An office and three laptops, each with a data folder of its own, exchange bundles through a folder. Nothing
is handed over any other way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from enumerator.bundles.report import Report
from enumerator.demo.cards import check_cards
from enumerator.demo.checks import Checks
from enumerator.demo.dispatch import Dispatch, together
from enumerator.demo.fieldwork import Call, Day, Done, calls_of
from enumerator.demo.plan import LAPTOPS, Plan, draw_plan
from enumerator.demo.settlement import settle_differences, settle_duplicates
from enumerator.demo.steps import Steps
from enumerator.demo.teams import Team
from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.office.assessing import AssessedHouseholds, assess_households
from enumerator.office.cards import print_cards
from enumerator.office.inbox import export_to_laptops, import_bundles
from enumerator.office.prepare import prepare_office
from enumerator.office.reviewing import clean_households, return_household, review_households
from enumerator.registry.places import Places, load_places
from enumerator.registry.search import Wanted, count, households
from enumerator.workspace import (
    Workspace,
    create_office_workspace,
    enrol_workspace,
    make_enrolment_kit,
    open_workspace,
)

PASSPHRASE = "kata sandi latihan"
PROJECT = "Kota Semarang (latihan)"
_NOT_MET = ("3", "4", "5")
_MANY = 10_000_000
_UNVISITED = 900_000  # seeds of families that nobody was sent to
_LEFT_AFTER = 60

Pictures = Callable[[Workspace, Path], tuple[Path, ...]]


@dataclass(frozen=True)
class Folders:
    """Where a run leaves things."""

    out: Path

    @property
    def office(self) -> Path:
        """The office's data folder."""
        return self.out / "kantor"

    def laptop(self, number: int) -> Path:
        """A laptop's data folder, counted from 0."""
        return self.out / f"laptop-{number + 1}"

    @property
    def kits(self) -> Path:
        """Enrolment kits."""
        return self.out / "pendaftaran"

    @property
    def to_office(self) -> Path:
        """The stick on its way to the office."""
        return self.out / "paket" / "ke-kantor"

    @property
    def from_office(self) -> Path:
        """The stick on its way back."""
        return self.out / "paket" / "dari-kantor"

    @property
    def cards(self) -> Path:
        """The printed cards."""
        return self.out / "kartu.pdf"

    @property
    def due(self) -> Path:
        """The list of who is due what."""
        return self.out / "penerima.xlsx"

    @property
    def pictures(self) -> Path:
        """Pictures of the screens."""
        return self.out / "gambar"


@dataclass
class Outcome:
    """What a run came to, for the table."""

    plan: Plan
    checks: Checks = field(default_factory=Checks)
    days: list[Done] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    by_kecamatan: dict[str, dict[str, int]] = field(default_factory=dict)
    conflicts: int = 0
    joined: int = 0
    duplicates: int = 0
    candidates: int = 0
    assessed: AssessedHouseholds | None = None
    cards: int = 0
    pages: int = 0
    pictures: tuple[Path, ...] = ()


class Run:
    """One run into an empty folder. Each step leaves what the next one needs in the data folders alone."""

    def __init__(self, out: Path, families: int, seed: int, steps: Steps, processes: int = 2) -> None:
        if out.exists() and any(out.iterdir()):
            raise UserError(
                _("The folder {name} is not empty.", name=out.name),
                where=str(out),
                remedy=_("Name an empty folder with --out, or remove this one."),
            )
        self.folders = Folders(out)
        self.steps = steps
        self.places: Places = load_places()
        self.plan = draw_plan(seed, families, self.places)
        self.outcome = Outcome(self.plan)
        self.on = date.today()  # noqa: DTZ011 - the day on the wall where the interview is held
        self._team = Team(processes)
        self.dispatch = Dispatch(self.plan, self.places, self.on)

    def run(self, pictures: Pictures | None = None) -> Outcome:
        """Everything, in order. UserError and bugs come out as they are; `outcome.checks` says whether
        counts tie.
        """
        for folder in (self.folders.kits, self.folders.to_office, self.folders.from_office):
            folder.mkdir(parents=True, exist_ok=True)
        step = self.steps.step
        with step(_("Office founded, kits made, laptops enrolled")):
            office = self._found_office()
        with self._team, office:
            with step(_("Laptops let in, households assigned")):
                self._let_in(office)
            with step(_("Households interviewed")):
                self._survey()
            with step(_("Bundles taken in")):
                self._take_in(office)
            with step(_("First review, second visits")):
                self._second_round(office)
            with step(_("Differences and duplicates settled")):
                self._settle(office)
            with step(_("Households approved, assessed, decided")):
                self._decide(office)
            with step(_("Cards printed")):
                self._print(office)
            with step(_("Codes read from the printed pages and checked")):
                self._check_cards(office)
            with step(_("Receipts brought back to the laptops")):
                self._bring_back(office)
            if pictures is not None:
                with step(_("Pictures of the screens")):
                    self.outcome.pictures = self._take_pictures(pictures, office)
        return self.outcome

    def _take_pictures(self, pictures: Pictures, office: Workspace) -> tuple[Path, ...]:
        """The office's screens, and those of the first laptop with what it holds now."""
        taken = pictures(office, self.folders.pictures / "kantor")
        with open_workspace(self.folders.laptop(0), PASSPHRASE) as laptop:
            return (*taken, *pictures(laptop, self.folders.pictures / "laptop"))

    # -- the office begins

    def _found_office(self) -> Workspace:
        office, _sheets = create_office_workspace(
            self.folders.office, PROJECT, PASSPHRASE, person=_("Office"), training=True
        )
        prepare_office(office)
        for number in range(LAPTOPS):
            area = self.dispatch.area(number)
            kit = make_enrolment_kit(office, self.folders.kits, f"Petugas {number + 1}", area=area)
            enrol_workspace(self.folders.laptop(number), kit.path, kit.code, PASSPHRASE).close()
        return office

    def _let_in(self, office: Workspace) -> None:
        self._send_home()
        admitted = [report.admitted for report in self._import(office) if report.admitted]
        self.outcome.checks.tie(_("laptops let in"), len(admitted), 3)
        self.dispatch.assign_visits(office.store)
        self.outcome.checks.tie(_("households assigned"), len(self.dispatch.records), len(self.plan.visits))
        self._send_out(office)

    # -- the field

    def _survey(self) -> None:
        done = self._days(self.dispatch.first_calls())
        written = sum(len(day.households) for day in done)
        expected = len(self.plan.visits) + len(self.plan.duplicates)
        self.outcome.checks.tie(_("interviews finished on the laptops"), written, expected)
        caught = sum(sum(day.caught.values()) for day in done)
        self.outcome.checks.tie(_("some typing errors were caught by the form"), caught > 0, True)

    def _days(self, calls: list[list[Call]]) -> list[Done]:
        days = [
            Day(
                self.folders.laptop(number),
                PASSPHRASE,
                self.folders.from_office,
                self.folders.to_office,
                self.on,
                calls_of(its_calls),
            )
            for number, its_calls in enumerate(calls)
        ]
        done = self._team.work(days, self.steps.progress)
        self.outcome.days += done
        return done

    # -- bundles

    def _send_home(self) -> None:
        """Every laptop's first bundle, which carries its request to be let in."""
        self._days([[], [], []])
        self.outcome.days.clear()

    def _send_out(self, office: Workspace) -> None:
        self._empty(self.folders.from_office)
        export_to_laptops(office, self.folders.from_office)

    def _import(self, office: Workspace) -> list[Report]:
        reports = []
        for _path, outcome in import_bundles(office, [self.folders.to_office], self.steps.progress):
            if isinstance(outcome, UserError):
                raise outcome
            reports.append(outcome)
        return reports

    def _take_in(self, office: Workspace) -> None:
        new = [report for report in self._import(office) if not report.already]
        entries = sum(report.new for report in new)
        again = self._import(office)
        checks = self.outcome.checks
        checks.tie(
            _("entries that arrive when the same bundles come again"),
            sum(r.new for r in again if not r.already),
            0,
        )
        expected = len(self.plan.visits) + len(self.plan.duplicates)
        checks.tie(_("households received at the office"), count(office.store, Wanted(merged=True)), expected)
        checks.tie(_("gaps in what arrived"), sum(len(report.holes) for report in new), 0)
        checks.tie(_("new entries taken in"), entries >= expected, True)

    @staticmethod
    def _empty(folder: Path) -> None:
        for path in folder.iterdir():
            path.unlink()

    # -- second visits: returned households, and those that another laptop verifies

    def _second_round(self, office: Workspace) -> None:
        returned = [each.record for each in households(office.store, limit=_MANY) if each.visit in _NOT_MET]
        for record in returned:
            return_household(office, record, _("Nobody was met. Please visit again."))
        self.outcome.checks.tie(
            _("households returned for a second visit"), len(returned), len(self.plan.absent)
        )
        self.dispatch.assign_again(office.store, _("Please verify."))
        self._send_out(office)
        self._days(together(self.dispatch.second_calls(), self.dispatch.contested_calls()))
        self._import(office)

    # -- the office decides

    def _settle(self, office: Workspace) -> None:
        checks, plan = self.outcome.checks, self.plan
        sent = self.dispatch
        holders = {sent.records[at]: sent.people[visit.laptop] for at, visit in enumerate(plan.visits)}
        settled = settle_differences(office, holders)
        self.outcome.conflicts, self.outcome.joined = settled.answers, settled.joined
        checks.tie(_("households edited differently on two laptops"), settled.households, len(plan.contested))
        checks.tie(_("differences left after settling"), settled.left, 0)
        pairs = settle_duplicates(office)
        self.outcome.duplicates, self.outcome.candidates = pairs.merged, pairs.candidates
        checks.tie(_("duplicates found and merged"), pairs.merged, len(plan.duplicates))
        checks.tie(_("families in the registry"), count(office.store), len(plan.visits))

    def _decide(self, office: Workspace) -> None:
        expected = len(clean_households(office))
        review_households(office, clean=True)
        checks = self.outcome.checks
        checks.tie(
            _("households approved"), count(office.store, Wanted(status="approved")), len(self.plan.visits)
        )
        self.outcome.assessed = assess_households(
            office,
            decide=True,
            reason=_("Sample data: decided as the rules propose."),
            out=self.folders.due,
            progress=self.steps.progress,
        )
        checks.tie(_("households assessed"), self.outcome.assessed.households, len(self.plan.visits))
        checks.tie(_("households with nothing against them"), expected > 0, True)
        self._count(office)

    def _count(self, office: Workspace) -> None:
        found = households(office.store, limit=_MANY)
        self.outcome.statuses = dict(Counter(each.status for each in found))
        for each in found:
            name = self.places.kecamatan[each.kecamatan].name
            row = self.outcome.by_kecamatan.setdefault(name, {"families": 0, "people": 0})
            row["families"] += 1
            row["people"] += each.members
        planned = Counter(self.places.kelurahan[visit.kelurahan].kecamatan.name for visit in self.plan.visits)
        found_families = {name: row["families"] for name, row in self.outcome.by_kecamatan.items()}
        self.outcome.checks.tie(_("families by kecamatan as planned"), found_families == dict(planned), True)

    def _print(self, office: Workspace) -> None:
        batch = print_cards(office, self.folders.cards, progress=self.steps.progress)
        self.outcome.cards, self.outcome.pages = len(batch.numbers), batch.drawn.pages

    def _check_cards(self, office: Workspace) -> None:
        read = check_cards(office, self.folders.cards, self._team, self.steps.progress)
        checks = self.outcome.checks
        checks.tie(_("households that are due a card"), read.due, self.outcome.cards)
        checks.tie(_("codes read from the rendered pages"), read.codes, self.outcome.cards)
        checks.tie(
            _("codes that verify as a card of this training project"), read.genuine, self.outcome.cards
        )
        checks.tie(_("altered codes that verify"), read.forged, 0)

    def _bring_back(self, office: Workspace) -> None:
        self._send_out(office)
        # one more household was begun and is still a draft, as on any day
        visit = self.plan.visits[0]
        begun = Call(visit.seed + _UNVISITED, visit.kelurahan, leave_after=_LEFT_AFTER)
        done = self._days([[begun], [], []])
        del self.outcome.days[-3:]
        states = Counter[str]()
        for day in done:
            states.update(day.statuses)
        expected = len(self.plan.visits) + len(self.plan.contested)
        self.outcome.checks.tie(
            _("assignments that the laptops show as approved"), states.get("approved", 0), expected
        )
