# SPDX-License-Identifier: Apache-2.0
"""The tree that expressions read: XPath's data model as slotted Python nodes, built from XML or by an
interview."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

DOCUMENT: Final = 0
ELEMENT: Final = 1
ATTRIBUTE: Final = 2
TEXT: Final = 3
COMMENT: Final = 4
INSTRUCTION: Final = 5
NAMESPACE: Final = 6

NOBODY: Final[dict[str, list[Node]]] = {}
XMLNS = "http://www.w3.org/XML/1998/namespace"


class Node:
    """One node. An element without child nodes keeps its value in `text`; `named` lists element children by
    local name. `relevant` is only ever false in a live interview: such a node reads as blank (trap 15)."""

    __slots__ = (
        "attributes",
        "children",
        "declared",
        "kind",
        "name",
        "named",
        "namespace",
        "parent",
        "prefix",
        "relevant",
        "text",
    )

    live = False

    def __init__(self, kind: int, name: str, parent: Node | None, text: str = "") -> None:
        self.kind = kind
        self.name = name
        self.parent = parent
        self.text = text
        self.children: list[Node] = []
        self.named: dict[str, list[Node]] = NOBODY
        self.attributes: dict[str, Node] = {}
        self.namespace = ""
        self.declared: dict[str, str] = {}
        self.prefix: str | None = None
        self.relevant = True

    def adopt(self, child: Node) -> None:
        """Append `child` as the last child."""
        self.children.append(child)
        if child.kind == ELEMENT:
            if self.named is NOBODY:
                self.named = {}
            self.named.setdefault(child.name, []).append(child)

    def value(self) -> str:
        """XPath's string value; blank when not relevant."""
        if not self.relevant:
            return ""
        if not self.children:
            return self.text
        return "".join(child.value() for child in self.children if child.kind in (ELEMENT, TEXT))

    def number_type(self) -> bool:
        """Whether the form declares this node a number."""
        return False

    def truth_type(self) -> bool:
        """Whether the form declares this node a boolean."""
        return False


def qualified(node: Node) -> str:
    """The name as written: prefix and local name."""
    return f"{node.prefix}:{node.name}" if node.prefix else node.name


def descendants(node: Node) -> Iterator[Node]:
    """Every node below `node`, in document order."""
    for child in contents(node):
        yield child
        if child.children or child.text:
            yield from descendants(child)


def contents(node: Node) -> list[Node]:
    """The child nodes, with the text node that a childless element keeps as `text`."""
    if node.children or node.kind != ELEMENT or not node.text:
        return node.children
    return [TextOf(node)]


class TextOf(Node):
    """The text node of an element that keeps its value in itself; equal if of the same element."""

    __slots__ = ()

    def __init__(self, owner: Node) -> None:
        super().__init__(TEXT, "", owner, owner.text)
        self.relevant = owner.relevant

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TextOf) and other.parent is self.parent

    def __hash__(self) -> int:
        return hash((TextOf, id(self.parent)))


def from_lxml(element: etree._Element, parent: Node | None) -> Node:
    """A copy of `element` and all below it."""
    node = _single(element, parent)
    if node.kind != ELEMENT:
        return node
    text = element.text or ""
    if len(element) == 0:
        node.text = text
        return node
    if text:
        node.adopt(Node(TEXT, "", node, text))
    for child in element:
        node.adopt(from_lxml(child, node))
        if child.tail:
            node.adopt(Node(TEXT, "", node, child.tail))
    return node


def _single(element: etree._Element, parent: Node | None) -> Node:
    if isinstance(element, etree._Comment):
        return Node(COMMENT, "", parent, element.text or "")
    if isinstance(element, etree._ProcessingInstruction):
        return Node(INSTRUCTION, str(element.target), parent, element.text or "")
    name = etree.QName(element)
    node = Node(ELEMENT, name.localname, parent)
    node.namespace = name.namespace or ""
    node.prefix = element.prefix
    above = element.getparent()
    if above is None or above.nsmap != element.nsmap:
        node.declared = {prefix or "": uri for prefix, uri in element.nsmap.items()}
    for key, text in element.attrib.items():
        attribute = etree.QName(str(key))
        held = Node(ATTRIBUTE, attribute.localname, node, str(text))
        held.namespace = attribute.namespace or ""
        held.prefix = _prefix(element, held.namespace)
        node.attributes[qualified(held)] = held
    return node


def _prefix(element: etree._Element, namespace: str) -> str | None:
    if not namespace:
        return None
    if namespace == XMLNS:
        return "xml"
    return next((prefix for prefix, uri in element.nsmap.items() if uri == namespace and prefix), None)
