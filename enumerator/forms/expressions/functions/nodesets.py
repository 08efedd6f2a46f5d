# SPDX-License-Identifier: Apache-2.0
"""Functions over sets of nodes: how many, which one, in what order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from enumerator.forms.expressions.axes import root_of
from enumerator.forms.expressions.context import Context, Evaluator
from enumerator.forms.expressions.faults import EvaluationError
from enumerator.forms.expressions.values import Value, text, visible
from enumerator.forms.tree import ATTRIBUTE, ELEMENT, NAMESPACE, Node, descendants, qualified
from enumerator.messages import _

from .registry import Functions

functions = Functions()
_XML_LANG = "xml:lang"
_PARK_MILLER = 2_147_483_647


def _set(value: Value, function: str) -> list[Node]:
    if not isinstance(value, list):
        raise EvaluationError(_("{function}() needs a set of nodes.", function=function))
    return value


@functions.add("count", "v")
def count(_context: Context, found: Value) -> float:
    return float(len(visible(_set(found, "count"))))


@functions.add("count-non-empty", "v")
def count_non_empty(_context: Context, found: Value) -> float:
    return float(sum(1 for node in visible(_set(found, "count-non-empty")) if node.value() != ""))


@functions.add("position", "", "v")
def position(context: Context, *found: Value) -> float:
    """Without an argument the context position; with one, the place among its namesakes (trap 11)."""
    if not found:
        return float(context.position or (_place(context.node) if context.node.live else 1))
    if not isinstance(found[0], list) or not found[0]:
        raise EvaluationError(_("{function}() needs a set of nodes.", function="position"))
    return float(_place(found[0][0]))


def _place(node: Node) -> int:
    alike = node.parent.named.get(node.name, ()) if node.parent is not None else ()
    return next((place for place, other in enumerate(alike, 1) if other is node), 1)


@functions.add("last")
def last(context: Context) -> float:
    return float(context.size)


@functions.add("instance", "t")
def instance(context: Context, name: str) -> Value:
    found = context.world.instance(name)
    if found is None:
        raise EvaluationError(_("There is no list or data named “{name}”.", name=name))
    return found


@functions.add("pulldata", "tttt")
def pulldata(context: Context, name: str, wanted: str, key: str, value: str) -> str:
    """The cell `wanted` of the first row whose `key` is `value`; blank when there is none. A name with @
    is an attribute of the row."""
    for ending in ("", ".csv"):
        rows = context.world.rows(name.removesuffix(ending) if ending else name)
        if rows is not None:
            found = rows.matching(key, [value])
            cells = rows.column(wanted)
            return cells[found[0]] if found and cells is not None else ""
    for document in context.world.instance(name) or ():
        for root in document.children:
            for item in root.children:
                if _cell(item, key) == value:
                    return _cell(item, wanted)
    return ""


def _cell(item: Node, name: str) -> str:
    if name.startswith("@"):
        held = item.attributes.get(name[1:])
        return "" if held is None else held.value()
    found = item.named.get(name)
    return found[0].value() if found else ""


@functions.add("indexed-repeat", "xx", rest="x")
def indexed_repeat(context: Context, wanted: Evaluator, *places: Evaluator) -> Value:
    """The node of the first argument inside the given rows; blank for a row that is not there (trap 12).

    The paths are read from the root, never from the row the expression stands in.
    """
    nodes = wanted(context)
    if not isinstance(nodes, list):
        raise EvaluationError(_("{function}() needs a set of nodes.", function="indexed-repeat"))
    found = nodes
    for repeat, index in zip(places[::2], places[1::2], strict=False):
        rows, place = repeat(context), text_number(index(context))
        if not isinstance(rows, list):
            raise EvaluationError(_("{function}() needs a set of nodes.", function="indexed-repeat"))
        found = _within(found, rows, place)
    return found


def text_number(value: Value) -> int:
    """A row number; blank and other nonsense is 0, which no row has."""
    try:
        return int(float(text(value)))
    except (ValueError, OverflowError):
        return 0


def _within(found: list[Node], rows: list[Node], place: int) -> list[Node]:
    """The nodes that lie in the `place`-th row of their own series."""
    chosen: set[int] = set()
    counted: dict[int, int] = {}
    for row in rows:
        series = id(row.parent)
        counted[series] = counted.get(series, 0) + 1
        if counted[series] == place:
            chosen.add(id(row))
    return [node for node in found if any(id(above) in chosen for above in _line(node))]


def _line(node: Node | None) -> Iterator[Node]:
    while node is not None:
        yield node
        node = node.parent


@functions.add("randomize", "v", "v")
def randomize(context: Context, found: Value, *seed: Value) -> list[Node]:
    """The nodes in a random order: Park and Miller's generator and Fisher-Yates, as ODK does (trap 22)."""
    shuffled = list(_set(found, "randomize"))
    number = _seed(seed[0]) if seed else context.world.order_seed(context.current)
    if number is None:
        context.world.random().shuffle(shuffled)
        return shuffled
    state = number % _PARK_MILLER
    if state <= 0:
        state += _PARK_MILLER - 1
    for place in range(len(shuffled) - 1, 0, -1):
        state = state * 16_807 % _PARK_MILLER
        other = int((state - 1) / (_PARK_MILLER - 1) * (place + 1))
        shuffled[place], shuffled[other] = shuffled[other], shuffled[place]
    return shuffled


def _seed(value: Value) -> int:
    """A number is its whole part; other text is hashed with SHA-256, of which the first eight bytes count."""
    written = text(value)
    try:
        number = float(written)
        return int(number)
    except (ValueError, OverflowError):
        if written in ("", "NaN"):
            return 0
        return int.from_bytes(hashlib.sha256(written.encode()).digest()[:8], "big", signed=True)


def _first(context: Context, found: tuple[Value, ...], function: str) -> Node | None:
    if not found:
        return context.node
    nodes = _set(found[0], function)
    return nodes[0] if nodes else None


@functions.add("name", "", "v")
def name(context: Context, *found: Value) -> str:
    node = _first(context, found, "name")
    return "" if node is None else qualified(node)


@functions.add("local-name", "", "v")
def local_name(context: Context, *found: Value) -> str:
    node = _first(context, found, "local-name")
    return "" if node is None else node.name


@functions.add("namespace-uri", "", "v")
def namespace_uri(context: Context, *found: Value) -> str:
    node = _first(context, found, "namespace-uri")
    return node.namespace if node is not None and node.kind in (ELEMENT, ATTRIBUTE) else ""


@functions.add("id", "v")
def by_id(context: Context, wanted: Value) -> list[Node]:
    names: set[str] = set()
    for value in [node.value() for node in wanted] if isinstance(wanted, list) else [text(wanted)]:
        names.update(value.split())
    found: dict[str, Node] = {}
    for node in descendants(root_of(context.node)):
        held = node.attributes.get("id") or node.attributes.get("xml:id")
        if held is not None and held.text in names:
            found.setdefault(held.text, node)
    return list(found.values())


@functions.add("lang", "t")
def lang(context: Context, wanted: str) -> bool:
    node: Node | None = context.node
    while node is not None:
        held = node.attributes.get(_XML_LANG)
        if held is not None and node.kind != NAMESPACE:
            written = held.text.lower()
            return written == wanted.lower() or written.startswith(f"{wanted.lower()}-")
        node = node.parent
    return False
