# SPDX-License-Identifier: Apache-2.0
"""From the expressions of a form to Targets in order of evaluation, and Edges to whoever reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile

from .compiling import Expressions, Kind, expression_fault
from .definition import NO_TEXT, Question, Text
from .expressions.context import Context
from .expressions.faults import ExpressionError
from .expressions.parser import parse
from .expressions.scope import ANYTHING_BELOW, Names
from .expressions.syntax import Expression
from .model import (
    ASPECTS,
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
from .ordering import Reading, ordered
from .pointing import Astray, Reader, choice_names
from .skeleton import plain_path

_TRUTHS = (RELEVANT, REQUIRED, READONLY, CONSTRAINT)


class Logic:
    """Puts Targets and Edges on the Specs of a form."""

    def __init__(self, specs: dict[str, Spec], expressions: Expressions) -> None:
        self._specs = specs
        self._expressions = expressions
        self._reads: dict[Target, list[Reading]] = {}
        self.astray: list[Astray] = []
        self.list_readers: list[Reader] = []
        self.targets: tuple[Target, ...] = ()

    def build(self) -> None:
        """Make the targets of every Spec, connect them, and put them in order; a cycle is a UserError."""
        for spec in self._specs.values():
            self._add_targets(spec)
        for target, reads in self._reads.items():
            for reading in reads:
                _connect(target, reading)
        for spec in self._specs.values():
            if spec.repeat:
                spec.outside = _outside(spec)
        self.targets = tuple(ordered(self._reads))
        for order, target in enumerate(self.targets):
            target.order = order

    def _add_targets(self, spec: Spec) -> None:
        bind = spec.bind
        spec.by_chance = "random()" in bind.calculate or "uuid(" in bind.calculate
        for aspect, source in (
            (RELEVANT, bind.relevant),
            (CALCULATE, bind.calculate),
            (REQUIRED, bind.required),
            (READONLY, bind.readonly),
            (CONSTRAINT, bind.constraint),
        ):
            if source and not (aspect == CALCULATE and source == "."):
                self._add(spec, aspect, source, "truth" if aspect in _TRUTHS else "value")
        definition = spec.definition
        if isinstance(definition, Question):
            if definition.itemset is not None:
                self._add(spec, CHOICES, definition.itemset.nodeset, "nodes")
            if outputs := _outputs(definition):
                self._add_label(spec, outputs)
        elif definition is not None:
            count = getattr(definition, "count", None)
            if count:
                self._add(spec, COUNT, count, "number", spec.names[:-1])
            if outputs := {*definition.label.outputs(), *definition.hint.outputs()}:
                self._add_label(spec, outputs)

    def _add(self, spec: Spec, aspect: int, source: str, kind: Kind, context: Names | None = None) -> None:
        context = spec.names if context is None else context
        target = Target(spec, aspect, source, self._expressions.run(source, context, kind))
        setattr(spec, ASPECTS[aspect], target)
        self._reads[target] = self._resolved(spec, source, ASPECTS[aspect], context)

    def _add_label(self, spec: Spec, outputs: Iterable[str]) -> None:
        target = Target(spec, LABEL, "", _nothing)
        spec.label = target
        self._reads[target] = [
            found
            for source in sorted(outputs)
            for found in self._resolved(spec, source, ASPECTS[LABEL], spec.names)
        ]

    def look_at(self, spec: Spec, source: str, kind: Kind) -> None:
        """Read an expression that is evaluated on an event only; UserError when it cannot be meant."""
        self._resolved(spec, source, kind, spec.names)

    def _resolved(self, spec: Spec, source: str, kind: Kind, context: Names) -> list[Reading]:
        try:
            read = self._expressions.references(source, context)
        except ExpressionError as error:
            raise expression_fault(spec.path, kind, source, error) from error
        if "instance" in source or "pulldata" in source:
            self.list_readers.append(Reader(spec, kind, source))
        depth, readings = len(context), list[Reading]()
        for reference in read:
            names, anchor = reference.resolved(context), reference.anchor(depth)
            found = list(self._matching(names))
            if not found and names:
                word = reference.ups == 0 and len(reference.names) == 1
                self.astray.append(Astray(Reader(spec, kind, source), names, word))
            readings += [Reading(each, anchor, reference.place) for each in found]
        if "choice-name" in source:
            readings += self._named_choices(parse(source), context)
        return readings

    def _named_choices(self, expression: Expression, context: Names) -> Iterator[Reading]:
        """What is read by the labels of the choices whose names an expression asks for."""
        for path in choice_names(expression):
            asked = self._specs.get(plain_path(path, "/" + "/".join(context)))
            question = asked.definition if asked is not None else None
            if asked is None or not isinstance(question, Question):
                continue
            shared = sum(
                1
                for _both in takewhile(
                    lambda pair: pair[0] == pair[1], zip(context, asked.names, strict=False)
                )
            )
            for output in sorted({each for choice in question.choices for each in choice.label.outputs()}):
                for reference in self._expressions.references(output, asked.names):
                    anchor = min(shared, reference.anchor(asked.depth))
                    for each in self._matching(reference.resolved(asked.names)):
                        yield Reading(each, anchor, reference.place)

    def _matching(self, names: Names) -> Iterator[Spec]:
        plain = self._specs.get("/" + "/".join(names))
        if plain is not None:
            yield plain
            return
        if not any(name in ("*", "@*", ANYTHING_BELOW) for name in names):
            return
        for spec in self._specs.values():
            if _fits(spec.names, names):
                yield spec


def _outputs(question: Question) -> set[str]:
    texts: list[Text] = [
        question.label,
        question.hint,
        question.constraint_message,
        question.required_message,
    ]
    texts += [choice.label for choice in question.choices]
    return {source for text in texts if text is not NO_TEXT for source in text.outputs()}


def _nothing(_context: Context) -> None:
    return None


def _fits(names: Names, pattern: Names) -> bool:
    if not pattern:
        return not names
    if pattern[0] == ANYTHING_BELOW:
        return True
    return bool(names) and pattern[0] in ("*", names[0]) and _fits(names[1:], pattern[1:])


def _connect(target: Target, reading: Reading) -> None:
    spec, anchor = reading.spec, reading.anchor
    names = target.spec.names[:-1] if target.aspect == COUNT else target.spec.names
    edge = Edge(target, spec.depth - anchor, names[anchor:], anchor)
    if target.aspect == LABEL and not any(above.repeat for above in _line(target.spec)):
        for each in (spec, *(_below(spec) if not spec.repeat else ())):
            each.labels = (*each.labels, target.spec.path)
        return
    if reading.place:
        spec.place_dependents.append(edge)
        return
    spec.dependents.append(edge)
    if not spec.repeat:
        for below in _below(spec):
            below.dependents.append(Edge(target, below.depth - anchor, edge.names, anchor))


def _line(spec: Spec | None) -> Iterator[Spec]:
    while spec is not None:
        yield spec
        spec = spec.parent


def _below(spec: Spec) -> Iterator[Spec]:
    for child in (*spec.children, *spec.attributes.values()):
        yield child
        yield from _below(child)


def _outside(repeat: Spec) -> list[Edge]:
    """Who, outside a row, reads this repeat or anything in it: evaluated when rows come or go."""
    found: dict[tuple[int, int], Edge] = {}
    for spec in (repeat, *_below(repeat)):
        for edge in spec.dependents:
            if edge.anchor < repeat.depth:
                key = (id(edge.target), edge.anchor)
                found[key] = Edge(edge.target, repeat.depth - 1 - edge.anchor, edge.names, edge.anchor)
    return list(found.values())
