# SPDX-License-Identifier: Apache-2.0
"""What the office does with cards: request, approve, print, hand over, report lost, replace, revoke; all in
the journal.

A batch is printed in this order: the PDF is drawn into a file that has no name, the journal says which cards
are in it and what its hash is, then the PDF appears. A crash before the journal leaves nothing; a crash after
it leaves a batch that `redraw` makes again, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from enumerator.cards.credential import Issuer, make_credential
from enumerator.cards.design import Template
from enumerator.cards.holder import Card, CardHolder
from enumerator.cards.layout import SHEET_OF_8, Layout
from enumerator.cards.number import Numbers
from enumerator.cards.output import Unseen, unseen
from enumerator.cards.press import Batch, Manner, batch_entry, draw_records, keep_pictures, redraw_batch
from enumerator.cards.register import (
    CARD,
    CardError,
    CardRecord,
    Register,
    State,
    alone,
    holder_from,
    holder_values,
)
from enumerator.cards.sheet import DrawnSheet, Progress
from enumerator.messages import _
from enumerator.store.database import writing
from enumerator.store.revision import Blob, Dot, Entry, new_record
from enumerator.store.store import Store

VALID_FOR = timedelta(days=365)

_NEXT: Mapping[State, frozenset[State]] = {
    State.REQUESTED: frozenset({State.APPROVED, State.REPLACED, State.REVOKED}),
    State.APPROVED: frozenset({State.PRINTED, State.REPLACED, State.REVOKED, State.EXPIRED}),
    State.PRINTED: frozenset(
        {State.PRINTED, State.DELIVERED, State.LOST, State.REPLACED, State.REVOKED, State.EXPIRED}
    ),
    State.DELIVERED: frozenset({State.LOST, State.REPLACED, State.REVOKED, State.EXPIRED}),
    State.LOST: frozenset({State.REPLACED, State.REVOKED}),
    State.EXPIRED: frozenset({State.REPLACED}),
    State.REPLACED: frozenset(),
    State.REVOKED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Request:
    """A card asked for: its holder, and `reason` where a supervisor allows a second one for the household.

    `photo` is the SHA-256 of a photo that the store holds already, so that ten thousand of them need not be
    in memory at once; else the holder's own is taken.
    """

    holder: CardHolder
    reason: str = ""
    photo: str = ""


class CardOffice:
    """The cards of one store, for one issuer. `supervisor`: whoever sits here may allow a second card.
    `together` names the households that were found to be the same one, as for `Register`.

    Errors are CardError unless said otherwise. Each call is one transaction: all its cards, or none.
    """

    def __init__(
        self,
        store: Store,
        issuer: Issuer,
        prefix: str,
        *,
        supervisor: bool = False,
        training: bool = False,
        valid_for: timedelta = VALID_FOR,
        together: Callable[[str], Sequence[str]] = alone,
    ) -> None:
        self._store = store
        self._issuer = issuer
        self._numbers = Numbers(prefix, issuer.block)
        self._supervisor = supervisor
        self._training = training
        self._valid_for = valid_for
        self._drawn: set[str] = set()
        self.register = Register(store.journal, together)

    def request(self, *requests: Request) -> tuple[CardRecord, ...]:
        """Ask for cards. Refused while the household has a live card, unless a supervisor gives a reason."""
        self.register.refresh()
        same: dict[str, Entry] = {}
        for request in requests:
            self._requested(request, same, beside=self._first_of_two(request))
        return self._said(list(same.values()))

    def approve(self, *numbers: str) -> tuple[CardRecord, ...]:
        """Sign the cards' credentials, valid from now on."""
        now = self._store.clock()
        return self._move(numbers, State.APPROVED, lambda record: self._signed(record, now))

    def print(
        self,
        numbers: Sequence[str],
        template: Template,
        target: Path,
        *,
        layout: Layout = SHEET_OF_8,
        letters: bool = False,
        language: str = "id",
        progress: Progress | None = None,
    ) -> Batch:
        """Draw approved cards into a PDF at `target` and enter the batch in the journal before it appears.

        With `letters` each card stands on a letter to its household. Printed cards may be printed again.
        Cancelling or a full disk leaves neither a file nor an entry.
        """
        self.register.refresh()
        records = [self._checked(number, State.PRINTED) for number in numbers]
        return self._batch(records, Manner(template, None if letters else layout, language), target, progress)

    def issue(
        self,
        wanted: Sequence[Request | str],
        template: Template,
        target: Path,
        *,
        layout: Layout = SHEET_OF_8,
        letters: bool = False,
        language: str = "id",
        progress: Progress | None = None,
    ) -> Batch:
        """Ask for, approve and print in one step: each is a new card, or the number of one that waits.

        All of it or nothing: cancelling, a full disk or a crash leaves neither a card nor a file.
        """
        self.register.refresh()
        now = self._store.clock()
        requested: dict[str, Entry] = {}
        approved: list[Entry] = []
        records = []
        for each in wanted:
            if isinstance(each, str):
                record = self._known(each)
            else:
                beside = self._first_of_two(each)
                record = _record_of(self._requested(each, requested, beside=beside))
            if record.state is State.REQUESTED:
                approved.append(self._next(record, State.APPROVED, self._signed(record, now)))
                record = _record_of(approved[-1])
            elif State.PRINTED not in _NEXT[record.state]:
                self._checked(record.number, State.PRINTED)
            records.append(record)
        new = [each for each in wanted if isinstance(each, Request)]
        manner = Manner(template, None if letters else layout, language)
        before = [*requested.values(), *approved]
        return self._batch(records, manner, target, progress, new=new, before=before)

    def _batch(
        self,
        records: Sequence[CardRecord],
        manner: Manner,
        target: Path,
        progress: Progress | None,
        *,
        new: Sequence[Request] = (),
        before: Sequence[Entry] = (),
    ) -> Batch:
        """Draw where nobody sees it, enter what came `before` and the batch, then show the file."""
        batch, numbers = new_record(), tuple(record.number for record in records)
        with unseen(target) as file:
            drawn = draw_records(records, self._store.attachments, manner, file.out, progress)
            file.reserve()
            pictures = keep_pictures(manner.template, self._store.attachments)
            entry = batch_entry(batch, numbers, target.name, drawn.sha256, manner, pictures)
            self._enter_printed(records, entry, new, before)
            _show(file, batch)
        return Batch(batch, numbers, drawn)

    def redraw(self, batch: str, target: Path, *, progress: Progress | None = None) -> DrawnSheet:
        """Make the PDF of a printed batch again, with the template, pictures and layout of that time.

        Refused when it does not come out byte for byte.
        """
        self.register.refresh()
        found = self.register.batch(batch)
        if found is None:
            raise CardError(_("This batch is not in the register."), where=batch)
        records = [self._known(number) for number in found.numbers]
        photos = self._store.attachments
        return redraw_batch(found, records, photos, target, progress=progress)

    def _enter_printed(
        self, records: Sequence[CardRecord], batch: Entry, new: Sequence[Request], before: Sequence[Entry]
    ) -> None:
        """In one transaction; CardError when a card was called back while it was being drawn, or a household
        got one.
        """
        told = {"batch": batch.record, "pdf_sha256": batch.values["pdf_sha256"]}
        fresh = {entry.record: _record_of(entry) for entry in before}
        with writing(self._store.db):
            self.register.refresh()
            for request in new:
                self._first_of_two(request)
            now = [fresh.get(each.number) or self._checked(each.number, State.PRINTED) for each in records]
            prints = (self._next(record, State.PRINTED, told) for record in now)
            self._store.append(*before, *prints, batch)
        self.register.refresh()

    def deliver(self, number: str, proof: str, blobs: tuple[Blob, ...] = ()) -> CardRecord:
        """The card is in the hands of its holder; `proof` says how that is known, `blobs` show it."""
        if not proof.strip():
            raise CardError(_("Say how it is known that the card was handed over."), where=number)
        return self._one(number, State.DELIVERED, {"proof": proof}, blobs=blobs)

    def report_lost(self, number: str, reason: str = "") -> CardRecord:
        """The holder no longer has the card."""
        return self._one(number, State.LOST, {}, reason=reason)

    def revoke(self, number: str, reason: str) -> CardRecord:
        """The card gives no right to anything any more."""
        if not reason.strip():
            raise CardError(_("Say why the card is revoked."), where=number)
        return self._one(number, State.REVOKED, {}, reason=reason)

    def replace(self, number: str, holder: CardHolder, reason: str) -> CardRecord:
        """Ask for a new card in the place of an old one, which is no longer good from now on."""
        if not reason.strip():
            raise CardError(_("Say why the card is replaced."), where=number)
        self.register.refresh()
        old = self._checked(number, State.REPLACED)
        if holder.household != old.household:
            raise CardError(_("The new card is for another household."), where=number)
        new = self._requested(Request(holder, reason), {}, replaces=number)
        entry = self._next(old, State.REPLACED, {"replaced_by": new.record}, reason=reason)
        return self._said([entry, new])[1]

    def expire(self, today: date) -> tuple[CardRecord, ...]:
        """Enter the cards whose last day is before `today` as expired."""
        self.register.refresh()
        due = [
            record
            for record in self.register
            if State.EXPIRED in _NEXT[record.state] and (record.valid_until or today) < today
        ]
        return self._said([self._next(record, State.EXPIRED, {}) for record in due])

    def preview(self, *holders: CardHolder) -> tuple[Card, ...]:
        """The cards as they would look, marked as previews, with a number and a code that are none."""
        now = self._store.clock()
        number, until = f"{self._numbers.prefix}-0000-0000-0", (now + self._valid_for).date()
        return tuple(
            Card(number, holder, "", now.date(), until, training=self._training, preview=True)
            for holder in holders
        )

    def _first_of_two(self, request: Request) -> str:
        """The card beside which a second is allowed; "" where there is none, CardError where it is not."""
        today = self._store.clock().date()
        live = self.register.live_of(request.holder.household, today)
        if not live:
            return ""
        if self._supervisor and request.reason.strip():
            return live[0].number
        raise CardError(
            _("This household already has card {number} ({name}).", number=live[0].number, name=live[0].name),
            remedy=_("Replace that card, or let a supervisor give the reason for a second one."),
        )

    def _requested(
        self, request: Request, same: dict[str, Entry], *, replaces: str = "", beside: str = ""
    ) -> Entry:
        """A new card, put among those of the `same` run, by household."""
        holder = request.holder
        if holder.household in same:
            raise CardError(_("The household of {name} is in the list twice.", name=holder.name))
        number = self._numbers.draw(_Either(self.register, self._drawn))
        self._drawn.add(number)
        photo = self._photo_of(request)
        values = holder_values(holder, photo.sha256 if photo else "") | {
            "number": number,
            "state": State.REQUESTED.value,
            "serial": str(len(self.register.of_household(holder.household)) + 1),
            "training": "yes" if self._training else "",
            "replaces": replaces,
            "beside": beside,
        }
        blobs = (photo,) if photo else ()
        entry = Entry(number, CARD, values, act="request", reason=request.reason, blobs=blobs)
        same[holder.household] = entry
        return entry

    def _photo_of(self, request: Request) -> Blob | None:
        attachments = self._store.attachments
        if request.photo:
            return replace(attachments.blob(request.photo), name="photo")
        return attachments.put(request.holder.photo, name="photo") if request.holder.photo else None

    def _signed(self, record: CardRecord, now: datetime) -> dict[str, str]:
        last_day = (now + self._valid_for).date()
        credential = make_credential(
            holder_from(record.values, None),
            record.number,
            self._issuer,
            issued_at=now,
            expires_at=datetime.combine(last_day + timedelta(days=1), time(), now.tzinfo),
            serial=record.serial,
            training=self._training,
        )
        return {
            "credential": credential,
            "issued": now.date().isoformat(),
            "valid_until": last_day.isoformat(),
            "iss": self._issuer.iss,
            "kid": self._issuer.kid.hex(),
        }

    def _move(
        self, numbers: Iterable[str], state: State, more: Callable[[CardRecord], dict[str, str]]
    ) -> tuple[CardRecord, ...]:
        self.register.refresh()
        records = [self._checked(number, state) for number in numbers]
        return self._said([self._next(record, state, more(record)) for record in records])

    def _one(
        self,
        number: str,
        state: State,
        more: dict[str, str],
        *,
        reason: str = "",
        blobs: tuple[Blob, ...] = (),
    ) -> CardRecord:
        self.register.refresh()
        return self._said(
            [self._next(self._checked(number, state), state, more, reason=reason, blobs=blobs)]
        )[0]

    def _next(
        self,
        record: CardRecord,
        state: State,
        more: dict[str, str],
        *,
        reason: str = "",
        blobs: tuple[Blob, ...] = (),
    ) -> Entry:
        values = {**record.values, **more, "state": state.value}
        return Entry(record.number, CARD, values, act=_ACTS[state], reason=reason, blobs=blobs)

    def _known(self, number: str) -> CardRecord:
        record = self.register.get(number)
        if record is None:
            raise CardError(_("Card {number} is not in the register.", number=number))
        return record

    def _checked(self, number: str, state: State) -> CardRecord:
        record = self._known(number)
        if state not in _NEXT[record.state]:
            raise CardError(
                _(
                    "Card {number} is {state}; it cannot become {wanted}.",
                    number=number,
                    state=spoken_state(record.state),
                    wanted=spoken_state(state),
                )
            )
        return record

    def _said(self, entries: Sequence[Entry]) -> tuple[CardRecord, ...]:
        self._store.append(*entries)
        self.register.refresh()
        return tuple(self._known(entry.record) for entry in entries if entry.kind == CARD)


