# SPDX-License-Identifier: Apache-2.0
"""The list of keys and revoked cards: what the office signs arrives, and nothing else does."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from enumerator.cards.base45 import decode
from enumerator.cards.credential import Issuer, make_credential
from enumerator.cards.holder import Card
from enumerator.cards.number import Numbers
from enumerator.cards.trust import Revocations, Trust, TrustedKey, Withdrawal
from enumerator.cards.trustlist import TrustListError, pack_trust, read_trust
from enumerator.cards.verify import Outcome, verify_code

from .conftest import ISSUED, NOW, holder

DAY = timedelta(days=1)


def test_keys_limits_and_cards_arrive_as_they_were_said(issuer: Issuer) -> None:
    laptop = Issuer.of_key("DINSOS-SMG", Ed25519PrivateKey.generate(), block=17)
    keys = (
        TrustedKey.of(issuer),
        TrustedKey.of(laptop, valid_from=ISSUED, valid_until=ISSUED + 90 * DAY),
        TrustedKey("DINSOS-LAMA", bytes(32), withdrawn=True),
    )
    cards = {"SMG-A": Withdrawal.LOST, "SMG-B": Withdrawal.REVOKED, "SMG-C": Withdrawal.REPLACED}
    trust = Trust(keys, Revocations(NOW, cards))
    assert read_trust(pack_trust(trust, issuer, NOW), issuer.public_key) == trust


def test_the_list_is_dated_when_it_is_packed(issuer: Issuer) -> None:
    packed = pack_trust(Trust((TrustedKey.of(issuer),)), issuer, NOW)
    assert read_trust(packed, issuer.public_key).revocations.as_of == NOW


def test_a_laptop_prints_in_the_field_until_its_key_expires(issuer: Issuer) -> None:
    laptop = Issuer.of_key("DINSOS-SMG", Ed25519PrivateKey.generate(), block=17)
    key = TrustedKey.of(laptop, valid_from=ISSUED, valid_until=ISSUED + 90 * DAY)
    trust = read_trust(pack_trust(Trust((TrustedKey.of(issuer), key)), issuer, NOW), issuer.public_key)
    number = Numbers("SMG", laptop.block).draw(())

    def printed_on(day: int) -> Outcome:
        issued = ISSUED + day * DAY
        text = make_credential(holder(), number, laptop, issued_at=issued, expires_at=issued + 300 * DAY)
        return verify_code(text, trust, max(NOW, issued + DAY)).outcome

    assert printed_on(10) is Outcome.VALID
    assert printed_on(91) is Outcome.KEY_RETIRED


def test_a_list_of_another_office_is_refused(issuer: Issuer) -> None:
    other = Issuer.of_key("DINSOS-LAIN", Ed25519PrivateKey.generate())
    with pytest.raises(TrustListError):
        read_trust(pack_trust(Trust(()), other, NOW), issuer.public_key)


def test_a_card_cannot_pass_for_a_list_nor_a_list_for_a_card(
    issuer: Issuer, trust: Trust, make_card: Callable[..., Card]
) -> None:
    with pytest.raises(TrustListError):
        read_trust(decode(make_card().credential), issuer.public_key)


def test_altered_lists_are_refused(issuer: Issuer) -> None:
    trust = Trust((TrustedKey.of(issuer),), Revocations(NOW, {"SMG-A": Withdrawal.LOST}))
    plain = zlib.decompress(pack_trust(trust, issuer, NOW))
    source = random.Random(4)
    for _ in range(300):
        altered = bytearray(plain)
        altered[source.randrange(len(altered))] ^= 1 << source.randrange(8)
        try:
            read = read_trust(zlib.compress(bytes(altered)), issuer.public_key)
        except TrustListError:
            continue
        assert read == trust  # a bit that says nothing, as the number of a tag


@pytest.mark.parametrize("data", [b"", b"x", zlib.compress(b""), zlib.compress(b"\x81" * 100_000)])
def test_rubbish_is_refused(data: bytes, issuer: Issuer) -> None:
    with pytest.raises(TrustListError):
        read_trust(data, issuer.public_key)
