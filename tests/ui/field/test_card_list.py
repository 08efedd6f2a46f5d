# SPDX-License-Identifier: Apache-2.0
"""The office's list of cards called back reaches a laptop with its bundle, and decides there over a card."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from enumerator.bundles.pack import export_bundle
from enumerator.bundles.unpack import import_bundle
from enumerator.cards.credential import Issuer, make_credential
from enumerator.cards.holder import CardHolder, Programme
from enumerator.cards.planned import Request
from enumerator.cards.trust import Trust, TrustedKey
from enumerator.cards.trustlist import pack_trust
from enumerator.office.card_trust import CardKnowledge, card_trust, publish_card_list
from enumerator.office.cards import card_office
from enumerator.office.inbox import export_to_laptops
from enumerator.store.revision import Entry
from enumerator.workspace import Workspace, create_office_workspace, enrol_workspace, make_enrolment_kit
from ui.field.verify import VerifyCard

PHRASE = "tiga kerbau biru"
DAY = timedelta(days=1)


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=7)))

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Pair:
    office: Workspace
    laptop: Workspace
    clock: Clock
    stick: Path

    def carry_down(self) -> int:
        (packed,) = export_to_laptops(self.office, self.stick)
        return import_bundle(self.laptop.store, self.laptop.keys, packed.path).new

    def card(self, household: str) -> tuple[str, str]:
        """The number and the code of a new card."""
        office = card_office(self.office)
        holder = CardHolder(household=household, name="Kasmini", programmes=(Programme("BLT", "BLT"),))
        (asked,) = office.request(Request(holder))
        (issued,) = office.approve(asked.number)
        return issued.number, issued.values["credential"]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    clock = Clock()
    office, _sheets = create_office_workspace(tmp_path / "kantor", "Kota", PHRASE, person="Budi", clock=clock)
    kit = make_enrolment_kit(office, tmp_path, "Sri")
    laptop = enrol_workspace(tmp_path / "laptop", kit.path, kit.code, PHRASE, clock=clock)
    up = export_bundle(laptop.store, laptop.keys, tmp_path)
    import_bundle(office.store, office.keys, up.path)
    stick = tmp_path / "stick"
    stick.mkdir()
    yield Pair(office, laptop, clock, stick)
    laptop.close()
    office.close()


@pytest.fixture
def page(qtbot, pair: Pair) -> VerifyCard:
    made = VerifyCard(pair.laptop, now=pair.clock)
    qtbot.addWidget(made)
    return made


def headline(page: VerifyCard, text: str) -> str:
    page.check(text)
    return page.result.headline.text()


def test_a_fresh_list_makes_green_an_old_one_amber_and_a_revoked_card_red(
    pair: Pair, page: VerifyCard
) -> None:
    number, code = pair.card("h1")
    pair.clock.now += DAY
    assert headline(page, code) == "Periksa dulu"
    pair.carry_down()
    assert headline(page, code) == "Asli dan berlaku"
    pair.clock.now += 31 * DAY
    assert headline(page, code) == "Periksa dulu"
    assert "23-12-2026" not in page.result.reason.text()
    assert "25-11-2026" in page.result.reason.text()
    pair.carry_down()
    assert headline(page, code) == "Asli dan berlaku"
    card_office(pair.office).revoke(number, reason="Pindah ke kota lain.")
    assert headline(page, code) == "Asli dan berlaku"
    pair.carry_down()
    assert headline(page, code) == "Jangan diterima"
    assert headline(page, number) == "Jangan diterima"


def test_a_list_is_written_when_it_has_changed_or_is_a_day_old(pair: Pair) -> None:
    number, _code = pair.card("h1")
    assert publish_card_list(pair.office) is not None
    assert publish_card_list(pair.office) is None
    card_office(pair.office).revoke(number, reason="Pindah.")
    assert publish_card_list(pair.office) is not None
    assert publish_card_list(pair.office) is None
    pair.clock.now += DAY
    assert publish_card_list(pair.office) is not None


def test_a_laptop_gets_only_the_newest_list_and_writes_none(pair: Pair) -> None:
    for _day in range(3):
        publish_card_list(pair.office)
        pair.clock.now += DAY
    pair.carry_down()
    assert len(pair.office.store.journal.records("card_list")) == 4
    assert len(pair.laptop.store.journal.records("card_list")) == 1
    assert publish_card_list(pair.laptop) is None


def test_a_list_that_somebody_else_signed_changes_nothing(pair: Pair) -> None:
    pair.carry_down()
    before = card_trust(pair.laptop)
    stranger = Issuer.of_key("DINSOS-SMG", Ed25519PrivateKey.generate())
    forged = pack_trust(Trust((TrustedKey.of(stranger),)), stranger, pair.clock() + DAY)
    blob = pair.laptop.store.attachments.put(forged)
    pair.laptop.store.append(Entry("palsu", "card_list", {}, blobs=(blob,)))
    assert card_trust(pair.laptop) == before


def test_a_card_of_another_issuer_is_not_accepted_though_the_key_is_right(
    pair: Pair, page: VerifyCard
) -> None:
    pair.carry_down()
    key = Ed25519PrivateKey.from_private_bytes(pair.office.keys.secrets.signing)
    holder = CardHolder(household="h1", name="Kasmini")
    code = make_credential(
        holder,
        pair.card("h1")[0],
        Issuer.of_key("DINSOS-LAIN", key),
        issued_at=pair.clock() - DAY,
        expires_at=pair.clock() + DAY,
    )
    assert headline(page, code) == "Jangan diterima"
    assert page.result.facts.count() == 0


def test_knowledge_kept_by_a_screen_learns_of_what_arrives_later(pair: Pair) -> None:
    known = CardKnowledge(pair.laptop)
    assert known.trust().revocations.as_of is None
    number, _code = pair.card("h1")
    card_office(pair.office).revoke(number, reason="Pindah.")
    pair.carry_down()
    assert known.trust().revocations.as_of is None
    known.refresh()
    assert known.withdrawal(number) is not None


def test_a_list_dated_by_a_wrong_clock_neither_counts_nor_stops_later_ones(
    pair: Pair, page: VerifyCard
) -> None:
    number, code = pair.card("h1")
    right, pair.clock.now = pair.clock.now, pair.clock.now + 3000 * DAY
    pair.carry_down()
    pair.clock.now = right + DAY
    assert headline(page, code) == "Periksa dulu"
    card_office(pair.office).revoke(number, reason="Pindah.")
    pair.carry_down()
    assert headline(page, code) == "Jangan diterima"
