# SPDX-License-Identifier: Apache-2.0
"""For whom a bundle is, and what goes into it: all that its receiver has not confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import msgspec

from enumerator.bundles.manifest import Credentials, Holdings, Part
from enumerator.bundles.receipts import confirmed, peer, still_to_send
from enumerator.bundles.senders import Senders
from enumerator.identity.certificates import Certificate, CertificateRequest
from enumerator.identity.enrolment import pending_request
from enumerator.identity.keys import Keys
from enumerator.identity.project import Role
from enumerator.identity.signing import fingerprint
from enumerator.merging.custodians import Custodians
from enumerator.store.forks import ForkHead, plain_name
from enumerator.store.journal import SignedHead
from enumerator.store.revision import Blob, Dot
from enumerator.store.store import Store

Selection = Callable[[Store, Certificate], Iterable[str]]
"""Which records a laptop gets, by name."""


@dataclass(frozen=True)
class Destination:
    """For whom a bundle is: its device's log, all logs that device has written, and the one it writes now, as
    far as we heard. `whole_logs` is False for a laptop, which gets a selection of records instead.
    """

    log: str
    logs: frozenset[str]
    writes: str
    name: str
    key: str
    sealing: str
    whole_logs: bool


@dataclass(frozen=True)
class Content:
    parts: tuple[Part, ...]
    heads: tuple[SignedHead | ForkHead, ...]
    extract: tuple[Dot, ...]
    blobs: dict[str, Blob] = field(default_factory=dict)


def destination_of(store: Store, keys: Keys, senders: Senders, to: Certificate | None) -> Destination:
    """The project's own office where `to` is None."""
    project = keys.project
    if to is None or to.log == project.log:
        log, name, signing, sealing, whole = project.log, project.name, project.signing, project.sealing, True
    else:
        log, name, signing, sealing, whole = to.log, to.name, to.signing, to.sealing, to.role is Role.OFFICE
    known = peer(store, key := fingerprint(signing))
    return Destination(log, senders.logs_of(log), known.log if known else log, name, key, sealing, whole)


def content_for(
    store: Store,
    keys: Keys,
    senders: Senders,
    destination: Destination,
    to: Certificate | None,
    theirs: Holdings,
    select: Selection,
) -> Content:
    """What `theirs` does not hold: whole logs for an office, chosen records for a laptop; and the attachments
    that were asked for.
    """
    blobs = {
        sha256: store.attachments.blob(sha256) for sha256 in theirs.lacks if store.attachments.has(sha256)
    }
    if destination.whole_logs:
        return _whole_logs(store, keys, senders, destination, theirs, blobs)
    assert to is not None
    return Content((), (), _extract(store, destination, theirs, select(store, to)), blobs)


def _whole_logs(
    store: Store,
    keys: Keys,
    senders: Senders,
    destination: Destination,
    theirs: Holdings,
    blobs: dict[str, Blob],
) -> Content:
    logs = store.journal.logs()
    own = senders.logs_of(keys.device) | {keys.log}
    wanted = [log for log in sorted(logs) if log in own or (keys.role is Role.OFFICE and senders.find(log))]
    parts = [
        part
        for log in wanted
        if log != destination.writes
        for part in still_to_send(store, logs[log], theirs)
    ]
    ends = {part.end for part in parts}
    heads = [head for log in wanted for head in logs[log].heads if head.hash in ends]
    branches = [head for head in store.journal.branches.heads() if head.hash in ends]
    return Content(tuple(parts), (*heads, *branches), (), blobs)


def _extract(
    store: Store, destination: Destination, theirs: Holdings, records: Iterable[str]
) -> tuple[Dot, ...]:
    held = {log: confirmed(store, log, runs) for log, runs in theirs.runs.items()}
    dots: dict[Dot, None] = {}
    custodians = Custodians(store)
    for record in sorted(set(records)):
        for revision in custodians.accepted(record):
            dot, place = revision.dot, plain_name(revision.dot)
            if place.log == destination.writes or any(a <= dot.seq <= b for a, b in held.get(dot.log, ())):
                continue
            dots[dot] = None
    return tuple(sorted(dots))


def credentials_for(
    store: Store, keys: Keys, senders: Senders, to: Certificate | None, request: CertificateRequest | None
) -> Credentials:
    """An office shows another office everything it knows, a laptop only what concerns the two of them.
    Whoever has no certificate yet asks for one.
    """
    shown = senders.words
    if keys.role is not Role.OFFICE or (to is not None and to.role is not Role.OFFICE):
        concerned = {keys.device, keys.project.log} | ({to.log} if to is not None else set())
        shown = Credentials(
            tuple(c.to_values() for log in sorted(concerned) if (c := senders.certificate(log))),
            tuple(word for word in senders.words.revocations if word.get("log") in concerned),
            tuple(word for word in senders.words.openings if word.get("device") in concerned),
        )
    if senders.certificate(keys.device) is None:
        asked = request or pending_request(store.path.parent)
        return msgspec.structs.replace(shown, request=asked.to_values() if asked else None)
    return shown
