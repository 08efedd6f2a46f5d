# SPDX-License-Identifier: Apache-2.0
"""Cards on paper: one PDF of fronts and backs, written page by page, the same bytes for the same cards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from enumerator.cards import shapes
from enumerator.cards.design import Template
from enumerator.cards.ground import Note
from enumerator.cards.holder import Card
from enumerator.cards.layout import SHEET_OF_8, Layout, Place, Sides, crop_lines
from enumerator.cards.output import hashed
from enumerator.cards.paint import Painter, Side
from enumerator.cards.pdf import MM, PdfWriter
from enumerator.cards.photo import made_ahead
from enumerator.errors import UserError
from enumerator.messages import _, load

Progress = Callable[[int, int], None]
_HAIRLINE = 0.25
_INK = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class DrawnSheet:
    """What was written: cards, pages, the SHA-256 of the file in hex, and what the office should look at."""

    cards: int
    pages: int
    sha256: str
    notes: tuple[Note, ...] = ()


def draw_sheet(
    cards: Iterable[Card],
    template: Template,
    target: Path | BinaryIO,
    *,
    layout: Layout = SHEET_OF_8,
    language: str = "id",
    title: str = "",
    progress: Progress | None = None,
) -> DrawnSheet:
    """Draw the cards into a PDF at `target`, a file that appears only when it is complete, or an open
    binary file.

    `language` is "id", "en" or "id+en" for the words of the template. Memory does not grow with the number
    of cards when `cards` is an iterator. `progress` is called with (cards drawn, cards in all or 0 if
    unknown); raising in it leaves no file behind.
    """
    total = len(cards) if isinstance(cards, Sequence) else 0
    with hashed(target) as (out, digest):
        writer = PdfWriter(
            out,
            title=title or template.name,
            language=language.split("+")[0],
            author=template.words.get(language.split("+")[0], {}).get("authority", ""),
        )
        painter = Painter(writer, template, language)
        press = _Press(writer, painter, template, layout, language)
        pages = done = 0
        for group in _groups(made_ahead(cards, painter.ahead), layout):
            for side in sides_of(layout, template):
                press.page(group, side)
                pages += 1
            done += sum(card is not None for card in group)
            if progress:
                progress(done, total)
        if not done:
            raise UserError(_("There is no card to draw."))
        writer.close()
    return DrawnSheet(done, pages, digest(), tuple(painter.notes))


def _groups(cards: Iterator[Card], layout: Layout) -> Iterator[list[Card | None]]:
    """The cards page by page, with None at the positions of the first sheet that are used up."""
    group: list[Card | None] = [None] * (layout.start - 1)
    while True:
        taken = list(islice(cards, layout.per_page - len(group)))
        if not taken:
            return
        yield [*group, *taken]
        group = []


def sides_of(layout: Layout, template: Template) -> tuple[Side, ...]:
    """Which sides are drawn, each on a page of its own."""
    if not template.back or layout.sides is Sides.FRONT:
        return ("front",)
    return ("back",) if layout.sides is Sides.BACK else ("front", "back")


class _Press:
    """Puts groups of cards on pages of one layout."""

    def __init__(
        self, writer: PdfWriter, painter: Painter, template: Template, layout: Layout, language: str
    ) -> None:
        form = template.card
        self._writer, self._painter, self._template = writer, painter, template
        self._size = layout.page_size(form)
        roomy = layout.gap >= 2 * form.bleed or layout.per_page == 1
        self._bleed = form.bleed if roomy else 0.0
        positions = range(layout.per_page)
        self._places: dict[Side, list[Place]] = {
            "front": [layout.front(n, form) for n in positions],
            "back": [layout.back(n, form) for n in positions],
        }
        self._marks = {side: [b""] * layout.per_page for side in self._places}
        self._margin = b""
        if layout.crop_marks:
            for side, places in self._places.items():
                self._marks[side] = [_crop_marks(place, template, places, self._size[1]) for place in places]
            self._margin = _margin(writer, language, self._size[1])
        self._boxes: dict[str, tuple[float, ...]] = {}
        if not layout.page:
            edge = (self._size[0] - form.width) / 2 * MM
            self._boxes["TrimBox"] = (edge, edge, self._size[0] * MM - edge, self._size[1] * MM - edge)

    def page(self, group: list[Card | None], side: Side) -> None:
        """Write a page with that side of the cards; None leaves a position free."""
        parts = [self._margin]
        for card, place, marks in zip(group, self._places[side], self._marks[side], strict=False):
            if card is not None:
                drawn = self._painter.side(card, side)
                parts += [placed(drawn, place, self._template, self._size[1], self._bleed), marks]
        self._writer.page(self._size[0] * MM, self._size[1] * MM, b"\n".join(parts), self._boxes)


def placed(operators: bytes, place: Place, template: Template, page_height: float, bleed: float) -> bytes:
    """Operators of a side moved to its place on a page, and clipped to the bleed around it."""
    form = template.card
    x, y = place.x * MM, (page_height - place.y - form.height) * MM
    move = b"1 0 0 1 %.4f %.4f cm" % (x, y)
    if place.turned:
        move = b"-1 0 0 -1 %.4f %.4f cm" % (x + form.width * MM, y + form.height * MM)
    clip = shapes.rectangle(
        -bleed * MM, -bleed * MM, (form.width + 2 * bleed) * MM, (form.height + 2 * bleed) * MM
    )
    return b"q %s %s W n\n%s\nQ" % (move, clip, operators)


def _crop_marks(place: Place, template: Template, others: Sequence[Place], page_height: float) -> bytes:
    lines = [
        b"%.4f %.4f m %.4f %.4f l" % (x1 * MM, (page_height - y1) * MM, x2 * MM, (page_height - y2) * MM)
        for x1, y1, x2, y2 in crop_lines(place, template.card, others)
    ]
    return b"q %s %s S Q" % (shapes.stroke(_INK, _HAIRLINE), b" ".join(lines)) if lines else b""


def _margin(writer: PdfWriter, language: str, height: float) -> bytes:
    """In the margin: how to print, and 50 mm to measure whether the printer scaled the page."""
    words = load(language.split("+")[0])
    told = words.text("Print at actual size (100 %). This line must measure 50 mm:")
    size, y, x = 6.0, (height - 8.0) * MM, 15.4 * MM
    parts = [shapes.fill((0.33, 0.38, 0.36)), writer.text(told, "regular", size, x, y)]
    from_x = x + 82 * MM
    line = b"%.4f %.4f m %.4f %.4f l" % (from_x, y + 2, from_x + 50 * MM, y + 2)
    ticks = b" ".join(
        b"%.4f %.4f m %.4f %.4f l" % (tx, y - 1, tx, y + 5) for tx in (from_x, from_x + 50 * MM)
    )
    parts.append(b"q %s %s %s S Q" % (shapes.stroke(_INK, _HAIRLINE), line, ticks))
    return b"\n".join(parts)
