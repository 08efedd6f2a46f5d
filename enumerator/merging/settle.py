# SPDX-License-Identifier: Apache-2.0
"""What a person decides about a record: settling its conflicts, and taking a revision back. Each is a new
revision.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Protocol

from enumerator.errors import UserError
from enumerator.merging.addresses import NO_ANSWER, ORDER, REASON, ROWS, instance_of, is_row, series_of
from enumerator.merging.graph import Graph
from enumerator.merging.statements import DELETE, UNDECIDED, UNDOES, taken_back
from enumerator.merging.view import WHOLE_RECORD, Answer, Conflict, Side, View, view
from enumerator.messages import _
from enumerator.store.revision import Dot, Entry, Revision

RESOLVE = "resolve"
UNDO = "undo"


class Records(Protocol):
    """What is needed of a journal: a record's revisions, and a place for a new one."""

    def revisions(self, record: str) -> tuple[Revision, ...]: ...

    def get(self, dot: Dot) -> Revision | None: ...

    def append(self, *entries: Entry) -> tuple[Revision, ...]: ...


Choice = Side | Answer | str | None
"""A side of the conflict, another answer or value, or None to remove the answer, the row or the record (and
to leave an order as it stands).
"""


def settle(
    journal: Records,
    record: str,
    choices: Mapping[str, Choice],
    reason: str = "",
    *,
    calculated: Collection[str] = frozenset(),
) -> Revision:
    """Decide conflicts of a record, by the conflict's address; conflicts without a choice stay open.

    UserError when a chosen conflict is no longer there, because somebody settled it or new work arrived.
    """
    revisions = journal.revisions(record)
    standing = view(revisions, calculated=calculated)
    entry = settlement(revisions, standing, choices, reason, calculated)
    (revision,) = journal.append(entry)
    return revision


def settlement(
    revisions: tuple[Revision, ...],
    standing: View,
    choices: Mapping[str, Choice],
    reason: str,
    calculated: Collection[str] = frozenset(),
) -> Entry:
    """The revision that carries the choices out: its parents are all heads, it touches only what was
    chosen. `standing` is the view of the record's `revisions`. UserError as in `settle`.
    """
    values = dict(standing.values)
    touched: list[str] = []
    conflicts = {conflict.address: conflict for conflict in standing.conflicts}
    act = RESOLVE
    for address, choice in choices.items():
        if address not in conflicts:
            raise UserError(
                _("This difference is no longer open."),
                where=address,
                remedy=_("Look at the record again: somebody settled it, or new work arrived."),
            )
        if address == WHOLE_RECORD:
            act = DELETE if _answer(conflicts[address], choice).value is None else RESOLVE
        elif is_row(address):
            touched.extend(
                _choose_row(values, address, _answer(conflicts[address], choice).value is not None)
            )
        elif address.endswith(ROWS):
            touched.extend(_choose_order(values, address, _answer(conflicts[address], choice).value))
        else:
            touched.extend(_choose_answer(values, address, _answer(conflicts[address], choice)))
    if WHOLE_RECORD in conflicts and WHOLE_RECORD not in choices:
        touched.append(UNDECIDED)
    entry = Entry(
        record=revisions[0].record,
        kind=revisions[0].kind,
        values=values,
        act=act,
        reason=reason,
        parents=standing.heads,
        touched=tuple(touched),
        form=standing.form,
        blobs=standing.blobs,
    )
    if act == RESOLVE and any(is_row(address) for address in choices):
        # whether a row stays can decide in which order the others stand
        return replace(entry, values=view([*revisions, _as_if_said(entry)], calculated=calculated).values)
    return entry


def undo(
    journal: Records, dot: Dot, reason: str = "", *, calculated: Collection[str] = frozenset()
) -> Revision:
    """Take back what one revision wrote; what was settled by it is open again, what it overwrote counts
    again.

    Undoing an undo puts the revision back in force. UserError when it is not there or is taken back
    already.
    """
    target = journal.get(dot)
    if target is None:
        raise UserError(_("Revision {dot} is not in this data folder.", dot=dot))
    revisions = journal.revisions(target.record)
    standing = view(revisions, calculated=calculated)
    if dot in taken_back(Graph(revisions)):
        raise UserError(
            _("Revision {dot} has been taken back already.", dot=dot),
            remedy=_("To put it in force again, take back the undoing itself."),
        )
    (revision,) = journal.append(undoing(revisions, (dot,), standing, reason, calculated))
    return revision


def undoing(
    revisions: tuple[Revision, ...],
    targets: tuple[Dot, ...],
    standing: View,
    reason: str,
    calculated: Collection[str] = frozenset(),
) -> Entry:
    """The revision that takes others of the same record back; its snapshot is what counts afterwards."""
    entry = Entry(
        record=revisions[0].record,
        kind=revisions[0].kind,
        values={},
        act=UNDO,
        reason=reason,
        parents=standing.heads,
        touched=tuple(f"{UNDOES}{dot}" for dot in targets),
        form=standing.form,
    )
    after = view([*revisions, _as_if_said(entry)], calculated=calculated)
    return replace(entry, values=after.values, blobs=after.blobs)


def _as_if_said(entry: Entry) -> Revision:
    """The entry as a revision of a log that exists nowhere, to see what it would do."""
    return Revision(
        dot=Dot("nowhere", 1),
        prev="",
        record=entry.record,
        kind=entry.kind,
        act=entry.act,
        parents=entry.parents or (),
        hlc="",
        wall="",
        author="",
        values=entry.values,
        touched=entry.touched or (),
        form=entry.form,
        blobs=entry.blobs,
    )


def _answer(conflict: Conflict, choice: Choice) -> Answer:
    if isinstance(choice, Answer):
        return choice
    return choice.answer if isinstance(choice, Side) else Answer(choice)


def _choose_answer(values: dict[str, str], address: str, answer: Answer) -> list[str]:
    parts = {address: answer.value, address + NO_ANSWER: answer.no_answer, address + REASON: answer.reason}
    for part, text in parts.items():
        values.pop(part, None)
        if text is not None and (text or part == address):
            values[part] = text
    return [address]


def _choose_row(values: dict[str, str], row: str, keep: bool) -> list[str]:
    """Keeping touches the row itself; removing drops its answers and its place in the roster as well."""
    if keep:
        return [row]
    series = series_of(row) + ROWS
    for address in [address for address in values if address.startswith(row)]:
        del values[address]
    values[series] = " ".join(i for i in values.get(series, "").split() if i != instance_of(row))
    return [row, series]


def _choose_order(values: dict[str, str], address: str, order: str | None) -> list[str]:
    """The rows that are there, in the order chosen. ORDER says that a person decided it, for the order may be
    the one that stood.
    """
    standing = values.get(address, "").split()
    chosen = [row for row in (order or "").split() if row in standing]
    values[address] = " ".join([*chosen, *(row for row in standing if row not in chosen)])
    return [address, address[: -len(ROWS)] + ORDER]
