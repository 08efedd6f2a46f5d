# SPDX-License-Identifier: Apache-2.0
"""Cards onto paper: how a person wants them, how the sheets would look, and a batch with its papers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Final

from enumerator.cards.design import Template
from enumerator.cards.designs import design
from enumerator.cards.holder import Card
from enumerator.cards.layout import LAYOUTS, SHEET_OF_8, Duplex, Layout, Sides
from enumerator.cards.lists import draw_counterfoils, draw_distribution_list
from enumerator.cards.planned import Request
from enumerator.cards.press import Batch, Manner
from enumerator.cards.register import BatchRecord, CardRecord, State
from enumerator.eligibility.adopting import current
from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.office.card_settings import card_settings
from enumerator.office.cards import Due, card_office, request_of, require_approved
from enumerator.registry.places import load_places
from enumerator.workspace import Workspace

Progress = Callable[[int, int], None]
LETTER: Final = "letter"
PAPERS: Final = (*LAYOUTS, LETTER)
"""What cards can be printed on: "a4-8", "a4-10", "single", or a "letter" to each household."""
_SHIFT = 10.0


@dataclass(frozen=True, slots=True)
class Printing:
    """How cards are to be printed. `design` is the id of a design, "" the office's. `start` is the first free
    place of a part-used sheet, from 1; `shift` moves the backs by millimetres to the right and down.
    """

    paper: str = "a4-8"
    duplex: Duplex = Duplex.LONG_EDGE
    sides: Sides = Sides.BOTH
    start: int = 1
    shift: tuple[float, float] = (0.0, 0.0)
    design: str = ""

    @property
    def places(self) -> int:
        """How many cards a page holds."""
        return 1 if self.paper == LETTER else LAYOUTS[self.paper].per_page

    @property
    def layout(self) -> Layout:
        """As the sheets are drawn; a letter has its own."""
        known = LAYOUTS.get(self.paper, SHEET_OF_8)
        if self.paper == "single":
            return replace(known, sides=self.sides)
        start = min(max(1, self.start), known.per_page)
        return replace(known, duplex=self.duplex, sides=self.sides, start=start, shift=self.shift)

    def values(self) -> dict[str, str]:
        """To be remembered; where the sheet begins is asked anew each time."""
        return {
            "paper": self.paper,
            "duplex": self.duplex.value,
            "sides": self.sides.value,
            "shift": "{:g} {:g}".format(*self.shift),
            "design": self.design,
        }

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Printing:
        """What was remembered; what makes no sense (any more) is as usual."""
        try:
            across, down = (float(part) for part in values.get("shift", "0 0").split())
            paper = values.get("paper", "a4-8")
            return cls(
                paper if paper in PAPERS else "a4-8",
                Duplex(values.get("duplex", Duplex.LONG_EDGE.value)),
                Sides(values.get("sides", Sides.BOTH.value)),
                shift=(max(-_SHIFT, min(across, _SHIFT)), max(-_SHIFT, min(down, _SHIFT))),
                design=values.get("design", ""),
            )
        except ValueError:
            return cls()


@dataclass(frozen=True, slots=True)
class Wanted:
    """The cards of one run: households that are due one, and cards that exist, in this order. `reason` is
    why a household that has a card gets a second one.
    """

    due: tuple[Due, ...] = ()
    cards: tuple[CardRecord, ...] = ()
    reason: str = ""

    def __len__(self) -> int:
        return len(self.due) + len(self.cards)


def template_of(workspace: Workspace, printing: Printing) -> Template:
    """The design that is printed with, read and checked."""
    chosen = printing.design or card_settings(workspace).design
    return design(workspace.store, chosen).template()


def issue_cards(
    workspace: Workspace, wanted: Wanted, printing: Printing, target: Path, progress: Progress | None = None
) -> Batch:
    """Ask for, approve, print: all of it or, cancelled or refused, nothing. CardError, UserError."""
    unprinted = (card for card in wanted.cards if card.state in (State.REQUESTED, State.APPROVED))
    require_approved(workspace, [each.household.record for each in wanted.due])
    require_approved(workspace, [card.household for card in unprinted])
    office, template = card_office(workspace), template_of(workspace, printing)
    rules, places = current(workspace.store), load_places()
    new: Iterator[Request | str] = (
        request_of(workspace, each, rules, places, wanted.reason) for each in wanted.due
    )
    return office.issue(
        chain(new, (card.number for card in wanted.cards)),
        template,
        target,
        layout=printing.layout,
        letters=printing.paper == LETTER,
        language=template.language,
        progress=progress,
    )


def distribution_list(workspace: Workspace, batch: BatchRecord, target: Path, *, language: str) -> int:
    """For each kelurahan the cards of a batch with room for signatures; returns the pages."""
    template = _template_then(workspace, batch)
    cards = _printed(workspace, batch)
    office = _authority(template, language, workspace)
    return draw_distribution_list(
        cards, target, office=office, language=language, training=workspace.training
    )


def counterfoils(
    workspace: Workspace, batch: BatchRecord, target: Path, *, printed_by: str, language: str
) -> int:
    """The register sheet of a batch; returns the pages."""
    template = _template_then(workspace, batch)
    return draw_counterfoils(
        tuple(_printed(workspace, batch)),
        target,
        office=_authority(template, language, workspace),
        batch=batch.batch[:8],
        printed_by=printed_by,
        printed_at=batch.wall[:16].replace("T", " "),
        pdf_sha256=batch.pdf_sha256,
        language=language,
        training=workspace.training,
    )


def batch_of(workspace: Workspace, batch: str) -> BatchRecord:
    """The batch of that name; UserError when it is not here."""
    found = card_office(workspace).register.batch(batch)
    if found is None:
        raise UserError(_("This batch is not in the register."), where=batch)
    return found


def _printed(workspace: Workspace, batch: BatchRecord) -> Iterator[Card]:
    register = card_office(workspace).register
    records = (register.get(number) for number in batch.numbers)
    return (record.card(None) for record in records if record is not None)


def _template_then(workspace: Workspace, batch: BatchRecord) -> Template:
    return Manner.of(batch, workspace.store.attachments).template


def _authority(template: Template, language: str, workspace: Workspace) -> str:
    return template.words.get(language, {}).get("authority", "") or workspace.project_name
