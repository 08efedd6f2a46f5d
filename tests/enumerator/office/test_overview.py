# SPDX-License-Identifier: Apache-2.0
"""The office's figures tie with one another, and an assessment is told in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from enumerator.cards.register import State
from enumerator.eligibility.adopting import SHIPPED, current
from enumerator.eligibility.assessing import assessment_of
from enumerator.eligibility.deciding import decide
from enumerator.office.assessing import adopt_rules, assess_households
from enumerator.office.card_printing import Printing, Wanted, issue_cards
from enumerator.office.card_steps import preview_card, replace_card, write_register
from enumerator.office.cards import card_office, print_cards
from enumerator.office.eligible import explained, proposed, undecided, write_due_list
from enumerator.office.monitoring import write_places
from enumerator.office.overview import accuracy, overview
from enumerator.office.reviewing import review_households
from enumerator.registry.places import load_places
from enumerator.workspace import Workspace
from tests.site import KELURAHAN, Site
from tests.workbooks import lasting_rules


@pytest.fixture
def decided(office: Workspace, site: Site, tmp_path: Path) -> Workspace:
    """All households approved and assessed; the first decided upon for one programme."""
    adopt_rules(office, lasting_rules(SHIPPED, tmp_path))
    review_households(office, site.records, "Lengkap.")
    assess_households(office)
    decide(office.store, site.records[0], "pelatihan", "yes", "Musyawarah kelurahan.")
    return office


def test_places_add_up_to_the_whole(decided: Workspace, site: Site) -> None:
    city = overview(decided)
    assert city.totals.households == len(site.records)
    assert sum(place.households for place in city.places) == len(site.records)
    district = overview(decided, KELURAHAN[:8])
    assert {place.code for place in district.places} == {
        place.code for place in load_places().of(KELURAHAN[:8])
    }
    assert sum(place.households for place in district.places) == len(site.records)
    assert city.assessed == len(site.records)


def test_accuracy_compares_who_is_meant_with_who_holds_a_card(decided: Workspace, tmp_path: Path) -> None:
    assert accuracy(decided).waiting == 1
    (number,) = print_cards(decided, tmp_path / "kartu.pdf").numbers
    assert accuracy(decided).served == 0  # printed is not yet in anybody's hand
    card_office(decided).deliver(number, "Tanda tangan")
    assert (accuracy(decided).served, accuracy(decided).waiting) == (1, 0)
    household = card_office(decided).register.get(number).household
    decide(decided.store, household, "pelatihan", "no", "Sudah bekerja.")
    assert accuracy(decided).not_eligible == 1


def test_what_waits_for_a_decision_is_counted(decided: Workspace, site: Site) -> None:
    waiting = undecided(decided)
    open_ones = [
        each
        for programme in current(decided.store).programmes
        for each in proposed(decided, programme.code)
        if each.eligible == "yes" and not each.decided
    ]
    assert waiting == len(open_ones)
    first = next(each for each in proposed(decided, "pelatihan") if each.household == site.records[0])
    assert (first.decided, first.stale, first.open) == ("yes", False, False)


def test_an_assessment_names_the_line_with_its_year_and_source(decided: Workspace, site: Site) -> None:
    found = assessment_of(decided.store, site.records[0])
    assert found is not None
    programme = current(decided.store).programmes[0]
    sections = {section.address: section for section in explained(found, "Rp1", programme)}
    line = next(each for each in sections["#screens"].lines if each.address == "#line")
    assert found.line is not None
    assert found.line.period in line.words
    assert sections["#why"].lines
    assert len(sections["#criteria"].lines) == len(found.criteria)


def test_lists_are_written_with_masked_numbers(decided: Workspace, tmp_path: Path) -> None:
    assert write_due_list(decided, tmp_path / "penerima.xlsx") == 1
    assert write_places(decided, tmp_path / "tempat.xlsx") == 16 + 177
    print_cards(decided, tmp_path / "kartu.pdf")
    assert write_register(decided, tmp_path / "kartu.xlsx") == 1
    for name in ("penerima", "kartu"):
        cells = [
            str(cell)
            for row in load_workbook(tmp_path / f"{name}.xlsx").active.iter_rows(values_only=True)
            for cell in row
        ]
        assert not any(cell.isdigit() and len(cell) == 16 for cell in cells)


def test_a_spoilt_card_is_printed_again_and_a_lost_one_replaced(decided: Workspace, tmp_path: Path) -> None:
    (number,) = print_cards(decided, tmp_path / "kartu.pdf").numbers
    record = card_office(decided).register.get(number)
    again = issue_cards(decided, Wanted(cards=(record,)), Printing(), tmp_path / "lagi.pdf")
    assert again.numbers == (number,)
    assert preview_card(decided, record).startswith(b"%PDF")
    new = replace_card(decided, record, ("pelatihan",), "Hilang")
    assert new.state is State.APPROVED
    assert card_office(decided).register.get(number).state is State.REPLACED
