# SPDX-License-Identifier: Apache-2.0
"""Work given from one enumerator to another, and what the former one still sent: both versions in words, to
be taken in or left, and decided anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from enumerator.errors import UserError
from enumerator.forms import Form, Interview
from enumerator.merging.addresses import is_row, question_of, series_of
from enumerator.merging.custodians import Custodians, assignments_of, held_by
from enumerator.merging.custody import Branch, Ruling, change_ruling, leave, rulings, take_in
from enumerator.merging.open_conflicts import refresh as refresh_conflicts
from enumerator.merging.view import View, view
from enumerator.messages import _
from enumerator.office.comparing import PairLine
from enumerator.office.reading import opened
from enumerator.office.wording import answer_words, is_asked, row_name, section_title
from enumerator.registry.assigning import give_on
from enumerator.registry.projection import refresh
from enumerator.registry.recalculation import calculated
from enumerator.registry.search import Household, household
from enumerator.store.revision import Revision
from enumerator.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LateWork:
    """What one former holder sent of a household: waiting (`branch`), or decided (`ruling`).

    `known` is the household in the registry, None where nothing else is known of it. `author`, `log` and
    `wall` are of the newest late revision, `given` who gave the household on, to whom, when and why.
    """

    record: str
    known: Household | None
    author: str
    log: str
    wall: str
    revisions: int
    given: Given
    branch: Branch | None = None
    ruling: Ruling | None = None

    @property
    def identity(self) -> tuple[str, str, str]:
        """Tells it from every other."""
        return self.record, self.author, "" if self.ruling is None else str(self.ruling.about)


@dataclass(frozen=True, slots=True)
class Given:
    """A household given on: `by` (author), `to` (holder), when (ISO with offset), and the reason."""

    by: str
    to: str
    wall: str
    reason: str


@dataclass(frozen=True, slots=True)
class LateLines:
    """The answers in which the record and the late work differ (left as it stands, right as sent), and how
    many of those would become differences to settle."""

    lines: tuple[PairLine, ...]
    differences: int


def late_work(workspace: Workspace, *, decided: bool = False) -> tuple[LateWork, ...]:
    """What waits for a person, the newest first; with `decided` what was decided instead."""
    custodians = Custodians(workspace.store)
    found: list[LateWork] = []
    for record in custodians.moved():
        found += (_decided if decided else _waiting)(workspace, custodians, record)
    return tuple(sorted(found, key=lambda each: each.wall, reverse=True))


def late_count(workspace: Workspace) -> int:
    """How much waits, without looking at what it says."""
    custodians = Custodians(workspace.store)
    count = 0
    for record in custodians.moved():
        all_of_it = workspace.store.journal.revisions(record)
        settled = {revision.dot for revision in custodians.accepted(record, all_of_it)}
        count += len({revision.author for revision in all_of_it if revision.dot not in settled})
    return count


def show_late(workspace: Workspace, late: LateWork) -> LateLines:
    """Both versions in words. UnknownFormError when the form has not arrived."""
    theirs = _with(workspace, late)
    mine = _without(workspace, late)
    ref = theirs.form or mine.form
    if ref is None:
        return LateLines((), 0)
    form = workspace.library.get(ref.hash)
    left, right = opened(form, mine.values, workspace), opened(form, _sent(workspace, late), workspace)
    lines = tuple(_lines(form, left, right, mine.values, _sent(workspace, late)))
    return LateLines(lines, len(theirs.conflicts))


def take_in_late(workspace: Workspace, late: LateWork, reason: str) -> Revision:
    """Join it with the household; what differs becomes an ordinary difference to settle."""
    return _decide(workspace, late, reason, taken=True)


def leave_late(workspace: Workspace, late: LateWork, reason: str) -> Revision:
    """Keep the household as it is; the late work stays in the history."""
    return _decide(workspace, late, reason, taken=False)


def give_work(workspace: Workspace, assignments: Iterable[str], person: str, reason: str) -> int:
    """Give assignments to another enumerator; how many."""
    given = give_on(workspace.store, assignments, person, reason)
    refresh(workspace.store, workspace.library)
    refresh_conflicts(workspace.store, workspace.library)
    return len(given)


def work_of(workspace: Workspace, person: str, *, unvisited: bool = False) -> tuple[str, ...]:
    """The assignments that a person holds; with `unvisited` only of households nothing has arrived of."""
    held = held_by(workspace.store, person)
    if unvisited:
        return tuple(name for name, record in held if not workspace.store.journal.revisions(record))
    return tuple(name for name, _record in held)


def holders_of(workspace: Workspace, record: str) -> dict[str, str]:
    """Who holds a household: person by assignment."""
    found = {}
    for name in assignments_of(workspace.store, record):
        found[name] = view(workspace.store.journal.revisions(name)).values.get("enumerator", "")
    return found


def _waiting(workspace: Workspace, custodians: Custodians, record: str) -> Iterator[LateWork]:
    revisions = workspace.store.journal.revisions(record)
    if len(custodians.accepted(record, revisions)) == len(revisions):
        return
    form = _form_of(workspace, revisions)
    standing = custodians.standing(record, calculated=calculated(form) if form else frozenset())
    for branch in standing.branches:
        newest = max(branch.revisions, key=lambda revision: (revision.hlc, revision.dot))
        yield LateWork(
            record,
            household(workspace.store, record),
            branch.author,
            newest.dot.log,
            newest.wall,
            len(branch.revisions),
            _given(custodians, record),
            branch=branch,
        )


def _decided(workspace: Workspace, custodians: Custodians, record: str) -> Iterator[LateWork]:
    revisions = workspace.store.journal.revisions(record)
    by_dot = {revision.dot: revision for revision in revisions}
    for ruling in rulings(revisions):
        about = [by_dot[dot] for dot in ruling.about if dot in by_dot]
        newest = max(about, key=lambda revision: (revision.hlc, revision.dot), default=ruling.revision)
        yield LateWork(
            record,
            household(workspace.store, record),
            newest.author,
            newest.dot.log,
            newest.wall,
            len(about),
            _given(custodians, record),
            ruling=ruling,
        )


def _given(custodians: Custodians, record: str) -> Given:
    last = max(custodians.about(record), key=lambda revision: (revision.hlc, revision.dot))
    return Given(last.author, last.values.get("enumerator", ""), last.wall, last.reason)


def _decide(workspace: Workspace, late: LateWork, reason: str, *, taken: bool) -> Revision:
    if not reason.strip():
        raise UserError(_("Late work is decided with a reason."), remedy=_("Write how you know."))
    journal, reason = workspace.store.journal, reason.strip()
    if late.ruling is not None:
        if late.ruling.taken == taken:
            raise UserError(_("This was decided so already."))
        form = _form_of(workspace, journal.revisions(late.record))
        computed = calculated(form) if form else frozenset()
        revision = change_ruling(journal, late.record, late.ruling, reason, calculated=computed)
    else:
        now = next((each for each in late_work(workspace) if each.identity == late.identity), None)
        if now is None or now.branch is None or now.branch.revisions != (late.branch or now.branch).revisions:
            raise UserError(
                _("New work on this household has arrived since it was opened."),
                where=late.record,
                remedy=_("Look at it again before you decide."),
            )
        revision = (take_in if taken else leave)(journal, late.record, now.branch, reason)
    refresh_conflicts(workspace.store, workspace.library)
    refresh(workspace.store, workspace.library)
    return revision


def _form_of(workspace: Workspace, revisions: Iterable[Revision]) -> Form | None:
    ref = next((revision.form for revision in reversed(tuple(revisions)) if revision.form), None)
    return workspace.library.get(ref.hash) if ref is not None and ref.hash in workspace.library else None


def _with(workspace: Workspace, late: LateWork) -> View:
    if late.branch is not None:
        return late.branch.view
    return view(workspace.store.journal.revisions(late.record))


def _without(workspace: Workspace, late: LateWork) -> View:
    """The household as it stands without this late work."""
    about = set(late.ruling.about) if late.ruling is not None else set()
    settled = Custodians(workspace.store).accepted(late.record)
    if late.ruling is not None and late.ruling.taken:
        settled = tuple(r for r in settled if r.dot not in about and r.dot != late.ruling.revision.dot)
    return view(settled) if settled else View({})


def _sent(workspace: Workspace, late: LateWork) -> dict[str, str]:
    """What the former holder's newest late revision says as a whole."""
    if late.branch is not None:
        said: Iterable[Revision] = late.branch.revisions
    else:
        about = set(late.ruling.about) if late.ruling is not None else set()
        said = (r for r in workspace.store.journal.revisions(late.record) if r.dot in about)
    newest = max(said, key=lambda revision: (revision.hlc, revision.dot), default=None)
    return dict(newest.values) if newest is not None else {}


