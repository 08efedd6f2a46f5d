# SPDX-License-Identifier: Apache-2.0
"""XPath's axes, node tests and document order over the tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from enumerator.forms.tree import (
    ATTRIBUTE,
    COMMENT,
    ELEMENT,
    INSTRUCTION,
    NAMESPACE,
    TEXT,
    Node,
    contents,
    descendants,
    qualified,
)

from .context import World
from .syntax import KindTest, NameTest

Axis = Callable[[Node], Iterable[Node]]
_KIND_OF = {"text": TEXT, "comment": COMMENT, "processing-instruction": INSTRUCTION}


def _ancestors(node: Node) -> Iterable[Node]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _siblings(node: Node) -> list[Node]:
    if node.kind in (ATTRIBUTE, NAMESPACE) or node.parent is None:
        return [node]
    return contents(node.parent)


def _place(node: Node, among: list[Node]) -> int:
    return next(index for index, sibling in enumerate(among) if sibling is node or sibling == node)


def _after(node: Node) -> list[Node]:
    among = _siblings(node)
    return among[_place(node, among) + 1 :]


def _before(node: Node) -> list[Node]:
    among = _siblings(node)
    return among[: _place(node, among)][::-1]


def _following(node: Node) -> Iterable[Node]:
    if node.kind in (ATTRIBUTE, NAMESPACE) and node.parent is not None:
        yield from descendants(node.parent)
        node = node.parent
    for above in (node, *_ancestors(node)):
        for sibling in _after(above):
            yield sibling
            yield from descendants(sibling)


def _preceding(node: Node) -> Iterable[Node]:
    if node.kind in (ATTRIBUTE, NAMESPACE) and node.parent is not None:
        node = node.parent
    for above in (node, *_ancestors(node)):
        for sibling in _before(above):
            yield from reversed(list(descendants(sibling)))
            yield sibling


def _namespaces(node: Node) -> list[Node]:
    if node.kind != ELEMENT:
        return []
    seen: dict[str, Node] = {}
    for above in (node, *_ancestors(node)):
        declared = dict(above.declared)
        if above.namespace and (above.prefix or "") not in declared:
            declared[above.prefix or ""] = above.namespace
        for prefix, uri in declared.items():
            if prefix not in seen:
                seen[prefix] = Node(NAMESPACE, prefix, node, uri)
    return [held for prefix, held in sorted(seen.items()) if held.text]


AXES: dict[str, Axis] = {
    "child": contents,
    "parent": lambda node: () if node.parent is None else (node.parent,),
    "self": lambda node: (node,),
    "attribute": lambda node: list(node.attributes.values()),
    "descendant": descendants,
    "descendant-or-self": lambda node: (node, *descendants(node)),
    "ancestor": _ancestors,
    "ancestor-or-self": lambda node: (node, *_ancestors(node)),
    "following": _following,
    "preceding": _preceding,
    "following-sibling": _after,
    "preceding-sibling": _before,
    "namespace": _namespaces,
}
REVERSE = frozenset({"ancestor", "ancestor-or-self", "preceding", "preceding-sibling"})
_PRINCIPAL = {"attribute": ATTRIBUTE, "namespace": NAMESPACE}


def node_test(axis: str, test: NameTest | KindTest, world: World) -> Callable[[Node], bool]:
    """Whether a node on `axis` passes `test`. A name without prefix passes by its local name (Kobo and ODK
    forms put their data in various namespaces and write paths without any)."""
    if isinstance(test, KindTest):
        if test.kind == "node":
            return lambda node: True
        kind, target = _KIND_OF[test.kind], test.target
        return lambda node: node.kind == kind and (target is None or node.name == target)
    principal, name = _PRINCIPAL.get(axis, ELEMENT), test.name
    if test.prefix is None:
        if name == "*":
            return lambda node: node.kind == principal
        return lambda node: node.kind == principal and node.name == name
    uri, prefix = world.namespaces.get(test.prefix), test.prefix
    if name == "*":
        return lambda node: node.kind == principal and (node.namespace == uri or node.prefix == prefix)
    return lambda node: (
        node.kind == principal and node.name == name and (node.namespace == uri or node.prefix == prefix)
    )


def in_document_order(found: Iterable[Node]) -> list[Node]:
    """The nodes once each, in document order."""
    unique = list({_identity(node): node for node in found}.values())
    if len(unique) < 2:
        return unique
    places: dict[int, dict[int, int]] = {}
    return sorted(unique, key=lambda node: _order(node, places))


def _identity(node: Node) -> object:
    if node.kind == NAMESPACE:
        return (id(node.parent), node.name)
    return hash(node) if node.kind == TEXT else id(node)


def _order(node: Node, places: dict[int, dict[int, int]]) -> tuple[tuple[int, int], ...]:
    steps: list[tuple[int, int]] = []
    while node.parent is not None:
        parent = node.parent
        if node.kind == NAMESPACE:
            steps.append((0, 0))
        elif node.kind == ATTRIBUTE:
            steps.append((1, list(parent.attributes).index(qualified(node))))
        else:
            known = places.get(id(parent))
            if known is None:
                known = {id(child): index for index, child in enumerate(parent.children)}
                places[id(parent)] = known
            steps.append((2, known.get(id(node), 0)))
        node = parent
    return (*reversed(steps),)


def root_of(node: Node) -> Node:
    """The topmost node above `node`."""
    while node.parent is not None:
        node = node.parent
    return node
