# SPDX-License-Identifier: Apache-2.0
"""What a form asks, parsed once and never changed: Form, Group, Repeat, Question, Choice and their texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from .model import Model


@dataclass(frozen=True, slots=True)
class Output:
    """A place in a text that shows the value of an expression."""

    expression: str


Words: TypeAlias = tuple[str | Output, ...]
"""One text in one language: literal pieces and outputs."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text by language and form. `forms[language][form]`: form is `long`, `short`, `guidance`, `image`,
    `big-image`, `audio` or `video`; language "" holds for all languages."""

    forms: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)

    def words(self, language: str, form: str = "long") -> Words:
        """The pieces of the text in `language`, of the language-less text, else of the first that has it."""
        for name in (language, "", *self.forms):
            found = self.forms.get(name)
            if found is not None and form in found:
                return found[form]
        return ()

    def outputs(self) -> tuple[str, ...]:
        """Every expression shown in any language."""
        return tuple(
            part.expression
            for forms in self.forms.values()
            for words in forms.values()
            for part in words
            if isinstance(part, Output)
        )


NO_TEXT = Text()


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Itemset:
    """Choices taken from a node-set: `nodeset` with its filter, `value` and `label` relative to each item;
    `fixed` ones come first."""

    nodeset: str
    value: str
    label: str
    translated: bool = False
    fixed: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """A setvalue action: what it sets, by which expression or literal, upon which events. `filtered` is the
    reference as written where it chooses among rows by a predicate."""

    target: str
    events: tuple[str, ...]
    expression: str = ""
    literal: str = ""
    kind: str = "setvalue"
    filtered: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """What questions and groups have in common. `parent` is the path of the group it is shown in."""

    path: str
    name: str
    parent: str = ""
    label: Text = NO_TEXT
    hint: Text = NO_TEXT
    appearance: str = ""

    @property
    def appearances(self) -> frozenset[str]:
        return frozenset(self.appearance.split())


@dataclass(frozen=True, slots=True)
class Question(Item):
    """`type` is as an XLSForm author would call it (text, integer, select_one, geopoint, image, note, ...).

    `parameters` holds what the control carries (start, end, step, rows, mediatype, max-pixels, ...).
    `severity` "warn" lets a violated constraint pass with a reason; `allow` names the no-answers a
    person may give; `sensitive` answers are masked on screens and in exports.
    """

    type: str = "text"
    bind_type: str = "string"
    control: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    itemset: Itemset | None = None
    settings: tuple[Setting, ...] = ()
    severity: str = "block"
    allow: frozenset[str] = frozenset()
    sensitive: bool = False
    constraint_message: Text = NO_TEXT
    required_message: Text = NO_TEXT
    calculated: bool = False
    save_to: str = ""

    @property
    def selects(self) -> bool:
        """Whether it is answered by choosing among choices."""
        return self.type in ("select_one", "select_multiple", "rank")

    @property
    def asked(self) -> bool:
        """Whether a person sees it; calculations and hidden values are not asked."""
        return self.control != ""


@dataclass(frozen=True, slots=True)
class Group(Item):
    """`children` in the order of the body. A group made only for the screen has a path ending in `#n`."""

    children: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeat(Group):
    """`count` is the expression that fixes the number of rows, if the form has one."""

    count: str | None = None
    no_add_remove: bool = False


Part: TypeAlias = Question | Group


@dataclass(frozen=True, slots=True)
class EntityMapping:
    """How answers become an entity: one for the form, or one for each row of the repeat at `container`.

    `create` and `update` are the paths of attributes whose answer says whether (blank where there is none);
    `id` and `label` are paths too. `saves` maps property to question path.
    """

    dataset: str
    container: str
    entity: str
    id: str
    label: str
    create: str
    update: str
    saves: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FormWarning:
    """Something repaired or not supported, found when the form was loaded. `where` is sheet and row, or a
    path."""

    what: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form. `hash` is the SHA-256 of `xml`; `nodes` has every question, group and repeat by path, hidden
    ones too."""

    id: str
    version: str
    title: str
    hash: str
    xml: bytes = field(repr=False)
    languages: tuple[str, ...]
    default_language: str
    root: Group = field(repr=False)
    nodes: Mapping[str, Part] = field(repr=False)
    entities: tuple[EntityMapping, ...]
    warnings: tuple[FormWarning, ...]
    model: Model = field(repr=False, compare=False, kw_only=True)
