# SPDX-License-Identifier: Apache-2.0
"""From the expressions of a form to Targets in order of evaluation, and Edges to whoever reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple, TypeAlias

from enumerator.errors import UserError
from enumerator.messages import _

from .definition import NO_TEXT, Question, Text
from .expressions.compiler import Compiler
from .expressions.context import Context
from .expressions.faults import EvaluationError, ExpressionError
from .expressions.functions import FUNCTIONS
from .expressions.parser import parse
from .expressions.rows import RowChooser, row_path
from .expressions.scope import ANYTHING_BELOW, Names, Reference, contextualise, functions_of, references
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
    Run,
    Spec,
    Target,
)
from .pointing import Astray, Reader, choice_names
from .skeleton import plain_path

Kind: TypeAlias = str
_TRUTHS = (RELEVANT, REQUIRED, READONLY, CONSTRAINT)


class Expressions:
    """Reads and compiles expressions where they stand; the same text in the same place is compiled once."""

    def __init__(self, compiler: Compiler, repeats: frozenset[Names]) -> None:
        self._compiler = compiler
        self._repeats = repeats
        self._compiled: dict[tuple[str, Names, Kind], Run] = {}
        self._references: dict[tuple[str, Names], frozenset[Reference]] = {}

    def read(self, source: str, context: Names) -> Expression:
        """The syntax tree of `source` as meant at `context`; unknown functions are faults here already."""
        expression = _checked(source)
        return contextualise(expression, context, self._repeats) if self._repeats else expression

    def references(self, source: str, context: Names) -> frozenset[Reference]:
        """What `source` reads at `context`."""
        key = (source, self._place(context))
        found = self._references.get(key)
        if found is None:
            try:
                found = self._references[key] = references(self.read(source, context))
            except RecursionError as error:
                raise ExpressionError(_("The expression is nested too deeply.")) from error
        return found

    def run(self, source: str, context: Names, kind: Kind = "value") -> Run:
        """The closure of `source` as value, text, number, truth or nodes, made when first called."""
        key = (source, self._place(context), kind)
        found = self._compiled.get(key)
        if found is None:
            found = self._compiled[key] = _Lazy(self, source, context, kind)
        return found

    def compile(self, source: str, context: Names, kind: Kind) -> Run:
        """Compile now."""
        try:
            compiled: Run = getattr(self._compiler, kind)(self.read(source, context))
        except RecursionError as error:
            raise EvaluationError(_("The expression is nested too deeply.")) from error
        return compiled

    def namespaces(self) -> Mapping[str, str]:
        """The prefixes that paths may use."""
        return self._compiler.namespaces()

    def row_chooser(self, source: str, context: Names) -> RowChooser | None:
        """The filter of `instance('list')/root/item[...]`; None when the node-set is anything else."""
        expression = self.read(source, context)
        found = row_path(expression)
        if found is None:
            return None
        name, path = found
        return RowChooser(name, path.steps[0], path.steps[1], self._compiler.value)

    def _place(self, context: Names) -> Names:
        inside = any(context[: len(repeat)] == repeat for repeat in self._repeats)
        return context if inside else ()


class _Lazy:
    """A closure that is compiled when it is first needed."""

    __slots__ = ("_context", "_expressions", "_kind", "_ready", "_source")

    def __init__(self, expressions: Expressions, source: str, context: Names, kind: Kind) -> None:
        self._expressions = expressions
        self._source = source
        self._context = context
        self._kind = kind
        self._ready: Run | None = None

    def __call__(self, context: Context) -> object:
        if self._ready is None:
            self._ready = self._expressions.compile(self._source, self._context, self._kind)
        return self._ready(context)

    def ready(self) -> Run:
        """The compiled closure itself, without this step in between."""
        if self._ready is None:
            self._ready = self._expressions.compile(self._source, self._context, self._kind)
        return self._ready


class Reading(NamedTuple):
    """A Spec that a target reads, and the depth down to which reader and read share their ancestors."""

    spec: Spec
    anchor: int
    place: bool


@lru_cache(maxsize=20_000)
def _checked(source: str) -> Expression:
    expression = parse(source)
    for call in functions_of(expression):
        function = FUNCTIONS.get(call.name)
        if function is None:
            raise _unknown(call.name)
        count = len(call.arguments)
        most = len(function.needed + function.optional)
        if count < len(function.needed) or (count > most and not function.rest):
            raise ExpressionError(_("{name}() does not take {count} values.", name=call.name, count=count))
    return expression


def _unknown(name: str) -> ExpressionError:
    meant = next(iter(get_close_matches(name, list(FUNCTIONS), n=1, cutoff=0.7)), "")
    remedy = _("Write “{name}” if that is meant.", name=f"{meant}()") if meant else ""
    return ExpressionError(_("There is no function “{name}”.", name=name), remedy=remedy)


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
        self.targets = tuple(_ordered(self._reads))
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


def expression_fault(path: str, aspect: str, source: str, error: ExpressionError) -> UserError:
    """What is wrong with an expression, for the author of the form."""
    return UserError(
        str(error),
        where=_("{path}, {aspect}: {source}", path=path, aspect=aspect, source=source),
        remedy=error.remedy or _("Correct the expression in the form."),
    )


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


def _providers(spec: Spec) -> Iterator[Target]:
    """The targets that may change what others see at `spec`."""
    for own in (spec.calculate, spec.choices):
        if own is not None:
            yield own
    yield from _relevance(spec)
    above: Spec | None = spec
    while above is not None:
        if above.count is not None:
            yield above.count
        above = above.parent


def _relevance(spec: Spec | None) -> Iterator[Target]:
    while spec is not None:
        if spec.relevant is not None:
            yield spec.relevant
            return
        spec = spec.parent


def _ordered(reads: dict[Target, list[Reading]]) -> Iterator[Target]:
    """Dependencies first. What depends on itself is a fault, unless it goes from row to row."""
    needs: dict[Target, list[Target]] = {}
    crossing: set[tuple[Target, Target]] = set()
    for target, found in reads.items():
        needed: dict[Target, None] = {}
        own = target.spec.parent if target.aspect == RELEVANT else target.spec
        if target.aspect in (RELEVANT, CALCULATE, CHOICES):
            needed.update(dict.fromkeys(_relevance(own)))
        for spec, anchor, place in found:
            across = _crosses_rows(target.spec, spec, anchor)
            for provider in _providers(spec):
                if place and provider.aspect != COUNT:
                    continue
                if target.aspect >= REQUIRED and provider is target:
                    continue
                if provider is target and target.aspect == RELEVANT and spec.depth > target.spec.depth:
                    target.inward = True
                    continue
                needed[provider] = None
                if across:
                    crossing.add((target, provider))
        needs[target] = list(needed)
    for group in _components(needs):
        if len(group) > 1 or group[0] in needs[group[0]]:
            members = set(group)
            grows = any(member.aspect == COUNT for member in group)
            if not grows and not any(
                (one, other) in crossing for one in group for other in needs[one] if other in members
            ):
                raise UserError(
                    _("The form calculates in a circle."),
                    where=", ".join(f"{member.spec.path} ({ASPECTS[member.aspect]})" for member in group[:8]),
                    remedy=_("Remove one of these references."),
                )
        yield from group


def _crosses_rows(spec: Spec, other: Spec, anchor: int) -> bool:
    above: Spec | None = spec
    while above is not None:
        if above.repeat and above.depth > anchor and other.names[: above.depth] == above.names:
            return True
        above = above.parent
    return False


def _components(needs: dict[Target, list[Target]]) -> Iterator[list[Target]]:
    """Tarjan's strongly connected components without recursion; what is needed comes before what needs it."""
    index: dict[Target, int] = {}
    low: dict[Target, int] = {}
    stack: list[Target] = []
    on_stack: set[Target] = set()
    for start in needs:
        if start in index:
            continue
        work: list[tuple[Target, Iterator[Target]]] = [(start, iter(needs[start]))]
        index[start] = low[start] = len(index)
        stack.append(start)
        on_stack.add(start)
        while work:
            target, waiting = work[-1]
            for other in waiting:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    on_stack.add(other)
                    work.append((other, iter(needs[other])))
                    break
                if other in on_stack:
                    low[target] = min(low[target], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[target])
                if low[target] == index[target]:
                    group: list[Target] = []
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        group.append(member)
                        if member is target:
                            break
                    yield group[::-1]
