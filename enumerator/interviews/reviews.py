# SPDX-License-Identifier: Apache-2.0
"""What the office said about finished interviews, and how a returned one is taken up again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from enumerator.errors import UserError
from enumerator.interviews.drafts import Draft, Drafts, FormName
from enumerator.messages import _
from enumerator.store.journal import Outline, heads_of
from enumerator.store.revision import Dot, Revision
from enumerator.store.store import Store

KIND = "review"
APPROVED = "approved"
RETURNED = "returned"
_COMMENT = "comment:"


@dataclass(frozen=True)
class Review:
    """One verdict of the office. `heads` are the revisions it looked at, `comments` its words on single
    answers.
    """

    household: str
    heads: frozenset[Dot]
    verdict: str
    comment: str
    comments: Mapping[str, str]
    author: str
    when: datetime
    hlc: str


def read_review(revision: Revision) -> Review:
    """The review that a revision of kind `review` holds."""
    values = revision.values
    return Review(
        household=values.get("household", ""),
        heads=frozenset(Dot.parse(text) for text in values.get("heads", "").split()),
        verdict=values.get("verdict", ""),
        comment=values.get("comment", ""),
        comments={
            name.removeprefix(_COMMENT): text for name, text in values.items() if name.startswith(_COMMENT)
        },
        author=revision.author,
        when=datetime.fromisoformat(revision.wall),
        hlc=revision.hlc,
    )


def reviews_by_household(store: Store) -> dict[str, tuple[Review, ...]]:
    """All verdicts that stand, the latest of a household last."""
    found: dict[str, list[Review]] = {}
    for heads in store.journal.heads_by_record(KIND).values():
        for head in heads:
            if head.act != "delete":
                review = read_review(head)
                found.setdefault(review.household, []).append(review)
    return {
        household: tuple(sorted(reviews, key=lambda review: review.hlc))
        for household, reviews in found.items()
    }


def verdict_on(heads: Iterable[Revision | Outline], reviews: Iterable[Review]) -> Review | None:
    """The latest verdict that looked at what stands now; an answer to an earlier version says nothing about
    it.
    """
    current = {head.dot for head in heads}
    fitting = [review for review in reviews if current and current <= review.heads]
    return fitting[-1] if fitting else None


def take_up(
    store: Store,
    drafts: Drafts,
    household: str,
    form: FormName,
    *,
    values: Mapping[str, str] | None = None,
    parents: Iterable[Dot] | None = None,
) -> Draft:
    """Open a finished household again as a draft that starts from its last answers; the draft there is, if
    any.

    `values` and `parents` are the record as it stands, where parallel work has to be looked at first (None:
    its only head). UserError when there is nothing to take up, or several heads and no `values`.
    """
    for draft in drafts.of_household(household):
        return draft
    if values is None or parents is None:
        heads = heads_of(store.journal.revisions(household))
        if len(heads) != 1:
            raise UserError(
                _("This household cannot be taken up here."),
                where=household,
                remedy=_("The office has to settle the differences first."),
            )
        values, parents = heads[0].values, (heads[0].dot,)
    return drafts.begin(form, household, values, parents)
