# SPDX-License-Identifier: Apache-2.0
"""One side of a card as PDF operators: what all cards share is stored once, the rest is set for each card."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from PIL import Image

from enumerator.cards import design, shapes
from enumerator.cards.code import MODULE_MM, QUIET_MODULES, Symbol, draw_symbol, number_bars
from enumerator.cards.design import Element, Style, Template
from enumerator.cards.fit import Fitted, Room, fit
from enumerator.cards.holder import Card
from enumerator.cards.number import compact
from enumerator.cards.pdf import MM, PdfWriter
from enumerator.cards.photo import Portraits
from enumerator.cards.typeface import CAP_HEIGHT, text_width, unknown_letters
from enumerator.cards.wording import Wording, filled, varies
from enumerator.messages import _

Side = Literal["front", "back"]

_PREVIEW_TEXT = "PRATINJAU - TIDAK BERLAKU"
_WARNING = (0.702, 0.149, 0.118)
_WHITE, _BLACK = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)
_QUIET_BARS = 10
_GAP_FLOOR = 0.6
_SCALES = (1.0, 0.96, 0.92, 0.88, 0.84, 0.8)


@dataclass(frozen=True, slots=True)
class Note:
    """Something the office should look at before printing: the card's number, "" where it is the same on
    every card, and what is the matter.
    """

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class _Block:
    """A block of a stack made to fit: heights in points."""

    label: str
    label_height: float
    fitted: Fitted
    height: float
    style: Style


@dataclass(frozen=True, slots=True)
class _Stored:
    """A picture in the document: its name there, and its size in dots."""

    name: str
    width: int
    height: int


class Painter:
    """Paints cards of one template in one language into one document; `notes` gathers what did not fit."""

    def __init__(self, writer: PdfWriter, template: Template, language: str) -> None:
        self._writer = writer
        self._template = template
        self._wording = Wording(template, language)
        self._pictures: dict[str, _Stored] = {}
        self._scaled: dict[tuple[str, float], Style] = {}
        self._portraits = {
            (photo.w, photo.h): Portraits(photo.w, photo.h)
            for _side, _n, photo in template.elements()
            if isinstance(photo, design.Photo)
        }
        self._fills: dict[str, bytes] = {}
        self._painters: dict[type, Callable[..., bytes]] = {
            design.Box: self._box,
            design.Drawing: self._path,
            design.Pattern: self._pattern,
            design.Picture: self._picture,
            design.Text: self._text,
            design.Stack: self._stack,
            design.Photo: self._photo,
            design.Code: self._code,
            design.Barcode: self._barcode,
            design.Marks: self._marks,
        }
        self.notes: list[Note] = []
        self._height = template.card.height * MM
        shown = {
            side: tuple(e for e in getattr(template, side) if template.is_shown(e.when))
            for side in ("front", "back")
        }
        self._moving = {side: [e for e in elements if _moves(e)] for side, elements in shown.items()}
        self._still = {side: self._form(elements) for side, elements in shown.items()}

    def ahead(self, card: Card) -> Callable[[], object] | None:
        """What takes long of a card that is to be painted soon, for any thread; None where nothing does."""
        photo = card.holder.photo
        if not photo:
            return None
        slow = [each for each in self._portraits.values() if not each.is_quick(photo)]
        return (lambda: [portraits.make(photo) for portraits in slow]) if slow else None

    def side(self, card: Card, side: Side) -> bytes:
        """The operators for a side, with the origin at the lower left corner of the trimmed card."""
        values = self._wording.of_card(card)
        parts = [self._writer.use(self._still[side])]
        parts += [self._painters[type(element)](element, card, values) for element in self._moving[side]]
        parts.append(self._over(card))
        return b"\n".join(part for part in parts if part)

    def _form(self, elements: tuple[Element, ...]) -> str:
        fixed = [
            self._painters[type(element)](element, None, {}) for element in elements if not _moves(element)
        ]
        card = self._template.card
        bleed = card.bleed * MM
        return self._writer.form(
            b"\n".join(fixed) or b"q Q", (-bleed, -bleed, card.width * MM + bleed, card.height * MM + bleed)
        )

    def _y(self, down: float) -> float:
        """Points from below for millimetres from above."""
        return self._height - down * MM

    def _fill(self, colour: str) -> bytes:
        found = self._fills.get(colour)
        if found is None:
            found = self._fills[colour] = shapes.fill(self._template.colour(colour))
        return found

    # what is the same on every card

    def _box(self, box: design.Box, *_card: object) -> bytes:
        left, top, right, bottom = self._into_bleed(box.x, box.y, box.x + box.w, box.y + box.h)
        path = shapes.rectangle(
            left * MM, self._y(bottom), (right - left) * MM, (bottom - top) * MM, box.radius * MM
        )
        return self._drawn(path, box.fill, box.stroke, box.thick)

    def _into_bleed(
        self, left: float, top: float, right: float, bottom: float
    ) -> tuple[float, float, float, float]:
        card = self._template.card
        return (
            -card.bleed if left <= 0 else left,
            -card.bleed if top <= 0 else top,
            card.width + card.bleed if right >= card.width else right,
            card.height + card.bleed if bottom >= card.height else bottom,
        )

    def _drawn(self, path: bytes, fill: str, stroke: str, thick: float) -> bytes:
        parts = [b"q"]
        if fill:
            parts.append(self._fill(fill))
        if stroke:
            parts.append(shapes.stroke(self._template.colour(stroke), thick * MM))
        return b" ".join([*parts, path, b"B" if fill and stroke else b"f" if fill else b"S", b"Q"])

    def _path(self, element: design.Drawing, *_card: object) -> bytes:
        path = shapes.svg_path(element.d, element.x * MM, self._y(element.y), element.w * MM / element.view)
        return self._drawn(path, element.fill, element.stroke, element.thick)

    def _pattern(self, pattern: design.Pattern, *_card: object) -> bytes:
        left, top, right, bottom = self._into_bleed(
            pattern.x, pattern.y, pattern.x + pattern.w, pattern.y + pattern.h
        )
        x, y, w, h = left * MM, self._y(bottom), (right - left) * MM, (bottom - top) * MM
        parts = [
            b"q",
            shapes.rectangle(x, y, w, h) + b" W n",
            shapes.stroke(self._template.colour(pattern.colour), pattern.thick * MM),
        ]
        step = h / pattern.lines
        parts += [
            shapes.wave(x, y + line * step, w, step * 1.6, pattern.waves, phase + line * 0.31)
            for line in range(pattern.lines + 1)
            for phase in (0.0, 2.1, 4.2)
        ]
        return b"\n".join([*parts, b"Q"])

    def _picture(self, element: design.Picture, *_card: object) -> bytes:
        named = {design.SIGNATURE: self._template.official.signature, design.LOGO: self._template.office.logo}
        file = named.get(element.file, element.file)
        if not file:
            return b""
        return self.picture(file, element.x, element.y, element.w, element.h, self._template.card.height)

    def picture(self, file: str, x: float, y: float, w: float, h: float, page: float) -> bytes:
        """A picture of the template fitted into a rectangle, in millimetres from the upper left of a page so
        high; it is stored once.
        """
        stored = self._pictures.get(file)
        if stored is None:
            with Image.open(io.BytesIO(self._template.pictures[file])) as image:
                layer = image.convert("RGBA")
            alpha = layer.getchannel("A").tobytes()
            name = self._writer.pixels(layer.convert("RGB").tobytes(), *layer.size, alpha)
            stored = self._pictures[file] = _Stored(name, *layer.size)
        scale = min(w / stored.width, h / stored.height)
        width, height = stored.width * scale * MM, stored.height * scale * MM
        left, low = x * MM + (w * MM - width) / 2, (page - y - h) * MM + (h * MM - height) / 2
        return b"q %.3f 0 0 %.3f %.3f %.3f cm %s Q" % (
            *(width, height, left, low),
            self._writer.use(stored.name),
        )

    # texts

    def _text(self, element: design.Text, card: Card | None, values: dict[str, str]) -> bytes:
        text = self._told(element, card, values)
        if not text:
            return b""
        style = self._template.styles[element.style]
        fitted = self._fit(text, style, element.w * MM, element.lines, element.wrap, card)
        return self._set(fitted, style, element.x * MM, self._y(element.y), element.w * MM, element.align)

    def _told(self, element: design.Text | design.Item, card: Card | None, values: dict[str, str]) -> str:
        below = element.second == "below"
        if card is None:
            return self._wording.fixed(element.text, below=below)
        return filled(element.text, values, below=below)

    def _fit(
        self, text: str, style: Style, width: float, lines: int, wrap: bool, card: Card | None
    ) -> Fitted:
        smallest = style.smallest or style.size * 0.8
        fitted = fit(
            text, style.font, style.size, style.spacing, Room(width, lines, smallest, style.narrowest, wrap)
        )
        if fitted.cut:
            self._note(card, _("There is no room for all of “{text}”.", text=text))
        if strange := unknown_letters(text, style.font):
            told = _("The font has no shape for {letters} in “{text}”.", letters=strange, text=text)
            self._note(card, told)
        return fitted

    def _set(self, fitted: Fitted, style: Style, x: float, y: float, w: float, align: str) -> bytes:
        parts = [self._fill(style.colour)]
        for n, line in enumerate(fitted.lines):
            left = x
            if align != "left":
                rest = w - text_width(line, style.font, fitted.size, style.spacing) * fitted.stretch
                left += rest / 2 if align == "centre" else rest
            down = n * fitted.size * style.leading
            parts.append(
                self._writer.text(
                    line,
                    style.font,
                    fitted.size,
                    left,
                    y - down,
                    stretch=fitted.stretch,
                    spacing=style.spacing,
                )
            )
        return b"\n".join(parts)

    def _stack(self, stack: design.Stack, card: Card | None, values: dict[str, str]) -> bytes:
        label_style = self._template.styles[stack.label]
        for scale in _SCALES:
            blocks = list(self._blocks(stack, card, values, scale))
            if not blocks:
                return b""
            spaces = len(blocks) - 1
            free = stack.h * MM - sum(block.label_height + block.height for block in blocks)
            if free >= stack.gap * MM * _GAP_FLOOR * spaces:
                break
        else:
            self._note(card, _("The texts on the card are too long for their place."))
        gap = min(stack.gap * MM, max(free / max(1, spaces), 0.0))
        y = self._y(stack.y)
        parts = []
        for block in blocks:
            if block.label:
                low = y - label_style.size * CAP_HEIGHT
                parts.append(self._fill(label_style.colour))
                parts.append(
                    self._writer.text(block.label, label_style.font, label_style.size, stack.x * MM, low)
                )
                y -= block.label_height
            first = y - block.fitted.size * CAP_HEIGHT
            parts.append(self._set(block.fitted, block.style, stack.x * MM, first, stack.w * MM, "left"))
            y -= block.height + gap
        return b"\n".join(parts)

    def _blocks(
        self, stack: design.Stack, card: Card | None, values: dict[str, str], scale: float
    ) -> Iterator[_Block]:
        label_style = self._template.styles[stack.label]
        for item in stack.items:
            if not self._template.is_shown(item.when):
                continue
            text = self._told(item, card, values)
            if not text.strip():
                continue
            style = self._style(item.style, scale)
            label = filled(item.label, values) if card else self._wording.fixed(item.label)
            fitted = self._fit(text, style, stack.w * MM, item.lines, item.wrap, card)
            yield _Block(
                label,
                label_style.size * label_style.leading if label else 0.0,
                fitted,
                fitted.size * (CAP_HEIGHT + 0.2 + style.leading * (len(fitted.lines) - 1)),
                style,
            )

    def _style(self, name: str, scale: float) -> Style:
        """The style at a share of its size."""
        found = self._scaled.get((name, scale))
        if found is None:
            style = self._template.styles[name]
            smallest = style.smallest or style.size * 0.8
            found = style.model_copy(update={"size": style.size * scale, "smallest": smallest * scale})
            self._scaled[name, scale] = found
        return found

    # what belongs to one card

    def _photo(self, element: design.Photo, card: Card, _values: object) -> bytes:
        x, y, w, h = element.x * MM, self._y(element.y + element.h), element.w * MM, element.h * MM
        frame = shapes.rectangle(x, y, w, h, element.radius * MM)
        portrait = None
        if card.holder.photo:
            portrait = self._portraits[element.w, element.h].make(card.holder.photo)
            if portrait is None:
                self._note(card, _("The photo cannot be read; the card shows a silhouette."))
        if portrait is None:
            return self._silhouette(element, frame, x, y, w, h)
        drawn = self._writer.jpeg(
            portrait.jpeg,
            portrait.width,
            portrait.height,
            grey=portrait.grey,
            digest=portrait.digest + b"%.2fx%.2f" % (element.w, element.h),
        )
        return b"q %s W n %.3f 0 0 %.3f %.3f %.3f cm %s Q" % (frame, w, h, x, y, self._writer.use(drawn))

    def _silhouette(
        self, element: design.Photo, frame: bytes, x: float, y: float, w: float, h: float
    ) -> bytes:
        middle, head = x + w / 2, w * 0.2
        shoulders = shapes.rectangle(x + w * 0.14, y - h * 0.3, w * 0.72, h * 0.62, w * 0.34)
        return b"q %s f %s W n %s %s f %s f Q" % (
            self._fill(element.fill) + b" " + frame,
            frame,
            self._fill(element.colour),
            shapes.circle(middle, y + h * 0.56, head),
            shoulders,
        )

    def _code(self, element: design.Code, card: Card, _values: object) -> bytes:
        symbol = _blank_symbol() if card.preview else draw_symbol(card.credential)
        quiet = QUIET_MODULES * MODULE_MM
        size = symbol.size_mm
        left = element.x - size if element.corner == "top-right" else element.x
        white = shapes.rectangle(left * MM, self._y(element.y + size), size * MM, size * MM)
        dark = (size - 2 * quiet) * MM
        return b" ".join(
            [
                *(shapes.fill(_WHITE), white, b"f", shapes.fill(_BLACK)),
                shapes.mask(symbol, (left + quiet) * MM, self._y(element.y + size - quiet), dark),
            ]
        )

    def _barcode(self, element: design.Barcode, card: Card, _values: object) -> bytes:
        row, modules = number_bars(compact(card.number))
        module = element.w * MM / (modules + 2 * _QUIET_BARS)
        x, y, h = element.x * MM, self._y(element.y + element.h), element.h * MM
        return b" ".join(
            [
                *(shapes.fill(_WHITE), shapes.rectangle(x, y, element.w * MM, h), b"f", shapes.fill(_BLACK)),
                shapes.bars(row, modules, x + _QUIET_BARS * module, y, modules * module, h),
            ]
        )

    def _marks(self, element: design.Marks, card: Card, _values: object) -> bytes:
        style = self._template.styles[element.style]
        labels = [programme.label for programme in card.holder.programmes]
        for shown in range(len(labels), -1, -1):
            rest = len(labels) - shown
            told = labels[:shown] + ([f"+{rest}"] if rest else [])
            places = self._flow(told, element, style)
            if places is not None or shown == 0:
                return self._painted_marks(told, places or [], element, style)
        return b""

    def _flow(
        self, labels: list[str], element: design.Marks, style: Style
    ) -> list[tuple[Fitted, float, float, float, float]] | None:
        """Where each mark comes to stand: its text, x, y, width and height; None when they do not all fit."""
        height, inset = style.size * 1.75, style.size * 0.72
        full, gap = element.w * MM, element.gap * MM
        x, y = 0.0, height
        places = []
        for label in labels:
            room = Room(full - 2 * inset, 1, style.smallest or style.size * 0.8, style.narrowest)
            fitted = fit(label, style.font, style.size, style.spacing, room)
            width = (
                text_width(fitted.lines[0], style.font, fitted.size, style.spacing) * fitted.stretch
                + 2 * inset
            )
            if x and x + width > full:
                x, y = 0.0, y + height + gap
            if y > element.h * MM + 0.01:
                return None
            places.append((fitted, x, y, width, height))
            x += width + gap
        return places

    def _painted_marks(
        self,
        labels: list[str],
        places: list[tuple[Fitted, float, float, float, float]],
        element: design.Marks,
        style: Style,
    ) -> bytes:
        parts = []
        for _label, (fitted, x, y, width, height) in zip(labels, places, strict=False):
            left, low = element.x * MM + x, self._y(element.y) - y
            parts += [self._fill(element.fill), shapes.rectangle(left, low, width, height, height / 2), b"f"]
            base = low + (height - fitted.size * CAP_HEIGHT) / 2
            parts.append(self._set(fitted, style, left, base, width, "centre"))
        return b"\n".join(parts)

    # marks no template can leave out

    def _over(self, card: Card) -> bytes:
        """CONTOH across a card of a training project, and the mark of a preview, over everything."""
        parts = []
        if card.training:
            parts.append(self._across(self._wording.word("sample") or "CONTOH", 0.17))
        if card.preview:
            parts.append(self._across(self._wording.word("preview") or _PREVIEW_TEXT, 0.55))
        return b"\n".join(parts)

    def _across(self, text: str, opacity: float) -> bytes:
        card = self._template.card
        width, height = card.width * MM, card.height * MM
        size = min(width * 0.8 / text_width(text, "bold", 1.0), 40.0)
        half = text_width(text, "bold", size) / 2
        return b"q %s %s 0.934 0.358 -0.358 0.934 %.3f %.3f cm %s Q" % (
            self._writer.transparency(opacity),
            shapes.fill(_WARNING),
            *(width / 2, height / 2),
            self._writer.text(text, "bold", size, -half, -size * CAP_HEIGHT / 2),
        )

    def _note(self, card: Card | None, text: str) -> None:
        note = Note(card.number if card else "", text)
        if note not in self.notes[-8:]:
            self.notes.append(note)


def _moves(element: Element) -> bool:
    """Whether the element differs from card to card."""
    if isinstance(element, design.Text):
        return varies(element.text)
    if isinstance(element, design.Stack):
        return any(varies(item.text) or varies(item.label) for item in element.items)
    return isinstance(element, design.Photo | design.Code | design.Barcode | design.Marks)


@cache
def _blank_symbol() -> Symbol:
    """A code that says it is not one, for previews."""
    return draw_symbol(_PREVIEW_TEXT)
