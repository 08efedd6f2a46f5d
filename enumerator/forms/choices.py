# SPDX-License-Identifier: Apache-2.0
"""The choices of a question as they stand now: fixed ones, filtered ones, and lists of a hundred thousand
rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload

from enumerator.errors import UserError
from enumerator.messages import _

from .definition import Form, Itemset, Question, Text
from .expressions.context import Context
from .expressions.faults import EvaluationError
from .expressions.rows import RowChooser
from .external import column_name
from .live import Live, Tree, nodes_at
from .model import Run, Spec
from .skeleton import plain_path
from .tables import Table
from .tree import Node
from .world import InterviewWorld

Worded = Callable[[Text, Live, str], str]
"""The words of a text at a node in a form (`long`, `image` ...)."""


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One choice in the active language. `media` maps image, audio, video to file names."""

    value: str
    label: str
    media: Mapping[str, str] = field(default_factory=dict)


class ChoiceList(Sequence[ChoiceView]):
    """Choices made when they are looked at."""

    def __init__(
        self, size: int, make: Callable[[int], ChoiceView], places: Callable[[str], int | None]
    ) -> None:
        self._size = size
        self._make = make
        self._places = places

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, place: int) -> ChoiceView: ...
    @overload
    def __getitem__(self, place: slice) -> list[ChoiceView]: ...
    def __getitem__(self, place: int | slice) -> ChoiceView | list[ChoiceView]:
        if isinstance(place, slice):
            return [self._make(each) for each in range(*place.indices(self._size))]
        if not -self._size <= place < self._size:
            raise IndexError(place)
        return self._make(place % self._size)

    def __iter__(self) -> Iterator[ChoiceView]:
        return map(self._make, range(self._size))

    def place(self, value: str) -> int | None:
        """The place of a value, from 0."""
        return self._places(value)

    def find(self, value: str) -> ChoiceView | None:
        """The choice of a value."""
        place = self._places(value)
        return None if place is None else self._make(place)


