# SPDX-License-Identifier: Apache-2.0
"""A4 pages that fill from the top: a letterhead, titles, tables and lines of facts; a new page where one is
full.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from enumerator.cards.layout import A4
from enumerator.cards.pen import QUIET, Colour, Pen
from enumerator.cards.typeface import FontName
from enumerator.messages import _

LEFT, RIGHT, TOP, BOTTOM = 15.0, 195.0, 16.0, 278.0
WIDTH = RIGHT - LEFT
ROW = 6.2
PRIMARY: Colour = (0.043, 0.420, 0.365)
SOFT: Colour = (0.886, 0.945, 0.933)
FAINT: Colour = (0.961, 0.969, 0.961)
_FONTS: Mapping[tuple[bool, bool], FontName] = {
    (True, True): "figures-semibold",
    (True, False): "figures",
    (False, True): "semibold",
    (False, False): "regular",
}
"""By whether it is a figure, and whether it is bold."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands above: the whole of it on the first page, `title` alone on the others.

    `mark` says what kind of paper it is (a sample, for the public), `alarming` in red. `facts` are up to
    three labels with their words.
    """

    office: str
    heading: str
    title: str
    facts: Sequence[tuple[str, str]]
    mark: str = ""
    alarming: bool = False


class Paper:
    """Pages one after another; `number` is the one being drawn, `y` the millimetres it is filled down to.

    `total` is how many pages there will be, as far as is known.
    """

    def __init__(self, pen: Pen, letterhead: Letterhead, total: int) -> None:
        self.pen, self._letterhead, self._total = pen, letterhead, total
        self.number = 0
        self.y = TOP

    def begin(self) -> None:
        """A new page under its letterhead."""
        head, pen = self._letterhead, self.pen
        self.number += 1
        pen.area(0, 0, A4[0], 4, PRIMARY)
        pen.text(head.office, LEFT, TOP, 120, font="medium", size=8, colour=QUIET)
        if head.mark:
            colour = (0.7, 0.15, 0.12) if head.alarming else QUIET
            pen.text(head.mark, 145, TOP, 50, font="bold", size=9, colour=colour, align="right")
        if self.number > 1:
            pen.text(head.title, LEFT, TOP + 6, WIDTH, font="semibold", size=9.5)
            self.y = TOP + 15
            return
        pen.text(head.heading, LEFT, TOP + 9, WIDTH, font="bold", size=16)
        for at, (label, words) in enumerate(head.facts):
            x = LEFT + (0, 48, 102)[at]
            pen.text(label, x, TOP + 17, 45, size=7.5, colour=QUIET)
            pen.text(words, x, TOP + 22, 45 if at < 2 else 78, font="semibold", size=9.5)
        self.y = TOP + 29

    def end(self) -> None:
        """The page is done."""
        told = _("Page {n} of {total}", n=self.number, total=self._total)
        self.pen.text(told, LEFT, 288, WIDTH, size=7.5, colour=QUIET, align="right")
        self.pen.finish(A4[0])

    def room(self, height: float) -> bool:
        """Whether a new page had to be begun for so many millimetres."""
        if self.y + height <= BOTTOM:
            return False
        self.end()
        self.begin()
        return True

    def title(self, words: str, more: str = "", *, keep: float = 20) -> None:
        """A title, with `more` at the right; begins a page where what it heads would not fit (`keep`)."""
        self.room(12 + keep)
        self.y += 8
        self.pen.text(words, LEFT, self.y, 100, font="semibold", size=11)
        if more:
            self.pen.text(more, LEFT + 80, self.y, WIDTH - 80, size=8, colour=QUIET, align="right")
        self.y += 3

    def headings(self, columns: Iterable[tuple[str, float]]) -> None:
        """The head of a table: each column's words and width."""
        pen, x = self.pen, LEFT
        pen.area(LEFT, self.y, WIDTH, 8, SOFT)
        for at, (words, width) in enumerate(columns):
            pen.text(
                words, x + 1.5, self.y + 5.2, width - 3, font="semibold", size=7.5, colour=PRIMARY,
                align="right" if at else "left",
            )  # fmt: skip
            x += width
        self.y += 8

    def cells(
        self, cells: Sequence[str], widths: Sequence[float], *, bold: bool = False, inset: float = 0
    ) -> None:
        """A row of a table: the first cell at the left, figures at the right."""
        pen, x = self.pen, LEFT
        for at, (text, width) in enumerate(zip(cells, widths, strict=True)):
            font = _FONTS[bool(at), bold]
            move = 0 if at else inset
            pen.text(
                text, x + 1.5 + move, self.y + 4.3, width - 3 - move, font=font,
                size=8.5, align="right" if at else "left",
            )  # fmt: skip
            x += width
        self.y += ROW
        pen.line(LEFT, self.y, RIGHT, self.y, thick=0.4)
