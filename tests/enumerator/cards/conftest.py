# SPDX-License-Identifier: Apache-2.0
"""Cards of people who do not exist, an issuer with a key of its own, and the corpus of Claim 169 where it
is there.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image, ImageDraw

from enumerator.cards.credential import Issuer, make_credential
from enumerator.cards.holder import Card, CardHolder, Programme, masked
from enumerator.cards.number import Numbers
from enumerator.cards.trust import Revocations, Trust, TrustedKey
from enumerator.messages import speak, spoken_language

WIB = timezone(timedelta(hours=7))
ISSUED = datetime(2026, 11, 24, 8, 0, tzinfo=WIB)
EXPIRES = datetime(2027, 11, 25, 0, 0, tzinfo=WIB)
NOW = ISSUED + timedelta(days=30)
VECTORS = Path(__file__).resolve().parents[4] / "shared" / "data" / "claim169_test_vectors"


def portrait(seed: int = 0, size: tuple[int, int] = (184, 246), kind: str = "JPEG") -> bytes:
    """A drawn face, different for each seed."""
    image = Image.new("RGB", size, (120 + seed % 100, 190, 200))
    draw = ImageDraw.Draw(image)
    w, h = size
    draw.ellipse((w * 0.15, h * 0.7, w * 0.85, h * 1.4), fill=(40, 90 + seed % 90, 80))
    draw.ellipse((w * 0.28, h * 0.2, w * 0.72, h * 0.7), fill=(180, 130, 100 - seed % 40))
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def holder(household: str = "h1", name: str = "CONTOH SUPARMI", **more: object) -> CardHolder:
    """A holder with every field filled, unless `more` says otherwise."""
    values: dict[str, object] = {
        "household": household,
        "name": name,
        "kk_name": name,
        "birth_date": date(1961, 4, 2),
        "sex": "P",
        "address": "Jl. Purwosari IV/12, RT 02 RW 03",
        "kelurahan_code": "33.74.03.1005",
        "kelurahan": "Tambakrejo",
        "kecamatan": "Gayamsari",
        "nik": masked("3374990201610012"),
        "kk": masked("3374990101100087"),
        "programmes": (Programme("BLT", "BLT"), Programme("PANGAN", "Pangan")),
        "photo": portrait(),
    }
    return CardHolder(**(values | more))  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = spoken_language()
    speak("en")
    yield
    speak(before)


@pytest.fixture(scope="session")
def issuer() -> Issuer:
    return Issuer.of_key("DINSOS-SMG", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))


@pytest.fixture(scope="session")
def trust(issuer: Issuer) -> Trust:
    return Trust((TrustedKey.of(issuer),), Revocations(NOW - timedelta(days=1)))


@pytest.fixture(scope="session")
def make_card(issuer: Issuer) -> Callable[..., Card]:
    taken: set[str] = set()

    def make(of: CardHolder | None = None, **more: object) -> Card:
        of = of or holder()
        number = Numbers("SMG").draw(taken)
        taken.add(number)
        training = bool(more.get("training", False))
        text = make_credential(of, number, issuer, issued_at=ISSUED, expires_at=EXPIRES, training=training)
        return Card(number, of, text, ISSUED.date(), date(2027, 11, 24), **more)  # type: ignore[arg-type]

    return make