def _show(file: Unseen, batch: str) -> None:
    try:
        file.show()
    except OSError as error:
        raise CardError(
            _("The cards are entered as printed, but their file could not be written."),
            where=str(error),
            remedy=_("Make the PDF of batch {batch} again.", batch=batch),
        ) from error


_NOWHERE = Dot("", 0)
_ACTS = {
    State.REQUESTED: "request",
    State.APPROVED: "approve",
    State.PRINTED: "print",
    State.DELIVERED: "deliver",
    State.EXPIRED: "expire",
    State.LOST: "lose",
    State.REPLACED: "replace",
    State.REVOKED: "revoke",
}


def _record_of(entry: Entry) -> CardRecord:
    """A card as the register will know it once the entry is in the journal."""
    values = entry.values
    return CardRecord(entry.record, values["household"], State(values["state"]), values, _NOWHERE, "", "")


def spoken_state(state: State) -> str:
    """The state in words, in the language spoken now."""
    match state:
        case State.REQUESTED:
            return _("requested")
        case State.APPROVED:
            return _("approved")
        case State.PRINTED:
            return _("printed")
        case State.DELIVERED:
            return _("delivered")
        case State.EXPIRED:
            return _("expired")
        case State.LOST:
            return _("lost")
        case State.REPLACED:
            return _("replaced")
        case State.REVOKED:
            return _("revoked")


class _Either:
    def __init__(self, register: Register, drawn: set[str]) -> None:
        self._register, self._drawn = register, drawn

    def __contains__(self, number: object) -> bool:
        return number in self._register or number in self._drawn
