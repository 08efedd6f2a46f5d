# SPDX-License-Identifier: Apache-2.0
"""The cards of a run before the journal knows of them: asked for, or known and waiting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from enumerator.cards.holder import CardHolder
from enumerator.cards.register import CARD, CardRecord, State
from enumerator.store.revision import Blob, Entry

_OF_APPROVAL = frozenset({"credential", "issued", "valid_until", "iss", "kid"})
"""What a card has from its approval on."""


@dataclass(frozen=True, slots=True)
class Request:
    """A card asked for: its holder, and `reason` where a supervisor allows a second one for the household.

    `photo` is the SHA-256 of a photo that the store holds already, so that ten thousand of them need not be
    in memory at once; else the holder's own is taken.
    """

    holder: CardHolder
    reason: str = ""
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A card of a run: the record as it is drawn, and what the journal does not know of it yet: its `request`
    with the photo, that it was approved. What is written is made of it a few cards at a time, so that a long
    run holds each card once.
    """

    record: CardRecord
    request: Request | None = None
    photo: Blob | None = None
    approve: bool = False

    def request_entry(self) -> Entry:
        """That it was asked for."""
        assert self.request is not None
        values = {name: text for name, text in self.record.values.items() if name not in _OF_APPROVAL}
        values["state"] = State.REQUESTED.value
        blobs = (self.photo,) if self.photo else ()
        return self._entry("request", values, self.request.reason, blobs)

    def entries(self, printed: Mapping[str, str]) -> Iterator[Entry]:
        """All that is new of it, to its printing, of which `printed` tells."""
        if self.request is not None:
            yield self.request_entry()
        if self.approve:
            yield self._entry("approve", dict(self.record.values))
        yield self._entry("print", {**self.record.values, **printed, "state": State.PRINTED.value})

    def _entry(
        self, act: str, values: dict[str, str], reason: str = "", blobs: tuple[Blob, ...] = ()
    ) -> Entry:
        return Entry(self.record.number, CARD, values, act=act, reason=reason, blobs=blobs)
