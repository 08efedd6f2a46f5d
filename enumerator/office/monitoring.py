# SPDX-License-Identifier: Apache-2.0
"""The office's figures month by month: how many families are left, what changed, and what was handed out.

The present month is counted from the tables as they stand; earlier ones from what was written up to their
end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from enumerator.cards.register import holder_from
from enumerator.eligibility.adopting import current
from enumerator.eligibility.assessment import NO, UNCERTAIN, YES
from enumerator.eligibility.rules import Programme, Rules
from enumerator.messages import _
from enumerator.office.overview import Accuracy, Overview, overview
from enumerator.office.past import Verdict, Verdicts
from enumerator.office.programme_codes import names_by_short_code
from enumerator.registry.places import Places, load_places
from enumerator.reports.figures import PlaceFigures, ProgrammeFigures, Totals, by_kelurahan
from enumerator.reports.happenings import first_day, happenings, refresh
from enumerator.reports.months import (
    APPROVED,
    Standing,
    last_day,
    month_before,
    month_of,
    months_between,
    standings,
)
from enumerator.reports.tables import Cell, write_table
from enumerator.store.store import Store
from enumerator.workspace import Workspace

_SHOWN, _TARGET_DIGITS = 24, 6
TARGET = "target_nol"
"""The parameter of the rules that names the month in which no family is to be left, as 202612."""

Judge = Callable[[str, str], Verdict]


@dataclass(frozen=True, slots=True)
class Point:
    """The families of one month: `handed` counts the cards handed over in it."""

    month: str
    households: int
    approved: int
    poor: int
    unsure: int
    graduated: int
    handed: int


@dataclass(frozen=True, slots=True)
class Monitoring:
    """A month's figures, the months around it, and what was handed out in it.

    `day` is the ISO day of the figures: the month's last, or today. `points` run from the first month to the
    present one, at most two years; `change` is the difference to the month before, None in the first.
    `handed` counts the cards handed over in the month by programme, `ever` those up to its end. `target` is
    the month in which no family is to be left, "" where none is set.
    """

    month: str
    day: str
    figures: Overview
    points: tuple[Point, ...]
    change: int | None
    handed: Mapping[str, int]
    ever: int
    target: str = ""

    @property
    def point(self) -> Point:
        """The month's own."""
        return next(each for each in self.points if each.month == self.month)

    @property
    def is_now(self) -> bool:
        """Whether the month still runs."""
        return self.month == self.points[-1].month


@dataclass(frozen=True, slots=True)
class Home:
    """Where a household lives and how many it is, as known now."""

    kecamatan: str
    kelurahan: str
    people: int


class Months:
    """The months of one office, from the first family to now, at most two years; read once, for one look."""

    def __init__(self, workspace: Workspace) -> None:
        store = self._store = workspace.store
        self._workspace = workspace
        self._places = load_places()
        self._today = store.clock().date()
        self._now = overview(workspace)
        refresh(store)
        self.months = _months(store, self._today)
        self._rules, self._homes = current(store), _homes(store)
        self._then = standings(happenings(store), self.months)
        self._verdicts = Verdicts(store, workspace.library, self._rules)

    def nearest(self, month: str) -> str:
        """The month itself; the first or the present one for a month outside, the present one for ""."""
        return min(max(month or self.months[-1], self.months[0]), self.months[-1])

    def monitoring(self, month: str = "", kecamatan: str = "") -> Monitoring:
        """A month's figures among those of the others."""
        chosen = self.nearest(month)
        points = {each: self._point(each) for each in self.months}
        before = points.get(month_before(chosen))
        then = self._then[chosen]
        return Monitoring(
            chosen,
            min(last_day(chosen), self._today).isoformat(),
            self.figures(chosen, kecamatan),
            tuple(points.values()),
            points[chosen].poor - before.poor if before else None,
            _handed(self._store, then, self._homes, chosen, self._rules),
            sum(1 for household, _day in then.delivered.values() if household in self._homes),
            target_month(self._rules, self._today),
        )

    def figures(self, month: str, kecamatan: str = "") -> Overview:
        """The figures as of the end of a month, or as they are now."""
        if month == self.months[-1]:
            return overview(self._workspace, kecamatan) if kecamatan else self._now
        then, judge = self._then[month], self._judge(month)
        return as_of(then, self._homes, judge, self._rules, self._places, kecamatan)

    def districts(self, month: str) -> Iterator[tuple[PlaceFigures, tuple[PlaceFigures, ...]]]:
        """Every kecamatan with its kelurahan, as of that month."""
        for district in self.figures(month).places:
            if month == self.months[-1]:
                yield district, by_kelurahan(self._store, self._places, district.code)
            else:
                yield district, self.figures(month, district.code).places

    def keep(self) -> None:
        """Remember what had to be worked out, for the next look."""
        self._verdicts.keep()

    def _point(self, month: str) -> Point:
        then = self._then[month]
        if month != self.months[-1]:
            return point(month, then, self._homes, self._judge(month))
        now = self._now
        return replace(
            point(month, then, self._homes, lambda _household, _heads: Verdict()),
            households=now.totals.households,
            approved=now.totals.statuses.get(APPROVED, 0),
            poor=now.poor,
            unsure=now.unsure,
        )

    def _judge(self, month: str) -> Judge:
        return partial(self._verdicts.on, day=last_day(month))


