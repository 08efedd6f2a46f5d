# SPDX-License-Identifier: Apache-2.0
"""The live instance of a form: slotted nodes that know their Spec, and the addresses by which they are
called."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .model import Seed, Spec
from .tree import ATTRIBUTE, DOCUMENT, ELEMENT, Node


class Live(Node):
    """One answer, group or row. `own_relevant` and `own_readonly` are its own, `relevant` and `readonly`
    with what it inherits; `row` is the id of a repeat instance; `fault` the kind of problem it has now, ""
    for none."""

    __slots__ = ("address", "fault", "own_readonly", "own_relevant", "readonly", "required", "row", "spec")

    live = True

    def __init__(self, spec: Spec, parent: Node, text: str, row: str = "") -> None:
        self.kind = ATTRIBUTE if spec.names[-1][0] == "@" else ELEMENT
        self.name = spec.name
        self.parent = parent
        self.text = text
        self.children = []
        self.named = _EMPTY
        self.attributes = _NO_ATTRIBUTES
        self.namespace = spec.namespace
        self.declared = _NO_DECLARATIONS
        self.prefix = spec.prefix
        self.relevant = True
        self.spec = spec
        self.own_relevant = True
        self.own_readonly = False
        self.readonly = False
        self.required = False
        self.row = row
        self.fault = ""
        base = parent.address if isinstance(parent, Live) else ""
        step = spec.names[-1]
        self.address: str = f"{base}/{step}[{row}]" if row else f"{base}/{step}"

    def number_type(self) -> bool:
        return self.spec.bind.type in ("int", "decimal")

    def truth_type(self) -> bool:
        return self.spec.bind.type == "boolean"

    def value(self) -> str:
        """Blank when not relevant, and of a group: as in JavaRosa, what it holds is no text of its own."""
        return self.text if self.relevant and not self.children else ""


_EMPTY: dict[str, list[Node]] = {}
_NO_ATTRIBUTES: dict[str, Node] = {}
_NO_DECLARATIONS: dict[str, str] = {}
Texts = Callable[[str, str], str]
"""The text of a new node, from its address and what the form writes."""
Rows = Callable[[str, Spec, int], list[str]]
"""The row ids of a series, from its address, its Spec and how many rows the form writes."""
Sources = tuple[Texts, Rows]


class Tree:
    """All the live nodes of one interview, found by address."""

    def __init__(self, seed: Seed, first: Sources, later: Sources) -> None:
        self._later = later
        self.document = Node(DOCUMENT, "", None)
        self.by_address: dict[str, Live] = {}
        self.root = self.grow(seed, self.document, sources=first)
        self.document.adopt(self.root)

    def grow(self, seed: Seed, parent: Node, row: str = "", sources: Sources | None = None) -> Live:
        """A node and all below it; the caller puts it among its parent's children."""
        spec = seed.spec
        sources = sources or self._later
        node = Live(spec, parent, "", row)
        self.by_address[node.address] = node
        if seed.attributes or spec.attributes:
            self._grow_attributes(seed, node, sources[0])
        if not spec.children:
            node.text = sources[0](node.address, seed.text)
            return node
        written: dict[str, list[Seed]] = {}
        for child in seed.children:
            written.setdefault(child.spec.name, []).append(child)
        node.named = {}
        for child_spec in spec.children:
            seeds = written.get(child_spec.name, [])
            if child_spec.repeat:
                self._grow_rows(child_spec, seeds, node, sources)
                continue
            for child in seeds or [Seed(child_spec, "")]:
                self._append(node, self.grow(child, node, sources=sources))
        return node

    def _grow_attributes(self, seed: Seed, node: Live, texts: Texts) -> None:
        node.attributes = {}
        written = {held.spec.name: held.text for held in seed.attributes}
        for name, spec in node.spec.attributes.items():
            held = Live(spec, node, "")
            held.text = texts(held.address, written.get(name, ""))
            node.attributes[name] = held
            self.by_address[held.address] = held

    def _grow_rows(self, spec: Spec, seeds: list[Seed], parent: Live, sources: Sources) -> None:
        ids = sources[1](f"{parent.address}/{spec.name}", spec, len(seeds))
        parent.named[spec.name] = []
        for place, row in enumerate(ids):
            seed = seeds[place] if place < len(seeds) else spec.template
            if seed is not None:
                self._append(parent, self.grow(seed, parent, row, sources))

    def _append(self, parent: Live, node: Live) -> None:
        parent.children.append(node)
        alike = parent.named.get(node.name)
        if alike is None:
            parent.named[node.name] = [node]
        else:
            alike.append(node)

    def insert(self, row: Live, place: int) -> None:
        """Put a grown row at `place` (from 0) among its series."""
        parent = row.parent
        if not isinstance(parent, Live):
            return
        series = parent.named.setdefault(row.name, [])
        if place < len(series):
            at = parent.children.index(series[place])
        elif series:
            at = parent.children.index(series[-1]) + 1
        else:
            at = self._first_place(parent, row.spec)
        parent.children.insert(at, row)
        series.insert(place, row)

    def _first_place(self, parent: Live, spec: Spec) -> int:
        before = {sibling.name for sibling in parent.spec.children[: parent.spec.children.index(spec)]}
        return sum(1 for child in parent.children if child.name in before)

    def take_out(self, row: Live) -> int:
        """Remove a row with all below it; its place among its series."""
        parent = row.parent
        if not isinstance(parent, Live):
            return 0
        series = parent.named[row.name]
        place = series.index(row)
        del series[place]
        parent.children.remove(row)
        for node in all_below(row):
            self.by_address.pop(node.address, None)
        return place

    def put_back(self, row: Live, place: int) -> None:
        """Undo `take_out`."""
        self.insert(row, place)
        for node in all_below(row):
            self.by_address[node.address] = node

    def series(self, address: str) -> tuple[Live, Spec] | None:
        """The parent node and the Spec of the repeat that a series address names."""
        above, _slash, name = address.rpartition("/")
        parent = self.by_address.get(above)
        if parent is None:
            return None
        spec = parent.spec.named.get(name)
        return (parent, spec) if spec is not None and spec.repeat else None


def all_below(node: Live) -> Iterator[Live]:
    """The node and every live node below it, attributes included, in document order."""
    waiting: list[Node] = [node]
    while waiting:
        each = waiting.pop()
        if not isinstance(each, Live):
            continue
        yield each
        if each.children:
            waiting += reversed(each.children)
        if each.attributes:
            waiting += reversed(each.attributes.values())


def document_place(node: Live) -> tuple[int, ...]:
    """By which nodes sort into the order of the form: places of questions and of rows, from the root down."""
    places: list[int] = []
    at: Node | None = node
    while isinstance(at, Live):
        if at.row and at.parent is not None:
            places.append(at.parent.named[at.name].index(at))
        places.append(at.spec.place)
        at = at.parent
    return (*reversed(places),)


def nodes_at(node: Live, names: tuple[str, ...]) -> list[Live]:
    """The live nodes down a generic path from `node`."""
    found: list[Node] = [node]
    for name in names:
        if name[0] == "@":
            found = [each.attributes[name[1:]] for each in found if name[1:] in each.attributes]
        elif len(found) == 1:
            found = found[0].named.get(name, [])
        else:
            found = [child for each in found for child in each.named.get(name, ())]
    return found  # type: ignore[return-value]
