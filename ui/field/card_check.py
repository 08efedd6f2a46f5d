# SPDX-License-Identifier: Apache-2.0
"""What this laptop can say about a card: from its code by signature, or from its number by the cards it
knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final

from enumerator.cards.credential import Credential
from enumerator.cards.number import NumberError, read_number
from enumerator.cards.press import photo_of
from enumerator.cards.register import CardRecord, State, holder_from
from enumerator.cards.verify import Outcome, Verdict, verify_code
from enumerator.messages import _, mark
from enumerator.office.card_trust import CardKnowledge
from enumerator.office.cards import programmes_on_cards

HEADLINES: Final = {
    "green": mark("Genuine and valid"),
    "amber": mark("Take care"),
    "red": mark("Do not accept"),
}
_REASONS: Final = {
    State.REVOKED: mark("The card has been revoked. Keep it and report it to the office."),
    State.LOST: mark("The card was reported lost. Check who is holding it and report it to the office."),
    State.REPLACED: mark("The card has been replaced by a newer one. Ask for the new card."),
    State.EXPIRED: mark("The card has expired. Send the person to the kelurahan for a new one."),
    State.REQUESTED: mark("This card has not been issued yet."),
}
_LEAST_CODE: Final = 40  # a card number is far shorter, a code far longer


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


def check_text(
    workspace: Any, known: CardKnowledge, text: str, now: datetime, *, programme: str = ""
) -> Answer:
    """The answer for a scanned code or a typed number, from what `known` has read so far.

    With `programme`, a short code, the card must be for that programme.
    """
    if len(text.replace(" ", "")) < _LEAST_CODE:
        return _by_number(workspace, known, text, programme)
    verdict = verify_code(text, known.trust(), now, programme=programme)
    light = verdict.light.value
    facts = _facts(verdict, programmes_on_cards(workspace), now.tzinfo)
    record = known.card(verdict.credential.number) if verdict.credential is not None and facts else None
    return Answer(light, _(HEADLINES[light]), verdict.reason, facts, _photo(workspace, record))


def _photo(workspace: Any, record: CardRecord | None) -> bytes | None:
    return photo_of(record, workspace.store.attachments) if record is not None else None


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


def _by_number(workspace: Any, known: CardKnowledge, text: str, programme: str) -> Answer:
    try:
        number = read_number(text)
    except NumberError as error:
        return Answer("red", _(HEADLINES["red"]), f"{error.what} {error.remedy}".strip())
    record, withdrawal = known.card(number), known.withdrawal(number)
    facts = _facts_of(record) if record is not None else ()
    photo = _photo(workspace, record)
    if withdrawal is not None:
        return Answer("red", _(HEADLINES["red"]), _(_REASONS[State(withdrawal)]), facts, photo)
    if record is None:
        return Answer(
            "amber",
            _(HEADLINES["amber"]),
            _("The number is well formed, but this laptop does not know the card. Scan its code to be sure."),
        )
    if record.state in _REASONS:
        return Answer("red", _(HEADLINES["red"]), _(_REASONS[record.state]), facts, photo)
    on_card = {each.code for each in holder_from(record.values, None).programmes}
    if programme and programme not in on_card:
        told = _("The card is genuine, but it is not for this programme.")
        return Answer("red", _(HEADLINES["red"]), told, facts, photo)
    return Answer(
        "amber",
        _(HEADLINES["amber"]),
        _("The office issued this number. Only the code proves that the card in the hand is that one."),
        facts,
        photo,
    )


def _facts_of(record: CardRecord) -> tuple[tuple[str, str], ...]:
    holder = holder_from(record.values, None)
    told = (
        (_("Name"), holder.name),
        (_("Card number"), record.number),
        (_("Programmes"), ", ".join(programme.label for programme in holder.programmes)),
    )
    return tuple((label, value) for label, value in told if value)
