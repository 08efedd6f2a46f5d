# SPDX-License-Identifier: Apache-2.0
"""The bundled fonts as the PDF engine uses them, and how wide a text is in them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from reportlab.pdfbase.ttfonts import TTFont

FontName = Literal["regular", "medium", "semibold", "bold", "figures", "figures-semibold", "figures-bold"]

_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"
_FILES: dict[FontName, str] = {
    "regular": "Inter-Regular",
    "medium": "Inter-Medium",
    "semibold": "Inter-SemiBold",
    "bold": "Inter-Bold",
    "figures": "InterTabular-Regular",
    "figures-semibold": "InterTabular-SemiBold",
    "figures-bold": "InterTabular-Bold",
}
CAP_HEIGHT = 0.727
"""Height of a capital letter of Inter, as a share of the size."""


@cache
def typeface(name: FontName) -> TTFont:
    """The font, read once for the life of the process; reportlab keeps what a document uses of it by document."""
    file = _FILES[name]
    return TTFont(file, _FOLDER / f"{file}.ttf", shapable=False)


@cache
def _widths(name: FontName) -> dict[int, float]:
    face = typeface(name).face
    return {code: face.getCharWidth(code) / 1000 for code in face.charToGlyph}


@cache
def _missing(name: FontName) -> float:
    return float(typeface(name).face.defaultWidth) / 1000


def text_width(text: str, name: FontName, size: float, spacing: float = 0.0) -> float:
    """The width in points of `text` set in one line, with `spacing` points after every letter."""
    widths, missing = _widths(name), _missing(name)
    return sum(widths.get(ord(letter), missing) for letter in text) * size + spacing * len(text)


def unknown_letters(text: str, name: FontName) -> str:
    """The letters of `text` the font has no shape for."""
    known = _widths(name)
    return "".join(sorted({letter for letter in text if ord(letter) not in known and letter != "\n"}))
