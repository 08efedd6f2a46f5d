# SPDX-License-Identifier: Apache-2.0
"""What each revision says: which answers it writes, and which roster rows it keeps or removes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from enumerator.merging.addresses import (
    ORDER,
    ROWS,
    answer_of,
    enclosing_rows,
    instance_of,
    is_row,
    series_of,
)
from enumerator.merging.graph import Graph
from enumerator.store.revision import Dot, Revision

UNDOES = "#undoes "
UNDECIDED = "#undecided"
"""Touched by a settlement of other differences while it was open whether the record stays."""
DELETE = "delete"


@dataclass(frozen=True)
class Statements:
    """Everything said about one record, each in causal order (earlier before later).

    `answers` by address of the answer; `rosters` by address of the roster: who wrote its order; `kept` and
    `removed` by address of the row; `saved` and `deleted`: who spoke of the record as being there, or gone.
    """

    answers: dict[str, list[Revision]] = field(default_factory=dict)
    rosters: dict[str, list[Revision]] = field(default_factory=dict)
    kept: dict[str, list[Revision]] = field(default_factory=dict)
    removed: dict[str, list[Revision]] = field(default_factory=dict)
    saved: list[Revision] = field(default_factory=list)
    deleted: list[Revision] = field(default_factory=list)


def listed_rows(revision: Revision, series: str) -> list[str]:
    """The addresses of the rows of a roster, in the order the revision gives them."""
    return [f"{series}[{instance}]" for instance in revision.values.get(series + ROWS, "").split()]


def undone_by(revision: Revision) -> tuple[Dot, ...]:
    """The revisions that this one takes back; empty for an ordinary one."""
    named = [address[len(UNDOES) :] for address in revision.touched if address.startswith(UNDOES)]
    found: list[Dot] = []
    for name in named:
        log, _colon, seq = name.partition(":")
        if seq.isdecimal():
            found.append(Dot(log, int(seq)))
    return tuple(found)


def taken_back(graph: Graph, at: Dot | None = None) -> set[Dot]:
    """The revisions whose writing no longer counts: those an undo names, unless it is itself undone. With
    `at` as whoever wrote that revision knew it.
    """
    undone: set[Dot] = set()
    for revision in reversed(graph.order):
        if revision.dot in undone or (at is not None and not graph.knew(at, revision.dot)):
            continue
        for target in undone_by(revision):
            if target != revision.dot and target in graph and graph.knew(revision.dot, target):
                undone.add(target)
    return undone


def collect(graph: Graph, undone: Collection[Dot]) -> Statements:
    """What the revisions say. Those `undone` say nothing, nor does an undo beyond what it takes back, nor a
    settlement of other differences about whether the record stays.
    """
    said = Statements()
    for revision in graph.order:
        if revision.dot in undone or undone_by(revision):
            continue
        if revision.act == DELETE:
            said.deleted.append(revision)
            continue
        if UNDECIDED not in revision.touched:
            said.saved.append(revision)
        _collect_one(said, graph, revision)
    return said


def _collect_one(said: Statements, graph: Graph, revision: Revision) -> None:
    removed = removed_rows(graph, revision)
    for row in removed:
        said.removed.setdefault(row, []).append(revision)
    kept: dict[str, None] = {}
    answers: dict[str, None] = {}
    rosters: dict[str, None] = {}
    for address in _written(graph, revision):
        rows = enclosing_rows(address)
        if removed and any(row in removed for row in rows):
            continue
        kept.update(dict.fromkeys(rows))
        if address.endswith(ROWS):
            series = address[: -len(ROWS)]
            rosters[series] = None
            kept.update(dict.fromkeys(_added_rows(graph, revision, series)))
        elif not is_row(address) and not address.endswith(ORDER):
            answers[answer_of(address)] = None
    for found, place in ((kept, said.kept), (answers, said.answers), (rosters, said.rosters)):
        for address in found:
            place.setdefault(address, []).append(revision)


def _written(graph: Graph, revision: Revision) -> Iterator[str]:
    """The addresses it touched; the whole snapshot where it stands in for ancestors that are not here."""
    yield from (address for address in revision.touched if not address.startswith("#"))
    if graph.speaks_for_the_past(revision):
        touched = frozenset(revision.touched)
        yield from (address for address in revision.values if address not in touched)


def removed_rows(graph: Graph, revision: Revision) -> frozenset[str]:
    """The rows it takes away; of rows inside one another only the outermost."""
    gone: set[str] = set()
    for address in revision.touched:
        if address.endswith(ROWS):
            series = address[: -len(ROWS)]
            listed = set(listed_rows(revision, series))
            for parent in graph.parents(revision):
                gone.update(row for row in listed_rows(parent, series) if row not in listed)
        if address in revision.values:
            continue
        for row in enclosing_rows(address):
            if instance_of(row) not in revision.values.get(series_of(row) + ROWS, "").split():
                gone.add(row)
                break
    return frozenset(row for row in gone if not any(outer in gone for outer in enclosing_rows(row)[:-1]))


def _added_rows(graph: Graph, revision: Revision, series: str) -> list[str]:
    listed = listed_rows(revision, series)
    if graph.speaks_for_the_past(revision):
        return listed
    before = {row for parent in graph.parents(revision) for row in listed_rows(parent, series)}
    return [row for row in listed if row not in before]
