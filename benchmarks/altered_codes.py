# SPDX-License-Identifier: Apache-2.0
"""Codes that somebody altered, made up or carried to the wrong place, by class, and how many pass a check.

`python -m benchmarks.altered_codes [HOW_MANY]` (10,000 unless told) prints the table.
"""

from __future__ import annotations

import random
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from enumerator.cards import base45
from enumerator.cards.credential import PRIVATE, SIGN1_TAG, Issuer, make_credential
from enumerator.cards.holder import CardHolder, Programme
from enumerator.cards.number import Numbers
from enumerator.cards.trust import Revocations, Trust, TrustedKey, Withdrawal
from enumerator.cards.trustlist import pack_trust
from enumerator.cards.verify import verify_code

ISS = "DINSOS-SMG"
NOW = datetime(2026, 12, 24, 8, tzinfo=UTC)
ISSUED, EXPIRES = NOW - timedelta(days=30), NOW + timedelta(days=335)
_DAY = timedelta(days=1)


@dataclass
class Count:
    """Of one class: how many were tried, how many accepted, and what the check called them."""

    tried: int = 0
    accepted: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A code shown to somebody who hands out `programme` ("" for any)."""

    text: str
    programme: str = ""


class Alterations:
    """An office with some cards, and every way here to misuse them; the same seed makes the same codes."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self._office, self._retired, self._stolen = (self._issuer() for _key in range(3))
        self._numbers: set[str] = set()
        self._cards = [self._card(self._office) for _card in range(40)]
        self._called_back = [self._card(self._office) for _card in range(40)]
        self.genuine = {text for _number, text in self._cards}
        withdrawals = list(Withdrawal)
        listed = {number: self.chance.choice(withdrawals) for number, _text in self._called_back}
        self.trust = Trust(
            (
                TrustedKey.of(self._office),
                TrustedKey.of(self._retired, valid_until=ISSUED - _DAY),
                TrustedKey(ISS, self._stolen.public_key, withdrawn=True),
            ),
            Revocations(NOW - _DAY, listed),
        )
        self.kinds: dict[str, Callable[[], Attempt]] = {
            "bits flipped in the code text": self._flipped_text,
            "bits flipped in the packed bytes": self._flipped_bytes,
            "bits flipped in the message": self._flipped_message,
            "payload of another card": self._swapped_payload,
            "payload changed": self._other_payload,
            "key of a stranger": self._stranger,
            "key of a stranger under our key's name": self._forger,
            "cut short": self._cut_short,
            "expired": self._expired,
            "called back": lambda: Attempt(self.chance.choice(self._called_back)[1]),
            "signed after the key was retired": lambda: Attempt(self._card(self._retired)[1]),
            "key withdrawn": lambda: Attempt(self._card(self._stolen)[1]),
            "another programme": lambda: Attempt(self._genuine(), self.chance.choice(("PKH", "BPNT", "blt"))),
            "training card": lambda: Attempt(self._card(self._office, training=True)[1]),
            "list of cards as a card": self._list_as_card,
        }

    def _issuer(self, kid: bytes = b"") -> Issuer:
        key = Ed25519PrivateKey.from_private_bytes(self.chance.randbytes(32))
        return Issuer(ISS, key.public_key().public_bytes_raw(), key.sign, kid)

    def _card(
        self,
        issuer: Issuer,
        *,
        issued: datetime = ISSUED,
        expires: datetime = EXPIRES,
        training: bool = False,
    ) -> tuple[str, str]:
        """A number and a credential."""
        number = Numbers("SMG").draw(self._numbers, self.chance.randrange)
        self._numbers.add(number)
        programmes = (Programme("BLT", "BLT"), Programme("PANG", "Pangan"))
        of = CardHolder(f"h-{number}", f"CONTOH {number[4:8]}", programmes=programmes)
        text = make_credential(
            of, number, issuer, issued_at=issued, expires_at=expires, serial=1, training=training
        )
        return number, text

    def _genuine(self) -> str:
        return self.chance.choice(self._cards)[1]

    def _parts(self) -> list[object]:
        return list(cbor2.loads(zlib.decompress(base45.decode(self._genuine()))).value)

    def _wrapped(self, parts: list[object]) -> Attempt:
        message = cbor2.dumps(cbor2.CBORTag(SIGN1_TAG, parts))
        return Attempt(base45.encode(zlib.compress(message, 0)))

    def _flip(self, data: bytes) -> bytes:
        flipped = bytearray(data)
        for _bit in range(self.chance.choice((1, 1, 1, 2, 8))):
            flipped[self.chance.randrange(len(flipped))] ^= 1 << self.chance.randrange(8)
        return bytes(flipped)

    def _flipped_text(self) -> Attempt:
        text = list(self._genuine())
        for _symbol in range(self.chance.choice((1, 1, 1, 2, 8))):
            text[self.chance.randrange(len(text))] = self.chance.choice(base45.ALPHABET)
        return Attempt("".join(text))

    def _flipped_bytes(self) -> Attempt:
        return Attempt(base45.encode(self._flip(base45.decode(self._genuine()))))

    def _flipped_message(self) -> Attempt:
        message = zlib.decompress(base45.decode(self._genuine()))
        return Attempt(base45.encode(zlib.compress(self._flip(message), 0)))

    def _swapped_payload(self) -> Attempt:
        (protected, unprotected, _payload, signature), other = self._parts(), self._parts()
        return self._wrapped([protected, unprotected, other[2], signature])

    def _other_payload(self) -> Attempt:
        protected, unprotected, payload, signature = self._parts()
        assert isinstance(payload, bytes)
        claims = dict(cbor2.loads(payload))
        match self.chance.randrange(5):
            case 0:
                claims[4] += self.chance.randrange(1, 10**8)
            case 1:
                claims[PRIVATE] = {**claims[PRIVATE], 1: ["PKH"]}
            case 2:
                claims[169] = {**claims[169], 4: f"ORANG {self.chance.random()}"}
            case 3:
                claims[169] = {**claims[169], 1: Numbers("SMG").draw((), self.chance.randrange)}
            case _:
                del claims[self.chance.choice((4, 6, PRIVATE))]
        return self._wrapped([protected, unprotected, cbor2.dumps(claims, canonical=True), signature])

    def _stranger(self) -> Attempt:
        return Attempt(self._card(self._issuer())[1])

    def _forger(self) -> Attempt:
        return Attempt(self._card(self._issuer(self._office.kid))[1])

    def _cut_short(self) -> Attempt:
        text = self._genuine()
        return Attempt(text[: self.chance.randrange(len(text))])

    def _expired(self) -> Attempt:
        ended = NOW - timedelta(seconds=self.chance.randrange(1, 10**8))
        return Attempt(self._card(self._office, issued=ended - 300 * _DAY, expires=ended)[1])

    def _list_as_card(self) -> Attempt:
        """What the office really signed, but for another purpose."""
        at = NOW - timedelta(seconds=self.chance.randrange(1, 10**6))
        return Attempt(base45.encode(pack_trust(self.trust, self._office, at)))