class Choosing:
    """The choices of every select question of one interview."""

    def __init__(self, form: Form, tree: Tree, world: InterviewWorld, worded: Worded) -> None:
        self._form = form
        self._tree = tree
        self._world = world
        self._worded = worded
        self._choosers: dict[str, RowChooser | None] = {}
        self._searchable: dict[str, list[str]] = {}

    def of(self, node: Live) -> ChoiceList:
        """The choices that `node` may take now."""
        question = node.spec.definition
        if not isinstance(question, Question):
            return _listed([])
        if question.itemset is None:
            return self._fixed(question, node)
        table, rows = self._rows(question, node)
        if table is not None:
            found = self._from_rows(question.itemset, table, rows, node)
        else:
            found = self._from_nodes(question.itemset, node)
        if question.itemset.fixed:
            words = [
                ChoiceView(each.value, self._worded(each.label, node, "long"))
                for each in question.itemset.fixed
            ]
            return _listed([*words, *found])
        return found

    def _fixed(self, question: Question, node: Live) -> ChoiceList:
        choices = question.choices
        values = [choice.value for choice in choices]
        return ChoiceList(
            len(choices),
            lambda place: ChoiceView(
                values[place],
                self._worded(choices[place].label, node, "long"),
                self._media(choices[place].label, node),
            ),
            lambda value: values.index(value) if value in values else None,
        )

    def _media(self, text: Text, node: Live) -> dict[str, str]:
        named = {form: self._worded(text, node, form) for form in ("image", "big-image", "audio", "video")}
        return {form: name for form, name in named.items() if name}

    def _chooser(self, question: Question) -> RowChooser | None:
        """The row filter of an itemset on a plain list; None when the itemset is anything else."""
        if question.path not in self._choosers:
            self._choosers[question.path] = self._make_chooser(question)
        return self._choosers[question.path]

    def _make_chooser(self, question: Question) -> RowChooser | None:
        if question.itemset is None:
            return None
        expressions = self._form.model.expressions
        names = self._form.model.specs[question.path].names
        return expressions.row_chooser(question.itemset.nodeset, names)

    def _rows(self, question: Question, node: Live) -> tuple[Table | None, Sequence[int]]:
        chooser = self._chooser(question)
        if chooser is None:
            return None, ()
        table = self._form.model.secondary.table(chooser.name)
        if table is None or not chooser.fits(table):
            return None, ()
        try:
            return table, chooser.numbers(self._context(node))
        except EvaluationError:
            return table, ()

    def _context(self, node: Node) -> Context:
        return Context(node, self._tree.document, self._world)

    def _from_rows(self, itemset: Itemset, table: Table, rows: Sequence[int], node: Live) -> ChoiceList:
        values = table.column(itemset.value) or [""] * table.size()
        labels = self._labels(table, itemset)
        whole = isinstance(rows, range)

        def make(place: int) -> ChoiceView:
            row = rows[place]
            written = labels[row] if labels is not None else ""
            return self._view(itemset, values[row], written, node)

        def find(value: str) -> int | None:
            found = table.matching(itemset.value, [value])
            if whole:
                return found[0] if found else None
            if len(rows) < 32:
                return next((place for place, row in enumerate(rows) if values[row] == value), None)
            wanted = set(found)
            return next((place for place, row in enumerate(rows) if row in wanted), None) if wanted else None

        return ChoiceList(len(rows), make, find)

    def _labels(self, table: Table, itemset: Itemset) -> list[str] | None:
        """The label column, of the active language where a list has one for each."""
        spoken = table.column(column_name(f"{itemset.label}::{self._world.language}"))
        return table.column(itemset.label) if spoken is None else spoken

    def _view(self, itemset: Itemset, value: str, written: str, node: Live) -> ChoiceView:
        if not itemset.translated:
            return ChoiceView(value, written)
        text = self._form.model.translations.get(written)
        if text is None:
            return ChoiceView(value, "")
        return ChoiceView(value, self._worded(text, node, "long"), self._media(text, node))

    def _from_nodes(self, itemset: Itemset, node: Live) -> ChoiceList:
        try:
            target = node.spec.choices
            items = target.run(self._context(node)) if target is not None else []
        except EvaluationError:
            items = []
        value_of, label_of = self._part(itemset.value, node.spec), self._part(itemset.label, node.spec)
        views: list[ChoiceView] = []
        for item in items if isinstance(items, list) else []:
            if not item.relevant:
                continue
            context = self._context(item)
            written = str(label_of(context)) if itemset.label else ""
            views.append(self._view(itemset, str(value_of(context)), written, node))
        return _listed(views)

    def _part(self, source: str, spec: Spec) -> Run:
        return self._form.model.expressions.run(source or "''", (*spec.names, "#item"), "text")

    def still_chosen(self, node: Live, text: str) -> str:
        """What is left of an answer when only the present choices count (trap 19)."""
        if text == "":
            return ""
        choices = self.of(node)
        question = node.spec.definition
        if isinstance(question, Question) and question.type in ("select_multiple", "rank"):
            chosen = text.split()
            kept = [value for value in chosen if choices.find(value) is not None]
            return text if len(kept) == len(chosen) else " ".join(kept)
        return text if choices.find(text) is not None else ""

    def chosen(self, node: Live, text: str) -> str | None:
        """An answer as it is kept: a multiple choice in the order of the choices, a ranking as ranked.
        None when a value is not among the choices; a ranking has to be complete."""
        choices = self.of(node)
        question = node.spec.definition
        kind = question.type if isinstance(question, Question) else ""
        if kind == "select_one":
            return text if choices.place(text) is not None else None
        values = list(dict.fromkeys(text.split()))
        places = {value: choices.place(value) for value in values}
        if None in places.values():
            return None
        if kind == "rank":
            if len(values) < len({choice.value for choice in choices}):
                raise UserError(
                    _("Every choice has to be put in order."),
                    where=node.address,
                    remedy=_("Rank the rest too."),
                )
            return " ".join(values)
        return " ".join(sorted(values, key=lambda value: places[value] or 0))

    def label_of(self, value: str, path: str, seen_from: Node) -> str:
        """The label of a value of the question at `path` (text, absolute or relative to `seen_from`)."""
        base = seen_from.spec.path if isinstance(seen_from, Live) else ""
        spec = self._form.model.specs.get(plain_path(path, base))
        if spec is None:
            return ""
        node = self._nearest(spec, seen_from)
        if node is None:
            return ""
        found = self.of(node).find(value)
        return "" if found is None else found.label

    def _nearest(self, spec: Spec, seen_from: Node) -> Live | None:
        """The node of a Spec in the same rows as `seen_from`."""
        anchor: Node | None = seen_from
        while anchor is not None and isinstance(anchor, Live):
            if spec.names[: anchor.spec.depth] == anchor.spec.names:
                break
            anchor = anchor.parent
        if not isinstance(anchor, Live):
            anchor = self._tree.root
        found = nodes_at(anchor, spec.names[anchor.spec.depth :])
        return found[0] if found else None

    def search(self, node: Live, wanted: str, limit: int) -> list[ChoiceView]:
        """At most `limit` choices with all the words of `wanted` in label or value: first the one that is
        called so, then those that begin so, then the others in their order."""
        choices = self.of(node)
        question = node.spec.definition
        listed = self._texts(question, node) if isinstance(question, Question) else None
        if listed is None:
            texts = [f"{choice.label} {choice.value}".casefold() for choice in choices]
        else:
            every, rows = listed
            texts = every if rows == range(len(every)) else [every[row] for row in rows]
        return [choices[place] for place in _closest(texts, " ".join(wanted.casefold().split()), limit)]

    def _texts(self, question: Question, node: Live) -> tuple[list[str], Sequence[int]] | None:
        if question.itemset is None or question.itemset.translated:
            return None
        table, rows = self._rows(question, node)
        if table is None:
            return None
        key = f"{id(table)} {self._world.language} {question.itemset.label} {question.itemset.value}"
        if key not in self._searchable:
            labels = self._labels(table, question.itemset) or [""] * table.size()
            values = table.column(question.itemset.value) or [""] * table.size()
            self._searchable[key] = [
                f"{label} {value}".casefold() for label, value in zip(labels, values, strict=True)
            ]
        return self._searchable[key], rows


