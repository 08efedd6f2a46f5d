# SPDX-License-Identifier: Apache-2.0
"""Keys that cards are signed with: changed, withdrawn, of another office; and what laptops make of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from enumerator.cards.credential import make_credential, open_code
from enumerator.cards.holder import CardHolder, Programme
from enumerator.cards.number import compact
from enumerator.cards.planned import Request
from enumerator.cards.register import CardRecord
from enumerator.cards.verify import Outcome, verify_code
from enumerator.errors import UserError
from enumerator.identity.faults import IdentityError
from enumerator.identity.project import Duty
from enumerator.office.card_keys import card_issuer, card_keys, current_key, rotate_card_key
from enumerator.office.card_trust import CardKnowledge, card_trust, publish_card_list
from enumerator.office.cards import card_office
from enumerator.office.inbox import export_to_laptops, import_bundles
from enumerator.office.offices import export_to_office, make_office_kit, offices
from enumerator.office.prepare import found_office
from enumerator.workspace import Workspace, enrol_workspace
from tests.site import NAMES, PASSPHRASE, Site

PROGRAMMES = (Programme("BLT", "BLT"),)


def issue(workspace: Workspace, household: str) -> CardRecord:
    office = card_office(workspace)
    (asked,) = office.request(Request(CardHolder(household, f"CONTOH {household}", programmes=PROGRAMMES)))
    (signed,) = office.approve(asked.number)
    return signed


def outcome(workspace: Workspace, card: CardRecord, after: timedelta = timedelta(0)) -> Outcome:
    now = workspace.store.clock() + after
    return verify_code(card.values["credential"], CardKnowledge(workspace).trust(), now).outcome


def send_list(site: Site, office: Workspace, number: int = 0) -> Workspace:
    """The office's word to a laptop; the laptop, open."""
    for packed in export_to_laptops(office, site.stick):
        if packed.receiver == NAMES[number]:
            laptop = site.open_laptop(number)
            assert not [out for _p, out in import_bundles(laptop, packed.paths) if isinstance(out, Exception)]
            return laptop
    raise AssertionError("there is no bundle for that laptop")


def test_a_card_of_before_the_change_still_verifies_and_so_does_one_of_after(
    office: Workspace, site: Site
) -> None:
    before = issue(office, "a")
    old = current_key(office)
    fresh = rotate_card_key(office, "pergantian tahunan")
    assert (old.number, fresh.number) == (0, 1)
    after = issue(office, "b")
    kids = [open_code(card.values["credential"]).kid for card in (before, after)]
    assert kids[0] != kids[1]
    assert [outcome(office, card) for card in (before, after)] == [Outcome.VALID, Outcome.VALID]
    with send_list(site, office) as laptop:
        later = timedelta(minutes=1)
        assert [outcome(laptop, card, later) for card in (before, after)] == [Outcome.VALID, Outcome.VALID]


def test_a_laptop_that_has_not_heard_of_a_key_accepts_none_of_its_cards(
    office: Workspace, site: Site
) -> None:
    rotate_card_key(office, "pergantian tahunan")
    card = issue(office, "a")
    with site.open_laptop(1) as laptop:
        assert outcome(laptop, card) is Outcome.UNKNOWN_KEY


def test_nothing_that_a_withdrawn_key_signed_is_believed(office: Workspace, site: Site) -> None:
    card = issue(office, "a")
    rotate_card_key(office, "kunci dicuri", withdraw=True)
    assert outcome(office, card) is Outcome.KEY_WITHDRAWN
    with send_list(site, office) as laptop:
        assert outcome(laptop, card) is Outcome.KEY_WITHDRAWN
        assert outcome(laptop, issue(office, "b"), timedelta(minutes=1)) is Outcome.VALID


