# SPDX-License-Identifier: Apache-2.0
"""The check of a card: every answer it can give, and ten thousand altered codes of which none is accepted."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from enumerator.cards import base45
from enumerator.cards.credential import ES256, Flaw, Issuer, make_credential, seal_claims
from enumerator.cards.holder import Card
from enumerator.cards.trust import Revocations, Trust, TrustedKey, Withdrawal
from enumerator.cards.verify import Light, Outcome, Verdict, verify_code

from .conftest import EXPIRES, ISSUED, NOW, VECTORS, holder

DAY = timedelta(days=1)


@pytest.fixture
def card(make_card: Callable[..., Card]) -> Card:
    return make_card()


def alien(iss: str = "DINSOS-SMG", kid: bytes = b"") -> Issuer:
    key = Ed25519PrivateKey.generate()
    return Issuer(iss, key.public_key().public_bytes_raw(), key.sign, kid)


def test_a_good_card_is_green_and_names_its_holder(card: Card, trust: Trust) -> None:
    verdict = verify_code(card.credential, trust, NOW)
    assert (verdict.outcome, verdict.light, verdict.accepted) == (Outcome.VALID, Light.GREEN, True)
    assert verdict.credential is not None
    assert verdict.credential.number == card.number
    assert verdict.list_as_of == trust.revocations.as_of


def test_the_card_is_valid_to_the_last_second_of_its_last_day(card: Card, trust: Trust) -> None:
    fresh = replace(trust, revocations=Revocations(EXPIRES))
    assert verify_code(card.credential, fresh, EXPIRES - timedelta(seconds=1)).outcome is Outcome.VALID
    assert verify_code(card.credential, fresh, EXPIRES).outcome is Outcome.EXPIRED


def test_the_code_names_the_same_last_day_as_the_card(card: Card, trust: Trust) -> None:
    credential = verify_code(card.credential, trust, NOW).credential
    assert credential is not None
    assert credential.last_day(NOW.tzinfo) == card.valid_until


def test_an_expired_card_is_red_and_says_when(card: Card, trust: Trust) -> None:
    verdict = verify_code(card.credential, trust, EXPIRES + DAY)
    assert (verdict.outcome, verdict.light) == (Outcome.EXPIRED, Light.RED)
    assert "24-11-2027" in verdict.reason


def test_a_card_from_the_future_makes_one_look_at_the_clock(card: Card, trust: Trust) -> None:
    verdict = verify_code(card.credential, trust, ISSUED - DAY)
    assert (verdict.outcome, verdict.light) == (Outcome.NOT_YET_VALID, Light.RED)
    assert "24-11-2026" in verdict.reason


@pytest.mark.parametrize(
    ("withdrawal", "outcome"),
    [
        (Withdrawal.REVOKED, Outcome.REVOKED),
        (Withdrawal.LOST, Outcome.LOST),
        (Withdrawal.REPLACED, Outcome.REPLACED),
    ],
)
def test_a_card_on_the_list_is_red(
    card: Card, trust: Trust, withdrawal: Withdrawal, outcome: Outcome
) -> None:
    listed = replace(trust, revocations=Revocations(NOW, {card.number: withdrawal}))
    verdict = verify_code(card.credential, listed, NOW)
    assert (verdict.outcome, verdict.light, verdict.accepted) == (outcome, Light.RED, False)


def test_an_old_list_turns_the_answer_amber_with_its_date(card: Card, trust: Trust) -> None:
    old = replace(trust, revocations=Revocations(NOW - 31 * DAY))
    verdict = verify_code(card.credential, old, NOW)
    assert (verdict.outcome, verdict.light) == (Outcome.VALID_LIST_OLD, Light.AMBER)
    assert "23-11-2026" in verdict.reason


def test_without_a_list_the_answer_is_amber(card: Card, trust: Trust) -> None:
    verdict = verify_code(card.credential, replace(trust, revocations=Revocations()), NOW)
    assert (verdict.outcome, verdict.light) == (Outcome.VALID_LIST_MISSING, Light.AMBER)


def test_a_training_card_is_never_accepted(make_card: Callable[..., Card], trust: Trust) -> None:
    verdict = verify_code(make_card(training=True).credential, trust, NOW)
    assert (verdict.outcome, verdict.light, verdict.accepted) == (Outcome.TRAINING, Light.AMBER, False)


def test_a_card_is_good_only_for_its_programmes(card: Card, trust: Trust) -> None:
    assert verify_code(card.credential, trust, NOW, programme="BLT").outcome is Outcome.VALID
    assert verify_code(card.credential, trust, NOW, programme="PKH").outcome is Outcome.OTHER_PROGRAMME


def test_a_retired_key_still_vouches_for_its_old_cards_and_for_no_new_one(issuer: Issuer, card: Card) -> None:
    successor = alien()
    retired = TrustedKey.of(issuer, valid_until=ISSUED + DAY)
    ring = Trust((retired, TrustedKey.of(successor, valid_from=ISSUED + DAY)), Revocations(NOW))
    assert verify_code(card.credential, ring, NOW).outcome is Outcome.VALID
    late = make_credential(holder(), card.number, issuer, issued_at=ISSUED + 2 * DAY, expires_at=EXPIRES)
    assert verify_code(late, ring, NOW).outcome is Outcome.KEY_RETIRED
    new = make_credential(holder(), card.number, successor, issued_at=ISSUED + 2 * DAY, expires_at=EXPIRES)
    assert verify_code(new, ring, NOW).outcome is Outcome.VALID


def test_nothing_a_withdrawn_key_signed_is_believed(issuer: Issuer, card: Card) -> None:
    ring = Trust((replace(TrustedKey.of(issuer), withdrawn=True),), Revocations(NOW))
    verdict = verify_code(card.credential, ring, NOW)
    assert (verdict.outcome, verdict.credential) == (Outcome.KEY_WITHDRAWN, None)


def test_another_office_is_unknown(card: Card) -> None:
    stranger = alien("DINSOS-LAIN")
    verdict = verify_code(card.credential, Trust((TrustedKey.of(stranger),)), NOW)
    assert (verdict.outcome, verdict.credential) == (Outcome.UNKNOWN_ISSUER, None)


def test_a_forger_who_names_our_key_is_red_and_shows_nobody(issuer: Issuer, trust: Trust) -> None:
    forger = alien(kid=issuer.kid)
    forged = make_credential(holder(), "SMG-7K4M-29QX-3", forger, issued_at=ISSUED, expires_at=EXPIRES)
    verdict = verify_code(forged, trust, NOW)
    assert (verdict.outcome, verdict.light, verdict.credential) == (Outcome.FORGED, Light.RED, None)


def test_a_code_without_a_signature_is_red(issuer: Issuer, trust: Trust, card: Card) -> None:
    tag = cbor2.loads(zlib.decompress(base45.decode(card.credential)))
    protected, unprotected, payload, _signature = tag.value
    bare = cbor2.dumps(cbor2.CBORTag(18, [protected, dict(unprotected), payload, b""]))
    assert verify_code(base45.encode(zlib.compress(bare)), trust, NOW).outcome is Outcome.NOT_SIGNED


def test_a_code_that_swaps_the_algorithm_is_forged(issuer: Issuer, trust: Trust, card: Card) -> None:
    tag = cbor2.loads(zlib.decompress(base45.decode(card.credential)))
    _protected, _unprotected, payload, signature = tag.value
    other = cbor2.dumps({1: ES256, 4: issuer.kid})
    text = base45.encode(zlib.compress(cbor2.dumps(cbor2.CBORTag(18, [other, {}, payload, signature])), 0))
    assert verify_code(text, trust, NOW).outcome is Outcome.FORGED


def test_a_card_without_an_end_is_not_accepted(issuer: Issuer, trust: Trust) -> None:
    text = seal_claims({1: "DINSOS-SMG", 6: int(ISSUED.timestamp()), 169: {1: "X", 4: "Y"}}, issuer)
    assert not verify_code(text, trust, NOW).accepted


@pytest.mark.parametrize("text", ["", "HELLO", "https://example.org", "SMG-7K4M-29QX-3", "\u0000\ud800"])
def test_any_other_code_is_no_card(text: str, trust: Trust) -> None:
    assert verify_code(text, trust, NOW).outcome is Outcome.NOT_A_CARD


def test_every_answer_has_words_in_both_languages(trust: Trust) -> None:
    from enumerator.messages import speak, spoken_language

    before = spoken_language()
    try:
        for language in ("id", "en"):
            speak(language)
            reasons = {Verdict(outcome, day=NOW).reason for outcome in Outcome}
            assert len(reasons) == len(Outcome)
    finally:
        speak(before)


@pytest.mark.skipif(not VECTORS.is_dir(), reason="the Claim 169 vectors are not beside this checkout")
@pytest.mark.parametrize("name", ["ed25519-signed", "ecdsa-p256-signed"])
def test_the_signed_vectors_verify_with_their_keys(name: str) -> None:
    vector = json.loads((VECTORS / "valid" / f"{name}.json").read_text())
    public = bytes.fromhex(vector["signing_key"]["public_key_hex"])
    algorithm = ES256 if "ecdsa" in name else -8
    key = TrustedKey(vector["expected_cwt_meta"]["issuer"], public, algorithm=algorithm)
    now = datetime.fromtimestamp(1_750_000_000, UTC)
    verdict = verify_code(vector["qr_data"], Trust((key,), Revocations(now)), now)
    assert verdict.outcome is Outcome.VALID


@pytest.mark.skipif(not VECTORS.is_dir(), reason="the Claim 169 vectors are not beside this checkout")
@pytest.mark.parametrize(
    "name", ["valid/minimal", "edge/expired", "edge/not-yet-valid", "edge/unknown-fields"]
)
def test_the_unsigned_vectors_are_never_accepted(name: str) -> None:
    vector = json.loads((VECTORS / f"{name}.json").read_text())
    assert verify_code(vector["qr_data"], Trust(()), NOW).outcome is Outcome.NOT_SIGNED


@pytest.mark.skipif(not VECTORS.is_dir(), reason="the Claim 169 vectors are not beside this checkout")
def test_an_encrypted_vector_is_said_to_be_encrypted() -> None:
    vector = json.loads((VECTORS / "valid" / "encrypted-signed.json").read_text())
    assert verify_code(vector["qr_data"], Trust(()), NOW).flaw is Flaw.ENCRYPTED


def test_of_ten_thousand_altered_codes_none_is_accepted(
    issuer: Issuer, trust: Trust, make_card: Callable[..., Card]
) -> None:
    """Flipped bits at each layer, swapped parts, foreign keys, other times and programmes, and truncation."""
    source = random.Random(169)
    cards = [make_card(holder(f"h{n}", f"CONTOH {n}")) for n in range(8)]
    parts = [cbor2.loads(zlib.decompress(base45.decode(card.credential))).value for card in cards]
    genuine = {card.credential for card in cards}
    forgers = [alien(kid=issuer.kid) for _ in range(4)]

    def flipped_text() -> str:
        text = list(source.choice(cards).credential)
        text[source.randrange(len(text))] = source.choice(base45.ALPHABET)
        return "".join(text)

    def flipped_bytes() -> str:
        data = bytearray(base45.decode(source.choice(cards).credential))
        data[source.randrange(len(data))] ^= 1 << source.randrange(8)
        return base45.encode(bytes(data))

    def flipped_message() -> str:
        data = bytearray(zlib.decompress(base45.decode(source.choice(cards).credential)))
        data[source.randrange(len(data))] ^= 1 << source.randrange(8)
        return base45.encode(zlib.compress(bytes(data), 0))

    def swapped_payload() -> str:
        mine, other = source.sample(parts, 2)
        message = [mine[0], {}, other[2], mine[3]]
        return base45.encode(zlib.compress(cbor2.dumps(cbor2.CBORTag(18, message)), 0))

    def other_payload() -> str:
        protected, _unprotected, payload, signature = source.choice(parts)
        claims = dict(cbor2.loads(payload))
        match source.randrange(3):
            case 0:
                claims[4] += source.randrange(1, 10**8)
            case 1:
                claims[-65537] = {**claims[-65537], 1: ["PKH"]}
            case _:
                claims[169] = {**claims[169], 4: f"ORANG {source.random()}"}
        message = [protected, {}, cbor2.dumps(claims, canonical=True), signature]
        return base45.encode(zlib.compress(cbor2.dumps(cbor2.CBORTag(18, message)), 0))

    def foreign_key() -> str:
        return make_credential(
            holder(),
            source.choice(cards).number,
            source.choice(forgers),
            issued_at=ISSUED,
            expires_at=EXPIRES,
        )

    def truncated() -> str:
        text = source.choice(cards).credential
        return text[: source.randrange(len(text))]

    kinds = [
        flipped_text,
        flipped_bytes,
        flipped_message,
        swapped_payload,
        other_payload,
        foreign_key,
        truncated,
    ]
    tried = accepted = 0
    while tried < 10_000:
        text = kinds[tried % len(kinds)]()
        if text in genuine:
            continue
        tried += 1
        verdict = verify_code(text, trust, NOW)
        accepted += verdict.accepted
        assert verdict.credential is None
    assert accepted == 0
