# SPDX-License-Identifier: Apache-2.0
"""Texts and lines on a page, in millimetres from its upper left corner, as PDF operators."""

from __future__ import annotations

from dataclasses import dataclass

from enumerator.cards import shapes
from enumerator.cards.fit import Room, fit
from enumerator.cards.pdf import MM, PdfWriter
from enumerator.cards.typeface import FontName, text_width

Colour = tuple[float, float, float]
INK: Colour = (0.086, 0.129, 0.118)
QUIET: Colour = (0.325, 0.380, 0.361)
LINE: Colour = (0.776, 0.820, 0.800)


@dataclass
class Pen:
    """Writes on a page of `height` millimetres; what is written gathers in `operators`."""

    writer: PdfWriter
    height: float

    def __post_init__(self) -> None:
        self.operators: list[bytes] = []

    def text(
        self,
        text: str,
        x: float,
        y: float,
        w: float,
        *,
        font: FontName = "regular",
        size: float = 9.0,
        colour: Colour = INK,
        align: str = "left",
        lines: int = 1,
        leading: float = 1.3,
    ) -> float:
        """Set a text whose first line stands on `y`; returns the line below the last, in millimetres."""
        fitted = fit(text, font, size, 0.0, Room(w * MM, lines, size * 0.75, 0.84, wrap_first=lines > 1))
        self.operators.append(shapes.fill(colour))
        for n, line in enumerate(fitted.lines):
            left = x * MM
            if align != "left":
                rest = w * MM - text_width(line, font, fitted.size) * fitted.stretch
                left += rest / 2 if align == "centre" else rest
            base = (self.height - y) * MM - n * fitted.size * leading
            self.operators.append(
                self.writer.text(line, font, fitted.size, left, base, stretch=fitted.stretch)
            )
        return y + len(fitted.lines) * fitted.size * leading / MM

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, thick: float = 0.5, colour: Colour = LINE
    ) -> None:
        """A straight line, `thick` points."""
        self.operators.append(
            b"q %s %.3f %.3f m %.3f %.3f l S Q"
            % (
                shapes.stroke(colour, thick),
                *(x1 * MM, (self.height - y1) * MM, x2 * MM, (self.height - y2) * MM),
            )
        )

    def area(self, x: float, y: float, w: float, h: float, colour: Colour) -> None:
        """A filled rectangle."""
        path = shapes.rectangle(x * MM, (self.height - y - h) * MM, w * MM, h * MM)
        self.operators.append(b"%s %s f" % (shapes.fill(colour), path))

    def raw(self, operators: bytes) -> None:
        """Operators from elsewhere."""
        self.operators.append(operators)

    def finish(self, width: float) -> None:
        """Write the page and start with a clean one."""
        self.writer.page(width * MM, self.height * MM, b"\n".join(self.operators), {})
        self.operators.clear()
