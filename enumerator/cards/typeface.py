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
    """The font, read once for the life of the process; reportlab keeps what a document uses of it by
    document.
    """
    file = _FILES[name]
    return TTFont(file, _FOLDER / f"{file}.ttf", shapable=False)


@cache
def _widths(name: FontName) -> dict[str, float]:
    face = typeface(name).face
    return {chr(code): face.getCharWidth(code) / 1000 for code in face.charToGlyph}


def text_width(text: str, name: FontName, size: float, spacing: float = 0.0) -> float:
    """The width in points of `text` set in one line, with `spacing` points after every letter."""
    widths = _widths(name)
    try:
        natural = sum(map(widths.__getitem__, text))
    except KeyError:
        missing = float(typeface(name).face.defaultWidth) / 1000
        natural = sum(widths.get(letter, missing) for letter in text)
    return natural * size + spacing * len(text)


def unknown_letters(text: str, name: FontName) -> str:
    """The letters of `text` the font has no shape for."""
    return "".join(sorted(set(text).difference(_widths(name), "\n")))
