# SPDX-License-Identifier: Apache-2.0
"""The compiled side of a form: one Spec per generic path, its expressions, and who depends on whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from .definition import Part, Setting, Text
from .expressions.context import Context
from .expressions.scope import Names

if TYPE_CHECKING:
    from .compiling import Expressions
    from .secondary import Secondary

Run: TypeAlias = Callable[[Context], object]

RELEVANT, CALCULATE, CHOICES, COUNT, REQUIRED, READONLY, CONSTRAINT, LABEL = range(8)
ASPECTS = ("relevant", "calculate", "choices", "count", "required", "readonly", "constraint", "label")


@dataclass(frozen=True, slots=True)
class Bind:
    """A bind element as written; expressions are source text, blank where there is none."""

    type: str = "string"
    relevant: str = ""
    calculate: str = ""
    required: str = ""
    readonly: str = ""
    constraint: str = ""
    preload: str = ""
    preload_parameter: str = ""
    save_to: str = ""


NO_BIND = Bind()


class Target:
    """One expression of one Spec that is kept up to date. `order` is its place in the order of evaluation;
    `inward` says that the relevance of a group reads answers inside the group."""

    __slots__ = ("aspect", "inward", "order", "run", "source", "spec")

    def __init__(self, spec: Spec, aspect: int, source: str, run: Run) -> None:
        self.spec = spec
        self.aspect = aspect
        self.source = source
        self.run = run
        self.order = 0
        self.inward = False


class Edge:
    """When a node changes: climb `ups`, go down `names`, and evaluate `target` on every node found."""

    __slots__ = ("anchor", "names", "target", "ups")

    def __init__(self, target: Target, ups: int, names: Names, anchor: int) -> None:
        self.target = target
        self.ups = ups
        self.names = names
        self.anchor = anchor


class Seed:
    """A node to be made, as the form writes it."""

    __slots__ = ("attributes", "children", "spec", "text")

    def __init__(self, spec: Spec, text: str) -> None:
        self.spec = spec
        self.text = text
        self.attributes: list[Seed] = []
        self.children: list[Seed] = []


class Spec:
    """What the form says about all nodes of one generic path."""

    __slots__ = (
        "answered",
        "asked",
        "attributes",
        "bind",
        "by_chance",
        "calculate",
        "children",
        "choices",
        "constraint",
        "count",
        "default",
        "definition",
        "dependents",
        "depth",
        "fixed",
        "implied",
        "label",
        "labels",
        "name",
        "named",
        "names",
        "namespace",
        "outside",
        "parent",
        "path",
        "place",
        "place_dependents",
        "prefix",
        "readonly",
        "relevant",
        "repeat",
        "required",
        "row_settings",
        "settings",
        "template",
    )

    def __init__(self, name: str, parent: Spec | None, attribute: bool = False) -> None:
        self.name = name
        self.parent = parent
        step = f"@{name}" if attribute else name
        self.names: Names = (*parent.names, step) if parent is not None else (step,)
        self.path = "/" + "/".join(self.names)
        self.depth = len(self.names)
        self.place = len(parent.children) if parent is not None and not attribute else -1
        self.children: list[Spec] = []
        self.named: dict[str, Spec] = {}
        self.attributes: dict[str, Spec] = {}
        self.fixed: dict[str, str] = {}
        self.namespace = ""
        self.prefix: str | None = None
        self.repeat = False
        self.bind = NO_BIND
        self.definition: Part | None = None
        self.asked = False
        self.by_chance = False
        self.default = ""
        self.implied = False
        self.answered = False
        self.template: Seed | None = None
        self.relevant: Target | None = None
        self.calculate: Target | None = None
        self.choices: Target | None = None
        self.count: Target | None = None
        self.required: Target | None = None
        self.readonly: Target | None = None
        self.constraint: Target | None = None
        self.label: Target | None = None
        self.labels: tuple[str, ...] = ()
        self.dependents: list[Edge] = []
        self.place_dependents: list[Edge] = []
        self.outside: list[Edge] = []
        self.settings: tuple[Setting, ...] = ()
        self.row_settings: tuple[Setting, ...] = ()

    @property
    def leaf(self) -> bool:
        """Whether its nodes hold a value rather than other nodes."""
        return not self.children and not self.repeat


@dataclass(frozen=True, slots=True)
class Model:
    """All that an interview needs of a form besides its definition."""

    root: Spec
    seed: Seed
    specs: Mapping[str, Spec]
    targets: tuple[Target, ...]
    repeats: frozenset[Names]
    settings: tuple[Setting, ...]
    translations: Mapping[str, Text]
    expressions: Expressions
    secondary: Secondary
