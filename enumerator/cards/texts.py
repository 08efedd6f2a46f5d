# SPDX-License-Identifier: Apache-2.0
"""Texts of a card made to fit their places: single ones, and stacks of labels and texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from enumerator.cards import design
from enumerator.cards.design import Style
from enumerator.cards.fit import Fitted, Room, fit
from enumerator.cards.ground import Ground
from enumerator.cards.holder import Card
from enumerator.cards.pdf import MM
from enumerator.cards.typeface import CAP_HEIGHT, text_width, unknown_letters
from enumerator.cards.wording import filled
from enumerator.messages import _

_NUMBER = re.compile(r"(\d+\.)\s+")
_GAP_FLOOR = 0.6
_SCALES = (1.0, 0.96, 0.92, 0.88, 0.84, 0.8)


@dataclass(frozen=True, slots=True)
class _Block:
    """A block of a stack made to fit; heights, and the room its `number` takes before its text, in points."""

    label: str
    label_height: float
    text: str
    number: str
    indent: float
    fitted: Fitted
    height: float
    style: Style


class Texts:
    """Sets texts; `card` is None for what is the same on every card."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._scaled: dict[tuple[str, float], Style] = {}

    def text(self, element: design.Text, card: Card | None, values: dict[str, str]) -> bytes:
        """One text in its column; nothing where all its fields are blank."""
        text = self._told(element, card, values)
        if not text:
            return b""
        style = self._ground.template.styles[element.style]
        fitted = _fit(text, style, element.w * MM, element.lines, element.wrap)
        self._note(text, style, fitted, card)
        return self.set(
            fitted, style, element.x * MM, self._ground.y(element.y), element.w * MM, element.align
        )

    def stack(self, stack: design.Stack, card: Card | None, values: dict[str, str]) -> bytes:
        """Blocks below each other; the gaps give way first, then the sizes and the room under the labels."""
        label_style = self._ground.template.styles[stack.label]
        for scale in _SCALES:
            blocks = list(self._blocks(stack, card, values, scale))
            if not blocks:
                return b""
            spaces = len(blocks) - 1
            free = stack.h * MM - sum(block.label_height + block.height for block in blocks)
            if free >= stack.gap * MM * _GAP_FLOOR * spaces:
                break
        else:
            self._ground.note(card, _("The texts on the card are too long for their place."))
        gap = min(stack.gap * MM, max(free / max(1, spaces), 0.0))
        y = self._ground.y(stack.y)
        parts = []
        for block in blocks:
            if block.label:
                low = y - label_style.size * CAP_HEIGHT
                parts.append(self._ground.fill(label_style.colour))
                parts.append(
                    self._ground.writer.text(
                        block.label, label_style.font, label_style.size, stack.x * MM, low
                    )
                )
                y -= block.label_height
            first = y - block.fitted.size * CAP_HEIGHT
            left = stack.x * MM
            if block.number:
                number = replace(block.fitted, lines=(block.number,))
                parts.append(self.set(number, block.style, left, first, block.indent, "left"))
                left += block.indent
            parts.append(self.set(block.fitted, block.style, left, first, stack.w * MM, "left"))
            self._note(block.text, block.style, block.fitted, card)
            y -= block.height + gap
        return b"\n".join(parts)

    def set(self, fitted: Fitted, style: Style, x: float, y: float, w: float, align: str) -> bytes:
        """A fitted text whose first line stands on `y`; points."""
        parts = [self._ground.fill(style.colour)]
        for n, line in enumerate(fitted.lines):
            left = x
            if align != "left":
                rest = w - text_width(line, style.font, fitted.size, style.spacing) * fitted.stretch
                left += rest / 2 if align == "centre" else rest
            down = n * fitted.size * style.leading
            parts.append(
                self._ground.writer.text(
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

    def _told(self, element: design.Text | design.Item, card: Card | None, values: dict[str, str]) -> str:
        below = element.second == "below"
        if card is None:
            return self._ground.wording.fixed(element.text, below=below)
        return filled(element.text, values, below=below)

    def _note(self, text: str, style: Style, fitted: Fitted, card: Card | None) -> None:
        if fitted.cut:
            self._ground.note(card, _("There is no room for all of “{text}”.", text=text))
        if strange := unknown_letters(text, style.font):
            told = _("The font has no shape for {letters} in “{text}”.", letters=strange, text=text)
            self._ground.note(card, told)

    def _blocks(
        self, stack: design.Stack, card: Card | None, values: dict[str, str], scale: float
    ) -> Iterator[_Block]:
        label_style = self._ground.template.styles[stack.label]
        for item in stack.items:
            if not self._ground.template.is_shown(item.when):
                continue
            text = self._told(item, card, values)
            if not text.strip():
                continue
            style = self._style(item.style, scale)
            label = filled(item.label, values) if card else self._ground.wording.fixed(item.label)
            found = _NUMBER.match(text) if item.hang else None
            number, indent = (found[1], item.hang * MM) if found else ("", 0.0)
            rest = text[found.end() :] if found else text
            fitted = _fit(rest, style, stack.w * MM - indent, item.lines, item.wrap)
            yield _Block(
                label,
                _label_height(label_style, scale) if label else 0.0,
                text,
                number,
                indent,
                fitted,
                fitted.size * (CAP_HEIGHT + 0.2 + style.leading * (len(fitted.lines) - 1)),
                style,
            )

    def _style(self, name: str, scale: float) -> Style:
        """The style at a share of its size."""
        found = self._scaled.get((name, scale))
        if found is None:
            style = self._ground.template.styles[name]
            smallest = style.smallest or style.size * 0.8
            found = style.model_copy(update={"size": style.size * scale, "smallest": smallest * scale})
            self._scaled[name, scale] = found
        return found


def _label_height(style: Style, scale: float) -> float:
    """A label with the room under it, which gives way together with the sizes of the texts: what is crowded
    must still show which label belongs to which text."""
    return style.size * max(1.0, style.leading - (1.0 - scale))


def _fit(text: str, style: Style, width: float, lines: int, wrap: bool) -> Fitted:
    smallest = style.smallest or style.size * 0.8
    room = Room(width, lines, smallest, style.narrowest, wrap)
    return fit(text, style.font, style.size, style.spacing, room)
