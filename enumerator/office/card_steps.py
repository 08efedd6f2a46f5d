# SPDX-License-Identifier: Apache-2.0
"""Single steps with cards: how one would look or does look, its replacement, and the register as a table."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from enumerator.cards.design import Template
from enumerator.cards.designs import design
from enumerator.cards.holder import Card
from enumerator.cards.layout import SINGLE
from enumerator.cards.life import spoken_state
from enumerator.cards.planned import Request
from enumerator.cards.press import photo_of
from enumerator.cards.register import CardRecord, holder_from
from enumerator.cards.sheet import DrawnSheet, draw_sheet
from enumerator.eligibility.adopting import current
from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.office.card_settings import card_settings
from enumerator.office.cards import Due, card_office, holder_of, require_approved
from enumerator.registry.places import load_places
from enumerator.registry.search import household
from enumerator.reports.tables import write_table
from enumerator.workspace import Workspace

Progress = Callable[[int, int], None]


def preview_due(workspace: Workspace, due: Due, template: Template | None = None) -> bytes:
    """Front and back, as a PDF of two pages, of the card that a household is to get; marked as a preview."""
    holder = holder_of(workspace, due, current(workspace.store), load_places())
    (card,) = card_office(workspace).preview(holder)
    return draw_one(card, template or template_in_use(workspace))


def preview_card(workspace: Workspace, record: CardRecord) -> bytes:
    """Front and back of a card as it was signed; one that is only requested is marked as a preview."""
    photo = photo_of(record, workspace.store.attachments)
    if record.values.get("credential"):
        return draw_one(record.card(photo), template_in_use(workspace))
    (card,) = card_office(workspace).preview(holder_from(record.values, photo))
    return draw_one(card, template_in_use(workspace))


def template_in_use(workspace: Workspace) -> Template:
    """The design of the office, read and checked."""
    return design(workspace.store, card_settings(workspace).design).template()


def draw_one(card: Card, template: Template) -> bytes:
    """A PDF of the card alone: front and back, a page each."""
    out = io.BytesIO()
    draw_sheet([card], template, out, layout=SINGLE, language=template.language)
    return out.getvalue()


def redraw(workspace: Workspace, batch: str, target: Path, progress: Progress | None = None) -> DrawnSheet:
    """The PDF of an earlier batch once more, byte for byte."""
    return card_office(workspace).redraw(batch, target, progress=progress)


def request_card(workspace: Workspace, due: Due, reason: str = "") -> CardRecord:
    """Ask for a card for the household; CardError when it has one and no supervisor gives a reason."""
    holder = holder_of(workspace, due, current(workspace.store), load_places())
    (requested,) = card_office(workspace).request(Request(holder, reason))
    return requested


def replace_card(
    workspace: Workspace, record: CardRecord, programmes: tuple[str, ...], reason: str
) -> CardRecord:
    """A new card in the place of an old one, with what the registry says now; it is approved at once."""
    known = household(workspace.store, record.household)
    if known is None:
        raise UserError(_("The household of this card is not in the registry."), where=record.number)
    require_approved(workspace, [known.record])
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

