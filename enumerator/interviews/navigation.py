# SPDX-License-Identifier: Apache-2.0
"""Where one is in an interview: how far each of its pages has come, and the next question from here.

`Progress` reads the whole interview once and is then kept up to date by the `Changes` of each answer, at a
cost that does not grow with the form.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Final

from enumerator.forms import Changes, Interview, Problem, Question

from .naming import naming_paths
from .pages import Item, Page, generic, lay_out, within

COLUMNS: Final = 6


class Mark(StrEnum):
    """How a page stands, from most to least urgent."""

    PROBLEM = "problem"
    WARNING = "warning"
    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over the relevant questions of a page or of the whole interview."""

    asked: int = 0
    answered: int = 0
    missing: int = 0
    problems: int = 0
    warnings: int = 0
    required: int = 0

    @property
    def mark(self) -> Mark:
        """Done: nothing required is missing; where nothing is required, everything is answered."""
        if self.problems:
            return Mark.PROBLEM
        if self.warnings:
            return Mark.WARNING
        whole = self.answered == self.asked or (self.required > 0 and self.answered > 0)
        return Mark.DONE if whole and not self.missing else Mark.OPEN

    @property
    def share(self) -> int:
        """Percent answered, rounded down so that 100 means all."""
        return 100 * self.answered // self.asked if self.asked else 0


@dataclass(frozen=True, slots=True)
class _State:
    asked: bool
    answered: bool
    relevant: bool
    problem: Problem | None
    accepted: bool
    required: bool

    @property
    def numbers(self) -> tuple[int, int, int, int, int, int]:
        if not self.asked:
            return (0, 0, 0, 0, 0, 0)
        missing = self.problem is not None and self.problem.kind == "required"
        wrong = self.problem is not None and not missing
        warns = wrong and self.problem is not None and self.problem.severity == "warn"
        return (1, int(self.answered), int(missing), int(wrong and not warns), int(warns), int(self.required))


@dataclass(frozen=True, slots=True)
class Shift:
    """What moved on the outline: pages whose counts changed, and whether pages came or went."""

    pages: frozenset[str]
    structure: bool


def asks(definition: object) -> bool:
    """Whether a person answers this node (and not the program)."""
    return (
        isinstance(definition, Question)
        and definition.asked
        and definition.type != "note"
        # the words over a grid are a question by their type alone
        and not ("label" in definition.appearances and definition.type.startswith("select"))
    )


