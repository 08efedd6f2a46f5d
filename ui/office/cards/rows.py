# SPDX-License-Identifier: Apache-2.0
"""How cards and batches look in lists: their states, what was said of them, and what may happen next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from enumerator.cards.life import spoken_state
from enumerator.cards.register import CardRecord, State, holder_from
from enumerator.messages import _
from enumerator.store.revision import Revision
from ui.office.look import date_words, when_words
from ui.widgets import Status

_LOOKS: Final = {
    State.REQUESTED: ("clock", "amber"),
    State.APPROVED: ("approved", "blue"),
    State.PRINTED: ("print", "blue"),
    State.DELIVERED: ("done-circle", "primary"),
    State.EXPIRED: ("history", "grey"),
    State.LOST: ("warning", "amber"),
    State.REPLACED: ("redo", "grey"),
    State.REVOKED: ("lock", "red"),
}
APPROVABLE: Final = frozenset({State.REQUESTED})
PRINTABLE: Final = frozenset({State.APPROVED, State.PRINTED})
DELIVERABLE: Final = frozenset({State.PRINTED})
LOSABLE: Final = frozenset({State.PRINTED, State.DELIVERED})
REPLACEABLE: Final = frozenset({State.APPROVED, State.PRINTED, State.DELIVERED, State.LOST, State.EXPIRED})
REVOCABLE: Final = frozenset({State.REQUESTED, State.APPROVED, State.PRINTED, State.DELIVERED, State.LOST})


def card_status(state: State) -> Status:
    """Icon, word and colour."""
    icon, tone = _LOOKS[state]
    words = spoken_state(state)
    return Status(words[:1].upper() + words[1:], icon, tone)


def programme_words(record: CardRecord, names: Mapping[str, str]) -> str:
    """The programmes on a card by their names, which are given by the short code in the card; what the rules
    do not name any more is called as it stands on the card."""
    on_card = holder_from(record.values, None).programmes
    return ", ".join(names.get(each.code, each.label) for each in on_card)


def short_date(day: date | None) -> str:
    """ "31-12-2026", a dash for none."""
    return f"{day:%d-%m-%Y}" if day else "–"


def card_facts(record: CardRecord, programmes: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the card says; `programmes` are names by short code."""
    values = record.values
    return [
        (_("Number"), record.number),
        (_("Programmes"), programme_words(record, programmes)),
        (_("Place"), ", ".join(part for part in (values.get("address"), values.get("kelurahan")) if part)),
        (_("Valid"), f"{date_words(values.get('issued'))} – {date_words(record.valid_until)}"),
        (_("Which card of the household"), str(record.serial)),
    ]


def history_facts(
    history: tuple[Revision, ...], names: Mapping[str, str], now: datetime
) -> list[tuple[str, str]]:
    """What was done with it: when, what, by whom, why."""
    facts = []
    for revision in reversed(history):
        state = spoken_state(State(revision.values["state"]))
        why = revision.reason or revision.values.get("proof", "")
        who = names.get(revision.author, revision.author)
        facts.append((when_words(revision.wall, now), " · ".join(part for part in (state, who, why) if part)))
    return facts
