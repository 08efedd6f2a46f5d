# SPDX-License-Identifier: Apache-2.0
"""What belongs to one card alone: its portrait, its codes, the marks of its programmes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from enumerator.cards import design, shapes
from enumerator.cards.code import MODULE_MM, QUIET_MODULES, Symbol, draw_symbol, number_bars
from enumerator.cards.design import Style
from enumerator.cards.fit import Fitted, Room, fit
from enumerator.cards.ground import Ground
from enumerator.cards.holder import Card
from enumerator.cards.number import compact
from enumerator.cards.pdf import MM
from enumerator.cards.photo import Portraits
from enumerator.cards.texts import Texts
from enumerator.cards.typeface import CAP_HEIGHT, text_width
from enumerator.messages import _

PREVIEW = "PRATINJAU - TIDAK BERLAKU"
_WHITE, _BLACK = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)
_QUIET_BARS = 10


class Personal:
    """Paints what differs from card to card besides texts."""

    def __init__(self, ground: Ground, texts: Texts) -> None:
        self._ground, self._texts = ground, texts
        self._portraits = {
            (photo.w, photo.h): Portraits(photo.w, photo.h)
            for _side, _n, photo in ground.template.elements()
            if isinstance(photo, design.Photo)
        }

    def ahead(self, card: Card) -> Callable[[], object] | None:
        """What takes long of a card that is to be painted soon, for any thread; None where nothing does."""
        photo = card.holder.photo
        if not photo:
            return None
        slow = [each for each in self._portraits.values() if not each.is_quick(photo)]
        return (lambda: [portraits.make(photo) for portraits in slow]) if slow else None

    def photo(self, element: design.Photo, card: Card, _values: object) -> bytes:
        """The portrait, or a silhouette."""
        x, y, w, h = element.x * MM, self._ground.y(element.y + element.h), element.w * MM, element.h * MM
        frame = shapes.rectangle(x, y, w, h, element.radius * MM)
        portrait = None
        if card.holder.photo:
            portrait = self._portraits[element.w, element.h].make(card.holder.photo)
            if portrait is None:
                self._ground.note(card, _("The photo cannot be read; the card shows a silhouette."))
        if portrait is None:
            return self._silhouette(element, frame, x, y, w, h)
        drawn = self._ground.writer.jpeg(
            portrait.jpeg,
            portrait.width,
            portrait.height,
            grey=portrait.grey,
            digest=portrait.digest + b"%.2fx%.2f" % (element.w, element.h),
        )
        return b"q %s W n %.3f 0 0 %.3f %.3f %.3f cm %s Q" % (
            frame,
            w,
            h,
            x,
            y,
            self._ground.writer.use(drawn),
        )

    def _silhouette(
        self, element: design.Photo, frame: bytes, x: float, y: float, w: float, h: float
    ) -> bytes:
        middle, head = x + w / 2, w * 0.2
        shoulders = shapes.rectangle(x + w * 0.14, y - h * 0.3, w * 0.72, h * 0.62, w * 0.34)
        return b"q %s f %s W n %s %s f %s f Q" % (
            self._ground.fill(element.fill) + b" " + frame,
            frame,
            self._ground.fill(element.colour),
            shapes.circle(middle, y + h * 0.56, head),
            shoulders,
        )

    def code(self, element: design.Code, card: Card, _values: object) -> bytes:
        """The signed code on white; one that is none on a preview."""
        symbol = _blank_symbol() if card.preview else draw_symbol(card.credential)
        quiet = QUIET_MODULES * MODULE_MM
        size = symbol.size_mm
        left = element.x - size if element.corner == "top-right" else element.x
        white = shapes.rectangle(left * MM, self._ground.y(element.y + size), size * MM, size * MM)
        dark = (size - 2 * quiet) * MM
        return b" ".join(
            [
                *(shapes.fill(_WHITE), white, b"f", shapes.fill(_BLACK)),
                shapes.mask(symbol, (left + quiet) * MM, self._ground.y(element.y + size - quiet), dark),
            ]
        )

    def barcode(self, element: design.Barcode, card: Card, _values: object) -> bytes:
        """The number as bars."""
        row, modules = number_bars(compact(card.number))
        module = element.w * MM / (modules + 2 * _QUIET_BARS)
        x, y, h = element.x * MM, self._ground.y(element.y + element.h), element.h * MM
        return b" ".join(
            [
                *(shapes.fill(_WHITE), shapes.rectangle(x, y, element.w * MM, h), b"f", shapes.fill(_BLACK)),
                shapes.bars(row, modules, x + _QUIET_BARS * module, y, modules * module, h),
            ]
        )

    def marks(self, element: design.Marks, card: Card, _values: object) -> bytes:
        """As many marks as there is room for, and how many more."""
        style = self._ground.template.styles[element.style]
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
            left, low = element.x * MM + x, self._ground.y(element.y) - y
            parts += [
                self._ground.fill(element.fill),
                shapes.rectangle(left, low, width, height, height / 2),
                b"f",
            ]
            base = low + (height - fitted.size * CAP_HEIGHT) / 2
            parts.append(self._texts.set(fitted, style, left, base, width, "centre"))
        return b"\n".join(parts)


@cache
def _blank_symbol() -> Symbol:
    """A code that says it is not one, for previews."""
    return draw_symbol(PREVIEW)
