# SPDX-License-Identifier: Apache-2.0
"""An interview as it is looked at: one address at a time, in the active language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from .added_words import CHOICE, VALUE, choice_words, label_words
from .addresses import beside, generic
from .choices import ChoiceList, ChoiceView
from .definition import Group, Part, Question
from .filling import Filling
from .judging import Judge
from .live import Live
from .notes import NoAnswer
from .validation import Problem

_MEDIA = ("image", "big-image", "audio", "video")


@dataclass(frozen=True, slots=True)
class Node:
    """One address as it stands. `value` is the kept text, `shown_value` what a person reads."""

    address: str
    definition: Part
    label: str
    hint: str
    guidance: str
    media: Mapping[str, str]
    value: str
    shown_value: str
    no_answer: NoAnswer | None
    remark: str
    reason: str
    relevant: bool
    required: bool
    readonly: bool
    problem: Problem | None


class Viewer:
    """Looks at one interview."""

    def __init__(self, filling: Filling, judge: Judge) -> None:
        self._filling = filling
        self._judge = judge

    def node(self, address: str) -> Node:
        """A question, a group, a row, a series of rows, or a group that is only on screen."""
        node = self._filling.tree.by_address.get(address)
        if node is None:
            return self._screen_or_series(address)
        definition = node.spec.definition
        if definition is None:
            raise KeyError(address)
        worded, notes, language = self._filling.worded, self._filling.notes, self._filling.world.language
        media = {form: worded(definition.label, node, form) for form in _MEDIA}
        value = notes.unread.get(address) or (node.text if node.spec.leaf else "")
        return Node(
            address,
            definition,
            label_words(
                worded(definition.label, node, "long") or worded(definition.label, node, "short"), language
            ),
            worded(definition.hint, node, "long"),
            worded(definition.hint, node, "guidance"),
            {form: name for form, name in media.items() if name},
            value,
            self._shown(node, value),
            notes.no_answers.get(address),
            notes.remarks.get(address, ""),
            notes.reasons.get(address, ""),
            node.relevant,
            node.required,
            node.readonly,
            self._judge.problem(node) if node.fault else None,
        )

    def _screen_or_series(self, address: str) -> Node:
        """Both live by their parent. The relevance of a series is that of a row in it."""
        filling = self._filling
        found = filling.tree.series(address)
        relevant = True
        if found is not None:
            parent, spec = found
            definition = spec.definition
            if spec.relevant is not None:
                relevant = bool(filling.work.run(spec.relevant, Live(spec, parent, ""), True))
        else:
            parent = filling.tree.by_address[address.partition("#")[0]]
            definition = filling.form.nodes.get(generic(address))
        if definition is None:
            raise KeyError(address)
        return Node(
            address,
            definition,
            filling.worded(definition.label, parent, "long"),
            filling.worded(definition.hint, parent, "long"),
            "",
            {},
            "",
            "",
            None,
            filling.notes.remarks.get(address, ""),
            "",
            parent.relevant and relevant,
            False,
            parent.readonly,
            None,
        )

    def _shown(self, node: Live, value: str) -> str:
        definition = node.spec.definition
        if not value or not isinstance(definition, Question) or not definition.selects:
            return value
        choices = self.choices(node)
        labels = []
        for each in [value] if definition.type == "select_one" else value.split():
            found = choices.find(each)
            labels.append(found.label or each if found is not None else each)
        return ", ".join(labels)

    def choices(self, node: Live) -> ChoiceList:
        """The choices that `node` may take now, as a person reads them."""
        found, language = self._filling.choosing.of(node), self._filling.world.language

        def read(place: int) -> ChoiceView:
            view = found[place]
            label = choice_words(view.value, view.label, language)
            return view if label == view.label else replace(view, label=label)

        return ChoiceList(len(found), read, found.place)

    def search_choices(self, node: Live, wanted: str, limit: int) -> list[ChoiceView]:
        """The first choices with all the words of `wanted` in label or value, as a person reads them."""
        choices, found = self.choices(node), self._filling.choosing.search(node, wanted, limit)
        read = [choices.find(each.value) or each for each in found]
        added = choices.find(VALUE)
        if added is not None and added.label != CHOICE and added not in read and len(read) < limit:
            words = wanted.casefold().split()
            read += [added] if all(word in added.label.casefold() for word in words) else []
        return read

    def children(self, address: str) -> tuple[str, ...]:
        """What is shown inside an address, in order; of a series its rows."""
        found = self._filling.tree.series(address)
        if found is not None:
            parent, spec = found
            return tuple(row.address for row in parent.named.get(spec.name, ()) if isinstance(row, Live))
        definition = self._filling.form.nodes.get(generic(address))
        if not isinstance(definition, Group):
            return ()
        return tuple(beside(address, child.path) for child in definition.children)
