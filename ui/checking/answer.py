# SPDX-License-Identifier: Apache-2.0
"""The answer about a card as plain data, and how a verdict becomes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from enumerator.cards.credential import Credential
from enumerator.cards.number import NumberError, read_number
from enumerator.cards.trust import Withdrawal
from enumerator.cards.verify import Outcome, Verdict
from enumerator.messages import _, mark

HEADLINES: Final = {
    "green": mark("Genuine and valid"),
    "amber": mark("Take care"),
    "red": mark("Do not accept"),
}

CALLED_BACK: Final = {
    Withdrawal.REVOKED: mark("The card has been revoked. Keep it and report it to the office."),
    Withdrawal.LOST: mark(
        "The card was reported lost. Check who is holding it and report it to the office."
    ),
    Withdrawal.REPLACED: mark("The card has been replaced by a newer one. Ask for the new card."),
}


@dataclass(frozen=True)
class Answer:
    """`light` is "green", "amber" or "red"; `facts` are (label, value) as the card says them; `photo` is the
    one on record, where it is here."""

    light: str
    headline: str
    reason: str
    facts: tuple[tuple[str, str], ...] = ()
    photo: bytes | None = None

    @property
    def number(self) -> str:
        """The number of the card, where one may be believed."""
        return dict(self.facts).get(_("Card number"), "")


LEAST_CODE: Final = 40
"""A card number is far shorter, a code far longer."""


def is_code(text: str) -> bool:
    """Whether it can be the text of a code, and not a number that somebody typed."""
    return len(text.replace(" ", "")) >= LEAST_CODE


def answer_of_number(text: str, called_back: Mapping[str, Withdrawal]) -> Answer:
    """What a list can say of a number: that its card was called back, or that only the code proves more."""
    try:
        number = read_number(text)
    except NumberError as error:
        return Answer("red", _(HEADLINES["red"]), f"{error.what} {error.remedy}".strip())
    if number in called_back:
        return Answer("red", _(HEADLINES["red"]), _(CALLED_BACK[called_back[number]]))
    told = _("The number is well formed, but this laptop does not know the card. Scan its code to be sure.")
    return Answer("amber", _(HEADLINES["amber"]), told)


def answer_of(
    verdict: Verdict, programmes: Mapping[str, str], zone: tzinfo | None, photo: bytes | None = None
) -> Answer:
    """What is shown of a verdict; `programmes` are names by the code on a card."""
    light = verdict.light.value
    return Answer(light, _(HEADLINES[light]), verdict.reason, _facts(verdict, programmes, zone), photo)


def _facts(
    verdict: Verdict, programmes: Mapping[str, str], zone: tzinfo | None
) -> tuple[tuple[str, str], ...]:
    card: Credential | None = verdict.credential
    if card is None or verdict.outcome in (Outcome.FORGED, Outcome.UNKNOWN_ISSUER, Outcome.NOT_SIGNED):
        return ()
    born = f"{card.birth_date:%d-%m-%Y}" if card.birth_date else ""
    last = card.last_day(zone)
    until = f"{last:%d-%m-%Y}" if last else ""
    told = (
        (_("Name"), card.name),
        (_("Card number"), card.number),
        (_("Born"), born),
        (_("Sex"), {"L": _("Male"), "P": _("Female")}.get(card.sex, "")),
        (_("Programmes"), ", ".join(programmes.get(code, code) for code in card.programmes)),
        (_("Valid until"), until),
    )
    return tuple((label, value) for label, value in told if value)
