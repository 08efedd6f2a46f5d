# SPDX-License-Identifier: Apache-2.0
"""Expressions of the rules: ODK's XPath dialect over answers that may be missing, read by the form's parser.

`${name}` is a question of the form, as in XLSForm, or a name of the rules (a parameter, a criterion, a
condition). In a roster's predicate its questions are the row's own: `count(${anggota}[${umur} < 5])`.
What the rules need is here; an expression that uses more is refused with the word named.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol, TypeAlias

from enumerator.eligibility import functions
from enumerator.eligibility.answers import Answers, Place
from enumerator.eligibility.values import (
    UNKNOWN,
    Range,
    Scalar,
    Truth,
    add,
    both,
    bounds,
    divide,
    either,
    equal,
    less,
    multiply,
    number_of,
    opposite,
    subtract,
    truth_of,
)
from enumerator.forms.expressions import syntax
from enumerator.forms.expressions.faults import ExpressionError
from enumerator.forms.expressions.parser import parse
from enumerator.messages import _

Nodes: TypeAlias = list[tuple[Place, Truth]]
"""Places, each with whether it is certainly among them (True) or perhaps (None)."""
Value: TypeAlias = "Scalar | Nodes"
Evaluate: TypeAlias = Callable[[Answers, Place, Place], Value]
"""(the household, the context node, the node the expression belongs to) -> its value."""

_REFERENCE = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
_NAMED = "rule:"


class Scope(Protocol):
    """What names mean: the form's nodes and the rules' own names."""

    def path_of(self, name: str) -> str | None:
        """The path of the one question, group or roster of that name; None where the form has none."""

    def is_named(self, name: str) -> bool:
        """Whether the rules know this name."""

    def has(self, path: str) -> bool:
        """Whether the form has this node."""

    def is_roster(self, path: str) -> bool:
        """Whether the node is a roster."""

    def is_number(self, path: str) -> bool:
        """Whether the node is declared a number."""


def compile_expression(source: str, scope: Scope, at: str) -> Evaluate:
    """Read an expression of the node at path `at`; ExpressionError says what is wrong with it."""
    tree = parse(_REFERENCE.sub(lambda match: _resolve(match[1], scope), source))
    return _Compiler(scope).compile(tree, at, at)


def truth(value: Value, answers: Answers, scope: Scope) -> Truth:
    """A value as a condition. A question counts as true when it is answered, a number when it is not zero."""
    if not isinstance(value, list):
        return truth_of(value)
    return either(both((certain, _leaf_truth(place, answers, scope))) for place, certain in value)


def scalar(value: Value, answers: Answers) -> Scalar:
    """A single value: that of the first node, blank where there is none, unknown where that is unsure."""
    if not isinstance(value, list):
        return value
    if not value:
        return ""
    place, certain = value[0]
    return UNKNOWN if certain is None else answers.value(place)


def _leaf_truth(place: Place, answers: Answers, scope: Scope) -> Truth:
    if scope.is_roster(place.path):
        return True
    value = answers.value(place)
    return truth_of(number_of(value)) if scope.is_number(place.path) and value else truth_of(value)


def _resolve(name: str, scope: Scope) -> str:
    path = scope.path_of(name)
    if path is not None:
        return f" {path} "
    if scope.is_named(name):
        return f" {_NAMED}{name}() "
    raise ExpressionError(
        _("“{name}” is neither a question of the form nor a name in the rules.", name=f"${{{name}}}")
    )


class _Compiler:
    """Turns a tree into closures. `here` is the context's path, `own` that of the expression's node."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def compile(self, tree: syntax.Expression, here: str, own: str) -> Evaluate:
        """The closure that evaluates `tree`."""
        match tree:
            case syntax.Number(value):
                return lambda _answers, _here, _own: value
            case syntax.Literal(text):
                return lambda _answers, _here, _own: text
            case syntax.Path(start, steps):
                return self._path(start, steps, here, own)
            case syntax.Here():
                return lambda _answers, place, _own: [(place, True)]
            case syntax.Current():
                return lambda _answers, _here, place: [(place, True)]
            case syntax.Negate(operand):
                return self._negate(self.compile(operand, here, own))
            case syntax.Binary(operator, left, right):
                return self._binary(operator, self.compile(left, here, own), self.compile(right, here, own))
            case syntax.Call(name, arguments):
                return self._call(name, [self.compile(each, here, own) for each in arguments])
        raise ExpressionError(_("The rules cannot use this kind of expression."))

    def _path(
        self, start: syntax.Expression, steps: tuple[syntax.Step, ...], here: str, own: str
    ) -> Evaluate:
        absolute = isinstance(start, syntax.Root)
        if not isinstance(start, syntax.Root | syntax.Here | syntax.Current):
            raise ExpressionError(_("The rules cannot use this kind of expression."))
        path = "" if absolute else (here if isinstance(start, syntax.Here) else own)
        moves: list[Callable[[Answers, Place, Place, Nodes], Nodes]] = []
        for index, step in enumerate(steps):
            path = self._next_path(path, step)
            moves.append(self._move(path, step, last=index == len(steps) - 1, absolute=absolute))
            if step.predicates:
                moves += [self._predicate(each, path, own) for each in step.predicates]
        if absolute and self._is_plain(steps, path):
            # Most of what rules ask of a household lies outside its rosters: one node, known now.
            only: Nodes = [(Place(path), True)]
            return lambda _answers, _place, _owner: only
        from_own = isinstance(start, syntax.Current)

        def evaluate(answers: Answers, place: Place, owner: Place) -> Value:
            nodes: Nodes = [(Place("") if absolute else (owner if from_own else place), True)]
            for move in moves:
                nodes = move(answers, place, owner, nodes)
            return nodes

        return evaluate

    def _is_plain(self, steps: tuple[syntax.Step, ...], path: str) -> bool:
        """Whether an absolute path goes down only, without a predicate and past no roster."""
        if any(step.axis != "child" or step.predicates for step in steps):
            return False
        names = path.strip("/").split("/")
        return not any(
            self._scope.is_roster("/" + "/".join(names[:upto])) for upto in range(1, len(names) + 1)
        )

    def _next_path(self, path: str, step: syntax.Step) -> str:
        if step.axis == "self":
            return path
        if step.axis == "parent":
            return path.rpartition("/")[0]
        if step.axis != "child" or not isinstance(step.test, syntax.NameTest) or step.test.name == "*":
            raise ExpressionError(_("The rules cannot use this kind of path."))
        name = step.test.name if step.test.prefix is None else f"{step.test.prefix}:{step.test.name}"
        found = f"{path}/{name}"
        if not self._scope.has(found):
            raise ExpressionError(_("The form has no question “{path}”.", path=found))
        return found

    def _move(
        self, path: str, step: syntax.Step, *, last: bool, absolute: bool
    ) -> Callable[[Answers, Place, Place, Nodes], Nodes]:
        if step.axis == "self":
            return lambda _answers, _place, _owner, nodes: nodes
        if step.axis == "parent":
            return lambda _answers, _place, _owner, nodes: [(each.parent(), sure) for each, sure in nodes]
        name = path.rpartition("/")[2]
        if not self._scope.is_roster(path):
            return lambda _answers, _place, _owner, nodes: [(each.child(name), sure) for each, sure in nodes]
        # A path through a roster to a question is the row's own, inside that row (trap 13 of the engine).
        own_row = absolute and not last and not step.predicates

        def rows(answers: Answers, place: Place, owner: Place, nodes: Nodes) -> Nodes:
            if own_row and (row := place.row_of(path) or owner.row_of(path)):
                return [(row, True)]
            return [(row, sure) for each, sure in nodes for row in answers.rows(each.child(name))]

        return rows

    def _predicate(
        self, tree: syntax.Expression, path: str, own: str
    ) -> Callable[[Answers, Place, Place, Nodes], Nodes]:
        condition = self.compile(tree, path, own)
        scope = self._scope

        def keep(answers: Answers, _place: Place, owner: Place, nodes: Nodes) -> Nodes:
            kept: Nodes = []
            for position, (each, sure) in enumerate(nodes, start=1):
                value = condition(answers, each, owner)
                if isinstance(value, float | Range) and not isinstance(value, bool):
                    holds: Truth = equal(value, float(position))
                else:
                    holds = truth(value, answers, scope)
                holds = both((sure, holds))
                if holds is not False:
                    kept.append((each, holds))
            return kept

        return keep

    def _negate(self, operand: Evaluate) -> Evaluate:
        return lambda answers, place, owner: subtract(
            0.0, number_of(scalar(operand(answers, place, owner), answers))
        )

    def _binary(self, operator: str, left: Evaluate, right: Evaluate) -> Evaluate:
        if operator in ("and", "or"):
            return self._logic(operator, left, right)
        if operator in _COMPARE:
            return self._compare(_COMPARE[operator], left, right)
        if operator == "|":
            return lambda answers, place, owner: _union(
                left(answers, place, owner), right(answers, place, owner)
            )
        work = _ARITHMETIC[operator]
        return lambda answers, place, owner: work(
            number_of(scalar(left(answers, place, owner), answers)),
            number_of(scalar(right(answers, place, owner), answers)),
        )

    def _logic(self, operator: str, left: Evaluate, right: Evaluate) -> Evaluate:
        scope = self._scope
        decided, join = (False, both) if operator == "and" else (True, either)

        def evaluate(answers: Answers, place: Place, owner: Place) -> Value:
            first = truth(left(answers, place, owner), answers, scope)
            if first is decided:
                return first
            return as_value(join((first, truth(right(answers, place, owner), answers, scope))))

        return evaluate

    def _compare(
        self, compare: Callable[[Scalar, Scalar], Truth], left: Evaluate, right: Evaluate
    ) -> Evaluate:
        def evaluate(answers: Answers, place: Place, owner: Place) -> Value:
            ones = _each(left(answers, place, owner), answers)
            others = _each(right(answers, place, owner), answers)
            return as_value(
                either(
                    both((sure, certain, compare(one, other)))
                    for one, sure in ones
                    for other, certain in others
                )
            )

        return evaluate

    def _call(self, name: str, arguments: list[Evaluate]) -> Evaluate:
        if name.startswith(_NAMED):
            plain = name.removeprefix(_NAMED)
            return lambda answers, _place, _owner: answers.named(plain)
        scope = self._scope
        if name in functions.OF_NODES:
            if len(arguments) != 1:
                raise ExpressionError(_("{name}() takes one argument.", name=name))
            over, argument = functions.OF_NODES[name], arguments[0]
            return lambda answers, place, owner: over(_each(argument(answers, place, owner), answers))
        if name in functions.OF_EACH and arguments:
            every = functions.OF_EACH[name]
            return lambda answers, place, owner: every(
                [found for each in arguments for found in _each(each(answers, place, owner), answers)]
            )
        if name in ("count", "not", "boolean"):
            if len(arguments) != 1:
                raise ExpressionError(_("{name}() takes one argument.", name=name))
            return _of_one(name, arguments[0], scope)
        if name == "if":
            if len(arguments) != 3:
                raise ExpressionError(_("if() takes three arguments."))
            return _if(arguments[0], arguments[1], arguments[2], scope)
        if name not in functions.OF_VALUES:
            raise ExpressionError(_("The rules cannot use {name}().", name=name))
        fewest, most, work = functions.OF_VALUES[name]
        if not fewest <= len(arguments) <= most:
            raise ExpressionError(_("{name}() has the wrong number of arguments.", name=name))
        return lambda answers, place, owner: work(
            answers.today, [scalar(each(answers, place, owner), answers) for each in arguments]
        )


