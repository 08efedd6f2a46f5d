# SPDX-License-Identifier: Apache-2.0
"""Who changed an answer, when, on which laptop and why: the audit trail of a record, answer by answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from enumerator.merging.graph import Graph
from enumerator.merging.statements import collect, taken_back
from enumerator.merging.view import Answer, answer_in
from enumerator.store.revision import Revision


@dataclass(frozen=True, slots=True)
class Change:
    """One writing of one answer. `before` holds several answers where the writer had parallel ones to
    choose from.

    `in_force` is False when a later revision took it back.
    """

    address: str
    revision: Revision
    before: tuple[Answer, ...]
    after: Answer
    in_force: bool


def history(revisions: Iterable[Revision], address: str = "") -> tuple[Change, ...]:
    """All changes of a record, or of one answer, earlier before later; revisions that changed nothing are
    left out.
    """
    graph = Graph(revisions)
    undone = taken_back(graph)
    said = collect(graph, frozenset())
    place = {revision.dot: number for number, revision in enumerate(graph.order)}
    changes: list[Change] = []
    for written, writers in said.answers.items():
        if address not in ("", written):
            continue
        for revision in writers:
            known = [w for w in writers if w.dot != revision.dot and graph.knew(revision.dot, w.dot)]
            before = tuple(dict.fromkeys(answer_in(w, written) for w in graph.latest(known)))
            after = answer_in(revision, written)
            if before != (after,):
                changes.append(Change(written, revision, before, after, revision.dot not in undone))
    return tuple(sorted(changes, key=lambda change: (place[change.revision.dot], change.address)))
