# SPDX-License-Identifier: Apache-2.0
"""Cards as they would be on paper before any is issued: a few sheets at a time, or all into a file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from enumerator.cards.design import Template
from enumerator.cards.ground import Note
from enumerator.cards.holder import Card
from enumerator.cards.letter import draw_letters
from enumerator.cards.press import photo_of
from enumerator.cards.register import CardRecord, holder_from
from enumerator.cards.sheet import DrawnSheet, draw_sheet, sides_of
from enumerator.eligibility.adopting import current
from enumerator.office.card_printing import LETTER, Printing, Progress, Wanted, template_of
from enumerator.office.cards import Due, card_office, holder_of
from enumerator.registry.places import load_places
from enumerator.workspace import Workspace

AT_ONCE: Final = 96
"""So many places for cards are drawn at a time: 12 sheets of eight."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Part of a preview: a PDF of the pages from `first` (from 0) of `pages` in all, and what a person should
    look at on them.
    """

    pdf: bytes
    first: int
    pages: int
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class _Cut:
    """A run of cards cut into parts of whole sheets. `taken` are the places of the first sheet used up."""

    cards: int
    places: int
    sides: int
    taken: int

    @classmethod
    def of(cls, wanted: Wanted, printing: Printing, template: Template) -> _Cut:
        if printing.paper == LETTER:
            return cls(len(wanted), 1, 1, 0)
        layout = printing.layout
        return cls(len(wanted), layout.per_page, len(sides_of(layout, template)), layout.start - 1)

    @property
    def pages(self) -> int:
        """In all parts together."""
        return -(-(self.cards + self.taken) // self.places) * self.sides

    def part(self, page: int) -> tuple[int, range]:
        """The first page of the part that has `page`, and its cards by their place in the run."""
        sheets = max(1, AT_ONCE // self.places)
        first = max(0, min(page, self.pages - 1)) // self.sides // sheets * sheets
        ends = (first * self.places - self.taken, (first + sheets) * self.places - self.taken)
        begin, end = (max(0, min(end, self.cards)) for end in ends)
        return first * self.sides, range(begin, end)


def proof(
    workspace: Workspace,
    wanted: Wanted,
    printing: Printing,
    page: int = 0,
    progress: Progress | None = None,
) -> Proof:
    """The sheets around `page` (from 0) as they would be, every card marked as a preview and without a code
    that is good.
    """
    out, template = io.BytesIO(), template_of(workspace, printing)
    cut = _Cut.of(wanted, printing, template)
    first, cards = cut.part(page)
    here = replace(printing, start=1) if first else printing
    drawn = _drawn(_proofs(workspace, wanted, cards), len(cards), template, here, out, progress)
    return Proof(out.getvalue(), first, cut.pages, drawn.notes)


def write_proof(
    workspace: Workspace,
    wanted: Wanted,
    printing: Printing,
    target: Path,
    progress: Progress | None = None,
) -> DrawnSheet:
    """All the pages as they would be, into a file."""
    cards = _proofs(workspace, wanted, range(len(wanted)))
    return _drawn(cards, len(wanted), template_of(workspace, printing), printing, target, progress)


def _proofs(workspace: Workspace, wanted: Wanted, which: range) -> Iterator[Card]:
    office, rules, places = card_office(workspace), current(workspace.store), load_places()
    for n in which:
        each: Due | CardRecord = wanted.due[n] if n < len(wanted.due) else wanted.cards[n - len(wanted.due)]
        if isinstance(each, Due):
            yield from office.preview(holder_of(workspace, each, rules, places))
            continue
        photo = photo_of(each, workspace.store.attachments)
        if each.values.get("credential"):
            yield replace(each.card(photo), preview=True)
        else:
            yield from office.preview(holder_from(each.values, photo))


def _drawn(
    cards: Iterator[Card],
    total: int,
    template: Template,
    printing: Printing,
    out: Path | BinaryIO,
    progress: Progress | None,
) -> DrawnSheet:
    language = template.language
    told = (lambda done, _total: progress(done, total)) if progress else None
    if printing.paper == LETTER:
        return draw_letters(cards, template, out, language=language, progress=told)
    return draw_sheet(cards, template, out, layout=printing.layout, language=language, progress=told)
