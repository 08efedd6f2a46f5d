# SPDX-License-Identifier: Apache-2.0
"""What a family spends: a sum for each person, shared out over the items of the form."""

from __future__ import annotations

import math
from collections.abc import Mapping
from random import Random

_POOREST, _BEST_OFF = 185_000, 800_000
_FOOD_SHARE = (0.60, 0.74)
_WEEKS_A_MONTH = 30 / 7

_FOOD = {
    "pangan_beras": 30,
    "pangan_hewani": 14,
    "pangan_nabati": 10,
    "pangan_sayur": 12,
    "pangan_bumbu": 12,
    "pangan_jadi": 13,
    "pangan_rokok": 9,
}
_MONTHLY = {
    "biaya_listrik": 20,
    "biaya_air": 8,
    "biaya_bahan_bakar": 14,
    "biaya_transpor": 16,
    "biaya_pulsa": 8,
    "biaya_kesehatan": 6,
    "biaya_kebersihan": 11,
    "biaya_iuran": 6,
    "biaya_lain": 4,
}
_YEARLY = {"tahunan_pakaian": 50, "tahunan_rumah": 20, "tahunan_acara": 30}
_YEARLY_SHARE = 0.14


def per_person(rng: Random, welfare: float) -> float:
    """Rupiah a person and month: log-linear in welfare, so that about three in four lie under Rp391,000."""
    centre = math.log(_POOREST) + welfare * math.log(_BEST_OFF / _POOREST)
    return math.exp(centre + rng.gauss(0, 0.08))


def share_out(
    rng: Random, welfare: float, people: int, *, renting: bool, pupils: int, smokers: bool
) -> Mapping[str, int]:
    """Rupiah by question name: food a week, other things a month or a year, rounded as people say them."""
    total = per_person(rng, welfare) * people
    food = total * rng.uniform(*_FOOD_SHARE)
    rest = total - food
    monthly = dict(_MONTHLY)
    if renting:
        monthly["biaya_sewa"] = 45
    if pupils:
        monthly["biaya_sekolah"] = 14 * pupils
    weekly = {name: weight for name, weight in _FOOD.items() if smokers or name != "pangan_rokok"}
    amounts = {
        **_split(rng, food / _WEEKS_A_MONTH, weekly, 500),
        **_split(rng, rest * (1 - _YEARLY_SHARE), monthly, 1_000),
        **_split(rng, rest * _YEARLY_SHARE * 12, _YEARLY, 10_000),
    }
    return dict.fromkeys(("pangan_rokok", "biaya_sewa", "biaya_sekolah"), 0) | amounts


def _split(rng: Random, total: float, weights: Mapping[str, int], step: int) -> dict[str, int]:
    drawn = {name: weight * rng.uniform(0.7, 1.3) for name, weight in weights.items()}
    whole = sum(drawn.values())
    return {name: round(total * share / whole / step) * step for name, share in drawn.items()}
