# SPDX-License-Identifier: Apache-2.0
"""What each party is known to hold: the receipts that travel in every bundle, and what is still to be sent.

Nothing counts as delivered because it was sent. It counts when the receiver said in a later bundle that it
holds it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

import msgspec

from enumerator.bundles.manifest import Holdings, Manifest, Part, Run
from enumerator.bundles.tables import prepare
from enumerator.identity.keys import Keys
from enumerator.identity.signing import fingerprint
from enumerator.store.database import writing
from enumerator.store.journal import LogState
from enumerator.store.revision import Dot, revision_hash
from enumerator.store.store import Store

_HASH_DIGITS = 16
_LACKS_AT_MOST = 20_000

_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(Holdings)


class Sent(msgspec.Struct, frozen=True):
    """What is noted about an export."""

    revisions: int
    attachments: int
    size: int
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Peer:
    """Another party as far as we heard of it; `heard` is when its last word arrived, ISO date and time."""

    key: str
    person: str
    name: str
    role: str
    log: str
    number: int
    heard: str
    holdings: Holdings


def own_holdings(store: Store, only: Collection[str] | None = None) -> Holdings:
    """What this data folder holds; `only` limits it to those logs."""
    runs = {
        name: tuple((run.first, run.last, run.hash[:_HASH_DIGITS]) for run in state.runs)
        for name, state in store.journal.logs().items()
        if state.runs and (only is None or name in only)
    }
    lacks = tuple(
        sha256
        for sha256, log in store.db.execute("SELECT sha256, log FROM awaited ORDER BY sha256")
        if only is None or log in only
    )
    branches = tuple(
        head.hash[:_HASH_DIGITS]
        for head in store.journal.branches.heads()
        if only is None or head.log in only
    )
    return Holdings(runs, lacks[:_LACKS_AT_MOST], branches)


def hear(store: Store, manifest: Manifest) -> None:
    """Note a sender's word about what it holds, unless a later one of the same log was heard before."""
    sender = manifest.sender
    with writing(store.db):
        row = store.db.execute("SELECT log, number FROM peer WHERE key = ?", (sender.key,)).fetchone()
        if row and row[0] == sender.log and row[1] >= manifest.number:
            return
        store.db.execute(
            "INSERT OR REPLACE INTO peer (key, id, name, role, log, number, holdings, heard)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                sender.key,
                sender.person,
                sender.name,
                sender.role,
                sender.log,
                manifest.number,
                _encoder.encode(manifest.holdings).decode(),
                store.clock().isoformat(timespec="seconds"),
            ),
        )


def peers(store: Store) -> tuple[Peer, ...]:
    """Everybody we heard of."""
    rows = store.db.execute(
        "SELECT key, id, name, role, log, number, heard, holdings FROM peer ORDER BY name, key"
    )
    return tuple(
        Peer(key, person, name, role, log, number, heard, _decoder.decode(holdings))
        for key, person, name, role, log, number, heard, holdings in rows
    )


def peer(store: Store, key: str) -> Peer | None:
    """The party whose signing key has this fingerprint."""
    return next((found for found in peers(store) if found.key == key), None)


def confirmed(store: Store, log: str, theirs: Iterable[Run]) -> list[tuple[int, int]]:
    """The stretches of a log that the other holds as we do. A stretch whose end differs from ours does not
    count: one of us has another history, and only sending it all again brings that to light.
    """
    same: list[tuple[int, int]] = []
    for first, last, digest in theirs:
        ours = next(store.journal.raw(log, last, last), None)
        if ours is not None and revision_hash(ours)[:_HASH_DIGITS] == digest:
            same.append((first, last))
    return same


def still_to_send(store: Store, state: LogState, theirs: Holdings) -> list[Part]:
    """The parts of a log to carry: from the first revision of a stretch that the other lacks up to the
    stretch's signed head, so that the head vouches for all of it; then the branches the other lacks.
    A stretch that another branch leads to is carried with that way, for no head vouches for the way alone.
    """
    runs = theirs.runs.get(state.log, ())
    known = confirmed(store, state.log, runs)
    fork = store.journal.branches.points().get(state.log)
    if fork is not None:
        known += [(first, fork - 1) for first, last, _hash in runs if first < fork <= last + 1]
    parts = []
    for run in state.runs:
        head = next((head for head in state.heads if run.first <= head.seq <= run.last), None)
        if head is None or head.hash[:_HASH_DIGITS] in theirs.branches:
            continue
        way = store.journal.branches.path(state.log, run.before)
        first = way[0].seq if way else _first_unknown(run.first, head.seq, known)
        if first is not None:
            parts.append(Part(state.log, first, head.seq, head.hash))
    return parts + _branches_to_send(store, state.log, theirs)


def _branches_to_send(store: Store, log: str, theirs: Holdings) -> list[Part]:
    ends = {digest for _first, _last, digest in theirs.runs.get(log, ())} | set(theirs.branches)
    return [
        Part(log, store.journal.branches.path(log, head.hash)[0].seq, head.seq, head.hash)
        for head in store.journal.branches.heads()
        if head.log == log and head.hash[:_HASH_DIGITS] not in ends
    ]


def _first_unknown(first: int, last: int, known: list[tuple[int, int]]) -> int | None:
    at = first
    for begin, end in sorted(known):
        if begin <= at <= end:
            at = end + 1
    return at if at <= last else None


def is_received(store: Store, key: str) -> Callable[[Dot], bool]:
    """Tells of a revision whether the party with that signing key has confirmed it."""
    known = peer(store, key)
    runs = known.holdings.runs if known else {}
    return lambda dot: any(first <= dot.seq <= last for first, last, _hash in runs.get(dot.log, ()))


def is_sent(store: Store) -> Callable[[Dot], bool]:
    """Tells of a revision whether it ever left in a bundle; the bundle may be lost with its stick."""
    last: dict[str, int] = {}
    for (report,) in store.db.execute("SELECT report FROM bundle WHERE way = 'out'"):
        for part in msgspec.json.decode(report, type=Sent).parts:
            last[part.log] = max(part.last, last.get(part.log, 0))
    return lambda dot: dot.seq <= last.get(dot.log, 0)


def needs_new_log(store: Store, keys: Keys) -> bool:
    """Whether the office confirmed revisions of our own log that we do not hold: this data folder is an old
    copy, and what is written next must go into a new log.
    """
    prepare(store.db)
    heard = peer(store, fingerprint(keys.project.signing))
    runs = heard.holdings.runs.get(keys.log, ()) if heard else ()
    state = store.journal.logs().get(keys.log)
    return any(last > (state.last if state else 0) for _first, last, _hash in runs)
