# SPDX-License-Identifier: Apache-2.0
"""Cards of people who do not exist, to try a design on: an ordinary one, one with much, one with little.

They are marked as samples, and their codes hold words instead of a credential.
"""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from typing import Final

from PIL import Image, ImageDraw

from enumerator.cards.holder import Card, CardHolder, Programme, masked

_NIK, _KK = masked("3374990201610012"), masked("3374990101100087")
_WORDS: Final = "CONTOH BUKAN KARTU "
_CODE_LENGTH: Final = 330
"""As long as the code of an ordinary card, so that the symbol has its size."""
_PROGRAMMES: Final = tuple(
    Programme(code, label)
    for code, label in (
        ("BLT", "BLT"),
        ("PGN", "Pangan"),
        ("PLT", "Pelatihan"),
        ("BDR", "Bedah rumah"),
        ("PKH", "PKH"),
    )
)
ORDINARY, FULL, BARE = "ordinary", "full", "bare"
SAMPLES: Final = (ORDINARY, FULL, BARE)


def sample_card(kind: str, prefix: str, today: date) -> Card:
    """The sample of that kind, as if issued `today` for a year."""
    holder = _HOLDERS[kind]()
    code = (_WORDS * (_CODE_LENGTH // len(_WORDS) + 1))[:_CODE_LENGTH]
    until = date(today.year + 1, today.month, min(today.day, 28))
    return Card(f"{prefix}-7K4M-29QX-3", holder, code, today, until, training=True)


def _ordinary() -> CardHolder:
    return CardHolder(
        household="contoh",
        name="SUPARMI",
        kk_name="SUPARMI",
        birth_date=date(1961, 4, 2),
        sex="P",
        address="Jl. Purwosari IV/12, RT 002 RW 003",
        kelurahan_code="33.74.99.1001",
        kelurahan="Tambakrejo",
        kecamatan="Gayamsari",
        nik=_NIK,
        kk=_KK,
        programmes=_PROGRAMMES[:3],
        photo=_portrait(),
    )


def _full() -> CardHolder:
    return CardHolder(
        household="contoh",
        name="Raden Ayu Kusumaningtyas Wulandari Hadiningrat binti Sastrodiwirjo Notonegoro",
        kk_name="R.A. Kusumaningtyas Wulandari",
        birth_date=date(1949, 12, 31),
        sex="P",
        address="Jl. Kyai Haji Ahmad Dahlan Gg. Mangga Besar Dalam No. 127 B, RT 012 RW 009",
        kelurahan_code="33.74.99.1001",
        kelurahan="Bendan Ngisor Karangayu",
        kecamatan="Gajahmungkur",
        nik=_NIK,
        kk=_KK,
        programmes=_PROGRAMMES,
        photo=_portrait(),
    )


def _bare() -> CardHolder:
    return CardHolder(
        household="contoh", name="Sàmêrå", kelurahan="Tugurejo", kecamatan="Tugu", programmes=_PROGRAMMES[:1]
    )


_HOLDERS = {ORDINARY: _ordinary, FULL: _full, BARE: _bare}


@cache
def _portrait() -> bytes:
    """A drawn head and shoulders, in the shape of a passport photo."""
    image = Image.new("RGB", (360, 480), (206, 219, 226))
    draw = ImageDraw.Draw(image)
    draw.ellipse((30, 330, 330, 700), fill=(58, 92, 110))
    draw.rectangle((150, 270, 210, 370), fill=(196, 150, 118))
    draw.ellipse((95, 90, 265, 310), fill=(210, 164, 130))
    draw.pieslice((80, 62, 280, 300), 178, 362, fill=(44, 38, 40))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()
