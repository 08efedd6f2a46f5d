# SPDX-License-Identifier: Apache-2.0
"""The enumerator's list: every household to visit, and how far it is, derived from the journal and the
drafts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from enumerator.interviews.drafts import Draft, Drafts
from enumerator.interviews.finish import KIND as HOUSEHOLD
from enumerator.interviews.reviews import APPROVED, RETURNED, Review, reviews_by_household, verdict_on
from enumerator.interviews.visits import Visit, as_day, visits_by_household
from enumerator.store.journal import Outline, heads_of
from enumerator.store.revision import Dot, FormRef, Revision
from enumerator.store.store import Store

KIND = "assignment"
WITHDRAWN = ("withdraw", "delete")


class Status(StrEnum):
    """How far a household is, in the order of its way."""

    NOT_STARTED = "not_started"
    DRAFT = "draft"
    RETURNED = "returned"
    FINISHED = "finished"
    SENT = "sent"
    RECEIVED = "received"
    APPROVED = "approved"


OPEN = frozenset({Status.NOT_STARTED, Status.DRAFT, Status.RETURNED})


@dataclass(frozen=True)
class Task:
    """What the office asks: a household to visit. The texts are the office's; `household` is the record's
    name, `due` an ISO date, `per_week` how many households the office asks for in a week.
    """

    household: str
    enumerator: str
    kecamatan: str = ""
    kelurahan: str = ""
    rw: str = ""
    rt: str = ""
    head_name: str = ""
    no_kk: str = ""
    address: str = ""
    note: str = ""
    due: str = ""
    per_week: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the list. `share` (0 to 1) and `problems` tell about the draft; `comment` and `comments`
    are the office's words where it returned the interview; `assigned` is False for a household found in the
    field. `finished` is when it was finished last, `visits` are those without an interview.
    """

    task: Task
    status: Status
    assigned: bool
    changed: datetime | None = None
    draft: str = ""
    share: float = 0.0
    problems: int = 0
    heads: tuple[Dot, ...] = ()
    form: FormRef | None = None
    comment: str = ""
    comments: Mapping[str, str] = field(default_factory=dict)
    finished: datetime | None = None
    visits: tuple[Visit, ...] = ()

    @property
    def when(self) -> date | None:
        """The day on which somebody should be there: that of the next visit, else the office's last day;
        None once the interview is finished."""
        if self.status not in OPEN:
            return None
        again = self.visits[-1].again if self.visits else None
        return again or as_day(self.task.due)


def _never(_dot: Dot) -> bool:
    return False


def rows(
    store: Store,
    drafts: Drafts,
    enumerator: str,
    *,
    sent: Callable[[Dot], bool] = _never,
    received: Callable[[Dot], bool] = _never,
) -> tuple[Row, ...]:
    """The list of `enumerator` (author id), by status and place.

    `sent` and `received` say of a revision whether it left in a bundle and whether the office has confirmed
    it.
    """
    tasks = tasks_of(store, enumerator)
    open_drafts: dict[str, Draft] = {}
    for draft in drafts.list():
        open_drafts.setdefault(draft.household, draft)
    reviews = reviews_by_household(store)
    told = store.journal.outlines(HOUSEHOLD)
    visits = visits_by_household(store, enumerator)
    own = (name for name, said in told.items() if any(outline.author == enumerator for outline in said))
    households = dict.fromkeys((*tasks, *open_drafts, *own))
    listed = [
        _row(
            tasks.get(household),
            household,
            enumerator,
            told.get(household, ()),
            open_drafts.get(household),
            reviews.get(household, ()),
            visits.get(household, ()),
            sent,
            received,
        )
        for household in households
    ]
    order = list(Status)
    return tuple(
        sorted(
            listed,
            key=lambda row: (
                order.index(row.status),
                row.task.kecamatan,
                row.task.kelurahan,
                row.task.rw,
                row.task.rt,
                row.task.head_name,
                row.task.household,
            ),
        )
    )


def tasks_of(store: Store, enumerator: str) -> dict[str, Task]:
    """What stands assigned to `enumerator`, by household, in the order in which it came."""
    found: dict[str, Task] = {}
    for heads in store.journal.heads_by_record(KIND).values():
        for head in heads:
            if head.act not in WITHDRAWN and head.values.get("enumerator") == enumerator:
                task = _task(head)
                found[task.household] = task
    return found


def has_begun(store: Store, enumerator: str) -> bool:
    """Whether this person has held, or begun, any interview here."""
    if Drafts(store).list():
        return True
    told = store.journal.outlines(HOUSEHOLD)
    return any(outline.author == enumerator for said in told.values() for outline in said)


def asked_per_week(tasks: Iterable[Task]) -> int:
    """How many households the office asks for in a week, by its latest word; 0 where it has said nothing."""
    said = [task.per_week for task in tasks if task.per_week.isdecimal()]
    return int(said[-1]) if said else 0


def _task(revision: Revision) -> Task:
    known = Task.__dataclass_fields__.keys()
    values = {name: text for name, text in revision.values.items() if name in known}
    return Task(**{"household": revision.record, "enumerator": "", **values})


def _row(
    task: Task | None,
    household: str,
    enumerator: str,
    revisions: Sequence[Outline],
    draft: Draft | None,
    reviews: tuple[Review, ...],
    visits: tuple[Visit, ...],
    sent: Callable[[Dot], bool],
    received: Callable[[Dot], bool],
) -> Row:
    heads = heads_of(revisions)
    own = [revision for revision in revisions if revision.author == enumerator]
    latest = max(own, key=lambda revision: revision.hlc, default=None)
    review = verdict_on(heads, reviews)
    returned = review if review is not None and review.verdict == RETURNED else None
    return Row(
        task=task or Task(household, enumerator),
        status=_status(draft, latest, review, sent, received),
        assigned=task is not None,
        changed=draft.saved if draft else review.when if review else _when(latest),
        draft=draft.id if draft else "",
        share=draft.share if draft else 0.0,
        problems=draft.problems if draft else 0,
        heads=tuple(head.dot for head in heads),
        form=draft.form if draft else latest.form if latest else None,
        comment=returned.comment if returned else "",
        comments=returned.comments if returned else {},
        finished=_when(latest),
        visits=visits,
    )


def _status(
    draft: Draft | None,
    latest: Outline | None,
    review: Review | None,
    sent: Callable[[Dot], bool],
    received: Callable[[Dot], bool],
) -> Status:
    if draft is not None:
        return Status.DRAFT
    if latest is None:
        return Status.NOT_STARTED
    if review is not None and review.verdict == RETURNED:
        return Status.RETURNED
    if review is not None and review.verdict == APPROVED:
        return Status.APPROVED
    if received(latest.dot):
        return Status.RECEIVED
    return Status.SENT if sent(latest.dot) else Status.FINISHED


def _when(outline: Outline | None) -> datetime | None:
    return datetime.fromisoformat(outline.wall) if outline else None
