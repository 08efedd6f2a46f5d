# SPDX-License-Identifier: Apache-2.0
"""Cards a second and the memory they take, beside reportlab on the same cards, and how well worn codes are
read.

`python -m benchmarks.cards [CARDS]` (2,000 unless told). Three limits in the same run: the texts of a card
alone on reportlab's canvas, the whole card drawn naively with it (its own QR widget, fonts and pictures as
they come), and a QR code alone by the three writers. Then the rate of codes read from rendered pages at 300
and 150 dpi, and after wear.
"""

from __future__ import annotations

import io
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import segno
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from enumerator.cards.code import draw_symbol
from enumerator.cards.credential import Issuer, make_credential
from enumerator.cards.design import Template
from enumerator.cards.holder import Card, CardHolder, Programme, masked
from enumerator.cards.layout import SHEET_OF_8, SINGLE
from enumerator.cards.number import Numbers
from enumerator.cards.pdf import MM
from enumerator.cards.render import page_count, render_page
from enumerator.cards.scan import decode_image
from enumerator.cards.sheet import draw_sheet
from enumerator.cards.template import load_template
from enumerator.cards.trust import Revocations, Trust, TrustedKey
from enumerator.cards.verify import verify_code

_SYLLABLES = [
    "su",
    "nga",
    "di",
    "wa",
    "kar",
    "ti",
    "sri",
    "mu",
    "par",
    "yo",
    "no",
    "sla",
    "met",
    "tu",
    "war",
    "si",
    "ni",
    "ro",
    "ha",
    "do",
    "ki",
]
_ISSUER = Issuer.of_key("DINSOS-SMG", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
_AT = datetime(2026, 11, 24, 1, tzinfo=UTC)
_PROGRAMMES = tuple(Programme(code, code) for code in ("BLT", "PANGAN", "PELATIHAN"))


def portraits(count: int) -> list[bytes]:
    """JPEG portraits of the size a card is printed with, 8 kB each."""
    pictures = []
    for seed in range(count):
        noise = Image.effect_noise((184, 246), 40)
        image = Image.merge("RGB", (noise, noise.point(lambda v, s=seed: (v + s) % 256), noise))
        out = io.BytesIO()
        image.filter(ImageFilter.GaussianBlur(2)).save(out, "JPEG", quality=82)
        pictures.append(out.getvalue())
    return pictures


def cards(count: int, pictures: list[bytes]) -> Iterator[Card]:
    """Signed cards of families that do not exist, each with a portrait of its own."""
    chance = random.Random(42)
    for n in range(count):
        name = " ".join("".join(chance.choices(_SYLLABLES, k=2)) for _ in range(chance.randint(1, 3))).upper()
        holder = CardHolder(
            household=f"h{n}",
            name=name,
            kk_name=name,
            birth_date=datetime(1950 + n % 50, 1 + n % 12, 1 + n % 28, tzinfo=UTC).date(),
            sex="LP"[n % 2],
            address=f"Jl. {name.title()} No. {n}, RT {n % 9 + 1:02} RW {n % 7 + 1:02}",
            kelurahan_code="33.74.03.1005",
            kelurahan="Tambakrejo",
            kecamatan="Gayamsari",
            nik=masked(f"337499{n:010}"),
            kk=masked(f"337499{n:010}"),
            programmes=_PROGRAMMES[: 1 + n % 3],
            photo=pictures[n % len(pictures)] + n.to_bytes(4, "big"),
        )
        number = Numbers("SMG").draw((), chance.randrange)
        text = make_credential(holder, number, _ISSUER, issued_at=_AT, expires_at=_AT + timedelta(days=365))
        yield Card(number, holder, text, _AT.date(), _AT.date() + timedelta(days=364))


def _register_fonts() -> None:
    fonts = Path(__file__).resolve().parent.parent / "resources" / "fonts"
    for name in ("Inter-Regular", "Inter-Bold"):
        pdfmetrics.registerFont(TTFont(f"bench-{name}", fonts / f"{name}.ttf"))


def _texts(canvas: Canvas, card: Card, x: float, y: float) -> None:
    holder = card.holder
    canvas.setFont("bench-Inter-Bold", 9)
    canvas.drawString(x + 60, y + 100, holder.name)
    canvas.drawString(x + 60, y + 80, card.number)
    canvas.setFont("bench-Inter-Regular", 6)
    lines = (
        holder.address,
        holder.kelurahan,
        holder.nik,
        holder.kk,
        "Kepala keluarga",
        "No. kartu",
        "Alamat",
    )
    for n, line in enumerate((*lines, f"Berlaku s.d. {card.valid_until}", f"Diterbitkan {card.issued}")):
        canvas.drawString(x + 60, y + 70 - n * 7, line)


def _naive_extras(canvas: Canvas, card: Card, x: float, y: float) -> None:
    canvas.setFillColorRGB(0.04, 0.42, 0.36)
    canvas.rect(x, y + 120, 240, 30, fill=1, stroke=0)
    canvas.setFillColorRGB(0, 0, 0)
    assert card.holder.photo is not None
    canvas.drawImage(ImageReader(io.BytesIO(card.holder.photo)), x + 8, y + 50, 44, 59)
    widget = QrCodeWidget(card.credential, barLevel="Q", barWidth=78, barHeight=78)
    drawing = Drawing(78, 78)
    drawing.add(widget)
    renderPDF.draw(drawing, canvas, x + 155, y + 30)


def _by_canvas(
    made: list[Card], target: Path, *drawers: Callable[[Canvas, Card, float, float], None]
) -> None:
    canvas = Canvas(str(target), pagesize=(595, 842), invariant=1, pageCompression=1)
    for n, card in enumerate(made):
        place = _PLACES[n % 8]
        for draw in drawers:
            draw(canvas, card, place.x * MM, 842 - (place.y + 53.98) * MM)
        if n % 8 == 7:
            canvas.showPage()
    canvas.save()


_PLACES = [SHEET_OF_8.front(n, load_template().card) for n in range(8)]


def _rate(work: Callable[[], object], count: int, tries: int = 3) -> float:
    """How many in a second of this process, whatever else the machine does; the median of some tries."""
    rates = []
    for _try in range(tries):
        start = time.process_time()
        work()
        rates.append(count / (time.process_time() - start))
    return statistics.median(rates)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def speed(folder: Path, count: int, pictures: list[bytes]) -> None:
    """The table of rates."""
    _register_fonts()
    template = load_template()
    made = list(cards(min(count, 400), pictures))
    few = made[:40]
    target = folder / "cards.pdf"
    text_only = _rate(lambda: _by_canvas(made, target, _texts), len(made))
    naive = _rate(lambda: _by_canvas(few, target, _texts, _naive_extras), len(few), 1)
    ours = _rate(lambda: draw_sheet(made, template, target), len(made))
    face = _rate(lambda: draw_sheet(made, _without_back(template), target), len(made))
    print(f"{'cards a second':44}{'rate':>9}{'of text-only':>14}")
    for name, rate in (
        ("reportlab, texts of the face alone", text_only),
        ("reportlab, naive: texts, photo, its own QR", naive),
        ("ours, face: design, photo, signed code", face),
        ("ours, face and back, Code 128, crop marks", ours),
    ):
        print(f"{name:44}{rate:9,.0f}{rate / text_only:14.2f}")
    signing = _rate(lambda: list(cards(200, pictures)), 200)
    texts = [card.credential for card in few]
    print(f"\nnumber and signed credential {signing:,.0f}/s; a QR symbol: ours", end=" ")
    print(
        f"{_rate(lambda: [draw_symbol(text) for text in texts], len(texts)):,.0f}/s, zxing-cpp alone", end=" "
    )
    print(f"{_rate(lambda: [_by_zxing(text) for text in texts], len(texts)):,.0f}/s, segno", end=" ")
    print(f"{_rate(lambda: [segno.make(text, error='q') for text in texts[:8]], 8, 1):,.0f}/s")


def _without_back(template: Template) -> Template:
    return template.model_copy(update={"back": ()})


def _by_zxing(text: str) -> object:
    return zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="Q", version=13)