def _lines(
    form: Form, left: Interview, right: Interview, mine: dict[str, str], theirs: dict[str, str]
) -> Iterator[PairLine]:
    """Answers and roster rows that differ, in the order of the form as far as it is told by the address."""
    answers = {name.partition("#")[0] for name in mine.keys() | theirs.keys() if not name.endswith("#rows")}
    order = {path: place for place, path in enumerate(form.nodes)}
    told_rows: set[str] = set()
    for address in sorted(answers, key=lambda name: (order.get(question_of(name), 0), name)):
        if not is_asked(form, address) or mine.get(address) == theirs.get(address):
            continue
        row = address[: address.rindex("]") + 1] if "]" in address else ""
        if row and _row_in(mine, row) != _row_in(theirs, row):
            if row not in told_rows:
                told_rows.add(row)
                there, gone = row_name(form, mine if _row_in(mine, row) else theirs, row), "–"
                sides = (there, gone) if _row_in(mine, row) else (gone, there)
                yield PairLine(section_title(left, address), _("Member"), *sides, differs=True)
            continue
        words = [answer_words(side, address) for side in (left, right)]
        where = section_title(left, address)
        if row:
            where = f"{where} · {row_name(form, mine, row)}"
        label = answer_label(left, right, address)
        yield PairLine(where, label, words[0], words[1], differs=True)


def answer_label(left: Interview, right: Interview, address: str) -> str:
    """The question in the words of whichever side has it."""
    for side in (left, right):
        try:
            return side.node(address).label
        except (KeyError, IndexError):
            continue
    return address.rpartition("/")[2]


def _row_in(values: dict[str, str], row: str) -> bool:
    if not is_row(row):
        return False
    return row[row.rindex("[") + 1 : -1] in values.get(series_of(row) + "#rows", "").split()
