# SPDX-License-Identifier: Apache-2.0
"""What the poor of Semarang live on: trades with REGSOSEK codes, hours and income, by part of the city."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from random import Random

COAST = frozenset({"33.74.02", "33.74.04", "33.74.05", "33.74.16"})
HILLS = frozenset({"33.74.12", "33.74.14"})
OWN_ACCOUNT, EMPLOYEE, FARM_LABOUR, CASUAL, UNPAID = "1", "4", "6", "7", "8"


@dataclass(frozen=True, slots=True)
class Trade:
    """`industry` is REGSOSEK 417, `status` 418; `hours` a week and `income` in rupiah a month are ranges."""

    words: str
    industry: str
    status: str
    hours: tuple[int, int]
    income: tuple[int, int]
    men: int = 1
    women: int = 1
    only_in: AbstractSet[str] = frozenset()

    @property
    def business(self) -> bool:
        """Whether it is a business of one's own, in the sense of REGSOSEK 420."""
        return self.status == OWN_ACCOUNT


_TRADES = (
    Trade("Buruh bangunan harian", "11", CASUAL, (30, 56), (550_000, 1_900_000), men=24, women=0),
    Trade("Kuli angkut pasar", "13", CASUAL, (28, 60), (450_000, 1_300_000), men=10, women=1),
    Trade("Pengemudi becak", "13", OWN_ACCOUNT, (30, 63), (400_000, 1_000_000), men=9, women=0),
    Trade("Ojek", "13", OWN_ACCOUNT, (35, 70), (700_000, 1_900_000), men=9, women=0),
    Trade("Pemulung barang bekas", "10", OWN_ACCOUNT, (25, 60), (350_000, 950_000), men=8, women=5),
    Trade("Juru parkir", "24", CASUAL, (28, 56), (450_000, 1_200_000), men=7, women=0),
    Trade("Buruh pabrik kontrak", "8", EMPLOYEE, (40, 48), (1_200_000, 2_600_000), men=5, women=7),
    Trade("Petugas kebersihan", "10", EMPLOYEE, (35, 48), (900_000, 1_900_000), men=4, women=2),
    Trade("Buruh cuci dan setrika", "25", CASUAL, (14, 42), (300_000, 900_000), men=0, women=20),
    Trade("Pembantu rumah tangga", "25", EMPLOYEE, (28, 56), (600_000, 1_500_000), men=0, women=10),
    Trade("Penjual gorengan", "14", OWN_ACCOUNT, (25, 60), (450_000, 1_400_000), men=4, women=12),
    Trade("Warung kecil di rumah", "12", OWN_ACCOUNT, (28, 70), (350_000, 1_200_000), men=2, women=12),
    Trade("Pedagang sayur keliling", "12", OWN_ACCOUNT, (28, 56), (400_000, 1_200_000), men=3, women=7),
    Trade("Penjahit rumahan", "8", OWN_ACCOUNT, (15, 45), (350_000, 1_100_000), men=1, women=6),
    Trade("Membantu warung keluarga", "12", UNPAID, (14, 40), (0, 0), men=1, women=5),
    Trade(
        "Nelayan perahu kecil",
        "4",
        OWN_ACCOUNT,
        (28, 60),
        (400_000, 1_400_000),
        men=26,
        women=0,
        only_in=COAST,
    ),
    Trade(
        "Buruh pengolahan ikan", "8", CASUAL, (20, 48), (350_000, 1_100_000), men=3, women=16, only_in=COAST
    ),
    Trade("Buruh tani", "1", FARM_LABOUR, (18, 42), (300_000, 900_000), men=18, women=14, only_in=HILLS),
    Trade(
        "Petani sayur lahan sempit",
        "2",
        OWN_ACCOUNT,
        (20, 45),
        (350_000, 1_000_000),
        men=8,
        women=4,
        only_in=HILLS,
    ),
)


def draw_trade(rng: Random, kecamatan: str, *, man: bool, welfare: float) -> Trade:
    """A trade for a man or a woman in the kecamatan; those better off more often have paid employment."""
    here = [trade for trade in _TRADES if not trade.only_in or kecamatan in trade.only_in]
    weights = [
        (trade.men if man else trade.women) * (1 + 3 * welfare if trade.status == EMPLOYEE else 1.0)
        for trade in here
    ]
    return rng.choices(here, weights)[0]


def draw_income(rng: Random, trade: Trade | None, welfare: float) -> int:
    """What the trade brings in a month, in rupiah rounded to 10,000; more for those better off."""
    if trade is None or trade.income[1] == 0:
        return 0
    low, high = trade.income
    share = min(1.0, max(0.0, rng.gauss(0.15 + welfare, 0.15)))
    return round((low + (high - low) * share) / 10_000) * 10_000
