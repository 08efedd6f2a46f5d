# SPDX-License-Identifier: Apache-2.0
"""One XPath case: an expression on a document, and whether its value is the expected one."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any
from xml.dom import minidom

from enumerator.forms.expressions.compiler import Compiler
from enumerator.forms.expressions.context import Context as Place
from enumerator.forms.expressions.context import World
from enumerator.forms.expressions.faults import ExpressionError
from enumerator.forms.expressions.parser import parse
from enumerator.forms.expressions.values import Value, number, text, truth
from enumerator.forms.markup import PREFIXES
from enumerator.forms.tree import (
    ATTRIBUTE,
    COMMENT,
    DOCUMENT,
    ELEMENT,
    INSTRUCTION,
    TEXT,
    Node,
    contents,
    descendants,
)

from .comparing import PHOENIX, ZONES


class _CaseWorld(World):
    """The lists and texts that an XPath case finds in its own document."""

    def __init__(self, case: Mapping[str, Any], document: Node) -> None:
        self.zone: tzinfo | None = ZONES.get(case.get("tz", "America/Phoenix"), PHOENIX)
        self.namespaces = {**PREFIXES, "mathml": "http://www.w3.org/1998/Math/MathML"}
        spoken = _SPOKEN.search(case.get("title", ""))
        self._language = spoken[1] if spoken else ""
        self._clock = case.get("needs_clock")
        self._document = document

    def now(self) -> datetime:
        if self._clock:
            return datetime.fromisoformat(self._clock)
        return datetime.now(self.zone)

    def instance(self, name: str) -> list[Node] | None:
        found = self._all("instance", name)
        return found[:1] or None

    def translation(self, text_id: str) -> str:
        translations = [node for node in descendants(self._document) if node.name == "translation"]
        named = (node for node in translations if self._language and _lang(node) == self._language)
        marked = (node for node in translations if "default" in node.attributes)
        chosen = next(named, None) or next(marked, None)
        for node in descendants(chosen or translations[0]) if translations else ():
            if node.name == "text" and node.attributes["id"].text == text_id:
                values = node.named.get("value", [])
                return next((value.value() for value in values if "form" not in value.attributes), "")
        return ""

    def _all(self, name: str, wanted: str) -> list[Node]:
        return [
            node
            for node in descendants(self._document)
            if node.name == name and "id" in node.attributes and node.attributes["id"].text == wanted
        ]


_SPOKEN = re.compile(r"in language '([^']+)'")
"""Cases with texts say in their title which language was active."""


def _lang(translation: Node) -> str:
    held = translation.attributes.get("lang")
    return "" if held is None else held.text


def xpath_fault(case: Mapping[str, Any], contexts: Mapping[str, str]) -> str:
    """What went otherwise than the case expects; "" when it passed."""
    document = read_document(contexts[case["context"]])
    world = _CaseWorld(case, document)
    try:
        node = locate(document, case.get("context_node", "/"))
        root = locate(document, case["root_node"]) if "root_node" in case else document
        value = Compiler(world).value(parse(case["expression"]))(Place(node, root, world))
    except ExpressionError as error:
        return "" if case["type"] == "error" else f"{case['expression']}: {error}"
    if case["type"] == "error":
        return f"{case['expression']}: no error but {value!r}"
    return _compared(case, value, document, world)


def read_document(xml: str) -> Node:
    """The tree as the reference engines' DOM had it: a CDATA section is a text node of its own."""
    document = Node(DOCUMENT, "", None)
    for child in minidom.parseString(xml.encode()).childNodes:
        if child.nodeType != child.DOCUMENT_TYPE_NODE:
            document.adopt(_dom(child, document))
    return document


