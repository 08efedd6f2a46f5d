# SPDX-License-Identifier: Apache-2.0
"""Which of the eight masks suits a QR symbol best: the penalties of ISO/IEC 18004 §7.8.3, counted on all
modules at once.

The eight masked symbols of a text differ by the same pattern for every text of a version. So one of them is
enough to know the others, and whole symbols are compared as long integers, one bit for a module, with room
after each row (or column) for the four modules of quiet zone that count as light beside what looks like a
finder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_QUIET = 4


@dataclass(frozen=True, slots=True)
class Grid:
    """A symbol of `side` modules, 1 is black, read row by row and column by column."""

    side: int
    rows: int
    columns: int

    @classmethod
    def of(cls, modules: bytes, side: int) -> Grid:
        """From one character, "0" or "1", for each module."""
        pad = b"0" * (_stride(side) - side)
        rows = pad.join(modules[start : start + side] for start in range(0, side * side, side))
        columns = pad.join(modules[column::side] for column in range(side))
        return cls(side, int(rows + pad, 2), int(columns + pad, 2))

    def __xor__(self, other: Grid) -> Grid:
        return Grid(self.side, self.rows ^ other.rows, self.columns ^ other.columns)

    def packed(self) -> bytes:
        """The rows, each filled up with zeros to whole bytes."""
        width, used = _stride(self.side) // 8, (self.side + 7) // 8
        data = self.rows.to_bytes(width * self.side, "big")
        return b"".join(data[start : start + used] for start in range(0, len(data), width))


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the modules of a symbol are, and where the quiet zone beside its rows is."""

    modules: int
    quiet: int

    @classmethod
    def of(cls, side: int) -> _Frame:
        room = _stride(side) - side
        modules = int(("1" * side + "0" * room) * side, 2)
        whole = (1 << (_stride(side) * side + _QUIET)) - 1
        return cls(modules, whole ^ modules)


def best_masked(symbol: Grid, differences: Sequence[Grid]) -> Grid:
    """The masked symbol of least penalty, the first of equals; `differences` lead from `symbol` to each of
    them.
    """
    frame = _Frame.of(symbol.side)
    return min((symbol ^ difference for difference in differences), key=lambda grid: _penalty(grid, frame))


def _penalty(grid: Grid, frame: _Frame) -> int:
    """How much the symbol looks like what confuses readers."""
    rows, columns, area = grid.rows, grid.columns, grid.side * grid.side
    balance = abs(rows.bit_count() * 2 - area) * 10 // area * 10
    light = frame.modules ^ rows
    return (
        _lines(rows, light, frame.quiet)
        + _lines(columns, frame.modules ^ columns, frame.quiet)
        + 3 * _blocks(rows, light, _stride(grid.side))
        + balance
    )


def _lines(dark: int, light: int, quiet: int) -> int:
    """Runs of five and more count their length less two; what looks like a finder counts 40."""
    dark_pair, light_pair = dark & (dark >> 1), light & (light >> 1)
    dark5 = dark_pair & (dark_pair >> 2) & (dark >> 4)
    light5 = light_pair & (light_pair >> 2) & (light >> 4)
    runs = dark5.bit_count() + light5.bit_count()
    ends = (dark5 & ~(dark5 << 1)).bit_count() + (light5 & ~(light5 << 1)).bit_count()
    finder = dark & (light >> 1) & (dark_pair >> 2) & (dark >> 4) & (light >> 5) & (dark >> 6)
    beside = 0
    if finder:
        blank_pair = (light | quiet) & ((light | quiet) >> 1)
        blank4 = blank_pair & (blank_pair >> 2)
        beside = (finder & ((blank4 << 4) | (blank4 >> 7))).bit_count()
    return runs + 2 * ends + 40 * beside


def _blocks(dark: int, light: int, stride: int) -> int:
    """How many squares of two by two modules have one colour."""
    dark, light = dark & (dark >> 1), light & (light >> 1)
    return (dark & (dark >> stride)).bit_count() + (light & (light >> stride)).bit_count()


def _stride(side: int) -> int:
    return (side + _QUIET + 7) // 8 * 8