def try_all(how_many: int, *, seed: int) -> dict[str, Count]:
    """Check that many codes, class after class in turn; an alteration that changed nothing is not counted."""
    made = Alterations(seed)
    counts = {name: Count() for name in made.kinds}
    names, tried = list(made.kinds), 0
    while tried < how_many:
        name = names[tried % len(names)]
        attempt = made.kinds[name]()
        if attempt.text in made.genuine and not attempt.programme:
            continue
        verdict = verify_code(attempt.text, made.trust, NOW, programme=attempt.programme)
        count = counts[name]
        count.tried += 1
        count.accepted += verdict.accepted
        count.outcomes[verdict.outcome.value] = count.outcomes.get(verdict.outcome.value, 0) + 1
        tried += 1
    checked = [verify_code(text, made.trust, NOW, programme="BLT").accepted for text in made.genuine]
    if not all(checked):
        raise AssertionError("the codes nobody altered must be accepted, or the table says nothing")
    return counts


def main() -> int:
    """Print the table; 1 when any was accepted."""
    counts = try_all(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, seed=20261124)
    print(f"{'altered codes':42}{'tried':>8}{'accepted':>10}  called")
    for name, count in counts.items():
        told = ", ".join(f"{outcome} {n}" for outcome, n in sorted(count.outcomes.items()))
        print(f"{name:42}{count.tried:8,}{count.accepted:10}  {told}")
    accepted = sum(count.accepted for count in counts.values())
    print(f"{'together':42}{sum(count.tried for count in counts.values()):8,}{accepted:10}")
    return min(accepted, 1)


if __name__ == "__main__":
    raise SystemExit(main())
