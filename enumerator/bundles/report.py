# SPDX-License-Identifier: Apache-2.0
"""What became of a bundle, in figures and names a person can act on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from enumerator.bundles.manifest import Party
from enumerator.bundles.senders import Senders
from enumerator.merging import OpenConflict
from enumerator.messages import _
from enumerator.store.store import Store


@dataclass(frozen=True, slots=True)
class Gap:
    """Revisions `first` to `last` of a log that have not arrived though later ones have."""

    log: str
    name: str
    first: int
    last: int

    def __str__(self) -> str:
        if self.first == self.last:
            return _("{name}: number {first} is missing", name=self.name, first=self.first)
        return _(
            "{name}: numbers {first} to {last} are missing", name=self.name, first=self.first, last=self.last
        )


@dataclass(frozen=True, slots=True)
class Aside:
    """What was kept aside: a log's revisions `first` to `last` (0: the whole bundle), and why."""

    log: str
    name: str
    first: int
    last: int
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """The result of an import. `already` is when the same bundle was imported before ("" when it is new).

    `new` and `known` count revisions; `forked` those that claim a place in their log that another one holds
    (a copied laptop); `awaiting` attachments that revisions speak of and that are still to come; `admitted`
    is the name of the person whose new laptop was let in by this bundle.
    """

    bundle_id: str
    sender: Party
    purpose: str = "up"
    new: int = 0
    known: int = 0
    forked: int = 0
    attachments: int = 0
    awaiting: int = 0
    conflicts: tuple[OpenConflict, ...] = ()
    holes: tuple[Gap, ...] = ()
    quarantined: tuple[Aside, ...] = ()
    admitted: str = ""
    already: str = ""


def gaps(store: Store, senders: Senders, logs: Iterable[str] | None = None) -> tuple[Gap, ...]:
    """What is missing of each log that is carried whole; a log of which only an extract was ever sent has
    no gaps.
    """
    states = store.journal.logs()
    return tuple(
        Gap(name, senders.name(name), first, last)
        for name in sorted(states if logs is None else set(logs) & states.keys())
        if states[name].heads
        for first, last in states[name].holes
    )
