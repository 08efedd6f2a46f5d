# SPDX-License-Identifier: Apache-2.0
"""One side of a card as PDF operators: what all cards share is stored once, the rest is set for each card."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from enumerator.cards import design, shapes
from enumerator.cards.design import Element, Template
from enumerator.cards.ground import Ground, Note
from enumerator.cards.holder import Card
from enumerator.cards.pdf import MM, PdfWriter
from enumerator.cards.personal import PREVIEW, Personal
from enumerator.cards.still import Still
from enumerator.cards.texts import Texts
from enumerator.cards.typeface import CAP_HEIGHT, text_width
from enumerator.cards.wording import varies

Side = Literal["front", "back"]

_WARNING = (0.702, 0.149, 0.118)


class Painter:
    """Paints cards of one template in one language into one document."""

    def __init__(self, writer: PdfWriter, template: Template, language: str) -> None:
        self._ground = Ground(writer, template, language)
        still, texts = Still(self._ground), Texts(self._ground)
        personal = Personal(self._ground, texts)
        self._painters: dict[type, Callable[..., bytes]] = {
            design.Box: still.box,
            design.Drawing: still.path,
            design.Pattern: still.pattern,
            design.Picture: still.named_picture,
            design.Text: texts.text,
            design.Stack: texts.stack,
            design.Photo: personal.photo,
            design.Code: personal.code,
            design.Barcode: personal.barcode,
            design.Marks: personal.marks,
        }
        self.ahead, self.picture = personal.ahead, still.picture
        shown = {
            side: tuple(e for e in getattr(template, side) if template.is_shown(e.when))
            for side in ("front", "back")
        }
        self._moving = {side: [e for e in elements if _moves(e)] for side, elements in shown.items()}
        self._still = {side: self._form(elements) for side, elements in shown.items()}

    @property
    def notes(self) -> list[Note]:
        """What did not fit so far."""
        return self._ground.notes

    def side(self, card: Card, side: Side) -> bytes:
        """The operators for a side, with the origin at the lower left corner of the trimmed card."""
        values = self._ground.wording.of_card(card)
        parts = [self._ground.writer.use(self._still[side])]
        parts += [self._painters[type(element)](element, card, values) for element in self._moving[side]]
        parts.append(self._over(card))
        return b"\n".join(part for part in parts if part)

    def _form(self, elements: tuple[Element, ...]) -> str:
        fixed = [
            self._painters[type(element)](element, None, {}) for element in elements if not _moves(element)
        ]
        card = self._ground.template.card
        bleed = card.bleed * MM
        return self._ground.writer.form(
            b"\n".join(fixed) or b"q Q", (-bleed, -bleed, card.width * MM + bleed, card.height * MM + bleed)
        )

    def _over(self, card: Card) -> bytes:
        """CONTOH across a card of a training project, and the mark of a preview, over everything."""
        parts = []
        if card.training:
            parts.append(self._across(self._ground.wording.word("sample") or "CONTOH", 0.17))
        if card.preview:
            parts.append(self._across(self._ground.wording.word("preview") or PREVIEW, 0.55))
        return b"\n".join(parts)

    def _across(self, text: str, opacity: float) -> bytes:
        card = self._ground.template.card
        width, height = card.width * MM, card.height * MM
        size = min(width * 0.8 / text_width(text, "bold", 1.0), 40.0)
        half = text_width(text, "bold", size) / 2
        return b"q %s %s 0.934 0.358 -0.358 0.934 %.3f %.3f cm %s Q" % (
            self._ground.writer.transparency(opacity),
            shapes.fill(_WARNING),
            *(width / 2, height / 2),
            self._ground.writer.text(text, "bold", size, -half, -size * CAP_HEIGHT / 2),
        )


def _moves(element: Element) -> bool:
    """Whether the element differs from card to card."""
    if isinstance(element, design.Text):
        return varies(element.text)
    if isinstance(element, design.Stack):
        return any(varies(item.text) or varies(item.label) for item in element.items)
    return isinstance(element, design.Photo | design.Code | design.Barcode | design.Marks)
