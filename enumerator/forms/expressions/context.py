# SPDX-License-Identifier: Apache-2.0
"""Where an expression is evaluated: the node, its place in a predicate, and the world around the form."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Protocol, TypeAlias

from enumerator.forms.tree import NOBODY, Node

from .values import Value

HTML = "http://www.w3.org/1999/xhtml"
JAVAROSA = "http://openrosa.org/javarosa"


class Rows(Protocol):
    """A secondary instance kept as rows; nodes are made only for the rows that are asked for."""

    root_name: str
    item_name: str

    def matching(self, column: str, texts: list[str]) -> list[int]:
        """The rows, in order, whose `column` is one of `texts`; answered from an index."""

    def column(self, name: str) -> list[str] | None:
        """The cells of a column by row, or None when there is no such column."""

    def node(self, row: int) -> Node:
        """The item node of a row; the same node every time."""

    def size(self) -> int:
        """The number of rows."""


class World:
    """What expressions may ask of the outside. A form overrides what it has; the rest answers blank."""

    zone: tzinfo | None = None
    began: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    namespaces: Mapping[str, str] = {"xhtml": HTML, "jr": JAVAROSA}

    def now(self) -> datetime:
        """The present, aware, in the local zone."""
        return datetime.now().astimezone(self.zone)

    def random(self) -> random.Random:
        """The source of chance."""
        return random.Random()

    def instance(self, name: str) -> list[Node] | None:
        """The secondary instance `name` as the node above its root, or None when there is none."""
        return None

    def rows(self, name: str) -> Rows | None:
        """The secondary instance `name` as rows, or None when it is not kept as rows."""
        return None

    def translation(self, text_id: str) -> str:
        """The text of an itext id in the active language."""
        return ""

    def choice_label(self, value: str, path: str, node: Node) -> str:
        """The label, in the active language, of a choice of the question at `path` seen from `node`."""
        return ""

    def order_seed(self, node: Node) -> int | None:
        """The seed of an unseeded `randomize` that belongs to `node`; None for a fresh order every time."""
        return None

    def language_words(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Short names of the months and of the days from Sunday, in the active language."""
        return ENGLISH

    def month_name(self, month: int) -> str:
        """The full name of a month (1 to 12) in the active language."""
        return MONTHS[month - 1]


MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
ENGLISH = (
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"),
)


class Context:
    """`node` changes inside predicates, `current` does not; `root` is what absolute paths start from.
    Outside predicates `position` is 0."""

    __slots__ = ("current", "node", "position", "root", "size", "world", "zone")

    def __init__(self, node: Node, root: Node, world: World) -> None:
        self.node = node
        self.current = node
        self.root = root
        self.world = world
        self.zone = world.zone
        self.position = 0
        self.size = 1

    def inside(self) -> Context:
        """A context for the members of a node-set, filled in one by one."""
        inner = Context.__new__(Context)
        inner.node = self.node
        inner.current = self.current
        inner.root = self.root
        inner.world = self.world
        inner.zone = self.zone
        inner.position = 1
        inner.size = 1
        return inner


Evaluator: TypeAlias = Callable[[Context], Value]
AsText: TypeAlias = Callable[[Context], str]
AsNumber: TypeAlias = Callable[[Context], float]
AsTruth: TypeAlias = Callable[[Context], bool]
AsNodes: TypeAlias = Callable[[Context], list[Node]]
NOWHERE: dict[str, list[Node]] = NOBODY
