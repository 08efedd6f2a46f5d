# SPDX-License-Identifier: Apache-2.0
"""Where cards stand on paper: sheets of eight or ten with crop marks, or one card a page; fronts and backs
register.

Lengths are millimetres, x from the left and y from the top of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from enumerator.cards.design import Format

A4 = (210.0, 297.0)
_NEAR = 0.01


class Duplex(StrEnum):
    """How the paper is turned for the back. `NONE`: fronts and backs are pages one after the other,
    unturned.
    """

    NONE = "none"
    LONG_EDGE = "long"
    SHORT_EDGE = "short"


class Sides(StrEnum):
    """Which sides are drawn."""

    BOTH = "both"
    FRONT = "front"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a card stands: the left and top edge of its cut; `turned` when it stands on its head."""

    x: float
    y: float
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A page of `columns` x `rows` cards with `gap` between the cuts.

    `start` is the first free position on a part-used sheet, from 1. `shift` moves the backs (x, y) for a
    printer that does not register them. A page of None is as large as the card and its bleed (`with_bleed`)
    or its cut.
    """

    page: tuple[float, float] | None = A4
    columns: int = 2
    rows: int = 4
    gap: float = 8.0
    crop_marks: bool = True
    with_bleed: bool = True
    duplex: Duplex = Duplex.LONG_EDGE
    sides: Sides = Sides.BOTH
    start: int = 1
    shift: tuple[float, float] = (0.0, 0.0)

    def __post_init__(self) -> None:
        if not 1 <= self.start <= self.per_page:
            raise ValueError(f"a sheet has positions 1 to {self.per_page}, not {self.start}")

    @property
    def per_page(self) -> int:
        """How many cards a page holds."""
        return self.columns * self.rows

    def page_size(self, card: Format) -> tuple[float, float]:
        """Width and height of the page."""
        if self.page:
            return self.page
        bleed = 2 * card.bleed if self.with_bleed else 0.0
        return card.width + bleed, card.height + bleed

    def front(self, position: int, card: Format) -> Place:
        """Where the front at `position` (from 0, row by row) stands."""
        width, height = self.page_size(card)
        column, row = position % self.columns, position // self.columns
        block_w = self.columns * card.width + (self.columns - 1) * self.gap
        block_h = self.rows * card.height + (self.rows - 1) * self.gap
        return Place(
            (width - block_w) / 2 + column * (card.width + self.gap),
            (height - block_h) / 2 + row * (card.height + self.gap),
        )

    def back(self, position: int, card: Format) -> Place:
        """Where the back of the card at `position` stands, so that it lies behind its front on the turned
        paper.
        """
        front = self.front(position, card)
        width, height = self.page_size(card)
        match self.duplex:
            case Duplex.LONG_EDGE:
                place = replace(front, x=width - front.x - card.width)
            case Duplex.SHORT_EDGE:
                place = replace(front, y=height - front.y - card.height, turned=True)
            case _:
                place = front
        return replace(place, x=place.x + self.shift[0], y=place.y + self.shift[1])


SHEET_OF_8 = Layout()
SHEET_OF_10 = Layout(rows=5, gap=0.0, with_bleed=False)
SINGLE = Layout(page=None, columns=1, rows=1, gap=0.0, crop_marks=False, with_bleed=False, duplex=Duplex.NONE)
LAYOUTS = {"a4-8": SHEET_OF_8, "a4-10": SHEET_OF_10, "single": SINGLE}


def crop_lines(
    place: Place, card: Format, others: Sequence[Place] = (), length: float = 1.8
) -> tuple[tuple[float, float, float, float], ...]:
    """Up to eight short lines (x1, y1, x2, y2) outside the bleed that point at the corners of the cut.

    Those that would lie on one of the `others` are left out.
    """
    away = card.bleed
    lines = []
    for x in (place.x, place.x + card.width):
        lines.append((x, place.y - away - length, x, place.y - away))
        lines.append((x, place.y + card.height + away, x, place.y + card.height + away + length))
    for y in (place.y, place.y + card.height):
        lines.append((place.x - away - length, y, place.x - away, y))
        lines.append((place.x + card.width + away, y, place.x + card.width + away + length, y))
    return tuple(line for line in lines if not any(_touches(line, other, card) for other in others))


def _touches(line: tuple[float, float, float, float], place: Place, card: Format) -> bool:
    x, y = (line[0] + line[2]) / 2, (line[1] + line[3]) / 2
    inside_x = place.x - _NEAR <= x <= place.x + card.width + _NEAR
    return inside_x and place.y - _NEAR <= y <= place.y + card.height + _NEAR
