# SPDX-License-Identifier: Apache-2.0
"""Paths into secondary instances that are kept as rows: equality filters are answered from an index."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from enumerator.forms.tree import Node

from .context import AsNodes, Context, Evaluator, Rows
from .faults import EvaluationError
from .syntax import Binary, Call, Expression, Filter, Here, Literal, NameTest, Negate, Path, Step
from .values import equal, truth

Compile: TypeAlias = Callable[[Expression], Evaluator]
Continue: TypeAlias = Callable[..., AsNodes]


def compile_rows_path(path: Path, compile_value: Compile, go_on: Continue) -> AsNodes | None:
    """`instance('x')/root/item[...]...` compiled for rows and for nodes; None for any other path."""
    start, steps = path.start, path.steps
    if not (isinstance(start, Call) and start.name == "instance" and len(start.arguments) == 1):
        return None
    if (
        not isinstance(start.arguments[0], Literal)
        or len(steps) < 2
        or not _child(steps[0])
        or not _child(steps[1])
    ):
        return None
    if steps[0].predicates:
        return None
    name, instance = start.arguments[0].text, compile_value(start)
    choose = RowChooser(name, steps[0], steps[1], compile_value)
    ordinary = go_on(instance, steps)
    onward = go_on(choose.nodes, steps[2:]) if len(steps) > 2 else choose.nodes

    def run(context: Context) -> list[Node]:
        rows = context.world.rows(name)
        if rows is None or not choose.fits(rows):
            return ordinary(context)
        return onward(context)

    return run


class RowChooser:
    """The rows that the predicates of one item step leave."""

    def __init__(self, name: str, root: Step, step: Step, compile_value: Compile) -> None:
        self.name = name
        self._names = (_name(root), _name(step))
        first, *others = step.predicates or (None,)
        self._equalities: list[tuple[str, Evaluator]] = []
        rest: list[Expression] = []
        for condition in _conditions(first) if first is not None else []:
            found = _equality(condition)
            if found is None:
                rest.append(condition)
            else:
                self._equalities.append((found[0], compile_value(found[1])))
        if rest and (others or not self._equalities or any(_positional(each) for each in rest)):
            self._equalities, rest = [], [first] if first is not None else []
        self._tests = [compile_value(each) for each in rest]
        self._others = [compile_value(each) for each in others if each is not None]

    def fits(self, rows: Rows) -> bool:
        """Whether the rows are where the path looks for them."""
        return (rows.root_name, rows.item_name) == self._names

    def numbers(self, context: Context) -> list[int] | range:
        """The row numbers, in order."""
        rows = context.world.rows(self.name)
        if rows is None:
            return []
        found: list[int] | range = range(rows.size())
        for place, (column, of) in enumerate(self._equalities):
            value = of(context)
            if isinstance(value, list) or type(value) is str:
                texts = [node.value() for node in value] if isinstance(value, list) else [value]
                if place == 0:
                    found = rows.matching(column, texts)
                else:
                    cells = rows.column(column)
                    found = [row for row in found if cells is not None and cells[row] in texts]
            else:
                cells = rows.column(column)
                found = [row for row in found if cells is not None and equal(cells[row], value, context.zone)]
        for test in (*self._tests, *self._others):
            found = self._kept(context, found, test)
        return found

    def _kept(self, context: Context, found: list[int] | range, test: Evaluator) -> list[int]:
        rows = context.world.rows(self.name)
        if rows is None:
            raise EvaluationError(self.name)
        inner = context.inside()
        inner.size = len(found)
        kept: list[int] = []
        for position, row in enumerate(found, 1):
            inner.node = rows.node(row)
            inner.position = position
            value = test(inner)
            if position == value if isinstance(value, float) else truth(value):
                kept.append(row)
        return kept

    def nodes(self, context: Context) -> list[Node]:
        """The item nodes of the chosen rows."""
        rows = context.world.rows(self.name)
        return [] if rows is None else [rows.node(row) for row in self.numbers(context)]


def _child(step: Step) -> bool:
    return step.axis == "child" and isinstance(step.test, NameTest) and step.test.prefix is None


def _name(step: Step) -> str:
    return step.test.name if isinstance(step.test, NameTest) else ""


def _conditions(predicate: Expression) -> list[Expression]:
    if isinstance(predicate, Binary) and predicate.operator == "and":
        return [*_conditions(predicate.left), *_conditions(predicate.right)]
    return [predicate]


def _equality(condition: Expression) -> tuple[str, Expression] | None:
    """Column and other side of `column = expression` where the expression is the same for all rows."""
    if not isinstance(condition, Binary) or condition.operator != "=":
        return None
    for one, other in ((condition.left, condition.right), (condition.right, condition.left)):
        name = lone_child(one)
        if name is not None and fixed(other):
            return name, other
    return None


def lone_child(expression: Expression) -> str | None:
    """The name in a path that is just one child of the context node."""
    if (
        not isinstance(expression, Path)
        or not isinstance(expression.start, Here)
        or len(expression.steps) != 1
    ):
        return None
    step = expression.steps[0]
    if not _child(step) or step.predicates or _name(step) == "*":
        return None
    return _name(step)


def fixed(expression: Expression) -> bool:
    """Whether the value cannot differ from row to row: nothing in it starts from the row."""
    match expression:
        case Here():
            return False
        case Path(start, _steps):
            return not isinstance(start, Here) and fixed(start)
        case Filter(base, _predicates):
            return fixed(base)
        case Call(name, arguments):
            if name in _OF_THE_ROW or (not arguments and name in _OF_THE_ROW_BARE):
                return False
            return all(map(fixed, arguments))
        case Binary(_operator, left, right):
            return fixed(left) and fixed(right)
        case Negate(operand):
            return fixed(operand)
    return True


_OF_THE_ROW = frozenset({"random", "uuid", "last", "lang"})
_OF_THE_ROW_BARE = frozenset(
    {
        "position",
        "string",
        "number",
        "boolean",
        "name",
        "local-name",
        "string-length",
        "normalize-space",
        "namespace-uri",
    }
)


def _positional(expression: Expression) -> bool:
    """Whether a condition may look at positions, or be one, and so must see all the rows."""
    match expression:
        case Call(name, arguments):
            return (name in ("position", "last") and not arguments) or any(map(_positional, arguments))
        case Binary(sign, left, right):
            return sign in ("+", "-", "*", "div", "mod") or _positional(left) or _positional(right)
        case Path() | Filter() | Literal():
            return False
    return True


def row_path(expression: Expression) -> tuple[str, Path] | None:
    """The instance id and path of `instance('id')/root/item[...]`, exactly two steps down."""
    if not isinstance(expression, Path) or len(expression.steps) != 2:
        return None
    start, steps = expression.start, expression.steps
    if not isinstance(start, Call) or start.name != "instance" or len(start.arguments) != 1:
        return None
    if not isinstance(start.arguments[0], Literal):
        return None
    for step in steps:
        if (
            step.axis != "child"
            or not isinstance(step.test, NameTest)
            or step.test.prefix
            or step.test.name == "*"
        ):
            return None
    return None if steps[0].predicates else (start.arguments[0].text, expression)