def test_a_retired_key_signs_no_new_card(office: Workspace) -> None:
    old = card_issuer(office, "DINSOS-SMG")
    rotate_card_key(office, "pergantian tahunan")
    now, day = office.store.clock(), timedelta(days=1)
    late = make_credential(
        CardHolder("a", "CONTOH"), "SMG-7K4M-29QX-3", old, issued_at=now + day, expires_at=now + 300 * day
    )
    assert verify_code(late, card_trust(office), now + 2 * day).outcome is Outcome.KEY_RETIRED


def test_every_change_is_in_the_journal_with_its_reason_and_needs_an_administrator(office: Workspace) -> None:
    with pytest.raises(UserError):
        rotate_card_key(office, "  ")
    rotate_card_key(office, "pergantian tahunan")
    rotate_card_key(office, "pergantian tahunan lagi")
    told = card_keys(office.store, office.keys)
    assert [(key.number, key.until is None) for key in told] == [(0, False), (1, False), (2, True)]
    acts = [revision.act for _at, revision in office.store.journal.of_kind("card_key")]
    assert acts == ["retire", "begin", "retire", "begin"]
    office.hand_over(replace(office.keys, duty=Duty.APPROVER))
    with pytest.raises(IdentityError):
        rotate_card_key(office, "saya ingin")


def test_the_list_tells_of_a_new_key_at_once(office: Workspace) -> None:
    publish_card_list(office)
    assert publish_card_list(office) is None
    rotate_card_key(office, "pergantian tahunan")
    assert publish_card_list(office) is not None


class Two:
    """The city's office and a kecamatan's, open, which meet only by stick."""

    def __init__(self, folder: Path) -> None:
        self.stick = folder / "stick"
        self.stick.mkdir()
        self.city = found_office(folder / "kota", "Kota Semarang", PASSPHRASE, person="Rini").workspace
        kit = make_office_kit(self.city, folder / "kits", "Kecamatan Utara", area="33.74.02")
        self.district = enrol_workspace(folder / "kecamatan", kit.path, kit.code, PASSPHRASE)

    def meet(self) -> None:
        for one, other in ((self.district, self.city), (self.city, self.district)):
            target = next(each for each in offices(one) if each.log == other.keys.device)
            path = export_to_office(one, target, self.stick).path
            assert not [out for _p, out in import_bundles(other, [path]) if isinstance(out, Exception)]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    made = Two(tmp_path)
    yield made
    made.city.close()
    made.district.close()


def test_cards_of_a_further_office_are_believed_once_it_is_let_in(two: Two) -> None:
    two.meet()
    rotate_card_key(two.district, "pergantian tahunan")
    ours, theirs = issue(two.city, "a"), issue(two.district, "b")
    assert outcome(two.city, theirs) is Outcome.UNKNOWN_KEY
    two.meet()
    for office in (two.city, two.district):
        assert [outcome(office, card, timedelta(minutes=1)) for card in (ours, theirs)] == [Outcome.VALID] * 2


def test_offices_that_never_met_number_apart(two: Two) -> None:
    cards = [issue(each, f"h{n}") for each in (two.city, two.district) for n in range(5)]
    assert len({compact(card.number)[3:5] for card in cards}) == 2


def test_two_offices_that_serve_one_household_find_out_when_they_meet(two: Two) -> None:
    two.meet()
    ours, theirs = issue(two.city, "rumah"), issue(two.district, "rumah")
    today = datetime.now().astimezone().date()
    assert card_office(two.city).register.doubts(today) == ()
    two.meet()
    for workspace in (two.city, two.district):
        office = card_office(workspace)
        (doubt,) = office.register.doubts(today)
        assert doubt.households == ("rumah",)
        assert {card.number for card in doubt.cards} == {ours.number, theirs.number}
        with pytest.raises(UserError):
            office.request(Request(CardHolder("rumah", "CONTOH")))
    card_office(two.city).revoke(theirs.number, "diterbitkan dua kali")
    two.meet()
    for workspace in (two.city, two.district):
        assert card_office(workspace).register.doubts(today) == ()
        assert outcome(workspace, theirs, timedelta(minutes=1)) is Outcome.REVOKED
