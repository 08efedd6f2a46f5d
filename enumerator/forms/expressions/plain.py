# SPDX-License-Identifier: Apache-2.0
"""Paths of names alone, which most paths in forms are: read by going up and down, without node-sets."""

from __future__ import annotations

from collections.abc import Callable

from enumerator.forms.tree import NOBODY, Node

from .context import AsNodes, AsText, Context
from .syntax import Current, Expression, Here, KindTest, NameTest, Path, Root
from .values import text

_NONE: list[Node] = []


def plain_text(expression: Expression) -> AsText | None:
    """The closure that gives the text at such a path; None for any other expression."""
    plain = _plain(expression)
    if plain is None:
        return None
    start, ups, names = plain
    begin = _beginning(start)
    if len(names) == 1:
        name = names[0]

        def near(context: Context) -> str:
            node: Node | None = begin(context)
            for _up in range(ups):
                if node is None:
                    return ""
                node = node.parent
            found = node.named.get(name) if node is not None else None
            return found[0].value() if found else ""

        return near

    def far(context: Context) -> str:
        node: Node | None = begin(context)
        for _up in range(ups):
            if node is None:
                return ""
            node = node.parent
        if node is None:
            return ""
        for place, name in enumerate(names):
            found = node.named.get(name)
            if not found:
                return ""
            if len(found) > 1:
                return text(_descend(found, names[place + 1 :]))
            node = found[0]
        return node.value()

    return far


def plain_nodes(path: Path) -> AsNodes | None:
    """The closure that gives the nodes at such a path; None for any other path."""
    plain = _plain(path)
    if plain is None:
        return None
    start, ups, names = plain
    begin = _beginning(start)
    first, rest = names[0], names[1:]

    def run(context: Context) -> list[Node]:
        node: Node | None = begin(context)
        for _up in range(ups):
            if node is None:
                return _NONE
            node = node.parent
        if node is None:
            return _NONE
        found = node.named.get(first, _NONE)
        return _descend(found, rest) if rest else found

    return run


def _plain(expression: Expression) -> tuple[Expression, int, tuple[str, ...]] | None:
    """Start, steps up and names down of a path that has nothing else."""
    if not isinstance(expression, Path) or not isinstance(expression.start, (Here, Root, Current)):
        return None
    ups = 0
    names: list[str] = []
    for step in expression.steps:
        if step.predicates:
            return None
        if step.axis == "parent" and step.test == KindTest("node") and not names:
            ups += 1
        elif step.axis == "child" and isinstance(step.test, NameTest) and step.test.prefix is None:
            if step.test.name == "*":
                return None
            names.append(step.test.name)
        elif step.axis == "self" and step.test == KindTest("node"):
            continue
        else:
            return None
    return (expression.start, ups, tuple(names)) if names else None


def _beginning(start: Expression) -> Callable[[Context], Node]:
    if isinstance(start, Root):
        return lambda context: context.root
    if isinstance(start, Current):
        return lambda context: context.current
    return lambda context: context.node


def _descend(found: list[Node], names: tuple[str, ...]) -> list[Node]:
    for name in names:
        if len(found) == 1:
            found = found[0].named.get(name, _NONE)
        else:
            found = [
                child for node in found if node.named is not NOBODY for child in node.named.get(name, _NONE)
            ]
    return found
