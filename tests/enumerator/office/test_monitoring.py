# SPDX-License-Identifier: Apache-2.0
"""The office's figures over months: they tie with those of now, and earlier ones stay as they were."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from enumerator.eligibility.adopting import SHIPPED
from enumerator.eligibility.deciding import decide
from enumerator.office.assessing import adopt_rules, assess_households
from enumerator.office.cards import card_office, print_cards
from enumerator.office.monitoring import Monitoring, Months, monitoring, target_month, write_places
from enumerator.office.reviewing import return_household, review_households
from enumerator.programmes.graduation import graduate
from enumerator.reports.months import last_day, month_before, month_of
from enumerator.workspace import Workspace, open_workspace
from tests.site import KELURAHAN, PASSPHRASE, Site
from tests.workbooks import lasting_rules

THIS = month_of(datetime.now().astimezone().date())
NEXT = month_before(THIS, -1)
AFTER = month_before(THIS, -2)


@contextmanager
def in_month(site: Site, month: str) -> Iterator[Workspace]:
    """The office at noon on the last day but one of a month to come."""
    noon = datetime.combine(last_day(month), datetime.min.time()).astimezone() + timedelta(hours=-12)
    with open_workspace(site.office, PASSPHRASE, clock=lambda: noon) as office:
        yield office


@pytest.fixture
def worked(site: Site, tmp_path: Path) -> Site:
    """Surveyed this month; next month verified, decided and one card handed over."""
    with in_month(site, NEXT) as office:
        adopt_rules(office, lasting_rules(SHIPPED, tmp_path))
        review_households(office, site.records, "Lengkap.")
        assess_households(office)
        decide(office.store, site.records[0], "pelatihan", "yes", "Musyawarah kelurahan.")
        (number,) = print_cards(office, tmp_path / "kartu.pdf").numbers
        card_office(office).deliver(number, "Tanda tangan")
    return site


def test_the_present_month_is_what_the_page_has_always_shown(worked: Site) -> None:
    with in_month(worked, NEXT) as office:
        found = monitoring(office)
    assert found.is_now
    assert (found.month, [each.month for each in found.points]) == (NEXT, [THIS, NEXT])
    assert found.point.poor == found.figures.poor
    assert found.point.approved == len(worked.records)
    assert found.change == found.figures.poor  # nobody was verified the month before
    assert list(found.handed.values()) == [1]
    assert (found.ever, found.point.handed) == (1, 1)


def test_a_month_that_is_over_tells_what_it_told_while_it_ran(worked: Site) -> None:
    with in_month(worked, NEXT) as office:
        while_it_ran = monitoring(office)
        in_the_kecamatan = monitoring(office, KELURAHAN[:8])
    with in_month(worked, AFTER) as office:
        return_household(office, worked.records[0], "Mohon dikunjungi lagi.")
        graduate(office.store, worked.records[1], "Sudah bekerja.")
        later, now = monitoring(office, month=NEXT), monitoring(office)
        again = monitoring(office, KELURAHAN[:8], NEXT)
    assert later.figures.totals.households == while_it_ran.figures.totals.households
    assert later.figures.poor == while_it_ran.figures.poor
    assert later.figures.accuracy == while_it_ran.figures.accuracy
    assert later.handed == while_it_ran.handed
    assert [(p.code, p.decided_yes, p.within_quota, p.proposed_yes) for p in later.figures.programmes] == [
        (p.code, p.decided_yes, p.within_quota, p.proposed_yes) for p in while_it_ran.figures.programmes
    ]
    told = {place.code: (place.households, place.poor, place.people) for place in again.figures.places}
    assert told == {
        place.code: (place.households, place.poor, place.people) for place in in_the_kecamatan.figures.places
    }
    assert not later.is_now
    assert now.point.approved == len(worked.records) - 1
    assert (now.point.graduated, later.point.graduated) == (1, 0)
    assert now.handed == {}


def test_before_anybody_was_verified_there_is_nobody_to_count(worked: Site) -> None:
    with in_month(worked, NEXT) as office:
        first = monitoring(office, month="2001-01")
    assert first.month == THIS
    assert first.change is None
    assert (first.point.households, first.point.approved, first.figures.assessed) == (
        len(worked.records),
        0,
        0,
    )


def test_places_add_up_in_every_month(worked: Site) -> None:
    with in_month(worked, AFTER) as office:
        months = Months(office)
        for month in months.months:
            whole = months.figures(month).totals.households
            rows = list(months.districts(month))
            assert sum(district.households for district, _villages in rows) == whole
            assert sum(each.households for _district, villages in rows for each in villages) == whole


def test_what_was_worked_out_is_kept(worked: Site) -> None:
    with in_month(worked, NEXT) as office:
        # the verified answers are no longer those of the assessments
        office.store.db.conn.execute("DELETE FROM assessment")
        office.store.db.conn.execute("DELETE FROM proposal")
    with in_month(worked, AFTER) as office:
        found = monitoring(office, month=NEXT)
        (kept,) = office.store.db.conn.execute("SELECT count(*) FROM past_assessment").fetchone()
        assert kept == len(worked.records)
        assert monitoring(office, month=NEXT) == found
    assert found.figures.assessed == len(worked.records)


def test_the_places_of_a_month_are_written_as_a_table(worked: Site, tmp_path: Path) -> None:
    with in_month(worked, AFTER) as office:
        assert write_places(office, tmp_path / "tempat.xlsx", THIS) == 16 + 177
        rows = load_workbook(tmp_path / "tempat.xlsx").active.iter_rows(min_row=2, values_only=True)
        assert sum(row[7] for row in rows) == 0  # approved


def test_the_month_of_the_goal_comes_from_the_rules(worked: Site) -> None:
    class Named:
        def __init__(self, amount: float) -> None:
            self._amount = amount

        def amounts(self, _on: object) -> dict[str, float]:
            return {"target_nol": self._amount}

    assert target_month(Named(202612.0), last_day(THIS)) == "2026-12"  # type: ignore[arg-type]
    assert target_month(Named(0), last_day(THIS)) == ""  # type: ignore[arg-type]


def test_the_change_is_to_the_month_before(worked: Site) -> None:
    with in_month(worked, AFTER) as office:
        found: Monitoring = monitoring(office)
    by_month = {each.month: each for each in found.points}
    assert found.change == by_month[AFTER].poor - by_month[NEXT].poor
