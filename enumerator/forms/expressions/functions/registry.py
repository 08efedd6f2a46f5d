# SPDX-License-Identifier: Apache-2.0
"""How a function says its name, what it takes, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from enumerator.forms.expressions.values import Value


@dataclass(frozen=True, slots=True)
class Function:
    """`run(context, *arguments)`. Kinds of argument: t text, n number, b boolean, s node-set, v any value,
    x not yet evaluated (an Evaluator). `needed` and `optional` are one letter each, `rest` repeats."""

    name: str
    needed: str
    optional: str
    rest: str
    run: Callable[..., Value]

    def kind(self, index: int) -> str:
        """The kind of the argument at `index`, or "" when there may be none."""
        kinds = self.needed + self.optional
        return kinds[index] if index < len(kinds) else self.rest


class Functions:
    """The functions of one topic."""

    def __init__(self) -> None:
        self._functions: list[Function] = []

    def add(
        self, name: str, needed: str = "", optional: str = "", rest: str = ""
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Decorator: `@functions.add("substr", "tn", "n")`."""

        def register(run: Callable[..., Any]) -> Callable[..., Any]:
            self._functions.append(Function(name, needed, optional, rest, run))
            return run

        return register

    def all(self) -> Iterator[Function]:
        return iter(self._functions)
