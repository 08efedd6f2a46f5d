# SPDX-License-Identifier: Apache-2.0
"""Undo and redo across a whole interview: each step is data that knows how to be taken, and yields the way
back."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from enumerator.forms import Changes, Interview, NoAnswer, RemovedRow

DEPTH = 1000


class Step(Protocol):
    """One thing that can be done to an interview."""

    @property
    def address(self) -> str:
        """Where the eye should be once the step is taken."""

    def take(self, interview: Interview) -> tuple[Changes, Step]:
        """Do it; returns what changed and the step that goes back."""


@dataclass(frozen=True, slots=True)
class PutAnswer:
    """Answer a question, with None to clear it."""

    address: str
    value: str | NoAnswer | None

    def take(self, interview: Interview) -> tuple[Changes, Step]:
        node = interview.node(self.address)
        before = PutAnswer(self.address, node.no_answer if node.no_answer is not None else node.value or None)
        return interview.answer(self.address, self.value), before


@dataclass(frozen=True, slots=True)
class PutRemark:
    """Write a remark beside an answer, "" to remove it."""

    address: str
    text: str

    def take(self, interview: Interview) -> tuple[Changes, Step]:
        before = PutRemark(self.address, interview.node(self.address).remark)
        return interview.remark(self.address, self.text), before


@dataclass(frozen=True, slots=True)
class PutReason:
    """Give the reason why a doubtful answer stands, "" to withdraw it."""

    address: str
    reason: str

    def take(self, interview: Interview) -> tuple[Changes, Step]:
        before = PutReason(self.address, interview.node(self.address).reason)
        return interview.accept(self.address, self.reason), before


@dataclass(frozen=True, slots=True)
class AddRow:
    """Add a row to a roster, at the end or at a place counted from 0."""

    address: str
    at: int | None = None

    def take(self, interview: Interview) -> tuple[Changes, Step]:
        changes = interview.add_repeat(self.address, at=self.at)
        if changes.created is None:
            raise ValueError(f"no row was added to {self.address}")
        return changes, RemoveRow(changes.created)


@dataclass(frozen=True, slots=True)
class RemoveRow:
    """Take a row out of its roster, with all its answers."""

    address: str

    def take(self, interview: Interview) -> tuple[Changes, Step]:
        changes = interview.remove_repeat(self.address)
        if changes.removed is None:
            raise ValueError(f"{self.address} was not removed")
        return changes, RestoreRow(self.address, changes.removed)


@dataclass(frozen=True, slots=True)
class RestoreRow:
    """Put a removed row back where it was."""

    address: str
    row: RemovedRow

    def take(self, interview: Interview) -> tuple[Changes, Step]:
        return interview.restore_repeat(self.row), RemoveRow(self.address)


@dataclass(frozen=True, slots=True)
class MoveRow:
    """Give a row another place in its roster, counted from 0."""

    address: str
    to: int

    def take(self, interview: Interview) -> tuple[Changes, Step]:
        series = self.address.rpartition("[")[0]
        before = MoveRow(self.address, list(interview.children(series)).index(self.address))
        return interview.move_repeat(self.address, self.to), before


@dataclass(frozen=True, slots=True)
class Several:
    """Steps that belong together, as the cells of one paste; `address` is where they began."""

    address: str
    steps: tuple[Step, ...]

    def take(self, interview: Interview) -> tuple[Changes, Step]:
        done = [step.take(interview) for step in self.steps]
        back = tuple(way for _changes, way in reversed(done))
        return merged([changes for changes, _way in done]), Several(self.address, back)


def merged(every: Sequence[Changes]) -> Changes:
    """What several edits changed, taken together; later lines of the draft stand over earlier ones."""

    def union(name: str) -> frozenset[str]:
        return frozenset().union(*(getattr(changes, name) for changes in every))

    lines: dict[str, str | None] = {}
    for changes in every:
        lines.update(changes.answers)
    return Changes(
        values=union("values"),
        relevance=union("relevance"),
        required=union("required"),
        readonly=union("readonly"),
        choices=union("choices"),
        labels=union("labels"),
        problems=union("problems"),
        rows=union("rows"),
        answers=lines,
    )


class History:
    """What was done to one interview, and can be undone and done again."""

    def __init__(self, interview: Interview, depth: int = DEPTH) -> None:
        self._interview = interview
        self._back: deque[Step] = deque(maxlen=depth)
        self._forth: list[Step] = []
        self._sealed = True

    def do(self, step: Step) -> Changes:
        """Take a step. Keys typed into one field without leaving it are undone together."""
        changes, way_back = step.take(self._interview)
        if not self._continues(way_back):
            self._back.append(way_back)
        self._forth.clear()
        self._sealed = False
        return changes

    def join(self, number: int, address: str) -> None:
        """From now on the last `number` steps are undone and redone as one."""
        if number > 1:
            backs = [self._back.pop() for _step in range(min(number, len(self._back)))]
            self._back.append(Several(address, tuple(backs)))

    def seal(self) -> None:
        """The field was left: what comes next is undone by itself."""
        self._sealed = True

    def undo(self) -> tuple[Step, Changes] | None:
        """Go one step back; returns the step that was taken for it, or None if there is none."""
        if not self._back:
            return None
        step = self._back.pop()
        changes, way_forth = step.take(self._interview)
        self._forth.append(way_forth)
        self._sealed = True
        return step, changes

    def redo(self) -> tuple[Step, Changes] | None:
        """Do again what was undone last."""
        if not self._forth:
            return None
        step = self._forth.pop()
        changes, way_back = step.take(self._interview)
        self._back.append(way_back)
        self._sealed = True
        return step, changes

    def _continues(self, way_back: Step) -> bool:
        if self._sealed or not self._back:
            return False
        last = self._back[-1]
        return (
            isinstance(way_back, PutAnswer | PutRemark | PutReason)
            and type(last) is type(way_back)
            and last.address == way_back.address
        )
