# SPDX-License-Identifier: Apache-2.0
"""Small counts hidden before figures are made public, so that nobody is recognised by being one of two.

A count of one or two is written "<3". Where that leaves a single hidden count in a sum that can be read, the
next smallest of the sum is hidden too, or a subtraction would give the first away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

LEAST = 3
"""Counts from here on are shown."""
SMALL, HIDDEN = "<3", "–"

Cell = tuple[int, int]


def hidden(
    rows: Sequence[Sequence[int]], parts: Iterable[Sequence[int]] = (), whole: Collection[int] = ()
) -> dict[Cell, str]:
    """(row, column) -> what is written in place of the count, for those that are not shown.

    The sum of every column can be read elsewhere, except that of the columns in `whole`, where it is hidden
    and with it every count. `parts` are columns that add up to another in each row.
    """
    gone = {
        (at, column): SMALL if 0 < count < LEAST else HIDDEN
        for at, row in enumerate(rows)
        for column, count in enumerate(row)
        if 0 < count < LEAST or (count and column in whole)
    }
    wide = range(len(rows[0])) if rows else ()
    sums = [[(at, column) for at in range(len(rows))] for column in wide]
    sums += [[(at, column) for column in part] for part in parts for at in range(len(rows))]
    while any(_hide_another(rows, each, gone) for each in sums):
        pass
    return gone


def _hide_another(rows: Sequence[Sequence[int]], cells: Sequence[Cell], gone: dict[Cell, str]) -> bool:
    """Hide the smallest beside a single hidden one; whether there was one to hide."""
    if sum(each in gone for each in cells) != 1:
        return False
    shown = [(at, column) for at, column in cells if (at, column) not in gone and rows[at][column]]
    if not shown:
        return False
    gone[min(shown, key=lambda cell: rows[cell[0]][cell[1]])] = HIDDEN
    return True