def growing(folder: Path, count: int, pictures: list[bytes]) -> None:
    """The same memory for ten times the cards."""
    template = load_template()
    print(f"\n{'cards in one PDF':>18}{'cards/s with signing':>22}{'bytes each':>12}{'MB used at most':>17}")
    for held in (count // 10, count):
        target = folder / "many.pdf"
        start = time.process_time()
        draw_sheet(cards(held, pictures), template, target)
        taken = time.process_time() - start
        print(f"{held:18,}{held / taken:22,.0f}{target.stat().st_size / held:12,.0f}{_memory():17,.0f}")


def reading(folder: Path, pictures: list[bytes]) -> None:
    """Codes read from the pages, by resolution, and after wear."""
    made = list(cards(128, pictures))
    target = folder / "read.pdf"
    draw_sheet(made, _without_back(load_template()), target)
    trust = Trust((TrustedKey.of(_ISSUER),), Revocations(_AT))
    expected = {card.credential for card in made}
    print()
    for dpi in (300, 150):
        found: set[str] = set()
        for n in range(page_count(target)):
            found.update(decode_image(render_page(target, n, dpi)))
        good = sum(verify_code(text, trust, _AT + timedelta(days=1)).accepted for text in found & expected)
        print(f"read from the page at {dpi} dpi and verified: {good} of {len(made)}")
    draw_sheet(made[:32], load_template(), target, layout=SINGLE)
    faces = [render_page(target, 2 * n, 300).convert("L") for n in range(32)]
    crops = [face.crop((face.width * 6 // 10, 110, face.width, face.height)) for face in faces]
    chance = random.Random(7)
    print("after wear, at 300 dpi:")
    for wear in (_blur, _noise, _stain, _crease, _turn, _fade, _jpeg):
        read = sum(
            decode_image(wear(crop, chance)) == [card.credential]
            for crop, card in zip(crops, made, strict=False)
        )
        print(f"  {wear.__doc__:58}{read:3} of {len(crops)}")


def _blur(image: Image.Image, _chance: random.Random) -> Image.Image:
    """blurred by 1.2 pixels"""
    return image.filter(ImageFilter.GaussianBlur(1.2))


def _noise(image: Image.Image, _chance: random.Random) -> Image.Image:
    """noise of 110"""
    return ImageChops.overlay(image, Image.effect_noise(image.size, 110))


def _stain(image: Image.Image, chance: random.Random) -> Image.Image:
    """a tenth of the code hidden"""
    worn, side = image.copy(), 27.6 / 25.4 * 300
    radius = (side * side * 0.10 / 3.1416) ** 0.5
    x, y = image.width - 19 - side * chance.uniform(0.3, 0.6), side * chance.uniform(0.35, 0.6)
    ImageDraw.Draw(worn).ellipse((x - radius, y - radius, x + radius, y + radius), fill=96)
    return worn


def _crease(image: Image.Image, chance: random.Random) -> Image.Image:
    """two crossing creases of 1 mm"""
    worn = image.copy()
    draw, (w, h) = ImageDraw.Draw(worn), worn.size
    draw.line((0, h * chance.uniform(0.3, 0.6), w, h * chance.uniform(0.3, 0.6)), fill=250, width=12)
    draw.line((w * chance.uniform(0.3, 0.6), 0, w * chance.uniform(0.3, 0.6), h), fill=250, width=12)
    return worn


def _turn(image: Image.Image, chance: random.Random) -> Image.Image:
    """turned by up to 40 degrees"""
    return image.rotate(chance.uniform(-40, 40), Image.Resampling.BICUBIC, expand=True, fillcolor=230)


def _fade(image: Image.Image, _chance: random.Random) -> Image.Image:
    """faded to a quarter of its contrast"""
    return image.point(lambda value: 120 + value * 0.25)


def _jpeg(image: Image.Image, _chance: random.Random) -> Image.Image:
    """JPEG of quality 12"""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=12)
    return Image.open(io.BytesIO(out.getvalue()))


def main() -> int:
    """Print the tables."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    pictures = portraits(40)
    with tempfile.TemporaryDirectory(prefix="pendata-bench-") as name:
        growing(Path(name), count, pictures)
        speed(Path(name), count, pictures)
        reading(Path(name), pictures)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
