# SPDX-License-Identifier: Apache-2.0
"""A form being filled in: every edit answers with the Changes it made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from enumerator.errors import UserError
from enumerator.messages import _

from . import metadata
from .actions import Actions
from .changes import Changes, RemovedRow
from .choices import ChoiceView
from .collecting import uncollected
from .definition import Form, Question, Repeat
from .filling import Filling
from .flat import finished_answers, flat_answers
from .judging import Judge
from .live import Live, Tree
from .model import Spec
from .notes import NoAnswer, Notes
from .rows import Rows
from .validation import Problem
from .viewing import Node, Viewer
from .world import Context

_IN_A_LANGUAGE = ("jr:choice-name", "jr:itext", "format-date")


class Interview:
    """A live form. Make one with `begin` or `resume`. An address that is not there is a KeyError."""

    def __init__(self, form: Form, context: Context, answers: Mapping[str, str] | None) -> None:
        self.form = form
        with uncollected():
            self._filling = Filling(form, context, answers, self._resize)
            self._judge = Judge(self._filling)
            self._actions = Actions(self._filling)
            self._rows = Rows(self._filling, self._judge, self._actions)
            self._viewer = Viewer(self._filling, self._judge)
            self._start(answers)

    @classmethod
    def begin(cls, form: Form, context: Context | None = None) -> Interview:
        """A new interview: defaults, preloads, first-load actions, calculations."""
        return cls(form, context or Context(), None)

    @classmethod
    def resume(cls, form: Form, answers: Mapping[str, str], context: Context | None = None) -> Interview:
        """The interview that `answers()` described: same rows, same values, no first-load actions."""
        return cls(form, context or Context(), answers)

    def _start(self, answers: Mapping[str, str] | None) -> None:
        filling = self._filling
        if answers is None:
            metadata.preload(filling)
        else:
            filling.notes.take(answers)
            metadata.renew(filling)
            self._rows.take_shelf(answers)
        self._judge.set_apart(filling.tree.by_address.values())
        filling.work.enter(filling.tree.root, resumed=answers is not None, edited=filling.notes.edited)
        filling.work.settle()
        if answers is None:
            self._actions.first_load()
        self._actions.load()
        filling.work.settle()
        filling.work.take_triggers()
        self._judge.check()
        filling.work.begin()

    def _resize(self, parent: Live, spec: Spec, count: int) -> None:
        self._rows.resize(parent, spec, count)

    def _settled(self) -> Changes:
        """Let the edit have its consequences; what they were."""
        self._filling.work.settle()
        self._actions.follow()
        self._judge.check()
        return self._filling.work.begin().changes()

    def answer(self, address: str, value: str | NoAnswer | None) -> Changes:
        """Set, clear (None or "") or mark as not answered. A value that breaks a constraint is kept and is a
        problem; text that is not of the question's type is kept too, but is blank to all others."""
        node, notes, record = self._answerable(address), self._filling.notes, self._filling.record
        refused = value if isinstance(value, NoAnswer) else None
        kept = self._judge.kept("" if value is None or refused else value, node)
        before = notes.no_answers.pop(address, None), notes.unread.pop(address, None)
        if refused is not None:
            notes.no_answers[address] = refused
        if kept is None:
            notes.unread[address], kept = str(value), ""
        if before != (refused, notes.unread.get(address)):
            record.values.add(address)
            self._filling.work.to_check[node] = None
        if (before[1] is None) is not (address not in notes.unread):
            record.answers[f"{address}#unread"] = "1" if address in notes.unread else None
        if before[0] is not refused:
            record.answers[f"{address}#no-answer"] = refused
        if notes.reasons.pop(address, None) is not None:
            record.answers[f"{address}#reason"] = None
            self._filling.work.to_check[node] = None
        if notes.withheld.pop(address, None) is not None:
            record.answers[f"{address}#withheld"] = None
        if node.spec.calculate is not None and address not in notes.edited:
            notes.edited[address] = record.answers[f"{address}#edited"] = "1"
        if kept != node.text:
            node.text = kept
            self._filling.work.value_changed(node)
        record.answers[address] = notes.unread.get(address) or node.text or None
        return self._settled()

    def remark(self, address: str, text: str) -> Changes:
        """Keep a remark at an address; blank removes it."""
        return self._noted(self._filling.notes.remarks, address, "remark", text)

    def accept(self, address: str, reason: str) -> Changes:
        """Let a warning pass with a reason; a blank reason takes that back."""
        self._filling.work.to_check[self._answerable(address)] = None
        return self._noted(self._filling.notes.reasons, address, "reason", reason)

    def _noted(self, notes: dict[str, str], address: str, kind: str, text: str) -> Changes:
        if text:
            notes[address] = text
        else:
            notes.pop(address, None)
        self._filling.record.values.add(address)
        self._filling.record.answers[f"{address}#{kind}"] = text or None
        return self._settled()

    def set_language(self, name: str) -> Changes:
        """Show the form in another of its languages."""
        if name not in self.form.languages:
            raise KeyError(name)
        self._filling.world.language = name
        for target in self.form.model.targets:
            if any(function in target.source for function in _IN_A_LANGUAGE):
                self._filling.work.evaluate_everywhere(target)
        record = self._filling.record
        for node in self._filling.tree.by_address.values():
            definition = node.spec.definition
            if definition is not None:
                record.labels.add(node.address)
                if isinstance(definition, Question) and definition.selects:
                    record.choices.add(node.address)
        return self._settled()

    @property
    def language(self) -> str:
        """The active language, "" in a form without languages."""
        return self._filling.world.language

    def add_repeat(self, series: str, *, at: int | None = None) -> Changes:
        """Add a row at place `at` (from 0; the end by default); `created` is its address. UserError where the
        form sets the number of rows itself."""
        parent, spec = self._series(series)
        _check_free(spec)
        rows = parent.named.get(spec.name, [])
        place = len(rows) if at is None else max(0, min(at, len(rows)))
        self._filling.record.created = self._rows.add(parent, spec, place).address
        return self._settled()

    def remove_repeat(self, address: str) -> Changes:
        """Remove a row; `removed` holds it for `restore_repeat`. UserError as for `add_repeat`."""
        row = self._row(address)
        _check_free(row.spec)
        self._filling.record.removed = self._rows.remove(row)
        return self._settled()

    def restore_repeat(self, removed: RemovedRow) -> Changes:
        """Put a removed row back at its place with the same id and answers."""
        row = self._rows.restore(removed, *self._series(removed.series))
        record = self._filling.record
        record.created = row.address
        record.answers = {**removed.answers, **record.answers}
        return self._settled()

    def move_repeat(self, address: str, to: int) -> Changes:
        """Move a row to place `to` (from 0) of its series."""
        self._rows.move(self._row(address), to)
        return self._settled()

    def node(self, address: str) -> Node:
        """A snapshot of an address: a question, a group, a row, or a series of rows."""
        return self._viewer.node(address)

    def children(self, address: str = "") -> tuple[str, ...]:
        """What is shown inside an address, in order; of a series its rows; "" is the form."""
        return self._viewer.children(address or self._filling.tree.root.address)

    def choices(self, address: str) -> Sequence[ChoiceView]:
        """The choices that may be taken now."""
        return self._viewer.choices(self._answerable(address))

    def search_choices(self, address: str, text: str, limit: int = 50) -> list[ChoiceView]:
        """The first choices with all the words of `text` in their label or value."""
        return self._viewer.search_choices(self._answerable(address), text, limit)

    def problems(self) -> tuple[Problem, ...]:
        """All present problems of relevant nodes, in the order of the form."""
        return self._judge.problems()

    def answers(self) -> dict[str, str]:
        """Everything the interview holds, hidden answers too: what a draft keeps and `resume` takes."""
        return {**flat_answers(self._filling, self._filling.tree.root), **self._filling.notes.unplaced}

    def finalize(self) -> Changes:
        """Set what is only known at the end."""
        metadata.finalize(self._filling)
        return self._settled()

    def finished_answers(self) -> dict[str, str]:
        """The flat answers of a finished interview: finalized, without what is not relevant."""
        self.finalize()
        return {**finished_answers(self._filling), **self._filling.notes.unplaced}

    @property
    def notes(self) -> Notes:
        """No-answers, remarks and reasons by address, for writing the interview out."""
        return self._filling.notes

    @property
    def tree(self) -> Tree:
        """The live nodes, for writing the interview out."""
        return self._filling.tree

    def _answerable(self, address: str) -> Live:
        node = self._filling.tree.by_address[address]
        if not node.spec.leaf:
            raise KeyError(address)
        return node

    def _series(self, address: str) -> tuple[Live, Spec]:
        found = self._filling.tree.series(address)
        if found is None:
            raise KeyError(address)
        return found

    def _row(self, address: str) -> Live:
        row = self._filling.tree.by_address[address]
        if not row.row:
            raise KeyError(address)
        return row


__all__ = ["Context", "Interview", "NoAnswer", "Node"]


def _check_free(spec: Spec) -> None:
    """UserError when rows of a repeat come and go by a count, or not at all (`jr:noAddRemove`)."""
    repeat = spec.definition
    if isinstance(repeat, Repeat) and (repeat.count or repeat.no_add_remove):
        raise UserError(
            _("The form itself sets how many rows “{name}” has.", name=spec.name),
            where=spec.path,
            remedy=_("Change the answer that they are counted by."),
        )
