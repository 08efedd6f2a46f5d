# SPDX-License-Identifier: Apache-2.0
"""The register of cards: what has become of each, read from the `card` and `card_batch` records of the
journal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from sys import intern

from enumerator.cards.holder import Card, CardHolder, Programme
from enumerator.cards.trust import Revocations, Withdrawal
from enumerator.errors import UserError
from enumerator.store.journal import Journal
from enumerator.store.revision import Dot, Revision

CARD, BATCH = "card", "card_batch"
_FIELD, _ITEM = "\x1f", "\x1e"


class CardError(UserError):
    """A second card for a household, or a step that the state of a card does not allow."""


class State(StrEnum):
    """The life of a card. Of two that were said at the same time on two machines, the later in this list
    holds.
    """

    REQUESTED = "requested"
    APPROVED = "approved"
    PRINTED = "printed"
    DELIVERED = "delivered"
    EXPIRED = "expired"
    LOST = "lost"
    REPLACED = "replaced"
    REVOKED = "revoked"

    @property
    def is_live(self) -> bool:
        """Whether the household holds or will hold this card."""
        return self in (State.REQUESTED, State.APPROVED, State.PRINTED, State.DELIVERED)


_IN_COMMON = frozenset(
    {
        "state", "serial", "training", "programmes", "kelurahan", "kelurahan_code", "kecamatan", "sex",
        "issued", "valid_until", "iss", "kid", "batch", "pdf_sha256", "reason", "proof",
    }
)  # fmt: skip
_SEVERITY = {state: place for place, state in enumerate(State)}
_WITHDRAWN = {
    State.LOST: Withdrawal.LOST,
    State.REPLACED: Withdrawal.REPLACED,
    State.REVOKED: Withdrawal.REVOKED,
}


@dataclass(frozen=True, slots=True)
class CardRecord:
    """A card as the register knows it; `values` is its latest snapshot, dates are None before approval."""

    number: str
    household: str
    state: State
    values: Mapping[str, str]
    dot: Dot
    author: str
    wall: str

    @property
    def name(self) -> str:
        """The name on the card."""
        return self.values["name"]

    @property
    def serial(self) -> int:
        """Which card of its household this is, from 1."""
        return int(self.values["serial"])

    @property
    def valid_until(self) -> date | None:
        """The last day of the card."""
        text = self.values.get("valid_until", "")
        return date.fromisoformat(text) if text else None

    def is_live(self, today: date) -> bool:
        """Whether the household holds or will hold it, and it has not run out by `today`."""
        return self.state.is_live and (self.valid_until or today) >= today

    def card(self, photo: bytes | None) -> Card:
        """The card as it is drawn; ValueError before it has been approved."""
        values = self.values
        if not values.get("credential"):
            raise ValueError(f"card {self.number} has not been approved")
        return Card(
            number=self.number,
            holder=holder_from(values, photo),
            credential=values["credential"],
            issued=date.fromisoformat(values["issued"]),
            valid_until=date.fromisoformat(values["valid_until"]),
            serial=self.serial,
            training=values.get("training") == "yes",
        )


@dataclass(frozen=True, slots=True)
class Doubt:
    """Cards that were issued without knowing of each other: several live ones of one household, or of those
    merged into one, that no supervisor allowed; or one number for two households. A person decides; until
    then all are as they are.
    """

    households: tuple[str, ...]
    cards: tuple[CardRecord, ...]


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """A batch as it was printed: who, when, which cards in which order, and the SHA-256 of the PDF."""

    batch: str
    numbers: tuple[str, ...]
    pdf_sha256: str
    values: Mapping[str, str]
    author: str
    wall: str
    pictures: Mapping[str, str]
    """The SHA-256 of the pictures of its template, by file name."""


def holder_values(holder: CardHolder, photo_sha256: str) -> dict[str, str]:
    """The holder as the text values of a record; the photo lies among the attachments."""
    return {
        "household": holder.household,
        "name": holder.name,
        "kk_name": holder.kk_name,
        "birth_date": holder.birth_date.isoformat() if holder.birth_date else "",
        "sex": holder.sex,
        "address": holder.address,
        "kelurahan_code": holder.kelurahan_code,
        "kelurahan": holder.kelurahan,
        "kecamatan": holder.kecamatan,
        "nik": holder.nik,
        "kk": holder.kk,
        "programmes": _ITEM.join(f"{p.code}{_FIELD}{p.label}" for p in holder.programmes),
        "photo": photo_sha256,
    }


def holder_from(values: Mapping[str, str], photo: bytes | None) -> CardHolder:
    """The holder of a record's values."""
    born = values.get("birth_date", "")
    programmes = (pair.split(_FIELD) for pair in values.get("programmes", "").split(_ITEM) if pair)
    return CardHolder(
        household=values["household"],
        name=values["name"],
        kk_name=values.get("kk_name", ""),
        birth_date=date.fromisoformat(born) if born else None,
        sex=values.get("sex", ""),
        address=values.get("address", ""),
        kelurahan_code=values.get("kelurahan_code", ""),
        kelurahan=values.get("kelurahan", ""),
        kecamatan=values.get("kecamatan", ""),
        nik=values.get("nik", ""),
        kk=values.get("kk", ""),
        programmes=tuple(Programme(code, label) for code, label in programmes),
        photo=photo,
    )


