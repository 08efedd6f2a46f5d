# SPDX-License-Identifier: Apache-2.0
"""What the office does with cards: request, approve, print, hand over, report lost, replace, revoke; all in
the journal.

A batch is printed in this order: the PDF is drawn into a file that has no name, the journal says which cards
are in it and what its hash is, then the PDF appears. A crash before the journal leaves nothing; a crash after
it leaves a batch that `redraw` makes again, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import chain
from pathlib import Path

from enumerator.cards.credential import Issuer, make_credential
from enumerator.cards.design import Template
from enumerator.cards.holder import Card, CardHolder
from enumerator.cards.layout import SHEET_OF_8, Layout
from enumerator.cards.life import ACTS, NEXT, spoken_state
from enumerator.cards.number import Numbers
from enumerator.cards.output import Unseen, unseen
from enumerator.cards.planned import Planned, Request
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
_NOWHERE = Dot("", 0)
_TOGETHER = 200
"""So many cards are written to the journal at a time, within the one transaction of their batch."""


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
        asked: set[str] = set()
        return self._said([self._asked(request, asked).request_entry() for request in requests])

    def approve(self, *numbers: str) -> tuple[CardRecord, ...]:
        """Sign the cards' credentials, valid from now on."""
        now = self._store.clock()
        self.register.refresh()
        return self._said(
            [self._next(each, State.APPROVED, self._signed(self._known(each), now)) for each in numbers]
        )

    def issue(
        self,
        wanted: Iterable[Request | str],
        template: Template,
        target: Path,
        *,
        layout: Layout = SHEET_OF_8,
        letters: bool = False,
        language: str = "id",
        progress: Progress | None = None,
    ) -> Batch:
        """Ask for, approve and print in one step: each is a new card, or the number of one that waits or is
        printed again. With `letters` each card stands on a letter to its household.

        The batch is entered in the journal before its PDF appears at `target`. All of it or nothing:
        cancelling, a full disk or a crash leaves neither a card nor a file.
        """
        self.register.refresh()
        now, asked = self._store.clock(), set[str]()
        planned = [self._planned(each, asked, now) for each in wanted]
        return self._batch(planned, Manner(template, None if letters else layout, language), target, progress)

    def _planned(self, wanted: Request | str, asked: set[str], now: datetime) -> Planned:
        """A new card, or one that is known, as it will be when approved."""
        match wanted:
            case Request():
                planned = self._asked(wanted, asked)
            case _:
                planned = Planned(self._known(wanted))
        record = planned.record
        if record.state is State.REQUESTED:
            values = {**record.values, **self._signed(record, now), "state": State.APPROVED.value}
            approved = replace(record, state=State.APPROVED, values=values)
            return replace(planned, record=approved, approve=True)
        self._checked(record.number, State.PRINTED)
        return planned

    def _batch(
        self, planned: list[Planned], manner: Manner, target: Path, progress: Progress | None
    ) -> Batch:
        """Draw where nobody sees it, enter the cards and the batch, then show the file."""
        batch, numbers = new_record(), tuple(each.record.number for each in planned)
        with unseen(target) as file:
            records = [each.record for each in planned]
            drawn = draw_records(records, self._store.attachments, manner, file.out, progress)
            records.clear()
            file.reserve()
            pictures = keep_pictures(manner.template, self._store.attachments)
            entry = batch_entry(batch, numbers, target.name, drawn.sha256, manner, pictures)
            self._enter_printed(planned, entry)
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

    def _enter_printed(self, planned: list[Planned], batch: Entry) -> None:
        """In one transaction; CardError when a card was called back while it was being drawn, or a household
        got one. What is written is let go of, before the register reads it: a long run holds each card once.
        """
        told = {"batch": batch.record, "pdf_sha256": batch.values["pdf_sha256"]}
        with writing(self._store.db):
            self.register.refresh()
            for each in planned:
                self._still_right(each)
            while planned:
                entries = (each.entries(told) for each in planned[:_TOGETHER])
                self._store.append(*chain.from_iterable(entries))
                del planned[:_TOGETHER]
            self._store.append(batch)
        self.register.refresh()

    def _still_right(self, planned: Planned) -> None:
        if planned.request is not None:
            self._first_of_two(planned.request)
        else:
            wanted = State.APPROVED if planned.approve else State.PRINTED
            self._checked(planned.record.number, wanted)

    def deliver(self, number: str, proof: str, blobs: tuple[Blob, ...] = ()) -> CardRecord:
        """The card is in the hands of its holder; `proof` says how that is known, `blobs` show it."""
        if not proof.strip():
            raise CardError(_("Say how it is known that the card was handed over."), where=number)
        self.register.refresh()
        (card,) = self._said([self._next(number, State.DELIVERED, {"proof": proof}, blobs=blobs)])
        return card

    def report_lost(self, number: str, reason: str = "") -> CardRecord:
        """The holder no longer has the card."""
        self.register.refresh()
        (card,) = self._said([self._next(number, State.LOST, reason=reason)])
        return card

    def revoke(self, number: str, reason: str) -> CardRecord:
        """The card gives no right to anything any more."""
        if not reason.strip():
            raise CardError(_("Say why the card is revoked."), where=number)
        self.register.refresh()
        (card,) = self._said([self._next(number, State.REVOKED, reason=reason)])
        return card

    def replace(self, number: str, holder: CardHolder, reason: str) -> CardRecord:
        """Ask for a new card in the place of an old one, which is no longer good from now on."""
        if not reason.strip():
            raise CardError(_("Say why the card is replaced."), where=number)
        self.register.refresh()
        old = self._checked(number, State.REPLACED)
        if holder.household != old.household:
            raise CardError(_("The new card is for another household."), where=number)
        new = self._requested(Request(holder, reason), replaces=number).request_entry()
        entry = self._next(number, State.REPLACED, {"replaced_by": new.record}, reason=reason)
        return self._said([entry, new])[1]

    def expire(self, today: date) -> tuple[CardRecord, ...]:
        """Enter the cards whose last day is before `today` as expired."""
        self.register.refresh()
        due = [
            record
            for record in self.register
            if State.EXPIRED in NEXT[record.state] and (record.valid_until or today) < today
        ]
        return self._said([self._next(record.number, State.EXPIRED) for record in due])

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

    def _asked(self, request: Request, asked: set[str]) -> Planned:
        """A new card for a household that is not among those `asked` for in this run."""
        if request.holder.household in asked:
            raise CardError(_("The household of {name} is in the list twice.", name=request.holder.name))
        asked.add(request.holder.household)
        return self._requested(request, beside=self._first_of_two(request))

    def _requested(self, request: Request, *, replaces: str = "", beside: str = "") -> Planned:
        holder, photo = request.holder, self._photo_of(request)
        number = self._numbers.draw(_Either(self.register, self._drawn))
        self._drawn.add(number)
        values = holder_values(holder, photo.sha256 if photo else "") | {
            "number": number,
            "state": State.REQUESTED.value,
            "serial": str(len(self.register.of_household(holder.household)) + 1),
            "training": "yes" if self._training else "",
            "replaces": replaces,
            "beside": beside,
        }
        record = CardRecord(number, holder.household, State.REQUESTED, values, _NOWHERE, "", "")
        bare = replace(request, holder=replace(holder, photo=None))  # the store has the photo now
        return Planned(record, bare, photo)

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

    def _next(
        self,
        number: str,
        state: State,
        more: Mapping[str, str] | None = None,
        *,
        reason: str = "",
        blobs: tuple[Blob, ...] = (),
    ) -> Entry:
        """What the journal is told when a card gets into another state; CardError where it cannot."""
        values = {**self._checked(number, state).values, **(more or {}), "state": state.value}
        return Entry(number, CARD, values, act=ACTS[state], reason=reason, blobs=blobs)

    def _known(self, number: str) -> CardRecord:
        record = self.register.get(number)
        if record is None:
            raise CardError(_("Card {number} is not in the register.", number=number))
        return record

    def _checked(self, number: str, state: State) -> CardRecord:
        record = self._known(number)
        if state not in NEXT[record.state]:
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


class _Either:
    def __init__(self, register: Register, drawn: set[str]) -> None:
        self._register, self._drawn = register, drawn

    def __contains__(self, number: object) -> bool:
        return number in self._register or number in self._drawn