def monitoring(workspace: Workspace, kecamatan: str = "", month: str = "") -> Monitoring:
    """The figures as of the end of `month` ("2026-10"; "" is now) with the months before and after it.

    A month before the first family counts as the first, one to come as the present one. The places are
    kecamatan, or the kelurahan of one.
    """
    months = Months(workspace)
    found = months.monitoring(month, kecamatan)
    months.keep()
    return found


def write_places(workspace: Workspace, path: Path, month: str = "") -> int:
    """The figures by kecamatan and kelurahan as .xlsx or .csv, as of a month; how many rows."""
    months = Months(workspace)
    header = [
        _("Kecamatan"), _("Kelurahan"), _("Households"), _("People"), _("Received"), _("Differences"),
        _("Returned"), _("Approved"), _("Extremely poor"), _("Not poor"), _("Not certain"),
    ]  # fmt: skip

    def rows() -> Iterator[list[Cell]]:
        for district, villages in months.districts(months.nearest(month)):
            yield _row(district, district.name, "")
            yield from (_row(village, district.name, village.name) for village in villages)

    written = write_table(path, header, rows(), title=_("Figures"))
    months.keep()
    return written


def _row(of: PlaceFigures, kecamatan: str, kelurahan: str) -> list[Cell]:
    return [
        kecamatan, kelurahan, of.households, of.people, of.received, of.conflict, of.returned, of.approved,
        of.poor, of.not_poor, of.unsure,
    ]  # fmt: skip


def target_month(rules: Rules, today: date) -> str:
    """The month in which no family is to be left, by the rules; "" where they name none."""
    named = f"{rules.amounts(today).get(TARGET, 0):.0f}"
    return f"{named[:4]}-{named[4:]}" if len(named) == _TARGET_DIGITS else ""


def point(month: str, then: Standing, homes: Mapping[str, Home], judge: Judge) -> Point:
    """One month of the line."""
    known = [each for each in then.status if each in homes]
    verdicts = Counter(judge(each, heads).poor for each, heads in then.approved() if each in homes)
    return Point(
        month,
        len(known),
        sum(then.status[each] == APPROVED for each in known),
        verdicts[YES],
        verdicts[UNCERTAIN],
        len(then.graduated & homes.keys()),
        sum(day[:7] == month and one in homes for one, day in then.delivered.values()),
    )


def as_of(
    then: Standing, homes: Mapping[str, Home], judge: Judge, rules: Rules, places: Places, kecamatan: str = ""
) -> Overview:
    """The figures as they stood, the places being kecamatan or the kelurahan of one.

    What nobody wrote down is not told: possible duplicates and open differences are nought.
    """
    verdicts = {each: judge(each, heads) for each, heads in then.approved() if each in homes}
    decided = {key: said for key, said in then.decided.items() if key[0] in homes}
    districts = _by_place(then, homes, verdicts, decided, {c: p.name for c, p in places.kecamatan.items()})
    shown = districts
    if kecamatan:
        names = {place.code: place.name for place in places.of(kecamatan)}
        inside = {each: home for each, home in homes.items() if home.kecamatan == kecamatan}
        shown = _by_place(then, inside, verdicts, decided, names, kelurahan=True)
    poor = Counter(verdict.poor for verdict in verdicts.values())
    statuses = Counter(said for each, said in then.status.items() if each in homes)
    people = sum(homes[each].people for each in then.status if each in homes)
    programmes = tuple(_programme(each, verdicts, decided) for each in rules.programmes)
    return Overview(
        Totals(sum(statuses.values()), people, dict(statuses), 0, 0, 0),
        shown,
        poor[YES],
        poor[UNCERTAIN],
        poor[YES] + poor[NO] + poor[UNCERTAIN],
        _accuracy(then, homes, decided),
        programmes,
    )


