# SPDX-License-Identifier: Apache-2.0
"""What came in and went out by bundle, and what is missing. What was kept aside is decided in `aside`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from enumerator.bundles.receipts import Sent
from enumerator.bundles.report import Gap, Report, gaps
from enumerator.bundles.senders import Senders
from enumerator.bundles.tables import prepare
from enumerator.workspace import Workspace

_ASIDE = ("inbox", "aside")


@dataclass(frozen=True, slots=True)
class Carried:
    """One bundle of the history. `report` is what became of one that came in, `sent` what went out with
    another.

    `state` is begun, done or aside; `kept` the file of one that was kept aside, None when it is not there
    any more.
    """

    bundle: str
    out: bool
    number: int
    party: str
    when: datetime
    file: str
    state: str
    report: Report | None
    sent: Sent | None
    kept: Path | None


def carried(workspace: Workspace, limit: int = 500) -> tuple[Carried, ...]:
    """The history, the latest first."""
    store = workspace.store
    prepare(store.db)
    rows = store.db.conn.execute(
        "SELECT id, way, number, peer_name, at, file, state, report FROM bundle ORDER BY at DESC, id LIMIT ?",
        (limit,),
    ).fetchall()
    return tuple(_carried(workspace, *row) for row in rows)


def missing(workspace: Workspace) -> tuple[Gap, ...]:
    """What has not arrived though later work of the same laptop has."""
    return gaps(workspace.store, Senders.of(workspace.store, workspace.keys))


def _carried(
    workspace: Workspace,
    bundle: str,
    way: str,
    number: int,
    party: str,
    at: str,
    file: str,
    state: str,
    told: str,
) -> Carried:
    out = way == "out"
    sent = msgspec.json.decode(told, type=Sent) if out and told else None
    report = msgspec.json.decode(told, type=Report) if told and not out else None
    kept = None
    if state == "aside":
        folder = workspace.store.path.parent.joinpath(*_ASIDE)
        kept = next((path for path in sorted(folder.glob(f"{bundle}*"))), None) if folder.is_dir() else None
    return Carried(
        bundle, out, number, party, datetime.fromisoformat(at), Path(file).name, state, report, sent, kept
    )
