# SPDX-License-Identifier: Apache-2.0
"""A letter to the household with its card below, front and back beside each other, to be cut out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from enumerator.cards.design import Letter, Template
from enumerator.cards.holder import Card
from enumerator.cards.layout import A4, Place, crop_lines
from enumerator.cards.output import hashed
from enumerator.cards.paint import Painter, Side
from enumerator.cards.pdf import PdfWriter
from enumerator.cards.pen import QUIET, Pen
from enumerator.cards.photo import made_ahead
from enumerator.cards.sheet import DrawnSheet, Progress, placed
from enumerator.cards.wording import Wording, filled
from enumerator.errors import UserError
from enumerator.messages import _

_LEFT, _WIDTH = 22.0, 166.0
_GAP = 8.0
_FROM_BELOW = 24.0


def draw_letters(
    cards: Iterable[Card],
    template: Template,
    target: Path | BinaryIO,
    *,
    place_and_date: str = "",
    language: str = "id",
    progress: Progress | None = None,
) -> DrawnSheet:
    """Draw a page for each card, dated as the card where `place_and_date` is blank.

    A letter speaks one language, the first of `language`; the card on it both. UserError when the template
    has no letter in that language.
    """
    spoken = language.split("+")[0]
    letter = template.letter.get(spoken)
    if letter is None:
        raise UserError(
            _("The card template has no letter in this language: {language}", language=spoken),
            remedy=_("Add [letter.{language}] to the template.", language=spoken),
        )
    total = len(cards) if isinstance(cards, Sequence) else 0
    done = 0
    with hashed(target) as (out, digest):
        writer = PdfWriter(out, title=letter.subject.split("{")[0].strip(), language=spoken)
        painter = Painter(writer, template, language)
        pen = Pen(writer, A4[1])
        for card in made_ahead(cards, painter.ahead):
            _page(pen, painter, template, letter, Wording(template, spoken), card, place_and_date)
            done += 1
            if progress:
                progress(done, total)
        if not done:
            raise UserError(_("There is no card to draw."))
        writer.close()
    return DrawnSheet(done, done, digest(), tuple(painter.notes))


def _page(
    pen: Pen, painter: Painter, template: Template, letter: Letter, wording: Wording, card: Card, when: str
) -> None:
    values, holder = wording.of_card(card), card.holder
    pen.area(0, 0, A4[0], 4, template.colour("primary"))
    left = _LEFT
    if template.office.logo:
        pen.raw(painter.picture(template.office.logo, _LEFT, 11, 13, 13, A4[1]))
        left += 17
    pen.text(wording.word("authority"), left, 17, _WIDTH - left + _LEFT, font="semibold", size=11)
    pen.text(wording.word("complaints_to"), left, 22.5, _WIDTH - left + _LEFT, size=8.5, colour=QUIET)
    pen.line(_LEFT, 27, _LEFT + _WIDTH, 27)
    pen.text(when or values["issued"], _LEFT, 38, _WIDTH, size=10, align="right")
    y = pen.text(holder.name, _LEFT, 48, 90, font="semibold", size=10.5, lines=2)
    y = pen.text(values["address"], _LEFT, y, 90, size=10, lines=3)
    town = ", ".join(part for part in (holder.kelurahan, holder.kecamatan) if part)
    y = pen.text(town, _LEFT, y, 90, size=10)
    y = pen.text(filled(letter.subject, values), _LEFT, y + 9, _WIDTH, font="bold", size=11.5, lines=2) + 3
    for paragraph in letter.body.strip().split("\n\n"):
        text = " ".join(filled(paragraph, values).split())
        y = pen.text(text, _LEFT, y, _WIDTH, size=10, lines=9, leading=1.45) + 2.5
    y = pen.text(letter.closing, 124, y + 5, 64, size=10)
    y = pen.text(wording.word("role"), 124, y, 64, size=10)
    if template.official.signature:
        pen.raw(painter.picture(template.official.signature, 124, y - 3, 46, 17, A4[1]))
    pen.text(template.official.name, 124, y + 17, 64, font="semibold", size=10)
    pen.text(template.official.id, 124, y + 21.5, 64, size=9, colour=QUIET)
    _card(pen, painter, template, letter, card)
    pen.finish(A4[0])


def _card(pen: Pen, painter: Painter, template: Template, letter: Letter, card: Card) -> None:
    form = template.card
    top = A4[1] - _FROM_BELOW - form.height
    left = (A4[0] - 2 * form.width - _GAP) / 2
    pen.text(letter.cut, _LEFT, top - 9, _WIDTH, size=7.5, colour=QUIET, align="centre")
    sides: tuple[Side, ...] = ("front", "back") if template.back else ("front",)
    for n, side in enumerate(sides):
        place = Place(left + n * (form.width + _GAP), top)
        pen.raw(placed(painter.side(card, side), place, template, A4[1], form.bleed))
        for x1, y1, x2, y2 in crop_lines(place, form):
            pen.line(x1, y1, x2, y2, thick=0.25, colour=(0.0, 0.0, 0.0))
