# SPDX-License-Identifier: Apache-2.0
"""In which order Targets are evaluated: what is needed first, and circles are faults."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from enumerator.errors import UserError
from enumerator.messages import _

from .model import ASPECTS, CALCULATE, CHOICES, COUNT, RELEVANT, REQUIRED, Spec, Target


class Reading(NamedTuple):
    """A Spec that a target reads, and the depth down to which reader and read share their ancestors."""

    spec: Spec
    anchor: int
    place: bool


def ordered(reads: dict[Target, list[Reading]]) -> Iterator[Target]:
    """Dependencies first. What depends on itself is a fault, unless it goes from row to row."""
    needs: dict[Target, list[Target]] = {}
    crossing: set[tuple[Target, Target]] = set()
    for target, found in reads.items():
        needed: dict[Target, None] = {}
        own = target.spec.parent if target.aspect == RELEVANT else target.spec
        if target.aspect in (RELEVANT, CALCULATE, CHOICES):
            needed.update(dict.fromkeys(_relevance(own)))
        for spec, anchor, place in found:
            across = _crosses_rows(target.spec, spec, anchor)
            for provider in _providers(spec):
                if place and provider.aspect != COUNT:
                    continue
                if target.aspect >= REQUIRED and provider is target:
                    continue
                if provider is target and target.aspect == RELEVANT and spec.depth > target.spec.depth:
                    target.inward = True
                    continue
                needed[provider] = None
                if across:
                    crossing.add((target, provider))
        needs[target] = list(needed)
    for group in _components(needs):
        if len(group) > 1 or group[0] in needs[group[0]]:
            members = set(group)
            grows = any(member.aspect == COUNT for member in group)
            if not grows and not any(
                (one, other) in crossing for one in group for other in needs[one] if other in members
            ):
                raise UserError(
                    _("The form calculates in a circle."),
                    where=", ".join(f"{member.spec.path} ({ASPECTS[member.aspect]})" for member in group[:8]),
                    remedy=_("Remove one of these references."),
                )
        yield from group


def _providers(spec: Spec) -> Iterator[Target]:
    """The targets that may change what others see at `spec`."""
    for own in (spec.calculate, spec.choices):
        if own is not None:
            yield own
    yield from _relevance(spec)
    above: Spec | None = spec
    while above is not None:
        if above.count is not None:
            yield above.count
        above = above.parent


def _relevance(spec: Spec | None) -> Iterator[Target]:
    while spec is not None:
        if spec.relevant is not None:
            yield spec.relevant
            return
        spec = spec.parent


def _crosses_rows(spec: Spec, other: Spec, anchor: int) -> bool:
    above: Spec | None = spec
    while above is not None:
        if above.repeat and above.depth > anchor and other.names[: above.depth] == above.names:
            return True
        above = above.parent
    return False


def _components(needs: dict[Target, list[Target]]) -> Iterator[list[Target]]:
    """Tarjan's strongly connected components without recursion; what is needed comes before what needs it."""
    index: dict[Target, int] = {}
    low: dict[Target, int] = {}
    stack: list[Target] = []
    on_stack: set[Target] = set()
    for start in needs:
        if start in index:
            continue
        work: list[tuple[Target, Iterator[Target]]] = [(start, iter(needs[start]))]
        index[start] = low[start] = len(index)
        stack.append(start)
        on_stack.add(start)
        while work:
            target, waiting = work[-1]
            for other in waiting:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    on_stack.add(other)
                    work.append((other, iter(needs[other])))
                    break
                if other in on_stack:
                    low[target] = min(low[target], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[target])
                if low[target] == index[target]:
                    group: list[Target] = []
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        group.append(member)
                        if member is target:
                            break
                    yield group[::-1]
