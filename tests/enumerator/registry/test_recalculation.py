# SPDX-License-Identifier: Apache-2.0
"""What the form computes is right where parallel edits were joined, though nobody has written it."""

from __future__ import annotations

import pytest

from enumerator.eligibility.adopting import current
from enumerator.eligibility.assessing import assess_all, assessment_of
from enumerator.forms import Context, Interview
from enumerator.office.settling import difference, settle_household
from enumerator.registry.projection import rebuild
from enumerator.registry.recalculation import standing
from enumerator.registry.search import household
from enumerator.workspace import Workspace
from tests.site import Site, correct, form_of, site, whole_site

__all__ = ["site", "whole_site"]

RICE = "/data/pengeluaran/pangan_mingguan/pangan_beras"
POWER = "/data/pengeluaran/bukan_pangan/biaya_listrik"
PER_HEAD = "/data/pengeluaran/pengeluaran_kapita"


def edit_apart(site: Site, record: str, first: dict[str, str], second: dict[str, str]) -> None:
    for number, answers in enumerate((first, second)):
        with site.open_laptop(number) as laptop:
            correct(laptop, record, answers)
        site.send_up(number)
    site.take_in()


def told(office: Workspace, record: str, answers: dict[str, str]) -> str:
    """The spending per head if one person had given all these answers."""
    first = office.store.journal.revisions(record)[0]
    interview = Interview.resume(form_of(office), first.values, Context(clock=office.store.clock))
    for address, text in answers.items():
        interview.answer(address, text)
    return interview.finished_answers()[PER_HEAD]


def test_answers_joined_from_two_laptops_count_together(site: Site) -> None:
    place, record = site, site.records[0]
    edit_apart(place, record, {RICE: "91000"}, {POWER: "154000"})
    with place.open_office() as office:
        expected = told(office, record, {RICE: "91000", POWER: "154000"})
        alone = {told(office, record, {RICE: "91000"}), told(office, record, {POWER: "154000"})}
        position = office.store.journal.position()
        now = standing(form_of(office), office.store.journal.revisions(record))
        known = household(office.store, record)
        assert known is not None
        assess_all(office.store, office.library, current(office.store), status="")
        assessment = assessment_of(office.store, record)
        assert assessment is not None
        assert expected not in alone
        assert len(now.heads) == 2
        assert now.conflicts == ()
        assert now.values[PER_HEAD] == expected
        assert known.spending == pytest.approx(float(expected))
        assert assessment.spending == pytest.approx(float(expected))
        assert office.store.journal.position() == position, "nothing is written"


def test_reading_the_journal_anew_gives_the_same_figures(site: Site) -> None:
    place, record = site, site.records[0]
    edit_apart(place, record, {RICE: "91000"}, {POWER: "154000"})
    with place.open_office() as office:
        before = household(office.store, record)
        rebuild(office.store, office.library)
        assert household(office.store, record) == before


def test_one_persons_answers_are_left_as_they_were_computed(site: Site) -> None:
    place, record = site, site.records[0]
    with place.open_office() as office:
        (only,) = office.store.journal.revisions(record)
        assert standing(form_of(office), [only]).values == only.values


def test_a_settlement_computes_from_what_was_chosen(site: Site) -> None:
    """Both changed the rice, one of them the electricity too."""
    place, record = site, site.records[0]
    edit_apart(place, record, {RICE: "91000"}, {RICE: "35000", POWER: "154000"})
    with place.open_office() as office:
        found = difference(office, record)
        assert [each.address for each in found.view.conflicts] == [RICE]
        expected = told(office, record, {RICE: "35000", POWER: "154000"})
        chosen = next(side for side in found.view.conflicts[0].sides if side.value == "35000")
        revision = settle_household(office, record, {RICE: chosen}, "Menurut struk.")
        assert revision.values[RICE] == "35000"
        assert revision.values[PER_HEAD] == expected
        known = household(office.store, record)
        assert known is not None
        assert known.spending == pytest.approx(float(expected))
        assert difference(office, record).view.conflicts == ()