def _closest(texts: Sequence[str], wanted: str, limit: int) -> list[int]:
    """Places of the texts, each a label, a space and a value; a value has no space in it."""
    longest, *more = sorted(wanted.split(), key=len, reverse=True) or [""]
    hits = [place for place, text in enumerate(texts) if longest in text]
    for word in more:
        hits = [place for place in hits if word in texts[place]]
    begin = [place for place in hits if texts[place].startswith(wanted)]
    end = [place for place in hits if texts[place].endswith(f" {wanted}")]
    named = [place for place in (*begin, *end) if _is_called(texts[place], wanted)]
    return list(dict.fromkeys([*named, *begin, *hits]))[:limit]


def _is_called(text: str, wanted: str) -> bool:
    label, _space, value = text.rpartition(" ")
    return wanted in (label, value)


def every_choice(form: Form, question: Question) -> list[tuple[str, str]] | None:
    """Value and label, in the default language, of all choices a question may ever offer; None when they
    are not known before the interview (choices made of rows, files that are missing)."""
    language = form.default_language
    if question.itemset is None:
        return [(choice.value, _spoken(choice.label, language)) for choice in question.choices]
    chooser = form.model.expressions.row_chooser(
        question.itemset.nodeset, form.model.specs[question.path].names
    )
    table = None if chooser is None else form.model.secondary.table(chooser.name)
    values = None if table is None else table.column(question.itemset.value)
    if table is None or values is None:
        return None
    labels = table.column(question.itemset.label) or values
    if question.itemset.translated:
        texts = form.model.translations
        labels = [_spoken(texts[each], language) if each in texts else each for each in labels]
    return list(zip(values, labels, strict=True))


def _spoken(text: Text, language: str) -> str:
    return "".join(part for part in text.words(language) if isinstance(part, str)).strip()


def _listed(views: list[ChoiceView]) -> ChoiceList:
    places = {view.value: place for place, view in reversed(list(enumerate(views)))}
    return ChoiceList(len(views), views.__getitem__, places.get)
