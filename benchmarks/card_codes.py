# SPDX-License-Identifier: Apache-2.0
"""How well the codes of a sheet are read from its pages, by resolution and wear, by two readers that share
nothing: zxing-cpp, which also writes them, and zbar, which does not.

`python -m benchmarks.card_codes [CODES] [WORN]` (1,024 codes, all of them worn, unless told). A rate counts a
code only when the reader says what the card's credential says, letter for letter, and the check calls it
valid. Each reader has one look at the picture, and then as many as the program takes (`scan.LOOKS`).
"""

from __future__ import annotations

import io
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from benchmarks.card_samples import AT, TRUST, cards, portraits
from enumerator.cards.code import LARGEST_VERSION, symbol_size_mm
from enumerator.cards.design import Code, Template
from enumerator.cards.holder import Card
from enumerator.cards.layout import SHEET_OF_8, Sides
from enumerator.cards.render import page_count, render_page
from enumerator.cards.scan import LOOKS, decode_image
from enumerator.cards.sheet import draw_sheet
from enumerator.cards.template import load_template
from enumerator.cards.verify import Outcome, verify_code

Read = Callable[[Image.Image], list[str]]
Wear = Callable[[Image.Image, float, random.Random], Image.Image]
RESOLUTIONS = (300, 150)
_CODE_MM = symbol_size_mm(LARGEST_VERSION)


@dataclass(frozen=True, slots=True)
class Crop:
    """A card's code cut out of the page, with what it must say."""

    image: Image.Image
    credential: str


def by_zxing(image: Image.Image) -> list[str]:
    """The texts of the QR codes that zxing-cpp reads at one look."""
    found = zxingcpp.read_barcodes(
        image.convert("L"), formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    )
    return [barcode.text for barcode in found if barcode.valid]


def by_zbar(image: Image.Image) -> list[str]:
    """The texts of the QR codes that zbar reads; ImportError where the library is not installed."""
    from pyzbar import pyzbar

    return [found.data.decode() for found in pyzbar.decode(image.convert("L"), [pyzbar.ZBarSymbol.QRCODE])]


def by_zbar_again(image: Image.Image) -> list[str]:
    """The same with all the looks that the program takes."""
    for look in LOOKS:
        seen = look(image.convert("L"))
        if seen is not None and (found := by_zbar(seen)):
            return found
    return []


def readers() -> dict[str, Read]:
    """Those that are here."""
    found: dict[str, Read] = {"zxing": by_zxing, "zxing+": decode_image}
    try:
        by_zbar(Image.new("L", (8, 8), 255))
    except ImportError:
        print("zbar is not installed (Debian's libzbar0): only the writer's own reader is tried")
    else:
        found |= {"zbar": by_zbar, "zbar+": by_zbar_again}
    return found


def untouched(image: Image.Image, _per_mm: float, _chance: random.Random) -> Image.Image:
    """as printed"""
    return image


def blurred(image: Image.Image, per_mm: float, _chance: random.Random) -> Image.Image:
    """out of focus by 0.10 mm"""
    return image.filter(ImageFilter.GaussianBlur(0.10 * per_mm))


def noisy(image: Image.Image, _per_mm: float, _chance: random.Random) -> Image.Image:
    """grain with a deviation of 110 of 255"""
    return ImageChops.overlay(image, Image.effect_noise(image.size, 110))


def stained(image: Image.Image, per_mm: float, chance: random.Random, share: float = 0.10) -> Image.Image:
    """a grey stain over 10 % of the code"""
    worn, side = image.copy(), 27.6 * per_mm
    radius = (side * side * share / 3.1416) ** 0.5
    corner = 1.6 * per_mm
    x = image.width - corner - side * chance.uniform(0.35, 0.55)
    y = corner + side * chance.uniform(0.40, 0.60)
    ImageDraw.Draw(worn).ellipse((x - radius, y - radius, x + radius, y + radius), fill=96)
    return worn


def creased(image: Image.Image, per_mm: float, chance: random.Random) -> Image.Image:
    """two crossing creases of 1 mm"""
    worn, thick = image.copy(), max(round(per_mm), 1)
    draw, (w, h) = ImageDraw.Draw(worn), worn.size
    draw.line((0, h * chance.uniform(0.3, 0.6), w, h * chance.uniform(0.3, 0.6)), fill=250, width=thick)
    draw.line((w * chance.uniform(0.3, 0.6), 0, w * chance.uniform(0.3, 0.6), h), fill=250, width=thick)
    return worn


def turned(image: Image.Image, _per_mm: float, chance: random.Random) -> Image.Image:
    """turned by up to 40 degrees"""
    return image.rotate(chance.uniform(-40, 40), Image.Resampling.BICUBIC, expand=True, fillcolor=230)


def faded(image: Image.Image, _per_mm: float, _chance: random.Random) -> Image.Image:
    """a quarter of the contrast"""
    return image.point(lambda value: 120 + value * 0.25)


