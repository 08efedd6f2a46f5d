# SPDX-License-Identifier: Apache-2.0
"""What this laptop can say about a card: from its code by signature, or from its number by the cards it
knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from enumerator.cards.number import NumberError, read_number
from enumerator.cards.press import photo_of
from enumerator.cards.register import CardRecord, State, holder_from
from enumerator.cards.verify import verify_code
from enumerator.messages import _, mark
from enumerator.office.card_trust import CardKnowledge
from enumerator.office.cards import programmes_on_cards
from ui.checking.answer import CALLED_BACK, HEADLINES, Answer, answer_of, answer_of_number, is_code

_REASONS: Final = {
    **{State(withdrawal.value): words for withdrawal, words in CALLED_BACK.items()},
    State.EXPIRED: mark("The card has expired. Send the person to the kelurahan for a new one."),
    State.REQUESTED: mark("This card has not been issued yet."),
}


def check_text(
    workspace: Any, known: CardKnowledge, text: str, now: datetime, *, programme: str = ""
) -> Answer:
    """The answer for a scanned code or a typed number, from what `known` has read so far.

    With `programme`, a short code, the card must be for that programme.
    """
    if not is_code(text):
        return _by_number(workspace, known, text, programme)
    verdict = verify_code(text, known.trust(), now, programme=programme)
    answer = answer_of(verdict, programmes_on_cards(workspace), now.tzinfo)
    record = known.card(answer.number) if answer.number else None
    return replace(answer, photo=_photo(workspace, record))


def _photo(workspace: Any, record: CardRecord | None) -> bytes | None:
    return photo_of(record, workspace.store.attachments) if record is not None else None


def _by_number(workspace: Any, known: CardKnowledge, text: str, programme: str) -> Answer:
    plain = answer_of_number(text, known.trust().revocations.cards)
    try:
        record = known.card(read_number(text))
    except NumberError:
        return plain
    facts = _facts_of(record) if record is not None else ()
    photo = _photo(workspace, record)
    if record is None or plain.light == "red":
        return replace(plain, facts=facts, photo=photo)
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
