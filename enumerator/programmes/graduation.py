# SPDX-License-Identifier: Apache-2.0
"""Leaving the programmes and coming back: a household that no longer needs aid, until it does again.

Graduation is never the end of a record. Readmitting is one more revision, and how often a household came back
can be seen.
"""

from __future__ import annotations

from dataclasses import dataclass

from enumerator.eligibility.tables import named_record
from enumerator.errors import UserError
from enumerator.merging.view import view
from enumerator.messages import _
from enumerator.registry.tables import Projection, move, position
from enumerator.store.database import writing
from enumerator.store.revision import Entry, Revision
from enumerator.store.store import Store

KIND = "graduation"
GRADUATED, ACTIVE = "graduated", "active"

GRADUATIONS = Projection(
    name="graduations",
    version=1,
    schema="""
        CREATE TABLE graduation (
            household TEXT PRIMARY KEY, state TEXT NOT NULL, reason TEXT NOT NULL, author TEXT NOT NULL,
            wall TEXT NOT NULL, times INTEGER NOT NULL) STRICT""",
)
"""`times` counts how often the household has graduated."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a household has graduated (`graduated`) or is served (`active`), and how often it graduated."""

    household: str
    state: str
    reason: str
    author: str
    wall: str
    times: int


def graduate(store: Store, household: str, reason: str) -> Revision:
    """The household leaves the programmes, for a reason; nothing more is due to it."""
    return _say(store, household, GRADUATED, reason)


def readmit(store: Store, household: str, reason: str) -> Revision:
    """The household is served again."""
    found = standing(store, household)
    if found is None or found.state != GRADUATED:
        raise UserError(_("This household has not graduated."), where=household)
    return _say(store, household, ACTIVE, reason)


def standing(store: Store, household: str) -> Standing | None:
    """Where a household stands; None where it never graduated."""
    refresh(store)
    row = store.db.conn.execute("SELECT * FROM graduation WHERE household = ?", (household,)).fetchone()
    return Standing(*row) if row else None


def refresh(store: Store) -> None:
    """Read what has arrived since the last time."""
    since = position(store.db, GRADUATIONS)
    found = list(store.journal.of_kind(KIND, since=since))
    if not found:
        return
    with writing(store.db):
        for record in {revision.record for _at, revision in found}:
            _put(store, store.journal.revisions(record))
        move(store.db, GRADUATIONS, found[-1][0])


def _put(store: Store, revisions: tuple[Revision, ...]) -> None:
    """While two offices say different things the household is served."""
    now = view(revisions)
    newest = max(revisions, key=lambda revision: (revision.hlc, revision.dot))
    state = ACTIVE if now.conflicts else now.values.get("state", ACTIVE)
    times = sum(1 for revision in revisions if revision.values.get("state") == GRADUATED)
    store.db.conn.execute(
        "INSERT OR REPLACE INTO graduation VALUES (?, ?, ?, ?, ?, ?)",
        (now.values["household"], state, newest.reason, newest.author, newest.wall, times),
    )


def _say(store: Store, household: str, state: str, reason: str) -> Revision:
    if not reason.strip():
        raise UserError(_("A decision needs a reason."), remedy=_("Write why, in a few words."))
    values = {"household": household, "state": state}
    record = named_record(KIND, household)
    entry = Entry(record, KIND, values, act=state, reason=reason, touched=("household", "state"))
    (revision,) = store.append(entry)
    return revision
