# SPDX-License-Identifier: Apache-2.0
"""Cards a second and the memory they take, beside reportlab on the same cards in the same run.

`python -m benchmarks.cards [--cards N] [--codes N] [--viewers] [--altered]`. Without options: the rates,
beside three limits (the texts of a card alone on reportlab's canvas; the whole card drawn naively with it,
its own QR widget, fonts and pictures as they come; a QR code alone by three writers), then PDFs of growing
size, each made by a process of its own so that its memory is its own, and a short table of codes read.
`--codes`, `--viewers` and `--altered` print the tables of `card_codes`, `card_viewers` and `altered_codes`.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import segno
import zxingcpp
from PIL import Image
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.card_samples import cards, portraits
from enumerator.cards.code import draw_symbol
from enumerator.cards.design import Template
from enumerator.cards.holder import Card
from enumerator.cards.layout import SHEET_OF_8
from enumerator.cards.pdf import MM
from enumerator.cards.sheet import draw_sheet
from enumerator.cards.template import load_template

SIZES = (1_000, 3_000, 10_000)
_PICTURES = 40


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


def speed(folder: Path) -> None:
    """The table of rates."""
    _register_fonts()
    template, pictures = load_template(), portraits(_PICTURES)
    made = list(cards(400, pictures))
    few, taken = made[:40], list(cards(160, _as_taken()))
    target = folder / "cards.pdf"
    text_only = _rate(lambda: _by_canvas(made, target, _texts), len(made))
    naive = _rate(lambda: _by_canvas(few, target, _texts, _naive_extras), len(few), 1)
    ours = _rate(lambda: draw_sheet(made, template, target), len(made))
    face = _rate(lambda: draw_sheet(made, _without_back(template), target), len(made))
    large = _rate(lambda: draw_sheet(taken, template, target), len(taken))
    print(f"{'cards a second of this process':52}{'rate':>7}{'of text-only':>14}{'of naive':>10}")
    for name, rate in (
        ("reportlab, texts of the face alone", text_only),
        ("reportlab, naive: texts, photo, its own QR", naive),
        ("ours, face: design, photo, code", face),
        ("ours, face and back, Code 128, crop marks", ours),
        ("the same, photos of 1,024 pixels to be made smaller", large),
    ):
        print(f"{name:52}{rate:7,.0f}{rate / text_only:14.2f}{rate / naive:10.0f}")
    signing = _rate(lambda: list(cards(200, pictures)), 200)
    texts = [card.credential for card in few]
    print(f"number and signed credential {signing:,.0f}/s; a QR symbol: ours", end=" ")
    print(
        f"{_rate(lambda: [draw_symbol(text) for text in texts], len(texts)):,.0f}/s, zxing-cpp alone", end=" "
    )
    print(f"{_rate(lambda: [_by_zxing(text) for text in texts], len(texts)):,.0f}/s, segno", end=" ")
    print(f"{_rate(lambda: [segno.make(text, error='q') for text in texts[:8]], 8, 1):,.0f}/s")


def _as_taken() -> list[bytes]:
    """Portraits as the program keeps a photo of a person: 1,024 pixels at the longer side."""
    pictures = []
    for portrait in portraits(8):
        with Image.open(io.BytesIO(portrait)) as small:
            out = io.BytesIO()
            small.resize((768, 1024), Image.Resampling.BICUBIC).save(out, "JPEG", quality=85)
        pictures.append(out.getvalue())
    return pictures


def _without_back(template: Template) -> Template:
    return template.model_copy(update={"back": ()})


def _by_zxing(text: str) -> object:
    return zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="Q", version=13)


def grow(count: int) -> dict[str, float]:
    """One PDF of that many cards, signed on the way, each with a photo; what it took."""
    with tempfile.TemporaryDirectory(prefix="pendata-bench-") as name:
        target, template, pictures = Path(name) / "many.pdf", load_template(), portraits(_PICTURES)
        before = _peak()
        cpu, wall = time.process_time(), time.perf_counter()
        draw_sheet(cards(count, pictures), template, target)
        return {
            "cpu": time.process_time() - cpu,
            "wall": time.perf_counter() - wall,
            "before": before,
            "peak": _peak(),
            "bytes": target.stat().st_size,
        }


def _peak() -> float:
    """The most memory this process has had, in MB. Where the kernel tells it of the program alone, that is
    taken: the usual figure of a new process begins with that of whoever started it.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def growing(sizes: tuple[int, ...]) -> None:
    """The same memory for ten times the cards."""
    print(f"\n{'cards in one PDF':>18}{'a cpu second':>14}{'cpu s':>8}{'wall s':>8}{'MB':>8}{'memory':>8} MB")
    for size in sizes:
        words = [sys.executable, "-m", "benchmarks.cards", "--one", str(size)]
        took = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
        print(
            f"{size:18,}{size / took['cpu']:14,.0f}{took['cpu']:8.1f}{took['wall']:8.1f}"
            f"{took['bytes'] / 1e6:8.1f}{took['peak']:8.0f}   ({took['before']:.0f} before the first)",
            flush=True,
        )


def _others(*modules: tuple[str, ...]) -> int:
    """Other tables, each by a process of its own; how many failed."""
    return sum(
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *rest], check=False).returncode != 0
        for name, *rest in modules
    )


def main() -> int:
    """Print the tables that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--cards", type=int, default=SIZES[-1], help="cards in the largest PDF")
    parser.add_argument("--codes", type=int, help="read that many codes, all of them worn as well")
    parser.add_argument("--viewers", action="store_true", help="open the PDFs with other programs")
    parser.add_argument("--altered", action="store_true", help="try 10,000 altered codes")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(grow(asked.one)))
        return 0
    tables: list[tuple[str, ...]] = []
    if asked.codes:
        tables.append(("card_codes", str(asked.codes)))
    if asked.viewers:
        tables.append(("card_viewers",))
    if asked.altered:
        tables.append(("altered_codes",))
    if tables:
        return _others(*tables)
    with tempfile.TemporaryDirectory(prefix="pendata-bench-") as name:
        speed(Path(name))
    growing((*(size for size in SIZES if size < asked.cards), asked.cards))
    print()
    return _others(("card_codes", "64", "32"))


if __name__ == "__main__":
    raise SystemExit(main())
