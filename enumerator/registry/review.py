# SPDX-License-Identifier: Apache-2.0
"""Looking at what came in: approving a household, or returning it with a comment on what is wrong.

A review speaks of exact heads. When new work arrives the heads are others, and the household waits again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from enumerator.errors import UserError
from enumerator.merging.custodians import Custodians
from enumerator.messages import _
from enumerator.registry.projection import Status, heads_text
from enumerator.registry.tables import ready
from enumerator.store.journal import heads_of
from enumerator.store.revision import Entry, Revision, new_record
from enumerator.store.store import Store

COMMENT = "comment:"


@dataclass(frozen=True, slots=True)
class Review:
    """A verdict (`approved` or `returned`) on a household, with comments by the address of the answer."""

    record: str
    household: str
    heads: str
    verdict: str
    comment: str
    comments: Mapping[str, str]
    author: str
    wall: str


def approve(store: Store, household: str, comment: str = "", *, heads: str | None = None) -> Revision:
    """Approve a household as it stands.

    `heads` are those the person looked at (`Household.heads`); UserError when they have changed since, or
    while answers stand against each other.
    """
    (revision,) = store.append(_judgement(store, household, Status.APPROVED, comment, {}, heads))
    return revision


def approve_all(store: Store, households: Iterable[str], comment: str) -> tuple[Revision, ...]:
    """Approve many households by one stated rule (`comment`), all or none."""
    return store.append(*(_judgement(store, each, Status.APPROVED, comment, {}, None) for each in households))


def return_(
    store: Store,
    household: str,
    comment: str,
    comments: Mapping[str, str] | None = None,
    *,
    heads: str | None = None,
) -> Revision:
    """Send a household back to its enumerator, saying why, and what is wrong with which answer."""
    if not comment.strip() and not comments:
        raise UserError(
            _("A household is returned with a reason."),
            remedy=_("Write what the enumerator should do, or remark on an answer."),
        )
    entry = _judgement(store, household, Status.RETURNED, comment, comments or {}, heads)
    (revision,) = store.append(entry)
    return revision


def reviews(store: Store, household: str) -> tuple[Review, ...]:
    """All reviews of a household, in the order in which they arrived here."""
    ready(store.db)
    rows = store.db.conn.execute(
        "SELECT record, household, heads, verdict, comment, comments, author, wall FROM review"
        " WHERE household = ? ORDER BY rowid",
        (household,),
    )
    return tuple(
        Review(record, each, heads, verdict, comment, json.loads(comments), author, wall)
        for record, each, heads, verdict, comment, comments, author, wall in rows
    )


def _judgement(
    store: Store, household: str, verdict: Status, comment: str, comments: Mapping[str, str], seen: str | None
) -> Entry:
    heads, status, known = _standing(store, household)
    now = heads_text(revision.dot for revision in heads_of(Custodians(store).accepted(household)))
    if not now:
        raise UserError(
            _("The household is not in this data folder."),
            where=household,
            remedy=_("Import the bundle that carries it."),
        )
    if heads != now or seen not in (None, now):
        raise UserError(
            _("New work on this household has arrived since it was opened."),
            where=household,
            remedy=_("Look at it again before you decide."),
        )
    if verdict is Status.APPROVED and not known:
        raise UserError(
            _("The form of this household is not in this data folder yet, so nobody can have read it."),
            where=household,
            remedy=_("Import the bundle that carries the form."),
        )
    if verdict is Status.APPROVED and status == Status.CONFLICT:
        raise UserError(
            _("Answers of this household stand against each other."),
            where=household,
            remedy=_("Settle the differences first."),
        )
    replaces = [each.record for each in reviews(store, household) if each.heads == now]
    values = {
        "household": household,
        "heads": now,
        "verdict": verdict.value,
        "comment": comment,
        "replaces": " ".join(replaces),
        **{COMMENT + address: text for address, text in comments.items() if text.strip()},
    }
    return Entry(new_record(), "review", values, act=verdict.value, reason=comment)


def _standing(store: Store, household: str) -> tuple[str, str, bool]:
    """The heads, the status and whether the form is here, by the tables; blank where they do not know the
    household.
    """
    ready(store.db)
    row = store.db.conn.execute(
        "SELECT heads, status, form_known FROM household WHERE record = ?", (household,)
    ).fetchone()
    return (str(row[0]), str(row[1]), bool(row[2])) if row else ("", "", False)
