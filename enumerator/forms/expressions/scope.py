# SPDX-License-Identifier: Apache-2.0
"""What an expression refers to, seen from the place in the form where it stands (traps 11 to 14)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

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


@dataclass(frozen=True, slots=True)
class Reference:
    """A generic path the expression reads. `anchor` is the depth of the topmost node on the way: the expression
    of a node and the node read share their ancestors down to that depth. `place` marks a row asked for its
    position only. A name may be `*`, or `**` for everything below."""

    names: Names
    anchor: int
    place: bool = False


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


@dataclass(frozen=True, slots=True)
class _Location:
    names: Names
    anchor: int


def references(expression: Expression, context: Names) -> set[Reference]:
    """Everything in the form that a contextualised expression at `context` reads."""
    reader = _Reader(_Location(context, len(context)))
    reader.visit(expression, reader.current)
    return reader.found


class _Reader:
    def __init__(self, current: _Location) -> None:
        self.current = current
        self.found: set[Reference] = set()

    def visit(self, expression: Expression, here: _Location | None) -> _Location | None:
        match expression:
            case Path(start, steps):
                return self._path(start, steps, here)
            case Here():
                return self._record(here)
            case Current():
                return self._record(self.current)
            case Root():
                return _Location((), 0)
            case Filter(base, predicates):
                at = self.visit(base, here)
                for predicate in predicates:
                    self.visit(predicate, at)
                return at
            case Call("position", ()):
                if here is self.current:
                    self.found.add(Reference(here.names, here.anchor, place=True))
            case Call("position", (asked,)):
                at = self._place(asked, here)
                if at is not None:
                    self.found.add(Reference(at.names, at.anchor, place=True))
            case Call("once", (value,)):
                before = set(self.found)
                self.visit(value, here)
                own = Reference(self.current.names, self.current.anchor)
                if own not in before:
                    self.found.discard(own)
            case Call("if" | "coalesce", arguments) if here is self.current:
                for argument in arguments:
                    if not _keeps(argument):
                        self.visit(argument, here)
            case Call(name, arguments):
                places = [self.visit(each, here) for each in arguments]
                return places[0] if name == "randomize" and places else None
            case Binary(_sign, left, right):
                one = self.visit(left, here)
                self.visit(right, here)
                return one if expression.operator == "|" else None
            case Negate(operand):
                self.visit(operand, here)
        return None

    def _place(self, asked: Expression, here: _Location | None) -> _Location | None:
        match asked:
            case Path(start, steps):
                return self._path(start, steps, here, record=False)
            case Current():
                return self.current
        return self.visit(asked, here)

    def _record(self, at: _Location | None) -> _Location | None:
        if at is not None and at.names:
            self.found.add(Reference(at.names, at.anchor))
        return at

    def _path(
        self, start: Expression, steps: tuple[Step, ...], here: _Location | None, record: bool = True
    ) -> _Location | None:
        match start:
            case Root():
                at: _Location | None = _Location((), 0)
            case Here():
                at = here
            case Current():
                at = self.current
            case Call("instance", _arguments):
                at = None
            case _:
                at = self.visit(start, here)
        for step in steps:
            at = _advance(at, step)
            for predicate in step.predicates:
                self.visit(predicate, at)
        return self._record(at) if record else at


def _keeps(expression: Expression) -> bool:
    """Whether a branch is just `.`: what the node has already, which is no dependency (as with `once`)."""
    return isinstance(expression, Path) and isinstance(expression.start, Here) and expression.steps == (SELF,)


def _advance(at: _Location | None, step: Step) -> _Location | None:
    if at is None:
        return None
    name = step.test.name if isinstance(step.test, NameTest) else "*"
    match step.axis:
        case "self":
            return at
        case "child":
            return at if isinstance(step.test, KindTest) and step.test.kind == "text" else _below(at, name)
        case "attribute":
            return _below(at, f"@{name}")
        case "parent":
            if ANYTHING_BELOW in at.names:
                return at
            return _Location(at.names[:-1], min(at.anchor, max(len(at.names) - 1, 0)))
        case "following-sibling" | "preceding-sibling":
            return _below(_Location(at.names[:-1], min(at.anchor, max(len(at.names) - 1, 0))), name)
        case "descendant" | "descendant-or-self":
            return _below(at, ANYTHING_BELOW)
    return _Location((ANYTHING_BELOW,), 0)


def _below(at: _Location, name: str) -> _Location:
    if at.names[-1:] == (ANYTHING_BELOW,):
        return at
    return _Location((*at.names, name), at.anchor)


def functions_of(expression: Expression) -> Iterator[Call]:
    """Every function call in the expression."""
    match expression:
        case Call(_name, arguments):
            yield expression
            for argument in arguments:
                yield from functions_of(argument)
        case Path(start, steps):
            yield from functions_of(start)
            for step in steps:
                for predicate in step.predicates:
                    yield from functions_of(predicate)
        case Filter(base, predicates):
            yield from functions_of(base)
            for predicate in predicates:
                yield from functions_of(predicate)
        case Binary(_sign, left, right):
            yield from functions_of(left)
            yield from functions_of(right)
        case Negate(operand):
            yield from functions_of(operand)
