# SPDX-License-Identifier: Apache-2.0
"""Which of the eight masks suits a QR symbol best: the penalties of ISO/IEC 18004 §7.8.3, counted on all
modules at once.

The eight masked symbols of a text differ by the same pattern for every text of a version. So one of them is
enough to know the others, and whole symbols are compared as long integers, one bit for a module, with room
after each row and each column for the four modules of quiet zone that count as light beside what looks like a
finder. A shift by one bit leads to the module on the left, one by a whole row to the module above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

_QUIET = 4


@dataclass(frozen=True, slots=True)
class Grid:
    """A symbol of `side` modules, row by row from the highest bit, 1 is black."""

    side: int
    modules: int

    @classmethod
    def of(cls, modules: bytes, side: int) -> Grid:
        """From one character, "0" or "1", for each module."""
        pad = b"0" * (_stride(side) - side)
        rows = pad.join(modules[start : start + side] for start in range(0, side * side, side))
        return cls(side, int(rows + pad, 2) << _QUIET * _stride(side))

    def __xor__(self, other: Grid) -> Grid:
        return Grid(self.side, self.modules ^ other.modules)

    def packed(self) -> bytes:
        """The rows, each filled up with zeros to whole bytes."""
        width, used = _stride(self.side) // 8, (self.side + 7) // 8
        data = (self.modules >> _QUIET * _stride(self.side)).to_bytes(width * self.side, "big")
        return b"".join([data[start : start + used] for start in range(0, len(data), width)])


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where modules may be compared: those with a neighbour at the left, those with one above, and `whole`,
    which has the quiet zones as well.
    """

    stride: int
    across: int
    down: int
    whole: int

    @classmethod
    def of(cls, side: int) -> _Frame:
        stride = _stride(side)
        pad, below = "0" * (stride - side), "0" * stride * _QUIET
        across = ("0" + "1" * (side - 1) + pad) * side
        down = ("1" * side + pad) * (side - 1)
        whole = (1 << stride * (side + 2 * _QUIET)) - 1
        return cls(stride, int(across + below, 2), int(down + below, 2), whole)


def best_masked(symbol: Grid, differences: Sequence[Grid]) -> Grid:
    """The masked symbol of least penalty, the first of equals; `differences` lead from `symbol` to each of
    them.
    """
    frame = _frame(symbol.side)
    return min([symbol ^ difference for difference in differences], key=lambda grid: _penalty(grid, frame))


def _penalty(grid: Grid, frame: _Frame) -> int:
    """How much the symbol looks like what confuses readers."""
    modules, stride, area = grid.modules, frame.stride, grid.side * grid.side
    across = ((modules ^ (modules >> 1)) & frame.across) ^ frame.across
    down = ((modules ^ (modules >> stride)) & frame.down) ^ frame.down
    blocks = across & (across >> stride) & down & (down >> 1)
    balance = abs(modules.bit_count() * 2 - area) * 10 // area * 10
    return (
        _lines(modules, across, frame.across, 1, frame.whole)
        + _lines(modules, down, frame.down, stride, frame.whole)
        + 3 * blocks.bit_count()
        + balance
    )


def _lines(modules: int, alike: int, compared: int, step: int, whole: int) -> int:
    """Runs of five and more count their length less two; what looks like a finder (dark, light, three dark,
    light, dark) beside four light modules counts 40. `alike` has the modules of the colour of the next one.
    """
    three = alike & (alike >> step)
    five = three & (three >> 2 * step)
    ends = five & ~(five << step)
    change = alike ^ compared
    two_changes = change & (change >> step)
    finder = modules & two_changes & (three >> 2 * step) & (two_changes >> 4 * step)
    beside = 0
    if finder:
        light = modules ^ whole
        light2 = light & (light >> step)
        light4 = light2 & (light2 >> 2 * step)
        beside = (finder & ((light4 << 4 * step) | (light4 >> 7 * step))).bit_count()
    return five.bit_count() + 2 * ends.bit_count() + 40 * beside


@cache
def _frame(side: int) -> _Frame:
    return _Frame.of(side)


def _stride(side: int) -> int:
    return (side + _QUIET + 7) // 8 * 8
