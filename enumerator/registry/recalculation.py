# SPDX-License-Identifier: Apache-2.0
"""Answers joined from parallel edits, with what the form computes from them computed anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from enumerator.forms import Context, Form, Interview
from enumerator.forms.definition import Question
from enumerator.merging.addresses import question_of
from enumerator.merging.view import View, view
from enumerator.store.revision import Revision


def calculated(form: Form) -> frozenset[str]:
    """The questions that the form computes, which are never a person's conflict."""
    return frozenset(
        path for path, node in form.nodes.items() if isinstance(node, Question) and node.calculated
    )


def standing(form: Form, revisions: Iterable[Revision], computed: frozenset[str] | None = None) -> View:
    """A record as it stands, with what the form computes right where parallel edits were joined.

    Nobody has computed anything from the joined answers yet, so it is done here, as of the newest of the
    edits: every place makes the same of the same revisions, and nothing is written. `computed` is
    `calculated(form)` where it is at hand.
    """
    said = tuple(revisions)
    joined = view(said, calculated=calculated(form) if computed is None else computed)
    if len(joined.heads) < 2 or joined.deleted:
        return joined
    newest = max((revision for revision in said if revision.dot in joined.heads), key=lambda each: each.hlc)
    values = recalculated(form, joined.values, datetime.fromisoformat(newest.wall))
    return replace(joined, values=dict(sorted(values.items())))


def recalculated(form: Form, values: Mapping[str, str], now: datetime) -> dict[str, str]:
    """`values` with every calculation of the form made again, and without answers no longer relevant.

    What a person said, and what the interview noted of itself (start, end, instanceID), stays as it was.
    """
    fresh = Interview.resume(form, values, Context(clock=lambda: now)).finished_answers()
    computed = calculated(form)
    kept = {address: values.get(address, "") for address in fresh if question_of(address) not in computed}
    made = {address: text for address, text in fresh.items() if question_of(address) in computed}
    return {address: text for address, text in {**kept, **made}.items() if text}