class Progress:
    """The pages of one interview and how far each has come."""

    def __init__(self, interview: Interview) -> None:
        self._interview = interview
        self._states: dict[str, _State] = {}
        self._rows: dict[str, tuple[str, ...]] = {}
        self._naming: dict[str, tuple[str, ...]] = {}
        self._waiting: frozenset[str] = frozenset()
        self._layout()
        self._empty = self._empty_rosters()

    # -- reading ---------------------------------------------------------------------------------------------

    @property
    def pages(self) -> tuple[Page, ...]:
        """Every page, also those that do not apply now."""
        return self._pages

    def shown(self) -> tuple[Page, ...]:
        """The pages that apply now, in the order of the form."""
        return tuple(page for page in self._pages if self.applies(page))

    def applies(self, page: Page) -> bool:
        """Whether there is anything on the page to see now."""
        return any(self._visible(item) for item in page.items if item.kind != "heading")

    def page(self, key: str) -> Page | None:
        """The page named `key`, or None once its row is gone."""
        return self._by_key.get(key)

    def page_of(self, address: str) -> Page | None:
        """The page on which `address` (question, series, row or group) stands."""
        key = self._page_of.get(address)
        if key is None:
            key = next((page.key for page in self._pages if page.container == address), None)
        return self._by_key.get(key) if key is not None else None

    def tally(self, key: str) -> Tally:
        """The counts of one page alone."""
        return Tally(*self._tallies[key])

    def branch(self, page: Page) -> Tally:
        """The counts of a page with the rows of its rosters: of a section, all its parts."""
        keys = [other.key for other in self._pages if within(other.container, page.container)]
        return Tally(*(sum(column) for column in zip(*(self._tallies[key] for key in keys), strict=True)))

    def total(self) -> Tally:
        """The counts of the whole interview."""
        return Tally(*self._total)

    def rows(self, series: str) -> tuple[str, ...]:
        """The rows of a roster in order."""
        return self._rows.get(series, ())

    def series(self) -> tuple[str, ...]:
        """Every roster that there is now."""
        return tuple(self._rows)

    def questions(self, page: Page | None = None) -> tuple[str, ...]:
        """The relevant questions that a person answers, in order: of one page, or of all."""
        items: Iterable[str] = self._order if page is None else (item.address for item in page.items)
        return tuple(address for address in items if address in self._states and self._states[address].asked)

    def name_of(self, container: str) -> str:
        """What a row (or, at the root, the whole interview) is called: the name answered in it; "" without
        one."""
        path = generic(container)
        if path not in self._naming:
            self._naming[path] = naming_paths(self._interview.form, path)
        for question in self._naming[path]:
            node = self._interview.node(container + question[len(path) :])
            if node.relevant and node.value:
                return node.shown_value or node.value
        return ""

    def names(self, address: str) -> bool:
        """Whether the question gives its row or the interview its name."""
        root = self._interview.form.root.path
        return generic(address) in self._naming.get(root, ()) or address.rpartition("]")[0] != ""

    def is_question(self, address: str) -> bool:
        """Whether the address is a question of some page, relevant or not."""
        return address in self._states

    def is_asked(self, address: str) -> bool:
        """Whether a person answers the question now."""
        return address in self._states and self._states[address].asked

    def number(self, address: str) -> tuple[int, int]:
        """The place of a question among those that apply, from 1, and how many apply."""
        before = 0
        for other in self._order:
            if other == address:
                break
            before += self._states[other].asked
        return before + 1, self._total[0]

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong or doubtful now, in the order of the form; what is merely unanswered is not among
        it."""
        return tuple(p for p in self._problems() if p.kind != "required")

    def missing(self) -> tuple[str, ...]:
        """The required questions without an answer, in the order of the form."""
        return tuple(p.address for p in self._problems() if p.kind == "required")

    def unanswered(self) -> tuple[str, ...]:
        """The relevant questions without an answer that are not required."""
        required = set(self.missing())
        return tuple(a for a in self.questions() if not self._states[a].answered and a not in required)

    def accepted(self) -> tuple[str, ...]:
        """The questions whose warning was accepted with a reason."""
        return tuple(a for a in self._order if self._states[a].asked and self._states[a].accepted)

    def after(self, place: str) -> str | None:
        """The next stop (question or roster) after `place`; None at the end."""
        return next(self._stops_from(place, 1), None)

    def before(self, place: str) -> str | None:
        """The stop before `place`; None at the start."""
        return next(self._stops_from(place, -1), None)

    def first_stop(self, page: Page) -> str | None:
        """Where to start on a page: its first unanswered question, else its first stop."""
        stops = [item.address for item in page.items if self._stop(item)]
        open_ones = (a for a in stops if a in self._states and not self._states[a].answered)
        return next(open_ones, stops[0] if stops else None)

    def next_problem(self, place: str) -> str | None:
        """The next question after `place` that has a problem or a warning, round the end; failing that, one
        missing."""
        for addresses in ([p.address for p in self.problems()], list(self.missing())):
            if addresses:
                places = [self._index.get(address, -1) for address in addresses]
                at = bisect_left(places, self._index.get(place, -1) + 1)
                return addresses[at % len(addresses)]
        return None

    # -- keeping up ------------------------------------------------------------------------------------------

    def update(self, changes: Changes) -> Shift:
        """Take in what an answer changed."""
        structure = bool(changes.rows)
        before = {page.key: self.applies(page) for page in self._pages} if changes.relevance else {}
        if structure:
            self._layout()
        touched = chain(changes.values, changes.required, changes.readonly, changes.problems)
        stale = {address for address in touched if address in self._states}
        if changes.labels:
            # problems speak the language of the form
            stale.update(address for address, state in self._states.items() if state.problem is not None)
        for address in changes.relevance:
            if address in self._states:
                stale.add(address)
            else:
                stale.update(a for a in self._order if within(a, address))
        pages = {key for address in stale if (key := self._refresh(address)) is not None}
        came_or_went = (
            any(self.applies(page) != before.get(page.key, False) for page in self._pages)
            if before
            else False
        )
        was, self._empty = self._empty, self._empty_rosters()
        return Shift(frozenset(pages), structure or came_or_went or was != self._empty)

    def _empty_rosters(self) -> dict[str, bool]:
        """Rosters without a row, and whether they apply: their own condition is in no row's changes."""
        return {
            series: self._interview.node(series).relevant
            for series, rows in self._rows.items()
            if not rows and self._interview.form.model.specs[generic(series)].relevant is not None
        }

    def let_wait(self, paths: frozenset[str]) -> Shift:
        """From now on warnings of the questions at these paths are not told; those left out are again."""
        changed = self._waiting ^ paths
        self._waiting = paths
        stale = [address for address in self._order if generic(address) in changed] if changed else ()
        return Shift(frozenset(k for a in stale if (k := self._refresh(a)) is not None), structure=False)

    def waits(self, address: str) -> bool:
        """Whether a warning of this question is not to be told yet."""
        return bool(self._waiting) and generic(address) in self._waiting

    # -- inside ----------------------------------------------------------------------------------------------

    def _problems(self) -> Iterator[Problem]:
        for address in self._order:
            state = self._states[address]
            if state.asked and state.problem is not None:
                yield state.problem

    def _visible(self, item: Item) -> bool:
        if item.kind == "question":
            return self._states[item.address].relevant
        return self.relevant(item)

    def relevant(self, item: Item) -> bool:
        """Whether a thing on a page applies now. A roster's own condition is kept by its rows."""
        rows = self._rows.get(item.address) if item.kind == "series" else None
        if rows:
            return any(self._interview.node(row).relevant for row in rows)
        return self._interview.node(item.address).relevant

    def _stop(self, item: Item) -> bool:
        if item.kind == "series":
            return self.relevant(item)
        return item.kind == "question" and item.address in self._states and self._states[item.address].asked

    def _stops_from(self, place: str, step: int) -> Iterator[str]:
        at = self._index.get(place)
        if at is None:
            return
        at += step
        while 0 <= at < len(self._stops):
            if self._stop(self._stops[at]):
                yield self._stops[at].address
            at += step

    def _read_rows(self, series: str) -> tuple[str, ...]:
        rows = self._rows[series] = tuple(self._interview.children(series))
        return rows

    def _refresh(self, address: str) -> str | None:
        """Read one question again; the key of its page if its counts changed."""
        old, new = self._states[address], self._read(address)
        self._states[address] = new
        if old.numbers == new.numbers and old.relevant == new.relevant:
            return None
        key = self._page_of[address]
        for column, (was, now) in enumerate(zip(old.numbers, new.numbers, strict=True)):
            self._tallies[key][column] += now - was
            self._total[column] += now - was
        return key

    def _read(self, address: str) -> _State:
        node = self._interview.node(address)
        asked = node.relevant and not node.readonly and asks(node.definition)
        answered = bool(node.value) or node.no_answer is not None
        problem = node.problem
        if problem is not None and problem.severity == "warn" and self.waits(address):
            problem = None
        return _State(asked, answered, node.relevant, problem, bool(node.reason), node.required)

    def _layout(self) -> None:
        """Lay the pages out anew; what is known of questions that stay is kept."""
        self._rows = {}
        self._pages = tuple(lay_out(self._interview.form.root, self._read_rows))
        self._by_key = {page.key: page for page in self._pages}
        self._page_of = {item.address: page.key for page in self._pages for item in page.items}
        self._stops = [item for page in self._pages for item in page.items if item.kind != "heading"]
        self._index = {item.address: at for at, item in enumerate(self._stops)}
        old, self._states = self._states, {}
        self._order = [item.address for item in self._stops if item.kind == "question"]
        self._tallies = {page.key: [0] * COLUMNS for page in self._pages}
        self._total = [0] * COLUMNS
        for address in self._order:
            state = self._states[address] = old.get(address) or self._read(address)
            for column, number in enumerate(state.numbers):
                self._tallies[self._page_of[address]][column] += number
                self._total[column] += number
