# SPDX-License-Identifier: Apache-2.0
"""The office sees visits without an interview and sets the week's target, which the laptop then knows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from enumerator.errors import UserError
from enumerator.interviews.assignments import asked_per_week, tasks_of
from enumerator.interviews.visits import Outcome, note_visit
from enumerator.office.field_work import field_visits, weeks
from enumerator.office.inbox import export_to_laptops
from enumerator.registry.assigning import Target, assign, set_week_target
from enumerator.registry.staff import enumerators
from tests.site import KELURAHAN, Site


def test_a_visit_noted_on_a_laptop_is_seen_at_the_office(site: Site) -> None:
    with site.open_office() as office:
        person = enumerators(office.store)[0].person
        given = assign(
            office.store,
            [
                Target(name, KELURAHAN, KELURAHAN[:8], rt="2", rw="3")
                for name in ("Wagiman", "Tumini", "Rebo")
            ],
            person,
        )
        homes = [each.values["household"] for each in given]
        assert field_visits(office) == ()
        today = office.store.clock().date()
        export_to_laptops(office, site.stick)
    number = next(n for n in range(2) if person == _author(site, n))
    with site.open_laptop(number) as laptop:
        note_visit(laptop.store, homes[0], Outcome.ABSENT, again=today + timedelta(days=3), note="Ke pasar.")
        note_visit(laptop.store, homes[1], Outcome.ABSENT)
        note_visit(laptop.store, homes[1], Outcome.REFUSED)
        note_visit(laptop.store, homes[2], Outcome.ABSENT, again=today - timedelta(days=1))
    site.send_up(number)
    site.take_in()
    with site.open_office() as office:
        late, soon, refused = field_visits(office)
    assert (late.head_name, late.late, late.open) == ("Rebo", True, True)
    assert (soon.head_name, soon.visit.note, soon.late) == ("Wagiman", "Ke pasar.", False)
    assert soon.author == person
    assert (soon.kelurahan, soon.rt, soon.rw) == (KELURAHAN, "2", "3")
    assert (refused.visit.outcome, refused.times, refused.open) == (Outcome.REFUSED, 2, False)


def _family(name: str) -> Target:
    return Target(name, KELURAHAN, KELURAHAN[:8], per_week="5")


def _author(site: Site, number: int) -> str:
    with site.open_laptop(number) as laptop:
        return laptop.keys.author


def test_the_target_that_was_set_last_counts(site: Site) -> None:
    with site.open_office() as office:
        store = office.store
        first, second = enumerators(store)
        assign(store, [_family(name) for name in "AB"], first.person)
        assert asked_per_week(tasks_of(store, first.person).values()) == 5
        set_week_target(store, first.person, 12)
        assert weeks(office, [first.person])[first.person].target == 12
        assert set_week_target(store, first.person, 12) is None  # said already
        set_week_target(store, first.person, 0)
        week = weeks(office, [first.person, second.person])
        assert (week[first.person].target, week[second.person].target) == (0, 0)
        assert week[first.person].words == str(week[first.person].done)
        set_week_target(store, first.person, 7)
        assert weeks(office, [first.person])[first.person].words.endswith("/ 7")


def test_without_assignments_there_is_nothing_to_set_a_target_on(site: Site) -> None:
    with site.open_office() as office, pytest.raises(UserError):
        set_week_target(office.store, "nobody", 3)
