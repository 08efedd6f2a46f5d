# SPDX-License-Identifier: Apache-2.0
"""The parts of an expression once it is read: a small immutable syntax tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Literal:
    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function by its written name (`jr:choice-name` with its prefix)."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class NameTest:
    """`name`, `p:name`, `*` or `p:*`; `prefix` is None where none was written."""

    name: str
    prefix: str | None = None


@dataclass(frozen=True, slots=True)
class KindTest:
    """`node()`, `text()`, `comment()` or `processing-instruction('target')`."""

    kind: str
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    axis: str
    test: NameTest | KindTest
    predicates: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Root:
    """Where an absolute path starts."""


@dataclass(frozen=True, slots=True)
class Here:
    """Where a relative path starts: the context node."""


@dataclass(frozen=True, slots=True)
class Current:
    """The node the whole expression belongs to: `current()`."""


@dataclass(frozen=True, slots=True)
class Path:
    start: Expression
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    base: Expression
    predicates: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """`or and = != < <= > >= + - * div mod |`."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Negate:
    operand: Expression


Expression: TypeAlias = Number | Literal | Call | Path | Filter | Binary | Negate | Root | Here | Current

PARENT = Step("parent", KindTest("node"))
SELF = Step("self", KindTest("node"))
BELOW = Step("descendant-or-self", KindTest("node"))
