# SPDX-License-Identifier: Apache-2.0
"""What other programs say of our PDFs: poppler, MuPDF, pdf.js, qpdf, Ghostscript and PDFium open each kind.

`python -m benchmarks.card_viewers`. Those that are not installed are left out and named. Debian has them as
poppler-utils, mupdf-tools, qpdf and ghostscript; pdf.js is npm's pdfjs-dist, in the folder that PDFJS_MODULES
names (its node_modules). Every complaint is printed; none is expected.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2

from benchmarks.card_samples import cards, portraits
from enumerator.cards.layout import SHEET_OF_8, SHEET_OF_10, SINGLE, Duplex
from enumerator.cards.letter import draw_letters
from enumerator.cards.lists import draw_counterfoils, draw_distribution_list
from enumerator.cards.sheet import draw_sheet
from enumerator.cards.template import load_template

_SECONDS = 120
# said of every file, by a MuPDF that was built without colour management, as Debian's is
_OF_THE_PROGRAM = ("warning: ICC support is not available",)
MODULES = "PDFJS_MODULES"


@dataclass(frozen=True, slots=True)
class Said:
    """What a program said of a file: what it complains of, and where it tells them the title and language,
    the pages, and the fonts that are not embedded.
    """

    complaints: tuple[str, ...] = ()
    pages: int | None = None
    title: str | None = None
    language: str | None = None
    loose_fonts: tuple[str, ...] = ()


Look = Callable[[Path], Said]


def make_papers(folder: Path) -> dict[str, Path]:
    """One PDF of each kind, by its name; ten cards each."""
    template, made = load_template(), list(cards(10, portraits(4)))
    made[3] = replace(made[3], holder=replace(made[3].holder, photo=None))
    preview = [replace(card, preview=True) for card in made[:2]]
    sample = [replace(card, training=True) for card in made[:2]]
    kinds: dict[str, Callable[[Path], object]] = {
        "8 a sheet, long edge": lambda to: draw_sheet(made, template, to),
        "8 a sheet, short edge, two languages": lambda to: draw_sheet(
            made, template, to, layout=replace(SHEET_OF_8, duplex=Duplex.SHORT_EDGE), language="id+en"
        ),
        "10 a sheet": lambda to: draw_sheet(made, template, to, layout=SHEET_OF_10),
        "single cards": lambda to: draw_sheet(made, template, to, layout=SINGLE),
        "single cards with bleed": lambda to: draw_sheet(
            made, template, to, layout=replace(SINGLE, with_bleed=True)
        ),
        "letters": lambda to: draw_letters(made, template, to, place_and_date="Semarang, 24 November 2026"),
        "previews": lambda to: draw_sheet(preview, template, to),
        "training cards": lambda to: draw_sheet(sample, template, to),
        "lists to sign": lambda to: draw_distribution_list(made, to, office="DINAS SOSIAL"),
        "register of a batch": lambda to: draw_counterfoils(
            made, to, office="DINAS SOSIAL", batch="b-1", printed_by="Budi", printed_at="24-11-2026 08.00",
            pdf_sha256="ab" * 32,
        ),
    }  # fmt: skip
    papers = {}
    for number, (name, draw) in enumerate(kinds.items()):
        papers[name] = folder / f"{number}.pdf"
        draw(papers[name])
    return papers


def viewers() -> dict[str, Look | None]:
    """By name; None for those that are not installed."""

    def here(program: str, look: Look) -> Look | None:
        return look if shutil.which(program) else None

    modules = os.environ.get(MODULES, "")
    pdfjs = bool(modules) and (Path(modules) / "pdfjs-dist").is_dir() and shutil.which("node")
    return {
        "poppler pdfinfo": here("pdfinfo", _pdfinfo),
        "poppler pdffonts": here("pdffonts", _pdffonts),
        "poppler pdftoppm": here("pdftoppm", lambda pdf: _run("pdftoppm", "-r", "50", pdf, "/dev/null")),
        "MuPDF": here("mutool", lambda pdf: _run("mutool", "draw", "-q", "-r", "50", "-o", "/dev/null", pdf)),
        "pdf.js": (lambda pdf: _pdfjs(modules, pdf)) if pdfjs else None,
        "qpdf --check": here("qpdf", _qpdf),
        "Ghostscript": here(
            "gs", lambda pdf: _run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-dPDFSTOPONWARNING",
                                   "-sDEVICE=nullpage", pdf)
        ),
        "PDFium": _pdfium,
    }  # fmt: skip


def _output(*words: object) -> tuple[str, Said]:
    done = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    told = [line for line in done.stderr.splitlines() if line.strip() and line not in _OF_THE_PROGRAM]
    if done.returncode:
        told.append(f"exit code {done.returncode}")
    return done.stdout, Said(tuple(told))


def _run(*words: object) -> Said:
    """A program that is silent about a good file."""
    out, said = _output(*words)
    return replace(said, complaints=(*said.complaints, *(line for line in out.splitlines() if line.strip())))


def _pdfinfo(pdf: Path) -> Said:
    out, said = _output("pdfinfo", pdf)
    fields = dict(line.split(":", 1) for line in out.splitlines() if ":" in line)
    return replace(said, pages=int(fields.get("Pages", "0")), title=fields.get("Title", "").strip())


def _pdffonts(pdf: Path) -> Said:
    out, said = _output("pdffonts", pdf)
    rows = [line.split() for line in out.splitlines()[2:]]
    # name, type (one or two words), encoding, embedded, subset, unicode, object, generation
    return replace(said, loose_fonts=tuple(row[0] for row in rows if row[-5] != "yes"))


def _qpdf(pdf: Path) -> Said:
    out, said = _output("qpdf", "--check", pdf)
    fine = "No syntax or stream encoding errors found" in out
    return said if fine else replace(said, complaints=(*said.complaints, *out.splitlines()))


def _pdfjs(modules: str, pdf: Path) -> Said:
    script = Path(__file__).with_name("card_pdfjs.mjs")
    out, said = _output("node", script, modules, pdf)
    told = json.loads(out) if out.startswith("{") else {"complaints": ["it said nothing"]}
    return Said(
        (*said.complaints, *told["complaints"]), told.get("pages"), told.get("title"), told.get("language")
    )


def _pdfium(pdf: Path) -> Said:
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            page.render(scale=0.5).to_pil()
        return Said(pages=len(document), title=document.get_metadata_value("Title"))
    finally:
        document.close()


def main() -> int:
    """Print the table; how many complaints there were."""
    looks, wrong = viewers(), 0
    with tempfile.TemporaryDirectory(prefix="pendata-bench-") as name:
        papers = make_papers(Path(name))
        here = {viewer: look for viewer, look in looks.items() if look is not None}
        print(f"{'complaints, by program':38}" + "".join(f"{viewer:>18}" for viewer in here))
        for paper, path in papers.items():
            print(f"{paper:38}", end="")
            said = {viewer: look(path) for viewer, look in here.items()}
            for each in said.values():
                count = len(each.complaints) + len(each.loose_fonts)
                wrong += count
                print(f"{count or 'none':>18}", end="")
            print()
            for viewer, each in said.items():
                for complaint in (*each.complaints, *each.loose_fonts):
                    print(f"    {viewer}: {complaint}")
        first = {viewer: look(papers["letters"]) for viewer, look in here.items()}
        for viewer, each in first.items():
            told = {"pages": each.pages, "title": each.title, "language": each.language}
            print(f"{viewer}: " + ", ".join(f"{key} {value}" for key, value in told.items() if value))
    for viewer in looks.keys() - here.keys():
        print(f"not installed: {viewer}")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
