# SPDX-License-Identifier: Apache-2.0
"""Syntax tree to Python closures: what is common in forms is compiled to a short way of its own."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import partial

from enumerator.forms.tree import Node
from enumerator.messages import _

from .arithmetic import ARITHMETIC
from .axes import AXES, REVERSE, in_document_order, node_test
from .children import equal_children, ordered_children
from .context import AsNodes, AsNumber, AsText, AsTruth, Context, Evaluator, World
from .faults import EvaluationError, ExpressionError
from .functions import FUNCTIONS
from .plain import plain_nodes, plain_text
from .rows import compile_rows_path, fixed, lone_child
from .syntax import (
    Binary,
    Call,
    Current,
    Expression,
    Filter,
    Here,
    Literal,
    NameTest,
    Negate,
    Number,
    Path,
    Root,
    Step,
)
from .values import (
    Ordering,
    Value,
    equal,
    number,
    number_of_text,
    ordered,
    text,
    truth,
    unequal,
)

_ORDER: dict[str, Ordering] = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_NONE: list[Node] = []


class Compiler:
    """Compiles expressions for one world, whose namespaces say what a prefix in a path means."""

    def __init__(self, world: World) -> None:
        self._world = world

    def namespaces(self) -> Mapping[str, str]:
        """What the prefixes in paths stand for."""
        return self._world.namespaces

    def value(self, expression: Expression) -> Evaluator:
        """The closure that gives the expression's value in its own type."""
        match expression:
            case Number(value):
                return lambda context: value
            case Literal(written):
                return lambda context: written
            case Call():
                return self._call(expression)
            case Path() | Filter() | Here() | Root() | Current():
                return self.nodes(expression)
            case Binary("or" | "and"):
                return self._junction(expression)
            case Binary("=" | "!="):
                return self._equality(expression)
            case Binary("<" | "<=" | ">" | ">="):
                return self._ordering(expression)
            case Binary("|", left, right):
                return self._union(left, right)
            case Binary(sign, left, right):
                return ARITHMETIC[sign](self.number(left), self.number(right))
            case Negate(operand):
                of = self.number(operand)
                return lambda context: -of(context)
        raise ExpressionError(_("The expression cannot be read."))

    def text(self, expression: Expression) -> AsText:
        """The closure that gives the expression's value as text."""
        if isinstance(expression, Literal):
            written = expression.text
            return lambda context: written
        single = plain_text(expression)
        if single is not None:
            return single
        of = self.value(expression)
        return lambda context: text(of(context))

    def number(self, expression: Expression) -> AsNumber:
        """The closure that gives the expression's value as a number."""
        if isinstance(expression, Number):
            constant = expression.value
            return lambda context: constant
        single = plain_text(expression)
        if single is not None:
            return lambda context: number_of_text(single(context), context.zone)
        of = self.value(expression)
        return lambda context: number(of(context), context.zone)

    def truth(self, expression: Expression) -> AsTruth:
        """The closure that gives the expression's value as true or false."""
        of = self.value(expression)
        return lambda context: truth(of(context))

    def nodes(self, expression: Expression) -> AsNodes:
        """The closure that gives a node-set; anything else is a fault of the expression."""
        match expression:
            case Here():
                return lambda context: [context.node]
            case Current():
                return lambda context: [context.current]
            case Root():
                return lambda context: [context.root]
            case Filter(base, predicates):
                return self._filter(base, predicates)
            case Path():
                return self._path(expression)
        of = self.value(expression)

        def checked(context: Context) -> list[Node]:
            value = of(context)
            if not isinstance(value, list):
                raise EvaluationError(_("A path cannot go on from text or a number."))
            return value

        return checked

    def _path(self, path: Path) -> AsNodes:
        plain = plain_nodes(path)
        if plain is not None:
            return plain
        by_rows = compile_rows_path(path, self.value, self._steps)
        if by_rows is not None:
            return by_rows
        return self._steps(
            self.nodes(path.start), path.steps, single=isinstance(path.start, (Here, Root, Current))
        )

    def _steps(self, start: AsNodes, steps: tuple[Step, ...], single: bool = False) -> AsNodes:
        apart = True
        for step in steps:
            start = self._step(start, step, apart)
            apart = (
                apart
                and step.axis in ("child", "attribute", "self", "parent")
                and (single or step.axis != "parent")
            )
        return start

    def _step(self, start: AsNodes, step: Step, apart: bool) -> AsNodes:
        axis, test = AXES[step.axis], node_test(step.axis, step.test, self._world)
        choose = self._chooser(step.predicates)
        reverse = step.axis in REVERSE
        if step.axis == "child" and isinstance(step.test, NameTest) and step.test.prefix is None:
            name = step.test.name
            if name != "*":
                axis, test = (lambda node: node.named.get(name, _NONE)), _always

        def run(context: Context) -> list[Node]:
            origins = start(context)
            found: list[Node] = []
            for origin in origins:
                passed = axis(origin) if test is _always else [node for node in axis(origin) if test(node)]
                found += choose(context, list(passed)) if choose else passed
            if reverse or (len(origins) > 1 and not apart) or (len(origins) > 1 and step.axis == "parent"):
                return in_document_order(found)
            return found

        return run

    def _chooser(
        self, predicates: tuple[Expression, ...]
    ) -> Callable[[Context, list[Node]], list[Node]] | None:
        if not predicates:
            return None
        tests = [self._predicate(predicate) for predicate in predicates]

        def choose(context: Context, found: list[Node]) -> list[Node]:
            for test in tests:
                if not found:
                    return found
                found = test(context, found)
            return found

        return choose

    def _predicate(self, predicate: Expression) -> Callable[[Context, list[Node]], list[Node]]:
        if isinstance(predicate, Number):
            place = predicate.value

            def at(context: Context, found: list[Node]) -> list[Node]:
                return [found[int(place) - 1]] if place == int(place) and 1 <= place <= len(found) else []

            return at
        compared = self._compared_child(predicate)
        if compared is not None:
            return compared
        of = self.value(predicate)

        def keep(context: Context, found: list[Node]) -> list[Node]:
            inner = context.inside()
            inner.size = len(found)
            kept: list[Node] = []
            for position, node in enumerate(found, 1):
                inner.node = node
                inner.position = position
                value = of(inner)
                if position == value if isinstance(value, float) else truth(value):
                    kept.append(node)
            return kept

        return keep

    def _compared_child(self, predicate: Expression) -> Callable[[Context, list[Node]], list[Node]] | None:
        """`[child < x]` where x is the same for all members: x is evaluated once, not for each."""
        if not isinstance(predicate, Binary) or predicate.operator not in ("=", *_ORDER):
            return None
        sign, left, right = predicate.operator, predicate.left, predicate.right
        if lone_child(left) is None:
            sign, left, right = _MIRROR.get(sign, sign), right, left
        name = lone_child(left)
        if name is None or not fixed(right):
            return None
        other = self.value(right)
        if sign == "=":
            return lambda context, found: equal_children(found, name, other(context), context)
        compare = _ORDER[sign]
        return lambda context, found: ordered_children(found, name, compare, other(context), context)

    def _filter(self, base: Expression, predicates: tuple[Expression, ...]) -> AsNodes:
        of, choose = self.nodes(base), self._chooser(predicates)

        def run(context: Context) -> list[Node]:
            found = of(context)
            return choose(context, list(found)) if choose else found

        return run

    def _union(self, left: Expression, right: Expression) -> AsNodes:
        one, other = self.nodes(left), self.nodes(right)
        return lambda context: in_document_order([*one(context), *other(context)])

    def _call(self, call: Call) -> Evaluator:
        function = FUNCTIONS.get(call.name)
        if function is None:
            return _fault(_("There is no function “{name}”.", name=call.name))
        count = len(call.arguments)
        if count < len(function.needed) or (
            not function.rest and count > len(function.needed + function.optional)
        ):
            return _fault(_("{name}() does not take {count} values.", name=call.name, count=count))
        arguments = [self._argument(each, function.kind(place)) for place, each in enumerate(call.arguments)]
        run = function.run
        match arguments:
            case []:
                return partial(run)
            case [one]:
                return lambda context: run(context, one(context))
            case [one, two]:
                return lambda context: run(context, one(context), two(context))
            case [one, two, three]:
                return lambda context: run(context, one(context), two(context), three(context))
        return lambda context: run(context, *[argument(context) for argument in arguments])

    def _argument(self, expression: Expression, kind: str) -> Callable[[Context], object]:
        if kind == "t":
            return self.text(expression)
        if kind == "n":
            return self.number(expression)
        if kind == "b":
            return self.truth(expression)
        of = self.value(expression)
        if kind == "x":
            return lambda context: of
        return of

    def _junction(self, expression: Binary) -> AsTruth:
        sides = [self.truth(side) for side in _flattened(expression, expression.operator)]
        if len(sides) == 2:
            one, other = sides
            if expression.operator == "or":
                return lambda context: one(context) or other(context)
            return lambda context: one(context) and other(context)
        joined = any if expression.operator == "or" else all
        return lambda context: joined(side(context) for side in sides)

    def _equality(self, expression: Binary) -> AsTruth:
        same = expression.operator == "="
        for one, other in ((expression.left, expression.right), (expression.right, expression.left)):
            if isinstance(other, Literal) and (single := self._lone_text(one)) is not None:
                written = other.text
                if same:
                    return lambda context: single(context) == written
                return lambda context: single(context) != written
        left, right = self.value(expression.left), self.value(expression.right)
        if same:
            return lambda context: equal(left(context), right(context), context.zone)
        return lambda context: unequal(left(context), right(context), context.zone)

    def _lone_text(self, expression: Expression) -> AsText | None:
        """Functions that give text compare as text without further ado."""
        if isinstance(expression, Call) and expression.name in _TEXT_FUNCTIONS:
            return self.text(expression)
        return None

    def _ordering(self, expression: Binary) -> AsTruth:
        sign, left, right = expression.operator, expression.left, expression.right
        if isinstance(left, Number):
            sign, left, right = _MIRROR[sign], right, left
        compare = _ORDER[sign]
        of = self.value(left)
        if isinstance(right, Number):
            bound = right.value

            def against(context: Context) -> bool:
                value = of(context)
                if isinstance(value, list) and len(value) == 1:
                    return compare(number_of_text(value[0].value(), context.zone), bound)
                return ordered(compare, value, bound, context.zone)

            return against
        other = self.value(right)
        return lambda context: ordered(compare, of(context), other(context), context.zone)


_TEXT_FUNCTIONS = frozenset(
    {"string", "concat", "substr", "selected-at", "jr:choice-name", "join", "substring"}
)


def _fault(cause: str) -> Evaluator:
    """A call that fails when it is reached, and only then; forms are checked for such calls at load."""

    def fail(_context: Context) -> Value:
        raise EvaluationError(cause)

    return fail


def _always(_node: Node) -> bool:
    return True


def _flattened(expression: Expression, sign: str) -> list[Expression]:
    """The operands of a chain of one operator; authors write chains of hundreds."""
    operands: list[Expression] = []
    while isinstance(expression, Binary) and expression.operator == sign:
        operands.append(expression.right)
        expression = expression.left
    return [expression, *reversed(operands)]
