# SPDX-License-Identifier: Apache-2.0
"""Keeps a live instance consistent: what changed is evaluated in order, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Container
from heapq import heappop, heappush

from .answers import calculated
from .changes import Record
from .expressions.context import Context, World
from .expressions.faults import EvaluationError
from .live import Live, Tree, all_below, nodes_at
from .model import (
    CALCULATE,
    CHOICES,
    CONSTRAINT,
    COUNT,
    LABEL,
    READONLY,
    RELEVANT,
    REQUIRED,
    Edge,
    Spec,
    Target,
)
from .tree import Node

MOST_ROWS = 2_000
_ROUNDS = 400


class Recalculation:
    """A worklist of (order, node). `settle` empties it; `record` says what came of it."""

    def __init__(
        self,
        tree: Tree,
        world: World,
        resize: Callable[[Live, Spec, int], None],
        still_chosen: Callable[[Live], str],
        recalculated: Callable[[Live], None],
    ) -> None:
        self._tree = tree
        self._world = world
        self._resize = resize
        self._still_chosen = still_chosen
        self._recalculated = recalculated
        self._heap: list[int] = []
        self._pending: dict[int, dict[Live, Target]] = {}
        self._counts: dict[tuple[int, int], int] = {}
        self._triggers: dict[Live, None] = {}
        self._kept: set[Live] = set()
        self.to_check: dict[Live, None] = {}
        self.record = Record()

    def begin(self) -> Record:
        """A fresh record for the next edit; the one so far."""
        done, self.record = self.record, Record()
        return done

    def enter(self, node: Live, *, resumed: bool = False, edited: Container[str] = ()) -> None:
        """Evaluate everything of a new node and of all below it. In a resumed interview a person may have
        changed what was calculated, and chance has had its say: such answers stay."""
        for each in all_below(node):
            spec = each.spec
            if resumed and ((each.text and spec.by_chance) or each.address in edited):
                self._kept.add(each)
            for target in (
                spec.relevant,
                spec.calculate,
                spec.choices,
                spec.required,
                spec.readonly,
                spec.constraint,
            ):
                if target is not None:
                    self._push(target, each)
            for child in spec.children:
                if child.count is not None:
                    self._push(child.count, each)
            if spec.asked:
                self.to_check[each] = None

    def _push(self, target: Target, node: Live) -> None:
        waiting = self._pending.get(target.order)
        if waiting is None:
            self._pending[target.order] = {node: target}
            heappush(self._heap, target.order)
        else:
            waiting[node] = target

    def value_changed(self, node: Live) -> None:
        """The text of a node changed."""
        self.record.values.add(node.address)
        self.record.answers[node.address] = node.text or None
        spec = node.spec
        self.follow(node, spec.dependents)
        if spec.labels:
            self.record.labels.update(spec.labels)
        self.to_check[node] = None
        if spec.settings:
            self._triggers[node] = None

    def take_triggers(self) -> list[Live]:
        """The nodes with actions of their own whose value changed since last asked."""
        found, self._triggers = list(self._triggers), {}
        return found

    def evaluate_everywhere(self, target: Target) -> None:
        """Queue a target on all its nodes."""
        names = target.spec.names[1:-1] if target.aspect == COUNT else target.spec.names[1:]
        for node in nodes_at(self._tree.root, names):
            self._push(target, node)

    def follow(self, node: Node, edges: list[Edge]) -> None:
        """Queue the targets that the edges lead to from `node`."""
        for edge in edges:
            anchor: Node | None = node
            for _up in range(edge.ups):
                if anchor is None:
                    break
                anchor = anchor.parent
            if anchor is None:
                continue
            if not isinstance(anchor, Live):
                anchor, names = self._tree.root, edge.names[1:]
            else:
                names = edge.names
            target = edge.target
            waiting = self._pending.get(target.order)
            if waiting is None:
                waiting = self._pending[target.order] = {}
                heappush(self._heap, target.order)
            for found in nodes_at(anchor, names):
                waiting[found] = target

    def rows_changed(self, parent: Live, spec: Spec, place: int) -> None:
        """Rows of a series came, went or moved, from `place` on."""
        address = f"{parent.address}/{spec.name}"
        rows = parent.named.get(spec.name, [])
        self.record.rows.add(address)
        self.record.answers[f"{address}#rows"] = " ".join(row.row for row in rows if isinstance(row, Live))
        self.follow(parent, spec.outside)
        if spec.place_dependents:
            for row in rows[place:]:
                self.follow(row, spec.place_dependents)

    def settle(self) -> None:
        """Evaluate until nothing is waiting, then look at the answers that may have become right or wrong."""
        heap, pending = self._heap, self._pending
        while heap:
            waiting = pending.pop(heappop(heap))
            for node, target in waiting.items():
                if self._tree.by_address.get(node.address) is node:
                    self._evaluate(target, node)
        self._counts.clear()
        self._kept.clear()

    def _evaluate(self, target: Target, node: Live) -> None:
        aspect = target.aspect
        if aspect == CALCULATE:
            if node.relevant and node not in self._kept:
                self._calculate(target, node)
        elif aspect == RELEVANT:
            own = self._look_inside(target, node) if target.inward else bool(self.run(target, node, False))
            if own is not node.own_relevant:
                node.own_relevant = own
                parent = node.parent
                self._spread(node, own and (parent is None or parent.relevant))
        elif aspect == CONSTRAINT:
            self.to_check[node] = None
        elif aspect == REQUIRED:
            required = bool(self.run(target, node, False))
            if required is not node.required:
                node.required = required
                self.record.required.add(node.address)
                self.to_check[node] = None
        elif aspect == READONLY:
            own = bool(self.run(target, node, False))
            if own is not node.own_readonly:
                node.own_readonly = own
                parent = node.parent
                self._spread_readonly(node, own or (isinstance(parent, Live) and parent.readonly))
        elif aspect == CHOICES:
            self.record.choices.add(node.address)
            kept = self._still_chosen(node)
            if kept != node.text:
                node.text = kept
                self.value_changed(node)
        elif aspect == COUNT:
            self._count(target, node)
        elif aspect == LABEL:
            self.record.labels.add(node.address)

    def run(self, target: Target, node: Live, otherwise: object) -> object:
        """The value of a target at a node; `otherwise` where the values there make no sense to it."""
        try:
            return target.run(Context(node, self._tree.document, self._world))
        except (EvaluationError, OverflowError):
            return otherwise

    def _look_inside(self, target: Target, node: Live) -> bool:
        """Whether a group is relevant by answers of its own, which read as if it were."""
        hidden = [each for each in all_below(node) if not each.relevant]
        for each in hidden:
            each.relevant = True
        own = bool(self.run(target, node, False))
        for each in hidden:
            each.relevant = False
        return own

    def _calculate(self, target: Target, node: Live) -> None:
        value = self.run(target, node, "")
        text = calculated(value, node.spec.bind.type, self._world.zone)  # type: ignore[arg-type]
        self._recalculated(node)
        if text == node.text:
            return
        key = (target.order, id(node))
        self._counts[key] = self._counts.get(key, 0) + 1
        if self._counts[key] > _ROUNDS:
            return
        node.text = text
        self.value_changed(node)

    def _count(self, target: Target, parent: Live) -> None:
        value = self.run(target, parent, 0.0)
        number = value if isinstance(value, float) else 0.0
        count = int(number) if 0 < number <= MOST_ROWS else MOST_ROWS if number > MOST_ROWS else 0
        if count != len(parent.named.get(target.spec.name, ())):
            self._resize(parent, target.spec, count)

    def _spread(self, node: Live, relevant: bool) -> None:
        if relevant is node.relevant:
            return
        node.relevant = relevant
        self.record.relevance.add(node.address)
        spec = node.spec
        if spec.dependents:
            self.follow(node, spec.dependents)
        if spec.labels:
            self.record.labels.update(spec.labels)
        if relevant:
            if spec.calculate is not None:
                self._push(spec.calculate, node)
            for child_spec in spec.children:
                if child_spec.count is not None:
                    self._push(child_spec.count, node)
        self.to_check[node] = None
        for child in node.children:
            if isinstance(child, Live):
                self._spread(child, relevant and child.own_relevant)
        for attribute in node.attributes.values():
            if isinstance(attribute, Live):
                self._spread(attribute, relevant and attribute.own_relevant)

    def _spread_readonly(self, node: Live, readonly: bool) -> None:
        if readonly is node.readonly:
            return
        node.readonly = readonly
        self.record.readonly.add(node.address)
        for child in node.children:
            if isinstance(child, Live):
                self._spread_readonly(child, readonly or child.own_readonly)
