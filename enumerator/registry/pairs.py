# SPDX-License-Identifier: Apache-2.0
"""What people decided about two households: the same or different; merged into one, or taken apart again.

A decision is a revision of the pair's own record. Merging changes neither household: both records stay as
they are, one of them is shown for both, and taking them apart needs no repair.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from enumerator.errors import UserError
from enumerator.merging.view import view
from enumerator.messages import _
from enumerator.registry.tables import ready
from enumerator.store.revision import Entry, Revision
from enumerator.store.sqlite import Database
from enumerator.store.store import Store

KIND = "pair"
SAME, DIFFERENT, OPEN = "same", "different", ""
_NAMES = uuid.UUID("0b1f6a52-7a0f-5c3e-9a61-51d1b0a4c7f9")


@dataclass(frozen=True, slots=True)
class Pair:
    """What stands of two households: `verdict` same, different or blank; `survivor` is shown where merged.

    `contested` while two offices decided differently; such a pair counts as open.
    """

    a: str
    b: str
    verdict: str
    survivor: str
    contested: bool
    reason: str
    author: str
    wall: str

    @property
    def merged(self) -> bool:
        """Whether one of the two is shown for both."""
        return bool(self.survivor)


def decide_different(store: Store, a: str, b: str, reason: str) -> Revision:
    """Say that two households are not one; they are not put forward again, and no longer merged."""
    return _decide(store, a, b, DIFFERENT, "", "decide", reason)


def merge(store: Store, survivor: str, other: str, reason: str) -> Revision:
    """From now on `survivor` is shown for both."""
    return _decide(store, survivor, other, SAME, survivor, "merge", reason)


def unmerge(store: Store, a: str, b: str, reason: str) -> Revision:
    """Take two merged households apart; the pair is open again."""
    standing = pair(store, a, b)
    if standing is None or not standing.merged:
        raise UserError(_("These two households are not merged."), where=f"{a} · {b}")
    return _decide(store, a, b, OPEN, "", "unmerge", reason)


def pair(store: Store, a: str, b: str) -> Pair | None:
    """What stands of these two; None where nobody decided anything."""
    ready(store.db)
    first, second = sorted((a, b))
    row = store.db.conn.execute("SELECT * FROM pair WHERE a = ? AND b = ?", (first, second)).fetchone()
    return Pair(row[0], row[1], row[2], row[3], bool(row[4]), row[5], row[6], row[7]) if row else None


def shown_for(store: Store, household: str) -> str:
    """The household that is shown for this one: itself, unless it was merged into another."""
    ready(store.db)
    row = store.db.conn.execute(
        "SELECT into_household FROM merged WHERE household = ?", (household,)
    ).fetchone()
    return str(row[0]) if row else household


def merged_into(store: Store, household: str) -> tuple[str, ...]:
    """The households that this one is shown for, besides itself."""
    ready(store.db)
    rows = store.db.conn.execute(
        "SELECT household FROM merged WHERE into_household = ? ORDER BY household", (household,)
    )
    return tuple(record for (record,) in rows)


def note_pair(db: Database, revisions: Iterable[Revision]) -> None:
    """Bring the row of one pair up to date from all its revisions."""
    said = tuple(revisions)
    standing = view(said)
    values = standing.values
    newest = max(said, key=lambda revision: (revision.hlc, revision.dot))
    contested = any(conflict.address in ("verdict", "survivor") for conflict in standing.conflicts)
    db.conn.execute(
        "INSERT OR REPLACE INTO pair VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            values.get("a", ""),
            values.get("b", ""),
            OPEN if contested else values.get("verdict", ""),
            "" if contested else values.get("survivor", ""),
            int(contested),
            values.get("reason", ""),
            newest.author,
            newest.wall,
        ),
    )


def note_merged(db: Database) -> None:
    """Work out anew who is shown for whom: chains of merges end in one household."""
    survivors = db.conn.execute("SELECT a, b, survivor FROM pair WHERE survivor != ''").fetchall()
    groups: dict[str, set[str]] = {}
    lost: set[str] = set()
    for a, b, survivor in survivors:
        joined = groups.get(a, {a}) | groups.get(b, {b})
        groups.update(dict.fromkeys(joined, joined))
        lost.add(b if survivor == a else a)
    db.conn.execute("DELETE FROM merged")
    for household, group in groups.items():
        # In a ring everyone lost once; then the oldest record (the smallest name) is shown.
        shown = min(group - lost or group)
        if household != shown:
            db.conn.execute("INSERT INTO merged VALUES (?, ?)", (household, shown))


def _decide(store: Store, a: str, b: str, verdict: str, survivor: str, act: str, reason: str) -> Revision:
    if a == b:
        raise UserError(_("A household cannot be compared with itself."), where=a)
    if not reason.strip():
        raise UserError(_("A decision about double data needs a reason."), remedy=_("Write how you know."))
    first, second = sorted((a, b))
    values = {"a": first, "b": second, "verdict": verdict, "survivor": survivor, "reason": reason}
    record = str(uuid.uuid5(_NAMES, f"{first}\x1f{second}"))
    kept = {key: text for key, text in values.items() if text}
    # A decision is one statement: whoever says "same" again stands against a "different" said elsewhere.
    entry = Entry(record, KIND, kept, act=act, reason=reason, touched=tuple(values))
    (revision,) = store.append(entry)
    return revision
