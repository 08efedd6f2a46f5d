# SPDX-License-Identifier: Apache-2.0
"""What every room of painting stands on: the document, the template, its words, and what is to be noted."""

from __future__ import annotations

from dataclasses import dataclass

from enumerator.cards import shapes
from enumerator.cards.design import Template
from enumerator.cards.holder import Card
from enumerator.cards.pdf import MM, PdfWriter
from enumerator.cards.wording import Wording


@dataclass(frozen=True, slots=True)
class Note:
    """Something the office should look at before printing: the card's number, "" where it is the same on
    every card, and what is the matter.
    """

    number: str
    text: str


class Ground:
    """One template in one language, to be painted into one document; `notes` gathers what did not fit."""

    def __init__(self, writer: PdfWriter, template: Template, language: str) -> None:
        self.writer = writer
        self.template = template
        self.wording = Wording(template, language)
        self.notes: list[Note] = []
        self._height = template.card.height * MM
        self._fills: dict[str, bytes] = {}

    def y(self, down: float) -> float:
        """Points from below for millimetres from above."""
        return self._height - down * MM

    def fill(self, colour: str) -> bytes:
        """The operator that fills with a colour of the template."""
        found = self._fills.get(colour)
        if found is None:
            found = self._fills[colour] = shapes.fill(self.template.colour(colour))
        return found

    def into_bleed(
        self, left: float, top: float, right: float, bottom: float
    ) -> tuple[float, float, float, float]:
        """The edges of a rectangle, continued beyond the cut where they reach it."""
        card = self.template.card
        return (
            -card.bleed if left <= 0 else left,
            -card.bleed if top <= 0 else top,
            card.width + card.bleed if right >= card.width else right,
            card.height + card.bleed if bottom >= card.height else bottom,
        )

    def note(self, card: Card | None, text: str) -> None:
        """Keep what is the matter with a card, or with all where it is None; not twice in a row."""
        note = Note(card.number if card else "", text)
        if note not in self.notes[-8:]:
            self.notes.append(note)
