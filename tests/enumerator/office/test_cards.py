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
from enumerator.office.cards import card_office, cards_due, print_cards, programmes_on_cards
from enumerator.office.inbox import import_bundles
from enumerator.office.programme_codes import short_codes
from enumerator.office.reviewing import review_households
from enumerator.workspace import Workspace
from tests.site import Site, correct
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


def test_what_has_not_been_approved_is_not_printed(
    decided: tuple[Workspace, str], site: Site, tmp_path: Path
) -> None:
    """An answer that came after the decision waits for review, and the card with it."""
    office, record = decided
    with site.open_laptop(0) as laptop:
        correct(laptop, record, {"/data/penutup/catatan": "Sudah pindah rumah."})
    (bundle,) = [site.send_up(0)]
    assert not [out for _p, out in import_bundles(office, [bundle]) if isinstance(out, Exception)]
    assert cards_due(office) == ()
    with pytest.raises(UserError) as refused:
        print_cards(office, tmp_path / "kartu.pdf", households=[record])
    assert refused.value.where == record
    assert not (tmp_path / "kartu.pdf").exists()
    assert list(card_office(office).register) == []
    review_households(office, [record], "Lengkap.")
    assert len(print_cards(office, tmp_path / "kartu.pdf").numbers) == 1


def test_a_printed_card_stays_on_the_list_while_news_wait_for_review(
    decided: tuple[Workspace, str], site: Site, tmp_path: Path
) -> None:
    office, record = decided
    (number,) = print_cards(office, tmp_path / "kartu.pdf").numbers
    with site.open_laptop(0) as laptop:
        correct(laptop, record, {"/data/penutup/catatan": "Sudah pindah rumah."})
    list(import_bundles(office, [site.send_up(0)]))
    (due,) = cards_due(office)
    assert due.card is not None
    assert due.card.number == number
