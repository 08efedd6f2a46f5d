# SPDX-License-Identifier: Apache-2.0
"""How an office issues cards: the name it signs with, how its numbers begin, its design, how long a card is
good.

Kept in the journal, so that all computers of the office agree and every earlier name is still believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from enumerator.cards.designs import DEFAULT_DESIGN
from enumerator.cards.number import ALPHABET, Numbers
from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.store.revision import Entry
from enumerator.store.store import Store
from enumerator.workspace import Workspace

SETTINGS = "card_settings"
"""Kind of record, and the name of the only one of it."""
FIRST_ISSUER = "DINSOS-SMG"
"""The name on cards from before an office could choose its own."""
MONTHS = (1, 60)
_MONTH = timedelta(days=365) / 12
_ISSUER = re.compile(r"[A-Z0-9][A-Z0-9-]{2,31}")
_KINDS_OF_AREA = ("kota", "kabupaten", "kab", "provinsi", "kecamatan")
_VOWELS = frozenset("AEIOU")


@dataclass(frozen=True, slots=True)
class CardSettings:
    """`issuer` stands in every code, `prefix` begins every number, `design` is the id of the design in use,
    `months` how long a card is good.
    """

    issuer: str
    prefix: str
    design: str = DEFAULT_DESIGN
    months: int = 12

    @property
    def valid_for(self) -> timedelta:
        """How long a card is good: whole days, a year for twelve months."""
        return timedelta(days=round(self.months * _MONTH / timedelta(days=1)))


def card_settings(workspace: Workspace) -> CardSettings:
    """What the office chose last, or what its project's name gives."""
    usual = usual_settings(workspace.project_name)
    values = {}
    for said in _said(workspace.store):
        values = said
    return CardSettings(
        values.get("issuer", usual.issuer),
        values.get("prefix", usual.prefix),
        values.get("design", usual.design),
        int(values.get("months", usual.months)),
    )


def save_card_settings(workspace: Workspace, chosen: CardSettings) -> None:
    """Keep the choice for the whole office; nothing is written where it is what holds already.

    UserError when the name or the beginning of numbers cannot be used.
    """
    if not _ISSUER.fullmatch(chosen.issuer):
        raise UserError(
            _("{issuer} cannot be the name an office signs with.", issuer=chosen.issuer or "“”"),
            remedy=_("Use three to 32 capital letters, digits and hyphens, such as DINSOS-SMG."),
        )
    Numbers(chosen.prefix)
    if not MONTHS[0] <= chosen.months <= MONTHS[1]:
        raise UserError(_("A card is good for {least} to {most} months.", least=MONTHS[0], most=MONTHS[1]))
    if chosen != card_settings(workspace):
        values = {
            "issuer": chosen.issuer,
            "prefix": chosen.prefix,
            "design": chosen.design,
            "months": str(chosen.months),
        }
        workspace.store.append(Entry(SETTINGS, SETTINGS, values, act="choose"))


def issuers(store: Store, project_name: str) -> tuple[str, ...]:
    """Every name that the office has signed with, the one it uses now first."""
    named = [said["issuer"] for said in _said(store)]
    return tuple(dict.fromkeys([*reversed(named), usual_settings(project_name).issuer, FIRST_ISSUER]))


def usual_settings(project_name: str) -> CardSettings:
    """What the name of the area gives: "Kota Semarang" signs as DINSOS-SMG and numbers from SMG."""
    prefix = _abbreviation(_area(project_name))
    return CardSettings(f"DINSOS-{prefix}", prefix)


def _area(project_name: str) -> str:
    words: list[str] = re.findall(r"[^\W\d_]+", project_name)
    for number, word in enumerate(words[:-1]):
        if word.casefold() in _KINDS_OF_AREA:
            return words[number + 1]
    return words[-1] if words else ""


def _abbreviation(area: str) -> str:
    """First letter, next consonant and last letter, of those that card numbers use."""
    letters = [letter for letter in area.upper() if letter in ALPHABET]
    if not letters:
        return "KRT"
    consonants = [letter for letter in letters[1:-1] if letter not in _VOWELS] or letters[1:-1]
    return "".join([letters[0], *consonants[:1], *letters[1:][-1:]]).ljust(3, "X")


def _said(store: Store) -> Iterator[dict[str, str]]:
    for _position, revision in store.journal.of_kind(SETTINGS):
        yield revision.values
