# SPDX-License-Identifier: Apache-2.0
"""Which texts are answers to their questions, and what is wrong with the answers there are."""

from __future__ import annotations

from collections.abc import Iterable

from enumerator.messages import _

from .answers import typed
from .definition import Question
from .filling import Filling
from .live import Live, document_place
from .model import Spec
from .notes import SUBMITTED
from .validation import CHOICE, CONSTRAINT, REQUIRED, TYPE, WORDS, Problem

TRIGGERED = "OK"


class Judge:
    """Judges the answers of one interview."""

    def __init__(self, filling: Filling) -> None:
        self._filling = filling

    def kept(self, text: str, node: Live) -> str | None:
        """The text as the question keeps it, or None when it is no answer to it."""
        definition, kind = node.spec.definition, node.spec.bind.type
        if not isinstance(definition, Question) or not definition.control or text == "":
            return typed(text, kind)
        if definition.type == "acknowledge":
            return TRIGGERED if text in (TRIGGERED, "true", "1") else ""
        if definition.selects:
            return self._filling.choosing.chosen(node, text)
        found = typed(text, kind)
        if found and definition.type == "range" and not _within_range(found, definition):
            return None
        return found

    def set_apart(self, nodes: Iterable[Live]) -> None:
        """Set apart the texts that are no answers to their questions."""
        notes = self._filling.notes
        for node in nodes:
            if not node.text or not node.spec.asked or not node.spec.leaf:
                continue
            edited = notes.edited.get(node.address)
            if node.spec.calculate is not None and edited is None:
                continue
            found = self._found(node)
            if found is not None:
                node.text = found
            elif edited == SUBMITTED:
                del notes.edited[node.address]
            else:
                notes.unread[node.address], node.text = node.text, ""

    def _found(self, node: Live) -> str | None:
        """The text as it is kept. Choices that a filter makes are not known yet when an interview is
        opened: what they do not offer is withheld later, unless it was unread before."""
        notes = self._filling.notes
        if node.address in notes.to_set_apart:
            notes.to_set_apart.discard(node.address)
            return None
        if node.spec.choices is not None:
            return node.text
        found = self.kept(node.text, node)
        return node.text if found is None and self._set_by_form(node.spec) else found

    def _set_by_form(self, spec: Spec) -> bool:
        """Whether an action of the form sets it: what the form says stays as it is, when it is opened again
        too."""
        model = self._filling.form.model
        nested = (setting for each in model.specs.values() for setting in each.settings)
        return any(setting.target == spec.path for setting in (*model.settings, *nested))

    def check(self) -> None:
        """Look again at the answers that may have become right or wrong."""
        filling = self._filling
        checking, filling.work.to_check = filling.work.to_check, {}
        for node in checking:
            fault = self._fault(node)
            if fault != node.fault:
                node.fault = fault
                filling.record.problems.add(node.address)
                if fault:
                    filling.faulty[node] = None
                else:
                    filling.faulty.pop(node, None)

    def _fault(self, node: Live) -> str:
        spec, notes, address = node.spec, self._filling.notes, node.address
        if not node.relevant or not spec.leaf or not spec.asked:
            return ""
        if address in notes.unread:
            return CHOICE if isinstance(spec.definition, Question) and spec.definition.selects else TYPE
        if node.text == "":
            unanswered = node.required and address not in notes.no_answers and not _is_note(spec)
            return REQUIRED if unanswered else ""
        if spec.constraint is not None and not self._filling.work.run(spec.constraint, node, True):
            return "" if address in notes.reasons and _severity(spec) == "warn" else CONSTRAINT
        return ""

    def problems(self) -> tuple[Problem, ...]:
        """All present problems, in the order of the form."""
        return tuple(self.problem(node) for node in sorted(self._filling.faulty, key=document_place))

    def problem(self, node: Live) -> Problem:
        """What is wrong at a node that has a fault, in the form's own words where it has some."""
        spec, kind = node.spec, node.fault
        definition = spec.definition
        message = ""
        if isinstance(definition, Question) and kind in (CONSTRAINT, REQUIRED):
            own = definition.constraint_message if kind == CONSTRAINT else definition.required_message
            message = self._filling.worded(own, node, "long")
        if not message:
            message = _(WORDS.get(spec.bind.type if kind == TYPE else kind, WORDS[CHOICE]))
        return Problem(node.address, kind, _severity(spec) if kind == CONSTRAINT else "block", message)


def _within_range(text: str, definition: Question) -> bool:
    try:
        start, end = float(definition.parameters["start"]), float(definition.parameters["end"])
    except (KeyError, ValueError):
        return True
    return min(start, end) <= float(text) <= max(start, end)


def _is_note(spec: Spec) -> bool:
    return isinstance(spec.definition, Question) and spec.definition.type == "note"


def _severity(spec: Spec) -> str:
    return spec.definition.severity if isinstance(spec.definition, Question) else "block"
