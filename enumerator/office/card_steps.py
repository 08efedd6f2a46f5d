# SPDX-License-Identifier: Apache-2.0
"""Single steps with cards: how one would look or does look, printing again, and the register as a table."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path

from enumerator.cards.holder import Card
from enumerator.cards.issue import spoken_state
from enumerator.cards.layout import SINGLE
from enumerator.cards.press import Batch
from enumerator.cards.register import CardRecord
from enumerator.cards.sheet import DrawnSheet, draw_sheet
from enumerator.cards.template import load_template
from enumerator.eligibility.adopting import current
from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.office.cards import Due, card_office, holder_of
from enumerator.registry.places import load_places
from enumerator.registry.search import household
from enumerator.reports.tables import write_table
from enumerator.workspace import Workspace

Progress = Callable[[int, int], None]


def preview_due(workspace: Workspace, due: Due, *, language: str = "id") -> bytes:
    """Front and back, as a PDF of two pages, of the card that a household is to get; marked as a preview."""
    holder = holder_of(workspace, due, current(workspace.store), load_places())
    (card,) = card_office(workspace).preview(holder)
    return _drawn(card, language)


def preview_card(workspace: Workspace, record: CardRecord, *, language: str = "id") -> bytes:
    """Front and back of a card as it was signed; one that is only requested is shown as a preview."""
    digest = record.values.get("photo", "")
    attachments = workspace.store.attachments
    photo = attachments.read(digest) if digest and attachments.has(digest) else None
    if record.values.get("credential"):
        return _drawn(record.card(photo), language)
    known = household(workspace.store, record.household)
    if known is None:
        raise UserError(_("The household of this card is not in the registry."), where=record.number)
    return preview_due(workspace, Due(known, (), record), language=language)


def reprint(
    workspace: Workspace,
    numbers: Iterable[str],
    target: Path,
    *,
    language: str = "id",
    progress: Progress | None = None,
) -> Batch:
    """Print cards again, as a batch of its own; CardError where a card's state does not allow it."""
    return card_office(workspace).print(
        tuple(numbers), load_template(), target, language=language, progress=progress
    )


def redraw(workspace: Workspace, batch: str, target: Path, progress: Progress | None = None) -> DrawnSheet:
    """The PDF of an earlier batch once more, byte for byte."""
    return card_office(workspace).redraw(batch, target, progress=progress)


def replace_card(
    workspace: Workspace, record: CardRecord, programmes: tuple[str, ...], reason: str
) -> CardRecord:
    """A new card in the place of an old one, with what the registry says now; it is approved at once."""
    known = household(workspace.store, record.household)
    if known is None:
        raise UserError(_("The household of this card is not in the registry."), where=record.number)
    holder = holder_of(workspace, Due(known, programmes, record), current(workspace.store), load_places())
    office = card_office(workspace)
    new = office.replace(record.number, holder, reason)
    (approved,) = office.approve(new.number)
    return approved


def write_register(workspace: Workspace, path: Path) -> int:
    """All cards with their states as .xlsx or .csv; how many rows. Numbers of people stay masked."""
    header = [
        _("Card number"), _("State"), _("Name"), _("NIK"), _("No. KK"), _("Address"), _("Kelurahan"),
        _("Kecamatan"), _("Issued"), _("Valid until"), _("Household"),
    ]  # fmt: skip
    rows = (
        [
            card.number, spoken_state(card.state), card.name, card.values.get("nik", ""),
            card.values.get("kk", ""), card.values.get("address", ""), card.values.get("kelurahan", ""),
            card.values.get("kecamatan", ""), card.values.get("issued", ""),
            card.values.get("valid_until", ""), card.household,
        ]
        for card in card_office(workspace).register
    )  # fmt: skip
    return write_table(path, header, rows, title=_("Cards"))


def _drawn(card: Card, language: str) -> bytes:
    out = io.BytesIO()
    draw_sheet([card], load_template(), out, layout=SINGLE, language=language)
    return out.getvalue()
