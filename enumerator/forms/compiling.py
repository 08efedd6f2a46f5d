# SPDX-License-Identifier: Apache-2.0
"""The expressions of a form, read and compiled where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import TypeAlias

from enumerator.errors import UserError
from enumerator.messages import _

from .expressions.compiler import Compiler
from .expressions.context import Context
from .expressions.faults import EvaluationError, ExpressionError
from .expressions.functions import FUNCTIONS
from .expressions.parser import parse
from .expressions.rows import RowChooser, row_path
from .expressions.scope import Names, Reference, contextualise, functions_of, references
from .expressions.syntax import Expression
from .model import Run

Kind: TypeAlias = str


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


def expression_fault(path: str, aspect: str, source: str, error: ExpressionError) -> UserError:
    """What is wrong with an expression, for the author of the form."""
    return UserError(
        str(error),
        where=_("{path}, {aspect}: {source}", path=path, aspect=aspect, source=source),
        remedy=error.remedy or _("Correct the expression in the form."),
    )


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
