# SPDX-License-Identifier: Apache-2.0
"""How the sample office settles what a person would: by two rules that are written into every decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from enumerator.merging.settle import Choice
from enumerator.merging.view import Conflict
from enumerator.messages import _, mark
from enumerator.office.settling import differences, settle_household
from enumerator.registry import matching
from enumerator.registry.pairs import decide_different, merge
from enumerator.registry.projection import refresh
from enumerator.registry.search import household
from enumerator.workspace import Workspace

OWN_AREA = mark("Sample rule: the enumerator whose assignment it is was there first and knows the house.")
SAME_FAMILY = mark("Sample rule: a number in common, or head and members of the same names and ages.")
OTHER_FAMILY = mark("Sample rule: no number in common, and other people live there.")
_SURE = 0.8
_MANY = 1_000_000


@dataclass(frozen=True, slots=True)
class Settled:
    """How many households differed, in how many answers; `joined` came together by themselves."""

    households: int
    answers: int
    joined: int
    left: int


@dataclass(frozen=True, slots=True)
class Matched:
    """How many pairs were put forward, and how many of them are one family."""

    candidates: int
    merged: int


def settle_differences(office: Workspace, holders: Mapping[str, str]) -> Settled:
    """Every difference goes to the enumerator who holds the household (`holders`: household to person)."""
    found = differences(office)
    for each in found:
        choices = {
            conflict.address: _side_of(conflict, holders[each.record]) for conflict in each.view.conflicts
        }
        settle_household(office, each.record, choices, _(OWN_AREA))
    return Settled(
        households=len(found),
        answers=sum(len(each.view.conflicts) for each in found),
        joined=sum(len(each.view.joined) for each in found),
        left=len(differences(office)),
    )


def _side_of(conflict: Conflict, person: str) -> Choice:
    return next(
        (side for side in conflict.sides if any(revision.author == person for revision in side.revisions)),
        conflict.sides[0],
    )


def settle_duplicates(office: Workspace) -> Matched:
    """Merge the pairs that are surely one family into the household recorded first, and part the others."""
    store = office.store
    refresh(store, office.library)
    matching.refresh(store)
    found = matching.candidates(store, limit=_MANY)
    merged = 0
    for pair in found:
        if pair.kind in ("nik", "kk") or pair.score >= _SURE:
            first, second = sorted((pair.a, pair.b), key=lambda record: _recorded(office, record))
            merge(store, first, second, _(SAME_FAMILY))
            merged += 1
        else:
            decide_different(store, pair.a, pair.b, _(OTHER_FAMILY))
    refresh(store, office.library)
    return Matched(len(found), merged)


def _recorded(office: Workspace, record: str) -> str:
    known = household(office.store, record)
    return known.first_wall if known else ""
