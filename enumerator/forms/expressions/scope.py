# SPDX-License-Identifier: Apache-2.0
"""What an expression refers to, seen from the place in the form where it stands (traps 11 to 14)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from .syntax import (
    PARENT,
    SELF,
    Binary,
    Call,
    Current,
    Expression,
    Filter,
    Here,
    KindTest,
    NameTest,
    Negate,
    Path,
    Root,
    Step,
)

Names: TypeAlias = tuple[str, ...]
ANYTHING_BELOW = "**"


class Reference(NamedTuple):
    """A generic path the expression reads: from the root where `ups` is None, else so many steps up from
    the node the expression belongs to, and then down `names`. A name may be `*`, or `**` for everything
    below. `place` marks a row that is asked for its position only."""

    ups: int | None
    names: Names
    place: bool = False

    def anchor(self, depth: int) -> int:
        """The depth of the topmost node on the way from a node of `depth`: both share their ancestors down to
        it."""
        return 0 if self.ups is None else max(depth - self.ups, 0)

    def resolved(self, context: Names) -> Names:
        """The generic path, for the node of the generic path `context`."""
        return self.names if self.ups is None else context[: max(len(context) - self.ups, 0)] + self.names


def contextualise(expression: Expression, context: Names, repeats: frozenset[Names]) -> Expression:
    """Absolute paths that go through a repeat the context lies in are read inside the same row (trap 13)."""
    if not any(context[: len(repeat)] == repeat for repeat in repeats):
        return expression
    return _Contextualised(context, repeats).of(expression)


class _Contextualised:
    def __init__(self, context: Names, repeats: frozenset[Names]) -> None:
        self._context = context
        self._repeats = repeats

    def of(self, expression: Expression) -> Expression:
        match expression:
            case Path(Root(), steps):
                return self._absolute(steps)
            case Path(start, steps):
                return Path(self.of(start), self._steps(steps))
            case Filter(base, predicates):
                return Filter(self.of(base), tuple(map(self.of, predicates)))
            case Call("indexed-repeat", arguments):
                kept = [
                    each if place in (0, 1, 3, 5) else self.of(each) for place, each in enumerate(arguments)
                ]
                return Call("indexed-repeat", tuple(kept))
            case Call(name, arguments):
                return Call(name, tuple(map(self.of, arguments)))
            case Binary(sign, left, right):
                return Binary(sign, self.of(left), self.of(right))
            case Negate(operand):
                return Negate(self.of(operand))
        return expression

    def _steps(self, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        return tuple(
            Step(step.axis, step.test, tuple(map(self.of, step.predicates))) if step.predicates else step
            for step in steps
        )

    def _absolute(self, steps: tuple[Step, ...]) -> Expression:
        shared, names = 0, []
        for place, step in enumerate(steps[:-1]):
            if step.axis != "child" or not isinstance(step.test, NameTest) or step.predicates:
                break
            names.append(step.test.name)
            if tuple(names) != self._context[: place + 1]:
                break
            if tuple(names) in self._repeats:
                shared = place + 1
        if not shared:
            return Path(Root(), self._steps(steps))
        up = (PARENT,) * (len(self._context) - shared)
        return Path(Current(), up + self._steps(steps[shared:]))


class _Location(NamedTuple):
    ups: int | None
    names: Names


_CURRENT = _Location(0, ())
_ROOT = _Location(None, ())


def references(expression: Expression) -> frozenset[Reference]:
    """Everything in the form that a contextualised expression reads."""
    reader = _Reader()
    reader.visit(expression, _CURRENT)
    return frozenset(reader.found)


class _Reader:
    def __init__(self) -> None:
        self.found: set[Reference] = set()

    def visit(self, expression: Expression, here: _Location | None) -> _Location | None:
        if isinstance(expression, Path):
            return self._path(expression.start, expression.steps, here)
        if isinstance(expression, Binary):
            while isinstance(expression.left, Binary):  # authors write chains of hundreds
                self.visit(expression.right, here)
                expression = expression.left
            one = self.visit(expression.left, here)
            self.visit(expression.right, here)
            return one if expression.operator == "|" else None
        if isinstance(expression, Call):
            return self._call(expression, here)
        if isinstance(expression, Here):
            return self._record(here)
        if isinstance(expression, Current):
            return self._record(_CURRENT)
        if isinstance(expression, Root):
            return _ROOT
        if isinstance(expression, Negate):
            self.visit(expression.operand, here)
        elif isinstance(expression, Filter):
            at = self.visit(expression.base, here)
            for predicate in expression.predicates:
                self.visit(predicate, at)
            return at
        return None

    def _call(self, call: Call, here: _Location | None) -> _Location | None:
        name, arguments = call.name, call.arguments
        if name == "position" and len(arguments) < 2:
            at = self._place(arguments[0], here) if arguments else here if here is _CURRENT else None
            if at is not None:
                self.found.add(Reference(at.ups, at.names, place=True))
            return None
        if name == "once" and len(arguments) == 1:
            before = set(self.found)
            self.visit(arguments[0], here)
            if _OWN not in before:
                self.found.discard(_OWN)
            return None
        if name in ("if", "coalesce") and here is _CURRENT:
            for argument in arguments:
                if not _keeps(argument):
                    self.visit(argument, here)
            return None
        places = [self.visit(each, here) for each in arguments]
        return places[0] if name == "randomize" and places else None

    def _place(self, asked: Expression, here: _Location | None) -> _Location | None:
        if isinstance(asked, Path):
            return self._path(asked.start, asked.steps, here, record=False)
        return _CURRENT if isinstance(asked, Current) else self.visit(asked, here)

    def _record(self, at: _Location | None) -> _Location | None:
        if at is not None and (at.names or at.ups is not None):
            self.found.add(Reference(at.ups, at.names))
        return at

    def _path(
        self, start: Expression, steps: tuple[Step, ...], here: _Location | None, record: bool = True
    ) -> _Location | None:
        at: _Location | None
        if isinstance(start, Root):
            at = _ROOT
        elif isinstance(start, Here):
            at = here
        elif isinstance(start, Current):
            at = _CURRENT
        elif isinstance(start, Call) and start.name == "instance":
            at = None
        else:
            at = self.visit(start, here)
        for step in steps:
            at = _advance(at, step)
            for predicate in step.predicates:
                self.visit(predicate, at)
        return self._record(at) if record else at


_OWN = Reference(0, ())


def _keeps(expression: Expression) -> bool:
    """Whether a branch is just `.`: what the node has already, which is no dependency (as with `once`)."""
    return isinstance(expression, Path) and isinstance(expression.start, Here) and expression.steps == (SELF,)


def _advance(at: _Location | None, step: Step) -> _Location | None:
    axis = step.axis
    if at is None or axis == "self":
        return at
    name = step.test.name if isinstance(step.test, NameTest) else "*"
    if axis == "child":
        return at if isinstance(step.test, KindTest) and step.test.kind == "text" else _below(at, name)
    if axis == "parent":
        return _above(at)
    if axis == "attribute":
        return _below(at, f"@{name}")
    if axis in ("following-sibling", "preceding-sibling"):
        return _below(_above(at), name)
    if axis in ("descendant", "descendant-or-self"):
        return _below(at, ANYTHING_BELOW)
    return _Location(None, (ANYTHING_BELOW,))


def _above(at: _Location) -> _Location:
    if ANYTHING_BELOW in at.names:
        return at
    if at.names:
        return _Location(at.ups, at.names[:-1])
    return at if at.ups is None else _Location(at.ups + 1, ())


def _below(at: _Location, name: str) -> _Location:
    if at.names[-1:] == (ANYTHING_BELOW,):
        return at
    return _Location(at.ups, (*at.names, name))


def functions_of(expression: Expression) -> Iterator[Call]:
    """Every function call in the expression."""
    return (each for each in parts_of(expression) if isinstance(each, Call))


def parts_of(expression: Expression) -> Iterator[Expression]:
    """The expression and everything in it."""
    waiting: list[Expression] = [expression]
    while waiting:
        each = waiting.pop()
        yield each
        if isinstance(each, Call):
            waiting += each.arguments
        elif isinstance(each, Path):
            waiting.append(each.start)
            for step in each.steps:
                waiting += step.predicates
        elif isinstance(each, Filter):
            waiting += (each.base, *each.predicates)
        elif isinstance(each, Binary):
            waiting += (each.left, each.right)
        elif isinstance(each, Negate):
            waiting.append(each.operand)
