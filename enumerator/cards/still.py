# SPDX-License-Identifier: Apache-2.0
"""What is the same on every card: areas, drawings, fine lines, pictures of the template."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image

from enumerator.cards import design, shapes
from enumerator.cards.ground import Ground
from enumerator.cards.pdf import MM


@dataclass(frozen=True, slots=True)
class _Stored:
    """A picture in the document: its name there, and its size in dots."""

    name: str
    width: int
    height: int


class Still:
    """Paints elements without a card."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._pictures: dict[str, _Stored] = {}

    def box(self, box: design.Box, *_card: object) -> bytes:
        """A rectangle."""
        left, top, right, bottom = self._ground.into_bleed(box.x, box.y, box.x + box.w, box.y + box.h)
        path = shapes.rectangle(
            left * MM, self._ground.y(bottom), (right - left) * MM, (bottom - top) * MM, box.radius * MM
        )
        return self._drawn(path, box.fill, box.stroke, box.thick)

    def _drawn(self, path: bytes, fill: str, stroke: str, thick: float) -> bytes:
        parts = [b"q"]
        if fill:
            parts.append(self._ground.fill(fill))
        if stroke:
            parts.append(shapes.stroke(self._ground.template.colour(stroke), thick * MM))
        return b" ".join([*parts, path, b"B" if fill and stroke else b"f" if fill else b"S", b"Q"])

    def path(self, element: design.Drawing, *_card: object) -> bytes:
        """A drawing."""
        path = shapes.svg_path(
            element.d, element.x * MM, self._ground.y(element.y), element.w * MM / element.view
        )
        return self._drawn(path, element.fill, element.stroke, element.thick)

    def pattern(self, pattern: design.Pattern, *_card: object) -> bytes:
        """Fine waves."""
        left, top, right, bottom = self._ground.into_bleed(
            pattern.x, pattern.y, pattern.x + pattern.w, pattern.y + pattern.h
        )
        x, y, w, h = left * MM, self._ground.y(bottom), (right - left) * MM, (bottom - top) * MM
        parts = [
            b"q",
            shapes.rectangle(x, y, w, h) + b" W n",
            shapes.stroke(self._ground.template.colour(pattern.colour), pattern.thick * MM),
        ]
        step = h / pattern.lines
        parts += [
            shapes.wave(x, y + line * step, w, step * 1.6, pattern.waves, phase + line * 0.31)
            for line in range(pattern.lines + 1)
            for phase in (0.0, 2.1, 4.2)
        ]
        return b"\n".join([*parts, b"Q"])

    def named_picture(self, element: design.Picture, *_card: object) -> bytes:
        """A picture by its file, or the logo or signature named at the top of the template."""
        named = {
            design.SIGNATURE: self._ground.template.official.signature,
            design.LOGO: self._ground.template.office.logo,
        }
        file = named.get(element.file, element.file)
        if not file:
            return b""
        return self.picture(
            file, element.x, element.y, element.w, element.h, self._ground.template.card.height
        )

    def picture(self, file: str, x: float, y: float, w: float, h: float, page: float) -> bytes:
        """A picture of the template fitted into a rectangle, in millimetres from the upper left of a page so
        high; it is stored once.
        """
        stored = self._pictures.get(file)
        if stored is None:
            with Image.open(io.BytesIO(self._ground.template.pictures[file])) as image:
                layer = image.convert("RGBA")
            alpha = layer.getchannel("A").tobytes()
            name = self._ground.writer.pixels(layer.convert("RGB").tobytes(), *layer.size, alpha)
            stored = self._pictures[file] = _Stored(name, *layer.size)
        scale = min(w / stored.width, h / stored.height)
        width, height = stored.width * scale * MM, stored.height * scale * MM
        left, low = x * MM + (w * MM - width) / 2, (page - y - h) * MM + (h * MM - height) / 2
        return b"q %.3f 0 0 %.3f %.3f %.3f cm %s Q" % (
            *(width, height, left, low),
            self._ground.writer.use(stored.name),
        )
