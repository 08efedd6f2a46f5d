# SPDX-License-Identifier: Apache-2.0
"""Whom a card is for, and the card itself, as plain data: what the sheet draws and the credential signs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

_UNMASKED = re.compile(r"\d{9,}")
MASK = "••••"


def masked(number: str) -> str:
    """The first and last four digits of a NIK or No. KK, with dots between; "" for one too short to be
    hidden.
    """
    digits = "".join(c for c in number if c.isdigit())
    return f"{digits[:4]}{MASK}{digits[-4:]}" if len(digits) >= 12 else ""


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme the card speaks for: `code` goes into the signed code, `label` on the card."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class CardHolder:
    """The head of the household as the card shows them.

    `name` stands on the card; `kk_name` as on the Kartu Keluarga (both are kept, they may differ). `nik`
    and `kk` are masked (see `masked`), "" when unknown; an unmasked number is refused. `birth_date` None
    and `sex` "" when unknown, else "L" or "P". `photo` is the bytes of a JPEG, PNG or WebP picture, None
    when there is none. `kelurahan_code` is the ten-digit Kemendagri code, with or without dots.
    """

    household: str
    name: str
    kk_name: str = ""
    birth_date: date | None = None
    sex: str = ""
    address: str = ""
    kelurahan_code: str = ""
    kelurahan: str = ""
    kecamatan: str = ""
    nik: str = ""
    kk: str = ""
    programmes: tuple[Programme, ...] = ()
    photo: bytes | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not self.household or not self.name.strip():
            raise ValueError("a card needs a household and a name")
        if self.sex not in ("", "L", "P"):
            raise ValueError(f"sex is L, P or unknown, not {self.sex!r}")
        for number in (self.nik, self.kk):
            if _UNMASKED.search(number.replace(" ", "")):
                raise ValueError("NIK and No. KK go on a card only masked")


@dataclass(frozen=True, slots=True)
class Card:
    """A card ready to be drawn: `credential` is the text of its code, `serial` counts the household's cards
    from 1.

    `training` prints CONTOH on it; `preview` the mark of a draft that is not valid.
    """

    number: str
    holder: CardHolder
    credential: str
    issued: date
    valid_until: date
    serial: int = 1
    training: bool = False
    preview: bool = False