def _dom(item: Any, parent: Node) -> Node:
    if item.nodeType in (item.TEXT_NODE, item.CDATA_SECTION_NODE):
        return Node(TEXT, "", parent, item.data)
    if item.nodeType == item.COMMENT_NODE:
        return Node(COMMENT, "", parent, item.data)
    if item.nodeType == item.PROCESSING_INSTRUCTION_NODE:
        return Node(INSTRUCTION, item.target, parent, item.data)
    node = Node(ELEMENT, item.localName, parent)
    node.namespace, node.prefix = item.namespaceURI or "", item.prefix or None
    for attribute in item.attributes.values():
        if attribute.name == "xmlns" or attribute.prefix == "xmlns":
            node.declared = {
                **node.declared,
                attribute.localName if attribute.prefix else "": attribute.value,
            }
            continue
        held = Node(ATTRIBUTE, attribute.localName, node, attribute.value)
        held.namespace, held.prefix = attribute.namespaceURI or "", attribute.prefix or None
        node.attributes[attribute.name] = held
    children = item.childNodes
    if len(children) == 1 and children[0].nodeType == item.TEXT_NODE:
        node.text = children[0].data
        return node
    for child in children:
        node.adopt(_dom(child, node))
    return node


def _compared(case: Mapping[str, Any], value: Value, document: Node, world: World) -> str:
    kind, expected = case["type"], case["expected"]
    found: Any
    if kind == "number":
        found = number(value, world.zone)
        same = _same_number(float(found), expected, case.get("round_factor"))
    elif kind == "boolean":
        found = truth(value)
        same = found is expected
    elif kind == "string":
        found = text(value)
        same = found == expected
    elif kind == "string-length":
        found = len(text(value))
        same = found == expected
    elif kind == "string-matches":
        found = text(value)
        same = re.search(expected, found) is not None
    elif not isinstance(value, list):
        return f"{case['expression']}: no nodes but {value!r}"
    elif kind == "node":
        found = [node_path(node) for node in value[:1]]
        same = found == ([expected] if isinstance(expected, str) else expected or [])
    else:
        found = sorted(node_path(node) for node in value)
        same = found == sorted(expected)
    if same and "expected_text" in case and isinstance(value, list):
        texts = case["expected_text"]
        wanted = [each or "" for each in ([texts] if isinstance(texts, str) else texts)]
        found = ["" if node.kind == DOCUMENT else node.value() for node in value]
        same = sorted(found) == sorted(wanted)
        expected = wanted
    return "" if same else f"{case['expression']}: expected {expected!r}, found {found!r}"


def _same_number(found: float, expected: Any, factor: float | None) -> bool:
    wanted = float(expected)
    if math.isnan(wanted) or math.isnan(found):
        return math.isnan(wanted) and math.isnan(found)
    if factor:
        return abs(math.floor(found * factor + 0.5) / factor - wanted) <= 1e-9 * max(1.0, abs(wanted))
    return math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-12)


_KINDS = {TEXT: "text()", COMMENT: "comment()", INSTRUCTION: "processing-instruction()"}


def node_path(node: Node) -> str:
    """The path by which the corpus names a node."""
    if node.parent is None:
        return "/"
    above = node_path(node.parent).rstrip("/")
    if node.kind == 2:
        return f"{above}/@{node.prefix + ':' if node.prefix else ''}{node.name}"
    if node.kind == 6:
        return f"{above}/@xmlns:{node.name}" if node.name else f"{above}/@xmlns"
    alike = [each for each in contents(node.parent) if each.kind == node.kind]
    place = next(index for index, each in enumerate(alike, 1) if each is node or each == node)
    return f"{above}/{_KINDS.get(node.kind, '*')}[{place}]"


def locate(document: Node, path: str) -> Node:
    """The node that the corpus names by `path`."""
    node = document
    for step in path.strip("/").split("/") if path != "/" else ():
        node = _step(node, step)
    return node


def _step(node: Node, step: str) -> Node:
    if step.startswith("@"):
        return node.attributes[step[1:]]
    name, _bracket, place = step.rstrip("]").partition("[")
    kind = next((kind for kind, written in _KINDS.items() if written == name), None)
    alike = [child for child in contents(node) if (child.kind == kind if kind else child.kind == 1)]
    return alike[int(place or 1) - 1]