def _accuracy(then: Standing, homes: Mapping[str, Home], decided: Mapping[tuple[str, str], str]) -> Accuracy:
    meant = {household for (household, _code), said in decided.items() if said == YES} - then.graduated
    holders = then.holders() & homes.keys()
    return Accuracy(len(meant & holders), len(meant - holders), len(holders - meant))


def _programme(
    programme: Programme, verdicts: Mapping[str, Verdict], decided: Mapping[tuple[str, str], str]
) -> ProgrammeFigures:
    said = Counter(answer for (_one, name), answer in decided.items() if name == programme.code)
    proposed = sum(programme.code in each.helped for each in verdicts.values())
    within = said[YES] if programme.quota is None else min(said[YES], programme.quota)
    return ProgrammeFigures(
        code=programme.code,
        wording=programme.wording,
        quota=programme.quota,
        proposed_yes=proposed,
        proposed_no=0,
        proposed_uncertain=0,
        decided_yes=said[YES],
        within_quota=within,
        budget=within * (programme.amount or 0.0),
    )


def _by_place(
    then: Standing,
    homes: Mapping[str, Home],
    verdicts: Mapping[str, Verdict],
    decided: Mapping[tuple[str, str], str],
    names: Mapping[str, str],
    *,
    kelurahan: bool = False,
) -> tuple[PlaceFigures, ...]:
    counts: dict[str, Counter[str]] = {}
    helped: dict[str, Counter[str]] = {}
    for household, said in then.status.items():
        home = homes.get(household)
        if home is None:
            continue
        code = home.kelurahan if kelurahan else home.kecamatan
        counted = counts.setdefault(code, Counter())
        counted.update({"households": 1, "people": home.people, said: 1})
        counted[verdicts.get(household, Verdict()).poor] += 1
    for (household, programme), said in decided.items():
        if said == YES and household in homes:
            home = homes[household]
            helped.setdefault(home.kelurahan if kelurahan else home.kecamatan, Counter())[programme] += 1
    return tuple(
        _place(code, names.get(code, code), counts.get(code, Counter()), helped.get(code, {}))
        for code in (*names, *sorted(counts.keys() - names.keys()))
    )


def _place(code: str, name: str, counts: Counter[str], helped: Mapping[str, int]) -> PlaceFigures:
    return PlaceFigures(
        code, name, counts["households"], counts["people"], counts["received"], 0, counts["returned"],
        counts["approved"], counts[YES], counts[NO], counts[UNCERTAIN], dict(helped),
    )  # fmt: skip


def _months(store: Store, today: date) -> tuple[str, ...]:
    present = month_of(today)
    first = min(first_day(store)[:7] or present, present)
    return months_between(max(first, month_before(present, _SHOWN - 1)), present)


def _homes(store: Store) -> dict[str, Home]:
    rows = store.db.conn.execute(
        "SELECT record, kecamatan, kelurahan, members FROM household"
        " WHERE record NOT IN (SELECT household FROM merged)"
    ).fetchall()
    return {record: Home(*values) for record, *values in rows}


def _handed(
    store: Store, then: Standing, homes: Mapping[str, Home], month: str, rules: Rules
) -> dict[str, int]:
    """Cards handed over in the month by the names of their programmes, in the order of the rules."""
    numbers = [
        number
        for number, (household, day) in then.delivered.items()
        if day[:7] == month and household in homes
    ]
    found: Counter[str] = Counter()
    for number in numbers:
        newest = max(store.journal.heads(number), key=lambda each: each.hlc, default=None)
        if newest is not None:
            found.update(each.code for each in holder_from(newest.values, None).programmes)
    return {name: found[short] for short, name in names_by_short_code(rules).items() if found[short]}
