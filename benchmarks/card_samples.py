# SPDX-License-Identifier: Apache-2.0
"""Signed cards of families that do not exist, as many as a benchmark asks for."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image, ImageFilter

from enumerator.cards.credential import Issuer, make_credential
from enumerator.cards.holder import Card, CardHolder, Programme, masked
from enumerator.cards.number import Numbers
from enumerator.cards.trust import Revocations, Trust, TrustedKey

ISSUER = Issuer.of_key("DINSOS-SMG", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
AT = datetime(2026, 11, 24, 1, tzinfo=UTC)
TRUST = Trust((TrustedKey.of(ISSUER),), Revocations(AT))
_SYLLABLES = (
    "su", "nga", "di", "wa", "kar", "ti", "sri", "mu", "par", "yo", "no",
    "sla", "met", "tu", "war", "si", "ni", "ro", "ha", "do", "ki",
)  # fmt: skip
_PROGRAMMES = tuple(Programme(code, code) for code in ("BLT", "PANG", "PELA"))


def portraits(count: int) -> list[bytes]:
    """JPEG portraits of the size a card is printed with, 8 kB each; the same every time."""
    pictures = []
    for seed in range(count):
        grain = Image.frombytes("L", (184, 246), random.Random(seed).randbytes(184 * 246))
        noise = grain.point(lambda value: 128 + (value - 128) * 0.55)
        image = Image.merge("RGB", (noise, noise.point(lambda v, s=seed: (v + s) % 256), noise))
        out = io.BytesIO()
        image.filter(ImageFilter.GaussianBlur(1.2)).save(out, "JPEG", quality=82)
        pictures.append(out.getvalue())
    return pictures


def cards(count: int, pictures: list[bytes]) -> Iterator[Card]:
    """Each with a photo of its own, a number and a signed credential; the same every time."""
    chance = random.Random(42)
    for n in range(count):
        name = " ".join("".join(chance.choices(_SYLLABLES, k=2)) for _ in range(chance.randint(1, 3))).upper()
        holder = CardHolder(
            household=f"h{n}",
            name=name,
            kk_name=name,
            birth_date=datetime(1950 + n % 50, 1 + n % 12, 1 + n % 28, tzinfo=UTC).date(),
            sex="LP"[n % 2],
            address=f"Jl. {name.title()} No. {n}, RT {n % 9 + 1:02} RW {n % 7 + 1:02}",
            kelurahan_code="33.74.03.1005",
            kelurahan="Tambakrejo",
            kecamatan="Gayamsari",
            nik=masked(f"337499{n:010}"),
            kk=masked(f"337499{n:010}"),
            programmes=_PROGRAMMES[: 1 + n % 3],
            photo=pictures[n % len(pictures)] + n.to_bytes(4, "big") if pictures else None,
        )
        number = Numbers("SMG").draw((), chance.randrange)
        text = make_credential(holder, number, ISSUER, issued_at=AT, expires_at=AT + timedelta(days=365))
        yield Card(number, holder, text, AT.date(), AT.date() + timedelta(days=364))
