# SPDX-License-Identifier: Apache-2.0
"""Cards for the households somebody decided to help: from the registry to a printed batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from enumerator.cards.designs import design
from enumerator.cards.holder import CardHolder, Programme, masked
from enumerator.cards.issue import CardOffice
from enumerator.cards.planned import Request
from enumerator.cards.press import Batch
from enumerator.cards.register import CardRecord, State
from enumerator.eligibility.adopting import current
from enumerator.eligibility.rules import Rules
from enumerator.errors import UserError
from enumerator.identity.project import Duty
from enumerator.messages import _
from enumerator.office.card_keys import card_issuer
from enumerator.office.card_settings import card_settings
from enumerator.office.programme_codes import names_by_short_code, short_codes
from enumerator.programmes.due import entitled
from enumerator.registry.pairs import merged_into, shown_for
from enumerator.registry.places import Places, load_places
from enumerator.registry.projection import Status, refresh
from enumerator.registry.search import Household, household, members
from enumerator.store.store import Store
from enumerator.workspace import Workspace

Progress = Callable[[int, int], None]
_SEXES = {"1": "L", "2": "P"}
_ACRONYM = 3


@dataclass(frozen=True, slots=True)
class Due:
    """A household that is to get a card: its programmes' codes, and its card where it has a live one."""

    household: Household
    programmes: tuple[str, ...]
    card: CardRecord | None

    @property
    def waits(self) -> bool:
        """Whether no card has been printed for it."""
        return self.card is None or self.card.state in (State.REQUESTED, State.APPROVED)


def card_office(workspace: Workspace) -> CardOffice:
    """The cards of this office, signed with the office's own key."""
    keys, settings = workspace.keys, card_settings(workspace)
    return CardOffice(
        workspace.store,
        card_issuer(workspace, settings.issuer),
        settings.prefix,
        supervisor=keys.duty.includes(Duty.SUPERVISOR),
        training=workspace.training,
        valid_for=settings.valid_for,
        together=partial(_together, workspace.store),
    )


def _together(store: Store, record: str) -> tuple[str, ...]:
    shown = shown_for(store, record)
    return (shown, *merged_into(store, shown))


def cards_due(workspace: Workspace) -> tuple[Due, ...]:
    """Households with a decision in their favour, with the card they have, by place and name. Those of which
    something new has not been approved yet come only where their card is printed already.
    """
    refresh(workspace.store, workspace.library)
    office, today = card_office(workspace), workspace.store.clock().date()
    found = []
    for record, programmes in entitled(workspace.store, current(workspace.store)).items():
        known = household(workspace.store, record)
        if known is not None:
            live = office.register.live_of(record, today)
            due = Due(known, programmes, live[-1] if live else None)
            if is_approved(known) or not due.waits:
                found.append(due)
    return tuple(
        sorted(found, key=lambda due: (due.household.kelurahan, due.household.rw, due.household.head_name))
    )


def is_approved(known: Household) -> bool:
    """Whether all that is known of the household has been reviewed and approved."""
    return known.status == Status.APPROVED


def require_approved(workspace: Workspace, records: Iterable[str]) -> None:
    """UserError that names the households of which something has not been approved: no card is made of it."""
    for record in records:
        known = household(workspace.store, record)
        if known is None or not is_approved(known):
            name = known.head_name or known.kk_name if known else record
            raise UserError(
                _("What is known of the household of {name} has not been approved.", name=name),
                where=record,
                remedy=_("Review it first. Until then there is only a preview."),
            )


def print_cards(
    workspace: Workspace,
    target: Path,
    *,
    households: Iterable[str] = (),
    language: str = "",
    progress: Progress | None = None,
) -> Batch:
    """Request, approve and print cards for the households named, or for all that are due one and have none,
    with the design of the office, in its language unless one is named. All of them or nothing.

    UserError when nobody is due a card, or one of those named is not.
    """
    named = tuple(households)
    due = cards_due(workspace)
    require_approved(workspace, (record for record in named if household(workspace.store, record)))
    chosen = (
        [each for each in due if each.household.record in named]
        if named
        else [each for each in due if each.waits]
    )
    unknown = set(named) - {each.household.record for each in chosen}
    if unknown:
        raise UserError(
            _("No decision says that this household gets help."),
            where=", ".join(sorted(unknown)),
            remedy=_("Assess it and record a decision first."),
        )
    if not chosen:
        raise UserError(
            _("No household is waiting for a card."), remedy=_("Record decisions first, or name a household.")
        )
    require_approved(workspace, (each.household.record for each in chosen))
    template = design(workspace.store, card_settings(workspace).design).template()
    rules, places = current(workspace.store), load_places()
    wanted: list[Request | str] = [
        each.card.number if each.card else request_of(workspace, each, rules, places)
        for each in chosen
    ]
    language = language or template.language
    return card_office(workspace).issue(wanted, template, target, language=language, progress=progress)


def programmes_on_cards(workspace: Workspace) -> Mapping[str, str]:
    """The names of the programmes in force, by the short code that a card's code carries."""
    return names_by_short_code(current(workspace.store))


def request_of(
    workspace: Workspace, due: Due, rules: Rules, places: Places, reason: str = ""
) -> Request:
    """A card for the household, its photo named and not read, so that a long list takes little memory."""
    held = _photo_held(workspace, due.household.photo)
    return Request(_holder(workspace, due, rules, places), reason, held)


def holder_of(workspace: Workspace, due: Due, rules: Rules, places: Places) -> CardHolder:
    """The head of a household as the card shows them; the photo is left out where it has not arrived."""
    held = _photo_held(workspace, due.household.photo)
    photo = workspace.store.attachments.read(held) if held else None
    return replace(_holder(workspace, due, rules, places), photo=photo)


def _holder(workspace: Workspace, due: Due, rules: Rules, places: Places) -> CardHolder:
    short = short_codes(each.code for each in rules.programmes)
    known = due.household
    head = next((each for each in members(workspace.store, known.record) if each.is_head), None)
    kelurahan = places.kelurahan.get(known.kelurahan)
    address = ", ".join(
        part for part in (known.address, f"RT {known.rt} RW {known.rw}" if known.rt else "") if part
    )
    return CardHolder(
        household=known.record,
        name=known.head_name or known.kk_name,
        kk_name=known.kk_name,
        birth_date=_date(head.birth) if head else None,
        sex=_SEXES.get(head.sex, "") if head else "",
        address=address,
        kelurahan_code=known.kelurahan,
        kelurahan=kelurahan.name if kelurahan else "",
        kecamatan=kelurahan.kecamatan.name if kelurahan else "",
        nik=masked(known.head_nik),
        kk=masked(known.no_kk),
        programmes=tuple(Programme(short[code], mark_of(code)) for code in due.programmes),
    )


def mark_of(code: str) -> str:
    """A programme as the face of a card names it: BLT, Pangan, Pelatihan."""
    return code.upper() if len(code) <= _ACRONYM else code.replace("_", " ").capitalize()


def _photo_held(workspace: Workspace, name: str) -> str:
    """The SHA-256 of a photo, "" where it has not arrived."""
    sha256 = name.partition(".")[0]
    return sha256 if sha256 and workspace.store.attachments.has(sha256) else ""


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
