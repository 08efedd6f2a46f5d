# SPDX-License-Identifier: Apache-2.0
"""NIK and No. KK for invented people, under a kecamatan code that does not exist, so they are nobody's."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

PREFIX = "337499"
"""Kota Semarang has the kecamatan 01 to 16; 99 was never given out."""

_SERIALS = 9999
_PER_FAMILY = 7
_WOMAN = 40


def nik(seed: int, position: int, birth: date, sex: str) -> str:
    """The NIK of the member at `position` (from 0) of family `seed`.

    With up to seven members the numbers of the first 1,400 seeds differ even for people born on the same day.
    """
    day = birth.day + (_WOMAN if sex == "2" else 0)
    return f"{PREFIX}{day:02d}{birth:%m%y}{(seed * _PER_FAMILY + position) % _SERIALS + 1:04d}"


def family_card_number(seed: int, rng: Random, on: date) -> str:
    """A No. KK recorded some time in the sixteen years before `on`."""
    recorded = on - timedelta(days=rng.randint(30, 16 * 365))
    return f"{PREFIX}{recorded:%d%m%y}{seed % _SERIALS + 1:04d}"


def telephone(rng: Random) -> str:
    """A mobile number of twelve digits whose last four are zero, plainly made up."""
    return f"0899{rng.randrange(10_000):04d}0000"
