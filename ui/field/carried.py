# SPDX-License-Identifier: Apache-2.0
"""What was sent and received by this laptop, and what the office has confirmed of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from enumerator.bundles.receipts import Sent, is_received
from enumerator.bundles.tables import prepare
from enumerator.identity.signing import fingerprint
from enumerator.store.revision import Dot


@dataclass(frozen=True)
class Sending:
    """One bundle, out or in. `confirmed`: all that went out with it has arrived, by the office's own word."""

    out: bool
    number: int
    party: str
    when: datetime
    file: str
    state: str
    revisions: int
    confirmed: bool


def sendings(workspace: Any, limit: int = 200) -> tuple[Sending, ...]:
    """The bundles of this data folder, the latest first."""
    store = workspace.store
    prepare(store.db)
    received = is_received(store, fingerprint(workspace.keys.project.signing))
    found = store.db.execute(
        "SELECT way, number, peer_name, at, file, state, report FROM bundle ORDER BY at DESC LIMIT ?",
        (limit,),
    ).fetchall()
    return tuple(_sending(*line, received=received) for line in found)


def last_sending(workspace: Any) -> Sending | None:
    """The latest bundle that went out."""
    return next((sending for sending in sendings(workspace) if sending.out), None)


def _sending(
    way: str, number: int, party: str, at: str, file: str, state: str, report: str, *, received: Any
) -> Sending:
    revisions, confirmed = 0, False
    if way == "out" and report:
        sent = msgspec.json.decode(report, type=Sent)
        revisions = sent.revisions
        confirmed = all(received(Dot(part.log, part.last)) for part in sent.parts)
    elif report:
        revisions = int(msgspec.json.decode(report).get("new", 0))
    return Sending(
        way == "out", number, party, datetime.fromisoformat(at), Path(file).name, state, revisions, confirmed
    )