def as_value(known: Truth) -> Scalar:
    """A truth as a value an expression can go on with."""
    return UNKNOWN if known is None else known


def _of_one(name: str, argument: Evaluate, scope: Scope) -> Evaluate:
    def count(answers: Answers, place: Place, owner: Place) -> Value:
        found = argument(answers, place, owner)
        if not isinstance(found, list):
            raise ExpressionError(_("count() counts a roster or its questions."))
        certain = float(sum(1 for _place, sure in found if sure))
        return certain if certain == len(found) else Range(certain, float(len(found)))

    def negated(answers: Answers, place: Place, owner: Place) -> Value:
        return as_value(opposite(truth(argument(answers, place, owner), answers, scope)))

    def itself(answers: Answers, place: Place, owner: Place) -> Value:
        return as_value(truth(argument(answers, place, owner), answers, scope))

    return {"count": count, "not": negated, "boolean": itself}[name]


def _if(condition: Evaluate, yes: Evaluate, no: Evaluate, scope: Scope) -> Evaluate:
    def evaluate(answers: Answers, place: Place, owner: Place) -> Value:
        holds = truth(condition(answers, place, owner), answers, scope)
        if holds is not None:
            return (yes if holds else no)(answers, place, owner)
        one = scalar(yes(answers, place, owner), answers)
        other = scalar(no(answers, place, owner), answers)
        if isinstance(one, float | Range) and isinstance(other, float | Range):
            (low, high), (least, most) = bounds(one), bounds(other)
            return (
                min(low, least) if low == high == least == most else Range(min(low, least), max(high, most))
            )
        return one if equal(one, other) is True else UNKNOWN

    return evaluate


def _each(value: Value, answers: Answers) -> list[tuple[Scalar, Truth]]:
    """A value's single values, each with whether it is certainly there."""
    if isinstance(value, list):
        return [(answers.value(place), sure) for place, sure in value]
    return [(value, True)]


def _union(left: Value, right: Value) -> Nodes:
    if not isinstance(left, list) or not isinstance(right, list):
        raise ExpressionError(_("“|” joins two paths."))
    seen = {place for place, _sure in left}
    return left + [(place, sure) for place, sure in right if place not in seen]


_COMPARE: dict[str, Callable[[Scalar, Scalar], Truth]] = {
    "=": equal,
    "!=": lambda left, right: opposite(equal(left, right)),
    "<": lambda left, right: less(left, right, or_equal=False),
    "<=": lambda left, right: less(left, right, or_equal=True),
    ">": lambda left, right: less(right, left, or_equal=False),
    ">=": lambda left, right: less(right, left, or_equal=True),
}
_ARITHMETIC: dict[str, Callable[[Range | float, Range | float], Range | float]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "div": divide,
    "mod": functions.modulo,
}
