# SPDX-License-Identifier: Apache-2.0
"""A household given to somebody else while the former holder still works on it, with real laptops and
bundles."""

from __future__ import annotations

import pytest

from enumerator.errors import UserError
from enumerator.merging.open_conflicts import open_conflicts
from enumerator.office.late import (
    give_work,
    holders_of,
    late_count,
    late_work,
    leave_late,
    show_late,
    take_in_late,
    work_of,
)
from enumerator.office.reviewing import review_households
from enumerator.registry.projection import rebuild, refresh
from enumerator.registry.search import household
from enumerator.registry.staff import enumerators
from enumerator.workspace import Workspace
from tests.site import NAMES, Site, correct, site, whole_site

__all__ = ["site", "whole_site"]

FLOOR = "/data/perumahan/lantai"


def person(office: Workspace, number: int) -> str:
    return next(each.person for each in enumerators(office.store) if each.name == NAMES[number])


def some_choice(workspace: Workspace, record: str) -> tuple[str, str]:
    """A select_one answer of the household, and another value for it."""
    from enumerator.office.reading import opened, read_household

    reading = read_household(workspace, record)
    form = workspace.library.get(reading.form.hash)
    interview = opened(form, reading.view.values, workspace)
    for line in reading.lines:
        node = form.nodes.get(line.address)
        if node is not None and getattr(node, "type", "") == "select_one" and "perumahan" in line.address:
            other = next(c.value for c in interview.choices(line.address) if c.value != line.value)
            return line.address, other
    raise AssertionError("the form asks nothing of a house")


@pytest.fixture
def given(site: Site) -> tuple[Site, str, str]:
    """Joko corrects his household; before that arrives, the office gives it to Siti."""
    record = site.records[2]
    site.give(record, 1)
    site.send_back()
    with site.open_laptop(1) as laptop:
        address, other = some_choice(laptop, record)
        correct(laptop, record, {address: other})
    with site.open_office() as office:
        (task,) = work_of(office, person(office, 1))[-1:]
        assert record in {h for h in [record] if holders_of(office, h)}
        tasks = [t for t, who in holders_of(office, record).items() if who == person(office, 1)]
        assert task in work_of(office, person(office, 1))
        assert give_work(office, tasks, person(office, 0), "Joko sakit") == 1
    site.send_up(1)
    site.take_in()
    return site, record, address


def test_late_work_waits_beside_the_household_and_is_told_with_who_and_when(given) -> None:
    site, record, _address = given
    with site.open_office() as office:
        (late,) = late_work(office)
        assert late_count(office) == 1
        assert (late.record, late.author, late.revisions) == (record, person(office, 1), 1)
        assert (late.given.to, late.given.reason) == (person(office, 0), "Joko sakit")
        shown = show_late(office, late)
        assert shown.lines
        assert all(line.left != line.right for line in shown.lines)
        found = household(office.store, record)
        assert len(found.heads.split()) == 1
        review_households(office, [record], "Sudah diperiksa")
        assert household(office.store, record).status == "approved"
        before = office.store.db.conn.execute("SELECT record, heads, status FROM household").fetchall()
        rebuild(office.store, office.library)
        after = office.store.db.conn.execute("SELECT record, heads, status FROM household").fetchall()
        assert sorted(before) == sorted(after)


def test_late_work_reaches_no_other_laptop_until_it_is_taken_in(given) -> None:
    site, record, _address = given
    site.send_back()
    with site.open_laptop(0) as laptop:
        authors = {revision.author for revision in laptop.store.journal.revisions(record)}
        assert len(laptop.store.journal.revisions(record)) == 1, authors


def test_taken_in_it_joins_the_household_and_can_be_left_again(given) -> None:
    site, record, _address = given
    with site.open_office() as office:
        (late,) = late_work(office)
        with pytest.raises(UserError):
            take_in_late(office, late, " ")
        old = household(office.store, record).heads
        take_in_late(office, late, "Foto dari Joko lebih baru")
        assert late_work(office) == ()
        assert late_count(office) == 0
        assert household(office.store, record).heads != old
        refresh(office.store, office.library)
        (decided,) = late_work(office, decided=True)
        assert decided.ruling.taken
        assert show_late(office, decided).lines
        with pytest.raises(UserError):
            take_in_late(office, decided, "sekali lagi")
        leave_late(office, decided, "Ternyata keliru")
        (again,) = late_work(office, decided=True)
        assert not again.ruling.taken
        assert again.ruling.about == decided.ruling.about
        take_in_late(office, again, "Berubah pikiran")
        assert late_work(office, decided=True)[0].ruling.taken


def test_left_it_changes_nothing_and_stays_in_the_history(given) -> None:
    from enumerator.merging import view
    from enumerator.merging.custodians import Custodians

    site, record, _address = given
    with site.open_office() as office:
        before = view(Custodians(office.store).accepted(record)).values
        (late,) = late_work(office)
        leave_late(office, late, "Sudah didatangi Siti")
        assert view(Custodians(office.store).accepted(record)).values == before
        assert late_work(office) == ()
        assert open_conflicts(office.store, office.library) == ()
        assert office.store.journal.verify() == ()
        authors = [revision.author for revision in office.store.journal.revisions(record)]
        assert person(office, 1) in authors


def test_work_is_given_on_with_a_reason(site: Site) -> None:
    with site.open_office() as office:
        tasks = work_of(office, person(office, 1))
        with pytest.raises(UserError):
            give_work(office, tasks, person(office, 0), " ")
        assert work_of(office, person(office, 0)) == ()
        assert give_work(office, tasks, person(office, 0), "Pindah wilayah") == len(tasks) == 1
        assert work_of(office, person(office, 0)) == tasks
        assert work_of(office, person(office, 0), unvisited=True) == ()


def test_given_on_twice_the_waiting_work_still_waits(given) -> None:
    site, record, _address = given
    with site.open_office() as office:
        tasks = [t for t, who in holders_of(office, record).items() if who == person(office, 0)]
        give_work(office, tasks, person(office, 0), "Sekali lagi")
        assert late_count(office) == 1
