# SPDX-License-Identifier: Apache-2.0
"""Codes of cards that have been in a wallet, photographed by hand: creased, stained, worn, turned and badly
lit.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from enumerator.cards.holder import Card
from enumerator.cards.layout import SINGLE
from enumerator.cards.render import render_page
from enumerator.cards.scan import decode_image
from enumerator.cards.sheet import draw_sheet
from enumerator.cards.template import load_template

from .conftest import holder

Wear = Callable[[Image.Image, random.Random], Image.Image]


def blurred(image: Image.Image, source: random.Random) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(1.2))


def noisy(image: Image.Image, source: random.Random) -> Image.Image:
    return ImageChops.overlay(image, Image.effect_noise(image.size, 110))


def hidden(image: Image.Image, source: random.Random, share: float = 0.10) -> Image.Image:
    """A tenth of the code's area under a stain that leaves the three finders free."""
    worn = image.copy()
    side = 27.6 / 25.4 * 300
    radius = (side * side * share / 3.1416) ** 0.5
    x, y = image.width - 1.6 / 25.4 * 300 - side * source.uniform(0.3, 0.6), side * source.uniform(0.35, 0.6)
    ImageDraw.Draw(worn).ellipse((x - radius, y - radius, x + radius, y + radius), fill=96)
    return worn


def creased(image: Image.Image, source: random.Random) -> Image.Image:
    """Two crossing creases of one millimetre where the print has come off."""
    worn = image.copy()
    draw = ImageDraw.Draw(worn)
    w, h = worn.size
    draw.line((0, h * source.uniform(0.3, 0.6), w, h * source.uniform(0.3, 0.6)), fill=250, width=12)
    draw.line((w * source.uniform(0.3, 0.6), 0, w * source.uniform(0.3, 0.6), h), fill=250, width=12)
    return worn


def turned(image: Image.Image, source: random.Random) -> Image.Image:
    return image.rotate(source.uniform(-40, 40), Image.Resampling.BICUBIC, expand=True, fillcolor=230)


def faded(image: Image.Image, source: random.Random) -> Image.Image:
    return image.point(lambda value: 120 + value * 0.25)


def compressed(image: Image.Image, source: random.Random) -> Image.Image:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=12)
    return Image.open(io.BytesIO(out.getvalue()))


def all_a_little(image: Image.Image, source: random.Random) -> Image.Image:
    worn = hidden(image, source, 0.03).point(lambda value: 90 + value * 0.5)
    worn = worn.rotate(7, Image.Resampling.BICUBIC, expand=True, fillcolor=200)
    worn = ImageChops.overlay(worn.filter(ImageFilter.GaussianBlur(0.7)), Image.effect_noise(worn.size, 30))
    out = io.BytesIO()
    worn.save(out, "JPEG", quality=40)
    return Image.open(io.BytesIO(out.getvalue()))


WEAR: list[Wear] = [blurred, noisy, hidden, creased, turned, faded, compressed, all_a_little]


@pytest.fixture(scope="module")
def faces(make_card: Callable[..., Card]) -> list[tuple[str, Image.Image]]:
    """The right half of the faces of some cards at 300 dpi, with their codes."""
    cards = [make_card(holder(f"w{n}", f"CONTOH {n}")) for n in range(6)]
    out = io.BytesIO()
    draw_sheet(cards, load_template(), out, layout=SINGLE)
    pages = [render_page(out.getvalue(), 2 * n, 300).convert("L") for n in range(len(cards))]
    return [
        (card.credential, page.crop((page.width * 6 // 10, 110, page.width, page.height)))
        for card, page in zip(cards, pages, strict=True)
    ]


@pytest.mark.parametrize("wear", WEAR, ids=lambda wear: wear.__name__)
def test_a_worn_code_is_still_read(faces: list[tuple[str, Image.Image]], wear: Wear) -> None:
    source = random.Random(30)
    for credential, face in faces:
        assert decode_image(wear(face, source)) == [credential]
