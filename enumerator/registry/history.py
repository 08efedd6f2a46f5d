# SPDX-License-Identifier: Apache-2.0
"""Who changed an answer of a household, when, on which laptop, and why: one screen for an auditor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from enumerator.merging.history import history
from enumerator.store.store import Store


@dataclass(frozen=True, slots=True)
class Entry:
    """One writing of one answer; blank text stands for no answer.

    `wall` is the writer's clock with its offset, `clock_suspect` that it was doubtful; `in_force` is False
    where a later revision took it back.
    """

    address: str
    before: tuple[str, ...]
    after: str
    no_answer: str
    act: str
    reason: str
    author: str
    author_name: str
    log: str
    wall: str
    clock_suspect: bool
    in_force: bool


def changes(
    store: Store, household: str, address: str = "", *, names: Mapping[str, str] | None = None
) -> tuple[Entry, ...]:
    """All changes of a household, or of one answer, in order; `names` are the authors' names by id."""
    known = names or {}
    return tuple(
        Entry(
            address=change.address,
            before=tuple(answer.value or "" for answer in change.before),
            after=change.after.value or "",
            no_answer=change.after.no_answer,
            act=change.revision.act,
            reason=change.revision.reason or change.after.reason,
            author=change.revision.author,
            author_name=known.get(change.revision.author, change.revision.author),
            log=change.revision.dot.log,
            wall=change.revision.wall,
            clock_suspect=change.revision.clock_suspect,
            in_force=change.in_force,
        )
        for change in history(store.journal.revisions(household), address)
    )