def squeezed(image: Image.Image, _per_mm: float, _chance: random.Random, quality: int = 20) -> Image.Image:
    """JPEG of quality 20"""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return Image.open(io.BytesIO(out.getvalue()))


def all_a_little(image: Image.Image, per_mm: float, chance: random.Random) -> Image.Image:
    """all of these, a little of each"""
    worn = stained(image, per_mm, chance, 0.03).point(lambda value: 90 + value * 0.5)
    worn = worn.rotate(chance.uniform(-8, 8), Image.Resampling.BICUBIC, expand=True, fillcolor=200)
    worn = worn.filter(ImageFilter.GaussianBlur(0.06 * per_mm))
    return squeezed(ImageChops.overlay(worn, Image.effect_noise(worn.size, 30)), per_mm, chance, 40)


WEAR: tuple[Wear, ...] = (
    untouched, blurred, noisy, stained, creased, turned, faded, squeezed, all_a_little,
)  # fmt: skip


def draw_codes(target: Path, count: int) -> tuple[list[Card], Template]:
    """A PDF with the fronts of that many cards, eight a page."""
    template, made = load_template(), list(cards(count, portraits(8)))
    draw_sheet(made, template, target, layout=replace(SHEET_OF_8, sides=Sides.FRONT))
    return made, template


def crops(pdf: Path, made: list[Card], template: Template, dpi: int, limit: int) -> Iterator[Crop]:
    """The codes of the first cards, cut out of their pages with a little of what is around them."""
    element = next(each for each in template.front if isinstance(each, Code))
    left = element.x - _CODE_MM if element.corner == "top-right" else element.x
    for n, card in enumerate(made[:limit]):
        position = n % SHEET_OF_8.per_page
        if position == 0:
            page = render_page(pdf, n // SHEET_OF_8.per_page, dpi, grey=True)
        place = SHEET_OF_8.front(position, template.card)
        x, y = place.x + left, place.y + element.y
        box = tuple(round(edge / 25.4 * dpi) for edge in (x, y, x + _CODE_MM, y + _CODE_MM))
        yield Crop(page.crop(box), card.credential)


def is_read(read: Read, image: Image.Image, credential: str) -> bool:
    """Whether the reader finds that credential and nothing else, and it is valid."""
    found = read(image)
    return found == [credential] and _is_valid(credential)


def _is_valid(text: str) -> bool:
    return verify_code(text, TRUST, AT + timedelta(days=1)).outcome is Outcome.VALID


def whole_pages(pdf: Path, made: list[Card], read: Read, dpi: int) -> tuple[int, float]:
    """How many codes are read from the pages as they are, and seconds of this process for each page."""
    good, pages, spent = 0, page_count(pdf), 0.0
    for n in range(pages):
        page = render_page(pdf, n, dpi, grey=True)
        start = time.process_time()
        found = set(read(page))
        spent += time.process_time() - start
        expected = {card.credential for card in made[n * 8 : n * 8 + 8]}
        good += sum(_is_valid(text) for text in found & expected)
    return good, spent / pages


def main() -> int:
    """Print the tables; 1 when a code on an untouched page is not read by one of the readers."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_024
    worn = min(int(sys.argv[2]) if len(sys.argv) > 2 else count, count)
    found, missed = readers(), 0
    with tempfile.TemporaryDirectory(prefix="pendata-bench-") as name:
        pdf = Path(name) / "codes.pdf"
        made, template = draw_codes(pdf, count)
        print(f"{count:,} codes, {pdf.stat().st_size / 1e6:.1f} MB, read from whole pages of eight")
        for dpi in RESOLUTIONS:
            for reader in ("zxing", "zbar"):
                if reader not in found:
                    continue
                read = found[reader]
                good, each = whole_pages(pdf, made, read, dpi)
                missed += count - good
                told = f"{good:6,} of {count:,}  {good / count:7.2%}  {each * 1000:6.0f} ms a page"
                print(f"  {dpi} dpi  {reader:10}{told}", flush=True)
        print(f"\n{worn:,} codes cut out of the pages, and worn")
        columns = [(dpi, reader) for dpi in RESOLUTIONS for reader in found]
        print(f"  {'':34}" + "".join(f"{f'{dpi} {reader}':>12}" for dpi, reader in columns))
        for wear in WEAR:
            print(f"  {wear.__doc__:34}", end="", flush=True)
            for dpi in RESOLUTIONS:
                chance = random.Random(f"{wear.__name__}{dpi}")
                good_by = dict.fromkeys(found, 0)
                for crop in crops(pdf, made, template, dpi, worn):
                    image = wear(crop.image, dpi / 25.4, chance)
                    for reader, read in found.items():
                        good_by[reader] += is_read(read, image, crop.credential)
                print("".join(f"{good / worn:12.2%}" for good in good_by.values()), end="", flush=True)
            print(flush=True)
    return min(missed, 1)


if __name__ == "__main__":
    raise SystemExit(main())
