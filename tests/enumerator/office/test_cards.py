# SPDX-License-Identifier: Apache-2.0
"""Cards of the office: for whom a decision stands, with programmes by short code and name."""

from __future__ import annotations

from pathlib import Path

import pytest

from enumerator.cards.scan import decode_file
from enumerator.cards.verify import verify_code
from enumerator.eligibility.adopting import SHIPPED, current
from enumerator.eligibility.deciding import decide
from enumerator.errors import UserError
from enumerator.office.assessing import adopt_rules, assess_households
from enumerator.office.card_trust import card_trust
from enumerator.office.cards import cards_due, print_cards, programmes_on_cards
from enumerator.office.programme_codes import short_codes
from enumerator.office.reviewing import review_households
from enumerator.workspace import Workspace
from tests.site import Site
from tests.workbooks import lasting_rules


@pytest.fixture
def decided(office: Workspace, site: Site, tmp_path: Path) -> tuple[Workspace, str]:
    """One household approved and, whatever the rules propose, decided upon for two programmes."""
    record = site.records[0]
    adopt_rules(office, lasting_rules(SHIPPED, tmp_path))
    review_households(office, [record], "Lengkap.")
    assess_households(office)
    for programme in ("pelatihan", "pangan"):
        decide(office.store, record, programme, eligible="yes", reason="Hasil musyawarah kelurahan.")
    return office, record


def test_a_card_carries_short_codes_and_a_check_names_the_programmes(
    decided: tuple[Workspace, str], tmp_path: Path
) -> None:
    office, record = decided
    assert [due.household.record for due in cards_due(office)] == [record]
    pdf = tmp_path / "kartu.pdf"
    printed = print_cards(office, pdf)
    assert len(printed.numbers) == 1
    (text,) = set(decode_file(pdf))
    verdict = verify_code(text, card_trust(office), office.store.clock())
    assert verdict.accepted
    assert verdict.credential is not None
    short = short_codes(each.code for each in current(office.store).programmes)
    assert set(verdict.credential.programmes) == {short["pelatihan"], short["pangan"]}
    names = programmes_on_cards(office)
    assert {names[code] for code in verdict.credential.programmes} == {
        "Pelatihan keterampilan",
        "Bantuan pangan",
    }


def test_nobody_gets_a_second_card_unasked(decided: tuple[Workspace, str], tmp_path: Path) -> None:
    office, _record = decided
    print_cards(office, tmp_path / "kartu.pdf")
    with pytest.raises(UserError):
        print_cards(office, tmp_path / "lagi.pdf")
    assert not (tmp_path / "lagi.pdf").exists()


def test_a_household_without_a_decision_gets_none(office: Workspace, site: Site, tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        print_cards(office, tmp_path / "kartu.pdf", households=[site.records[0]])
    assert site.records[0] in refused.value.where
