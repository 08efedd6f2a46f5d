# SPDX-License-Identifier: Apache-2.0
"""The QR symbol of a card: level Q, modules of exactly 0.40 mm, four modules of quiet zone, drawn as a
1-bit mask.

A version 13 symbol is 30.8 mm with its quiet zone. Smaller texts are set in version 13 too, so all cards
look alike; a longer text takes version 14 (32.4 mm), for which the cards have room.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import zxingcpp

from enumerator.cards.masking import Grid, best_masked

MODULE_MM = 0.40
QUIET_MODULES = 4
LEVEL = "Q"
SMALLEST_VERSION = 13
LARGEST_VERSION = 14
CAPACITY = {13: 352, 14: 376}
"""Alphanumeric symbols at level Q, ISO/IEC 18004 table 7."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR symbol: `side` modules square without its quiet zone; `rows` packs each row into bytes, 1 is
    black.
    """

    side: int
    rows: bytes

    @property
    def size_mm(self) -> float:
        """The side of the square with its quiet zone."""
        return (self.side + 2 * QUIET_MODULES) * MODULE_MM


def symbol_size_mm(version: int) -> float:
    """The side of a symbol of that version with its quiet zone."""
    return (17 + 4 * version + 2 * QUIET_MODULES) * MODULE_MM


def draw_symbol(text: str) -> Symbol:
    """The symbol for the text of a credential; ValueError when it is longer than a card has room for."""
    if len(text) > CAPACITY[LARGEST_VERSION]:
        raise ValueError(f"{len(text)} symbols do not fit a version {LARGEST_VERSION} code")
    version = SMALLEST_VERSION if len(text) <= CAPACITY[SMALLEST_VERSION] else LARGEST_VERSION
    grid = best_masked(_grid(text, version, 0), _differences(version))
    return Symbol(grid.side, grid.packed())


def _grid(text: str, version: int, mask: int) -> Grid:
    barcode = zxingcpp.create_barcode(
        text, zxingcpp.BarcodeFormat.QRCode, ec_level=LEVEL, version=version, data_mask=mask
    )
    image: Any = barcode.to_image(scale=1, add_quiet_zones=False)
    side = image.shape[0]
    if side != 17 + 4 * version:
        raise ValueError(f"the symbol came out {side} modules wide, not those of version {version}")
    return Grid.of(bytes(image).translate(_BLACK_IS_1), side)


@cache
def _differences(version: int) -> tuple[Grid, ...]:
    """What leads from a symbol with mask 0 to the same with each of the eight masks."""
    plain = _grid("0", version, 0)
    return tuple(plain ^ _grid("0", version, mask) for mask in range(8))


def number_bars(text: str) -> tuple[bytes, int]:
    """Code 128 of a card number: one row of bits, 1 is black, and how many; no quiet zones."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
    image: Any = barcode.to_image(scale=1, add_quiet_zones=False)
    modules = image.shape[1]
    row = bytes(image)[:modules].translate(_BLACK_IS_1)
    width = (modules + 7) // 8
    return (int(row, 2) << (width * 8 - modules)).to_bytes(width, "big"), modules


_BLACK_IS_1 = bytes(ord("1") if pixel < 128 else ord("0") for pixel in range(256))