def alone(household: str) -> tuple[str, ...]:
    """A household that is the same as no other."""
    return (household,)


class Register:
    """All cards of a journal, kept up with it by `refresh`.

    `together` names the households that were found to be the same one, the one that stands for all first.
    """

    def __init__(self, journal: Journal, together: Callable[[str], Sequence[str]] = alone) -> None:
        self._journal = journal
        self._together = together
        self._position = 0
        self._heads: dict[str, tuple[CardRecord, ...]] = {}
        self._households: dict[str, dict[str, None]] = {}
        self._batches: dict[str, Revision] = {}
        self.refresh()

    def refresh(self) -> None:
        """Take in what the journal has learned since the last time."""
        for position, revision in self._journal.of_kind(CARD, BATCH, since=self._position):
            self._position = position
            if revision.kind == BATCH:
                self._batches[revision.record] = revision
                continue
            said = _card(revision)
            heads = self._heads.get(said.number, ())
            kept = tuple(head for head in heads if head.dot not in revision.parents)
            self._heads[said.number] = (*kept, said)
            self._households.setdefault(said.household, {})[said.number] = None

    def __contains__(self, number: object) -> bool:
        return number in self._heads

    def __iter__(self) -> Iterator[CardRecord]:
        return map(_that_holds, self._heads.values())

    def get(self, number: str) -> CardRecord | None:
        """The card of that number."""
        heads = self._heads.get(number)
        return _that_holds(heads) if heads else None

    def of_household(self, household: str) -> tuple[CardRecord, ...]:
        """All cards a household ever had, oldest first."""
        return tuple(_that_holds(self._heads[number]) for number in self._households.get(household, ()))

    def live_of(self, household: str, today: date) -> tuple[CardRecord, ...]:
        """The cards that a household and those merged with it hold or will hold on `today`, oldest first."""
        cards = (card for same in self._together(household) for card in self.of_household(same))
        return tuple(card for card in cards if card.is_live(today))

    def in_state(self, *states: State) -> tuple[CardRecord, ...]:
        """The cards in one of the states."""
        return tuple(record for record in self if record.state in states)

    def batches(self) -> tuple[BatchRecord, ...]:
        """What was printed, by whom and when, oldest first."""
        return tuple(map(_batch, self._batches.values()))

    def batch(self, name: str) -> BatchRecord | None:
        """The batch of that name."""
        found = self._batches.get(name)
        return _batch(found) if found else None

    def doubts(self, today: date) -> tuple[Doubt, ...]:
        """What was issued twice, the oldest first; what is no longer live on `today` is in none."""
        found = []
        live: dict[str, list[CardRecord]] = {}
        for household in self._households:
            cards = [card for card in self.of_household(household) if card.is_live(today)]
            if cards:
                live.setdefault(self._together(household)[0], []).extend(cards)
        for cards in live.values():
            numbers = {card.number for card in cards}
            if sum(card.values.get("beside", "") not in numbers for card in cards) > 1:
                found.append(Doubt(tuple(dict.fromkeys(card.household for card in cards)), tuple(cards)))
        for heads in self._heads.values():
            owners = tuple(dict.fromkeys(head.household for head in heads))
            if len(owners) > 1:
                found.append(Doubt(owners, heads))
        return tuple(found)

    def history(self, number: str) -> tuple[Revision, ...]:
        """Everything that was ever said of a card, oldest first."""
        return self._journal.revisions(number)

    def revocations(self, as_of: datetime) -> Revocations:
        """The cards no longer good, as a list of the moment `as_of`."""
        return Revocations(
            as_of, {record.number: _WITHDRAWN[record.state] for record in self if record.state in _WITHDRAWN}
        )


def _that_holds(heads: tuple[CardRecord, ...]) -> CardRecord:
    """Of what was said at the same time, the stricter."""
    return heads[0] if len(heads) == 1 else max(heads, key=lambda head: (_SEVERITY[head.state], head.dot))


def _card(revision: Revision) -> CardRecord:
    """What a revision says of a card. Names of values, and what many cards have in common, are held once for
    all of them: an office may have a hundred thousand.
    """
    values = {
        intern(name): intern(value) if name in _IN_COMMON else value
        for name, value in revision.values.items()
    }
    return CardRecord(
        number=revision.record,
        household=values["household"],
        state=State(values["state"]),
        values=values,
        dot=Dot(intern(revision.dot.log), revision.dot.seq),
        author=intern(revision.author),
        wall=revision.wall,
    )


def _batch(revision: Revision) -> BatchRecord:
    return BatchRecord(
        batch=revision.record,
        numbers=tuple(revision.values["numbers"].split()),
        pdf_sha256=revision.values["pdf_sha256"],
        values=revision.values,
        author=revision.author,
        wall=revision.wall,
        pictures={blob.name: blob.sha256 for blob in revision.blobs},
    )
