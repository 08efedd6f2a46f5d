# SPDX-License-Identifier: Apache-2.0
"""The check of a card: every answer it can give, and ten thousand altered codes of which none is accepted."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.altered_codes import try_all
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


def test_a_clock_before_what_is_known_makes_amber_whatever_the_card(card: Card, trust: Trust) -> None:
    unlisted = replace(trust, revocations=Revocations())
    for behind, known in (
        (ISSUED - DAY, unlisted),  # the signature itself is later
        (NOW - 2 * DAY, trust),  # the list is later
        (NOW - 2 * DAY, replace(unlisted, seen=NOW)),  # something else heard is later
    ):
        verdict = verify_code(card.credential, known, behind)
        assert (verdict.outcome, verdict.light, verdict.accepted) == (
            Outcome.CLOCK_WRONG, Light.AMBER, False
        )  # fmt: skip
        assert f"{behind:%d-%m-%Y}" in verdict.reason


def test_two_clocks_may_differ_by_minutes(card: Card, trust: Trust) -> None:
    fresh = replace(trust, revocations=Revocations(ISSUED))
    assert verify_code(card.credential, fresh, ISSUED - timedelta(minutes=9)).outcome is Outcome.VALID
    assert verify_code(card.credential, fresh, ISSUED - timedelta(minutes=11)).outcome is Outcome.CLOCK_WRONG


def test_a_clock_set_back_does_not_revive_an_expired_card(card: Card, trust: Trust) -> None:
    later = replace(trust, revocations=Revocations(EXPIRES + DAY))
    verdict = verify_code(card.credential, later, EXPIRES - 30 * DAY)
    assert (verdict.outcome, verdict.light) == (Outcome.EXPIRED, Light.RED)


def test_a_clock_set_back_does_not_revive_a_revoked_card(card: Card, trust: Trust) -> None:
    listed = replace(trust, revocations=Revocations(NOW, {card.number: Withdrawal.REVOKED}))
    assert verify_code(card.credential, listed, NOW - 2 * DAY).outcome is Outcome.REVOKED


def test_a_clock_far_ahead_calls_no_good_card_expired(card: Card, trust: Trust) -> None:
    verdict = verify_code(card.credential, trust, NOW + 800 * DAY)
    assert (verdict.outcome, verdict.light, verdict.accepted) == (Outcome.CLOCK_WRONG, Light.AMBER, False)


def test_a_card_for_later_is_red_until_then(issuer: Issuer, trust: Trust) -> None:
    claims = {1: "DINSOS-SMG", 4: int(EXPIRES.timestamp()), 5: int((NOW + DAY).timestamp())}
    claims |= {6: int(ISSUED.timestamp()), 169: {1: "X", 4: "Y"}}  # type: ignore[dict-item]
    verdict = verify_code(seal_claims(claims, issuer), trust, NOW)
    assert (verdict.outcome, verdict.light, verdict.accepted) == (Outcome.NOT_YET_VALID, Light.RED, False)


def test_a_key_of_our_issuer_that_is_not_known_yet_asks_for_the_newest_list(trust: Trust) -> None:
    text = make_credential(holder(), "SMG-7K4M-29QX-3", alien(), issued_at=ISSUED, expires_at=EXPIRES)
    verdict = verify_code(text, trust, NOW)
    assert (verdict.outcome, verdict.light, verdict.credential) == (Outcome.UNKNOWN_KEY, Light.RED, None)


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
@pytest.mark.parametrize(
    ("name", "outcome"), [("expired", Outcome.EXPIRED), ("not-yet-valid", Outcome.NOT_YET_VALID)]
)
def test_the_dated_vectors_fail_by_their_dates_even_when_signed(
    issuer: Issuer, name: str, outcome: Outcome
) -> None:
    """The claims of the vector as they are, under a signature that is right."""
    vector = json.loads((VECTORS / "edge" / f"{name}.json").read_text())
    message = cbor2.loads(zlib.decompress(base45.decode(vector["qr_data"])))
    while isinstance(message, cbor2.CBORTag):
        message = message.value
    claims = cbor2.loads(message[2])
    key = TrustedKey(claims[1], issuer.public_key)
    verdict = verify_code(seal_claims(claims, issuer), Trust((key,), Revocations(NOW - DAY)), NOW)
    assert (verdict.outcome, verdict.accepted) == (outcome, False)


@pytest.mark.skipif(not VECTORS.is_dir(), reason="the Claim 169 vectors are not beside this checkout")
def test_an_encrypted_vector_is_said_to_be_encrypted() -> None:
    vector = json.loads((VECTORS / "valid" / "encrypted-signed.json").read_text())
    assert verify_code(vector["qr_data"], Trust(()), NOW).flaw is Flaw.ENCRYPTED


def test_of_ten_thousand_altered_codes_none_is_accepted() -> None:
    counts = try_all(10_000, seed=169)
    assert sum(count.tried for count in counts.values()) == 10_000
    assert set(counts) == {
        "bits flipped in the code text",
        "bits flipped in the packed bytes",
        "bits flipped in the message",
        "payload of another card",
        "payload changed",
        "key of a stranger",
        "key of a stranger under our key's name",
        "cut short",
        "expired",
        "called back",
        "signed after the key was retired",
        "key withdrawn",
        "another programme",
        "training card",
        "list of cards as a card",
    }
    for name, count in counts.items():
        assert count.tried >= 600, name
        assert count.accepted == 0, name
