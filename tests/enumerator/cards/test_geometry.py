# SPDX-License-Identifier: Apache-2.0
"""Every paper measured in its rendered PDF: cut, bleed, what stands on the card, and its back behind it.

The card measured is black all over with a white window off its middle, so that edges are edges and a card
that is turned or mirrored shows. Everything is within 0.1 mm.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace

import pypdfium2
import pytest
from PIL import Image

from enumerator.cards.design import Box, Template
from enumerator.cards.holder import Card
from enumerator.cards.layout import SHEET_OF_8, SHEET_OF_10, SINGLE, Duplex, Layout, Place
from enumerator.cards.letter import draw_letters
from enumerator.cards.render import render_page
from enumerator.cards.sheet import draw_sheet
from enumerator.cards.template import load_template

from .conftest import holder

DPI = 600
WITHIN = 0.1
WIDTH, HEIGHT, BLEED = 85.60, 53.98, 2.0
WINDOW = (12.0, 9.0, 10.0, 6.0)
LETTER_PLACES = (Place((210 - 2 * WIDTH - 8) / 2, 297 - 24 - HEIGHT), Place(210 / 2 + 4, 297 - 24 - HEIGHT))


@pytest.fixture(scope="module")
def black() -> Template:
    x, y, w, h = WINDOW
    side = (
        Box(draw="box", x=0, y=0, w=WIDTH, h=HEIGHT, fill="#000000"),
        Box(draw="box", x=x, y=y, w=w, h=h, fill="#ffffff"),
    )
    return load_template().model_copy(update={"front": side, "back": side})


@pytest.fixture(scope="module")
def cards(make_card: Callable[..., Card]) -> list[Card]:
    return [make_card(holder(f"g{n}", photo=None)) for n in range(10)]


@dataclass(frozen=True)
class Paper:
    """A page in dark and light, with lengths in millimetres."""

    image: Image.Image

    def runs(self, *, x: float | None = None, y: float | None = None) -> list[tuple[float, float]]:
        """Where it is dark along the line at `x` or at `y`: from, to."""
        if x is not None:
            at = round(x / 25.4 * DPI)
            line = self.image.crop((at, 0, at + 1, self.image.height)).tobytes()
        else:
            assert y is not None
            at = round(y / 25.4 * DPI)
            line = self.image.crop((0, at, self.image.width, at + 1)).tobytes()
        found, start = [], None
        for n, value in enumerate((*line, 255)):
            if value < 128 and start is None:
                start = n
            elif value >= 128 and start is not None:
                found.append((start / DPI * 25.4, n / DPI * 25.4))
                start = None
        return found

    def turned(self, duplex: Duplex) -> Paper:
        """As it is seen through the paper, when its front lies before us."""
        flip = Image.Transpose.FLIP_LEFT_RIGHT
        if duplex is Duplex.SHORT_EDGE:
            flip = Image.Transpose.FLIP_TOP_BOTTOM
        return Paper(self.image.transpose(flip))


def pages(data: bytes, *numbers: int) -> list[Paper]:
    return [Paper(render_page(data, n, DPI, grey=True)) for n in numbers]


def sheet(cards: list[Card], template: Template, layout: Layout) -> bytes:
    out = io.BytesIO()
    draw_sheet(cards, template, out, layout=layout)
    return out.getvalue()


def edge(runs: list[tuple[float, float]], near: float) -> float:
    """The edge that is nearest to where one is expected."""
    return min((each for run in runs for each in run), key=lambda each: abs(each - near))


def check_window(paper: Paper, place: Place, *, mirrored: bool = False) -> None:
    """The four edges of the window of the card whose cut stands at `place`."""
    x, y, w, h = WINDOW
    left = place.x + (WIDTH - x - w if mirrored else x)
    top = place.y + y
    across, down = paper.runs(y=top + h / 2), paper.runs(x=left + w / 2)
    for runs, expected in ((across, left), (across, left + w), (down, top), (down, top + h)):
        assert edge(runs, expected) == pytest.approx(expected, abs=WITHIN)


def check_bleed(paper: Paper, place: Place, bleed: float) -> None:
    """Colour reaches so far beyond the cut on all four sides, and no farther."""
    across, down = paper.runs(y=place.y + HEIGHT - 5), paper.runs(x=place.x + WIDTH - 5)
    for runs, expected in (
        (across, place.x - bleed),
        (across, place.x + WIDTH + bleed),
        (down, place.y - bleed),
        (down, place.y + HEIGHT + bleed),
    ):
        assert edge(runs, expected) == pytest.approx(expected, abs=WITHIN)


def check_marks(paper: Paper, place: Place) -> None:
    """The crop marks are as far from each other as the card is wide and high, and begin outside the bleed."""
    above = [(a + b) / 2 for a, b in paper.runs(y=place.y - BLEED - 0.9) if b - a < 0.3]
    beside = [(a + b) / 2 for a, b in paper.runs(x=place.x - BLEED - 0.9) if b - a < 0.3]
    for marks, first, size in ((above, place.x, WIDTH), (beside, place.y, HEIGHT)):
        one, other = (min(marks, key=lambda mark: abs(mark - at)) for at in (first, first + size))
        assert one == pytest.approx(first, abs=WITHIN)
        assert other - one == pytest.approx(size, abs=WITHIN)


@pytest.mark.parametrize("duplex", [Duplex.LONG_EDGE, Duplex.SHORT_EDGE])
def test_a_sheet_of_eight_has_cut_bleed_and_backs_in_their_place(
    cards: list[Card], black: Template, duplex: Duplex
) -> None:
    layout = replace(SHEET_OF_8, duplex=duplex)
    front, back = pages(sheet(cards[:8], black, layout), 0, 1)
    behind = back.turned(duplex)
    for position in range(8):
        place = layout.front(position, black.card)
        for paper, mirrored in ((front, False), (behind, True)):
            check_bleed(paper, place, BLEED)
            check_marks(paper, place)
            check_window(paper, place, mirrored=mirrored)


@pytest.mark.parametrize("duplex", [Duplex.LONG_EDGE, Duplex.SHORT_EDGE])
def test_a_sheet_of_ten_has_cards_side_by_side_and_backs_behind_them(
    cards: list[Card], black: Template, duplex: Duplex
) -> None:
    layout = replace(SHEET_OF_10, duplex=duplex)
    front, back = pages(sheet(cards, black, layout), 0, 1)
    behind = back.turned(duplex)
    first = layout.front(0, black.card)
    for paper in (front, behind):
        (block,) = [run for run in paper.runs(y=first.y + HEIGHT - 5) if run[1] - run[0] > 20]
        assert block == pytest.approx((first.x, first.x + 2 * WIDTH), abs=WITHIN)
        (block,) = [run for run in paper.runs(x=first.x + WIDTH - 5) if run[1] - run[0] > 20]
        assert block == pytest.approx((first.y, first.y + 5 * HEIGHT), abs=WITHIN)
    for position in range(10):
        place = layout.front(position, black.card)
        check_window(front, place)
        check_window(behind, place, mirrored=True)


def test_a_shift_moves_the_backs_by_what_it_says(cards: list[Card], black: Template) -> None:
    layout = replace(SHEET_OF_8, shift=(0.7, -1.2))
    (back,) = pages(sheet(cards[:1], black, layout), 1)
    place = layout.back(0, black.card)
    unmoved = SHEET_OF_8.back(0, black.card)
    assert (place.x - unmoved.x, place.y - unmoved.y) == pytest.approx((0.7, -1.2))
    check_window(back, place)


@pytest.mark.parametrize("bleed", [0.0, BLEED])
def test_a_single_card_is_its_page(cards: list[Card], black: Template, bleed: float) -> None:
    data = sheet(cards[:1], black, replace(SINGLE, with_bleed=bool(bleed)))
    for page in pypdfium2.PdfDocument(data):
        width, height = (side / 72 * 25.4 for side in page.get_size())
        assert (width, height) == pytest.approx((WIDTH + 2 * bleed, HEIGHT + 2 * bleed), abs=0.01)
        trim = [side / 72 * 25.4 for side in page.get_trimbox()]
        assert trim == pytest.approx([bleed, bleed, bleed + WIDTH, bleed + HEIGHT], abs=0.01)
    for paper in pages(data, 0, 1):
        check_window(paper, Place(bleed, bleed))
        assert paper.runs(y=2)[0] == pytest.approx((0, WIDTH + 2 * bleed), abs=WITHIN)
        assert paper.runs(x=2)[0] == pytest.approx((0, HEIGHT + 2 * bleed), abs=WITHIN)


def test_a_letter_carries_front_and_back_to_be_cut_out(cards: list[Card], black: Template) -> None:
    out = io.BytesIO()
    draw_letters(cards[:1], black, out, place_and_date="Semarang, 24 November 2026")
    (paper,) = pages(out.getvalue(), 0)
    for place in LETTER_PLACES:
        check_bleed(paper, place, BLEED)
        check_marks(paper, place)
        check_window(paper, place)


def test_the_line_to_measure_is_fifty_millimetres(cards: list[Card], black: Template) -> None:
    (paper,) = pages(sheet(cards[:1], black, SHEET_OF_8), 0)
    lengths = [b - a for y in range(20, 120) for a, b in paper.runs(y=y / 10)]
    assert any(length == pytest.approx(50, abs=WITHIN) for length in lengths)


def test_the_code_is_made_of_modules_of_four_tenths_with_four_quiet_ones(cards: list[Card]) -> None:
    template = load_template()
    (page,) = pages(sheet(cards[:1], template, SINGLE), 0)
    element = next(each for each in template.front if each.draw == "code")
    size = (69 + 8) * 0.40
    left = element.x - size if element.corner == "top-right" else element.x
    quiet = 4 * 0.40
    # across the row of modules below the finders' first: the whole finder is dark there
    across = [
        run for run in page.runs(y=element.y + quiet + 0.2) if left - 0.05 <= run[0] and run[1] <= left + size
    ]
    assert across[0] == pytest.approx((left + quiet, left + quiet + 7 * 0.40), abs=WITHIN)
    assert across[-1] == pytest.approx((left + size - quiet - 7 * 0.40, left + size - quiet), abs=WITHIN)
    for x in (left + 0.3, left + size - 0.3):
        dark = [run for run in page.runs(x=x) if run[0] < element.y + size and run[1] > element.y]
        assert dark == []
