# SPDX-License-Identifier: Apache-2.0
"""A form being filled in: every edit answers with the Changes it made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from enumerator.messages import _

from .answers import as_default, calculated, typed
from .changes import Changes, RemovedRow
from .choices import ChoiceView, Choosing
from .collecting import uncollected
from .definition import Form, Group, Output, Part, Question, Repeat, Setting, Text
from .expressions.context import Context as Place
from .expressions.faults import EvaluationError
from .expressions.moments import iso
from .live import Live, Rows, Texts, Tree, all_below, document_place, nodes_at
from .model import Seed, Spec
from .recalculation import Recalculation
from .tree import Node as TreeNode
from .validation import CHOICE, CONSTRAINT, REQUIRED, TYPE, WORDS, Problem
from .world import Context, InterviewWorld

FIRST_LOAD = "odk-instance-first-load"
LOAD = "odk-instance-load"
NEW_ROW = "odk-new-repeat"
VALUE_CHANGED = "xforms-value-changed"
_MEDIA_FORMS = ("image", "big-image", "audio", "video")
SUBMITTED = "submitted"
_CHAIN = 50


class NoAnswer(StrEnum):
    """Asked, and not answered: a value of its own beside blank and not relevant."""

    DONT_KNOW = "dont_know"
    REFUSED = "refused"


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


class Interview:
    """A live form. Make one with `begin` or `resume`."""

    def __init__(self, form: Form, context: Context, answers: Mapping[str, str] | None) -> None:
        self.form = form
        self._context = context
        self._no_answers: dict[str, NoAnswer] = {}
        self._remarks: dict[str, str] = {}
        self._reasons: dict[str, str] = {}
        self._unread: dict[str, str] = {}
        self._withheld: dict[str, str] = {}
        self._unplaced: dict[str, str] = {}
        self._edited: dict[str, str] = {}
        self._shelf: dict[str, list[Live]] = {}
        self._faulty: dict[Live, None] = {}
        self._world = InterviewWorld(form, context)
        self._tree = Tree(form.model.seed, _sources(form, context, answers), _sources(form, context, None))
        self._choosing = Choosing(form, self._tree, self._world, self._worded)
        self._world.choosing = self._choosing
        self._work = Recalculation(
            self._tree, self._world, self._resize, self._still_chosen, self._recalculated
        )
        with uncollected():
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
        work = self._work
        if answers is None:
            self._preload()
        else:
            self._take_notes(answers)
            self._renew()
            self._take_shelf(answers)
        self._judge_texts()
        work.enter(self._tree.root, resumed=answers is not None, edited=self._edited)
        work.settle()
        if answers is None:
            self._act(FIRST_LOAD)
            for row in [each for each in all_below(self._tree.root) if each.row]:
                self._act_in_row(row, only_new=False)
        self._act(LOAD)
        self._settle(quiet=True)
        work.begin()

    def _take_notes(self, answers: Mapping[str, str]) -> None:
        for key, text in answers.items():
            address, mark, kind = key.rpartition("#")
            if not mark:
                continue
            if kind == "no-answer":
                self._no_answers[address] = NoAnswer(text)
            elif kind == "remark":
                self._remarks[address] = text
            elif kind == "reason":
                self._reasons[address] = text
            elif kind == "edited":
                self._edited[address] = text
            elif kind == "unplaced":
                self._unplaced[key] = text
            elif kind == "withheld":
                self._withheld[address] = text

    def _judge_texts(self) -> None:
        """Set apart the texts that are no answers to their questions."""
        for node in self._tree.by_address.values():
            if not node.text or not node.spec.asked or not node.spec.leaf:
                continue
            edited = self._edited.get(node.address)
            if node.spec.calculate is not None and edited is None:
                continue
            kept = self._kept(node.text, node)
            if kept is not None:
                node.text = kept
            elif edited == SUBMITTED:
                del self._edited[node.address]
            else:
                self._unread[node.address], node.text = node.text, ""

    def _preload(self) -> None:
        now = self._world.now()
        for node in list(self._tree.by_address.values()):
            bind = node.spec.bind
            if not bind.preload:
                continue
            kind, parameter = bind.preload, bind.preload_parameter
            if kind == "timestamp" and parameter == "start":
                node.text = iso(now)
            elif kind == "date" and parameter == "today":
                node.text = now.date().isoformat()
            elif kind == "property":
                node.text = self._context.property(parameter) or node.text
            elif kind == "uid":
                node.text = f"uuid:{self._uuid()}"

    def _renew(self) -> None:
        """An edited interview comes without an instanceID and gets a new one (trap 35)."""
        for node in self._tree.by_address.values():
            if node.spec.bind.preload == "uid" and not node.text:
                node.text = f"uuid:{self._uuid()}"

    def _uuid(self) -> str:
        return str(UUID(int=self._world.random().getrandbits(128), version=4))

    # edits

    def answer(self, address: str, value: str | NoAnswer | None) -> Changes:
        """Set, clear (None or "") or mark as not answered. A value that breaks a constraint is kept and is a
        problem; text that is not of the question's type is kept too, but is blank to all others."""
        node = self._answerable(address)
        before_no_answer = self._no_answers.pop(address, None)
        self._reasons_off(address)
        self._withheld.pop(address, None)
        had_unread = self._unread.pop(address, None)
        text = "" if value is None or isinstance(value, NoAnswer) else value
        if isinstance(value, NoAnswer):
            self._no_answers[address] = value
        kept = self._kept(text, node)
        if kept is None:
            self._unread[address], kept = text, ""
        record = self._work.record
        if kept != node.text:
            node.text = kept
            self._work.value_changed(node)
        elif had_unread is not None or address in self._unread:
            record.values.add(address)
            self._work.to_check[node] = None
        if before_no_answer is not self._no_answers.get(address):
            record.values.add(address)
            record.answers[f"{address}#no-answer"] = self._no_answers.get(address)
            self._work.to_check[node] = None
        if node.spec.calculate is not None and address not in self._edited:
            self._edited[address] = "1"
            record.answers[f"{address}#edited"] = "1"
        self._settle()
        record.answers[address] = self._unread.get(address) or node.text or None
        return self._finished()

    def _kept(self, text: str, node: Live) -> str | None:
        """The text as the question keeps it, or None when it is no answer to it."""
        definition, kind = node.spec.definition, node.spec.bind.type
        if not isinstance(definition, Question) or not definition.control or text == "":
            return typed(text, kind)
        if definition.type == "acknowledge":
            return "OK" if text in ("OK", "true", "1") else ""
        if definition.type in ("select_one", "select_multiple", "rank"):
            return self._choosing.chosen(node, text)
        kept = typed(text, kind)
        if kept and definition.type == "range" and not _within_range(kept, definition):
            return None
        return kept

    def _reasons_off(self, address: str) -> None:
        if self._reasons.pop(address, None) is not None:
            self._work.record.answers[f"{address}#reason"] = None

    def remark(self, address: str, text: str) -> Changes:
        """Keep a remark at an address; blank removes it."""
        if text:
            self._remarks[address] = text
        else:
            self._remarks.pop(address, None)
        self._work.record.values.add(address)
        self._work.record.answers[f"{address}#remark"] = text or None
        return self._finished()

    def accept(self, address: str, reason: str) -> Changes:
        """Let a warning pass with a reason; a blank reason takes that back."""
        node = self._answerable(address)
        if reason:
            self._reasons[address] = reason
        else:
            self._reasons.pop(address, None)
        self._work.record.answers[f"{address}#reason"] = reason or None
        self._work.to_check[node] = None
        self._settle()
        return self._finished()

    def set_language(self, name: str) -> Changes:
        """Show the form in another of its languages."""
        if name not in self.form.languages:
            raise KeyError(name)
        self._world.language = name
        for target in self.form.model.targets:
            if (
                "jr:choice-name" in target.source
                or "jr:itext" in target.source
                or "format-date" in target.source
            ):
                self._work.evaluate_everywhere(target)
        self._settle()
        record = self._work.record
        for node in self._tree.by_address.values():
            if node.spec.definition is not None:
                record.labels.add(node.address)
                definition = node.spec.definition
                if isinstance(definition, Question) and definition.selects:
                    record.choices.add(node.address)
        return self._finished()

    @property
    def language(self) -> str:
        """The active language, "" in a form without languages."""
        return self._world.language

    def add_repeat(self, series: str, *, at: int | None = None) -> Changes:
        """Add a row at place `at` (from 0; the end by default); `created` is its address."""
        parent, spec = self._series(series)
        rows = parent.named.get(spec.name, [])
        place = len(rows) if at is None else max(0, min(at, len(rows)))
        row = self._new_row(parent, spec, place)
        self._settle()
        self._work.record.created = row.address
        return self._finished()

    def remove_repeat(self, address: str) -> Changes:
        """Remove a row; `removed` holds it for `restore_repeat`."""
        row = self._row(address)
        answers = self._flat(row)
        parent = row.parent
        series = address.rpartition("[")[0]
        place = self._take_out(row)
        record = self._work.record
        record.removed = RemovedRow(series, address, row.row, place, answers)
        record.answers.update(dict.fromkeys(answers))
        if isinstance(parent, Live):
            self._work.rows_changed(parent, row.spec, place)
        self._settle()
        return self._finished()

    def _take_shelf(self, answers: Mapping[str, str]) -> None:
        """Rows that a count has set aside, from a kept interview."""
        sources = _sources(self.form, self._context, answers)
        for key, ids in answers.items():
            series, mark, kind = key.rpartition("#")
            found = self._tree.series(series) if mark and kind == "shelf" else None
            if found is None:
                continue
            parent, spec = found
            for row_id in ids.split():
                row = self._tree.grow(spec.template or Seed(spec, ""), parent, row_id, sources)
                for node in all_below(row):
                    self._tree.by_address.pop(node.address, None)
                self._shelf.setdefault(series, []).append(row)

    def _take_out(self, row: Live) -> int:
        for node in all_below(row):
            self._faulty.pop(node, None)
            self._work.to_check.pop(node, None)
            self._edited.pop(node.address, None)
            for notes in (self._no_answers, self._remarks, self._reasons, self._unread, self._withheld):
                notes.pop(node.address, None)
        return self._tree.take_out(row)

    def restore_repeat(self, removed: RemovedRow) -> Changes:
        """Put a removed row back at its place with the same id and answers."""
        parent, spec = self._series(removed.series)
        template = spec.template
        if template is None or removed.address in self._tree.by_address:
            raise KeyError(removed.address)
        sources = _sources(self.form, self._context, removed.answers)
        row = self._tree.grow(template, parent, removed.row, sources)
        self._tree.insert(row, min(removed.place, len(parent.named.get(spec.name, ()))))
        self._take_notes_of(row, removed.answers)
        _align(row, parent)
        self._work.rows_changed(parent, spec, removed.place)
        self._work.enter(row)
        self._settle()
        self._work.record.answers.update(removed.answers)
        self._work.record.created = row.address
        return self._finished()

    def _take_notes_of(self, row: Live, answers: Mapping[str, str]) -> None:
        mine = {node.address for node in all_below(row)}
        self._take_notes({key: text for key, text in answers.items() if key.rpartition("#")[0] in mine})

    def move_repeat(self, address: str, to: int) -> Changes:
        """Move a row to place `to` (from 0) of its series."""
        row = self._row(address)
        parent = row.parent
        if isinstance(parent, Live):
            place = self._tree.take_out(row)
            self._tree.put_back(row, max(0, min(to, len(parent.named[row.name]))))
            self._work.rows_changed(parent, row.spec, min(place, to))
        self._settle()
        return self._finished()

    def _new_row(self, parent: Live, spec: Spec, place: int) -> Live:
        if spec.template is None:
            raise KeyError(spec.path)
        row = self._tree.grow(spec.template, parent, self._context.new_id())
        self._tree.insert(row, place)
        _align(row, parent)
        self._act_in_row(row, only_new=True)
        for node in all_below(row):
            if node.text:
                self._work.record.answers[node.address] = node.text
        self._work.enter(row)
        self._work.rows_changed(parent, spec, place)
        return row

    def _resize(self, parent: Live, spec: Spec, count: int) -> None:
        """Rows as many as `jr:count` says. Rows that are too many are set aside with their answers and
        come back first when the count grows again (trap 31)."""
        rows = parent.named.setdefault(spec.name, [])
        shelf = self._shelf.setdefault(f"{parent.address}/{spec.name}", [])
        place = min(len(rows), count)
        while len(rows) > count:
            last = rows[-1]
            if isinstance(last, Live):
                for node in all_below(last):
                    self._faulty.pop(node, None)
                self._tree.take_out(last)
                shelf.append(last)
        while len(rows) < count:
            if shelf:
                back = shelf.pop()
                self._tree.put_back(back, len(rows))
                _align(back, parent)
                self._work.enter(back)
            else:
                self._new_row(parent, spec, len(rows))
        series = f"{parent.address}/{spec.name}"
        self._work.record.answers[f"{series}#shelf"] = " ".join(row.row for row in shelf) or None
        self._work.rows_changed(parent, spec, place)

    def _still_chosen(self, node: Live) -> str:
        """The answer as the present choices allow it; what is taken away waits for its choice to return."""
        full = self._withheld.get(node.address, node.text)
        kept = self._choosing.still_chosen(node, full)
        if kept == full:
            if self._withheld.pop(node.address, None) is not None:
                self._work.record.answers[f"{node.address}#withheld"] = None
        else:
            self._withheld[node.address] = full
            self._work.record.answers[f"{node.address}#withheld"] = full
        return kept

    # actions

    def _act(self, event: str) -> None:
        for setting in self.form.model.settings:
            if event in setting.events:
                spec = self.form.model.specs[setting.target]
                for node in nodes_at(self._tree.root, spec.names[1:]):
                    if event == FIRST_LOAD and NEW_ROW in setting.events and _in_row(node):
                        continue
                    self._set(setting, node)

    def _act_in_row(self, row: Live, only_new: bool) -> None:
        """Settings of `odk-new-repeat`; rows that the form itself writes are not new (trap 31)."""
        for setting in row.spec.row_settings:
            if not only_new and FIRST_LOAD not in setting.events:
                continue
            spec = self.form.model.specs[setting.target]
            for node in nodes_at(row, spec.names[row.spec.depth :]):
                self._set(setting, node)
                self._work.to_check[node] = None
        if only_new:
            for child in all_below(row):
                if child is not row and child.row:
                    self._act_in_row(child, only_new=True)

    def _set(self, setting: Setting, node: Live) -> None:
        if setting.kind != "setvalue":
            return
        text = setting.literal
        if setting.expression:
            names = node.spec.names
            run = self.form.model.expressions.run(setting.expression, names)
            try:
                value = run(Place(node, self._tree.document, self._world))
            except (EvaluationError, OverflowError):
                value = ""
            text = calculated(value, node.spec.bind.type, self._world.zone)  # type: ignore[arg-type]
        else:
            text = typed(text, node.spec.bind.type) or ""
        if text != node.text:
            node.text = text
            self._forget_refusals(node)
            self._work.value_changed(node)

    def _follow_actions(self) -> None:
        """Actions nested in controls whose value has just changed, and what those change in turn."""
        for _round in range(_CHAIN):
            changed = self._work.take_triggers()
            if not changed:
                return
            for node in changed:
                for setting in node.spec.settings:
                    if VALUE_CHANGED in setting.events:
                        found = self._targets(setting, node)
                        if len(found) == 1:
                            self._set(setting, found[0])
            self._work.settle()

    def _targets(self, setting: Setting, node: Live) -> list[Live]:
        """What an action in the control of `node` sets; one that hits several rows sets none."""
        if not setting.filtered:
            return self._near(node, self.form.model.specs[setting.target])
        run = self.form.model.expressions.run(setting.filtered, node.spec.names, "nodes")
        try:
            found = run(Place(node, self._tree.document, self._world))
        except EvaluationError:
            return []
        return [each for each in found if isinstance(each, Live)] if isinstance(found, list) else []

    def _near(self, node: Live, spec: Spec) -> list[Live]:
        """The nodes of a Spec in the same rows as `node`."""
        anchor: TreeNode | None = node
        while isinstance(anchor, Live) and spec.names[: anchor.spec.depth] != anchor.spec.names:
            anchor = anchor.parent
        if not isinstance(anchor, Live):
            anchor = self._tree.root
        return nodes_at(anchor, spec.names[anchor.spec.depth :])

    # consistency

    def _settle(self, quiet: bool = False) -> None:
        self._work.settle()
        if quiet:
            self._work.take_triggers()
        else:
            self._follow_actions()
        checking, self._work.to_check = self._work.to_check, {}
        for node in checking:
            fault = self._fault(node)
            if fault != node.fault:
                node.fault = fault
                self._work.record.problems.add(node.address)
                if fault:
                    self._faulty[node] = None
                else:
                    self._faulty.pop(node, None)

    def _recalculated(self, node: Live) -> None:
        """A calculation has replaced what a person put in its place."""
        if self._edited.pop(node.address, None) is not None:
            self._work.record.answers[f"{node.address}#edited"] = None
        self._forget_refusals(node)

    def _forget_refusals(self, node: Live) -> None:
        """A value has come where a person gave none, or none that could be read."""
        record = self._work.record
        if self._unread.pop(node.address, None) is not None:
            record.values.add(node.address)
            record.answers[node.address] = node.text or None
            self._work.to_check[node] = None
        if self._no_answers.pop(node.address, None) is not None:
            record.values.add(node.address)
            record.answers[f"{node.address}#no-answer"] = None
            self._work.to_check[node] = None

    def _finished(self) -> Changes:
        return self._work.begin().changes()

    def _fault(self, node: Live) -> str:
        spec = node.spec
        if not node.relevant or not spec.leaf or not spec.asked:
            return ""
        address = node.address
        if address in self._unread:
            return CHOICE if isinstance(spec.definition, Question) and spec.definition.selects else TYPE
        if node.text == "":
            if node.required and address not in self._no_answers and not _is_note(spec):
                return REQUIRED
            return ""
        if spec.constraint is not None and not self._work.run(spec.constraint, node, True):
            return "" if address in self._reasons and _severity(spec) == "warn" else CONSTRAINT
        return ""

    # looking

    def node(self, address: str) -> Node:
        """A snapshot of an address: a question, a group, a row, or a series of rows."""
        node = self._tree.by_address.get(address)
        if node is None:
            return self._screen_or_series(address)
        definition = node.spec.definition
        if definition is None:
            raise KeyError(address)
        label_text = definition.label
        media = {form: self._worded(label_text, node, form) for form in _MEDIA_FORMS}
        value = self._unread.get(address) or (node.text if node.spec.leaf else "")
        return Node(
            address,
            definition,
            self._worded(label_text, node, "long") or self._worded(label_text, node, "short"),
            self._worded(definition.hint, node, "long"),
            self._worded(definition.hint, node, "guidance"),
            {form: name for form, name in media.items() if name},
            value,
            self._shown(node, value),
            self._no_answers.get(address),
            self._remarks.get(address, ""),
            self._reasons.get(address, ""),
            node.relevant,
            node.required,
            node.readonly,
            self._problem(node) if node.fault else None,
        )

    def _screen_or_series(self, address: str) -> Node:
        """A repeat series, or a group that exists only on the screen: both live by their parent."""
        found = self._tree.series(address)
        relevant = True
        if found is not None:
            parent, spec = found
            definition = spec.definition
            relevant = spec.relevant is None or bool(
                self._work.run(spec.relevant, Live(spec, parent, ""), True)
            )
        else:
            parent = self._tree.by_address[address.partition("#")[0]]
            definition = self.form.nodes.get(_generic(address))
        if definition is None:
            raise KeyError(address)
        return Node(
            address, definition, self._worded(definition.label, parent, "long"),
            self._worded(definition.hint, parent, "long"), "", {}, "", "", None,
            self._remarks.get(address, ""), "", parent.relevant and relevant, False, parent.readonly, None,
        )  # fmt: skip

    def _shown(self, node: Live, value: str) -> str:
        definition = node.spec.definition
        if not isinstance(definition, Question) or not value:
            return value
        if not definition.choices and definition.itemset is None:
            return value
        choices = self._choosing.of(node)
        several = definition.type in ("select_multiple", "rank")
        labels = []
        for each in value.split() if several else [value]:
            found = choices.find(each)
            labels.append(found.label or each if found is not None else each)
        return ", ".join(labels)

    def _worded(self, text: Text, node: Live, form: str) -> str:
        words = text.words(self._world.language, form)
        if not words:
            return ""
        return "".join(part if isinstance(part, str) else self._output(part, node) for part in words).strip()

    def _output(self, output: Output, node: Live) -> str:
        run = self.form.model.expressions.run(output.expression, node.spec.names, "text")
        try:
            return str(run(Place(node, self._tree.document, self._world)))
        except (EvaluationError, OverflowError):
            return ""

    def children(self, address: str = "") -> tuple[str, ...]:
        """What is shown inside an address, in order; of a series its rows; "" is the form."""
        if not address:
            address = self._tree.root.address
        found = self._tree.series(address)
        if found is not None:
            parent, spec = found
            return tuple(row.address for row in parent.named.get(spec.name, ()) if isinstance(row, Live))
        definition = self.form.nodes.get(_generic(address))
        if not isinstance(definition, Group):
            return ()
        base = address.partition("#")[0]
        own = _generic(base)
        return tuple(base + child.path[len(own) :] for child in definition.children)

    def choices(self, address: str) -> Sequence[ChoiceView]:
        """The choices that may be taken now."""
        return self._choosing.of(self._answerable(address))

    def search_choices(self, address: str, text: str, limit: int = 50) -> list[ChoiceView]:
        """The first choices with all the words of `text` in their label or value."""
        return self._choosing.search(self._answerable(address), text, limit)

    def problems(self) -> tuple[Problem, ...]:
        """All present problems of relevant nodes, in the order of the form."""
        return tuple(self._problem(node) for node in sorted(self._faulty, key=document_place))

    def _problem(self, node: Live) -> Problem:
        spec, kind = node.spec, node.fault
        definition = spec.definition
        message = ""
        if isinstance(definition, Question):
            if kind == CONSTRAINT:
                message = self._worded(definition.constraint_message, node, "long")
            elif kind == REQUIRED:
                message = self._worded(definition.required_message, node, "long")
        if not message:
            message = _(WORDS.get(spec.bind.type if kind == TYPE else kind, WORDS[CHOICE]))
        severity = _severity(spec) if kind == CONSTRAINT else "block"
        return Problem(node.address, kind, severity, message)

    # flat answers

    def answers(self) -> dict[str, str]:
        """Everything the interview holds, hidden answers too: what a draft keeps and `resume` takes."""
        return {**self._flat(self._tree.root), **self._unplaced}

    def _flat(self, top: Live) -> dict[str, str]:
        flat: dict[str, str] = {}
        for node in all_below(top):
            self._write(node, flat)
        for series, rows in self._shelf.items():
            if series.startswith(top.address):
                if rows:
                    flat[f"{series}#shelf"] = " ".join(row.row for row in rows)
                for row in rows:
                    for node in all_below(row):
                        self._write(node, flat)
        return flat

    def _write(self, node: Live, flat: dict[str, str]) -> None:
        address = node.address
        if node.spec.leaf:
            if node.kind == 2 and not _written_attribute(node.spec):
                return
            value = self._unread.get(address) or node.text
            if value:
                flat[address] = value
            if address in self._no_answers:
                flat[f"{address}#no-answer"] = self._no_answers[address].value
            if address in self._reasons:
                flat[f"{address}#reason"] = self._reasons[address]
            if address in self._withheld:
                flat[f"{address}#withheld"] = self._withheld[address]
            if address in self._edited:
                flat[f"{address}#edited"] = self._edited[address]
        else:
            for child in node.spec.children:
                if child.repeat:
                    rows = node.named.get(child.name, ())
                    flat[f"{address}/{child.name}#rows"] = " ".join(
                        row.row for row in rows if isinstance(row, Live)
                    )
        if address in self._remarks:
            flat[f"{address}#remark"] = self._remarks[address]

    def finalize(self) -> Changes:
        """Set what is only known at the end (`jr:preload="timestamp" jr:preloadParams="end"`, a missing
        instanceID)."""
        for node in list(self._tree.by_address.values()):
            bind = node.spec.bind
            text = node.text
            if bind.preload == "timestamp" and bind.preload_parameter == "end":
                text = iso(self._world.now())
            elif node.spec.name == "instanceID" and not node.text:
                text = f"uuid:{self._uuid()}"
            if text != node.text:
                node.text = text
                self._work.value_changed(node)
        self._settle()
        return self._finished()

    def finished_answers(self) -> dict[str, str]:
        """The flat answers of a finished interview: finalized, without what is not relevant."""
        self.finalize()
        flat: dict[str, str] = {}
        for node in all_below(self._tree.root):
            if not node.relevant:
                continue
            self._write(node, flat)
            if not node.spec.leaf:
                for child in node.spec.children:
                    if child.repeat:
                        rows = node.named.get(child.name, ())
                        flat[f"{node.address}/{child.name}#rows"] = " ".join(
                            row.row for row in rows if isinstance(row, Live) and row.relevant
                        )
        flat.update(self._unplaced)
        return {key: text for key, text in flat.items() if not key.endswith(("#withheld", "#edited"))}

    @property
    def tree(self) -> Tree:
        """The live nodes, for writing the interview out."""
        return self._tree

    # finding

    def _answerable(self, address: str) -> Live:
        node = self._tree.by_address[address]
        if not node.spec.leaf:
            raise KeyError(address)
        return node

    def _series(self, address: str) -> tuple[Live, Spec]:
        found = self._tree.series(address)
        if found is None:
            raise KeyError(address)
        return found

    def _row(self, address: str) -> Live:
        row = self._tree.by_address[address]
        if not row.row:
            raise KeyError(address)
        return row


def _sources(form: Form, context: Context, answers: Mapping[str, str] | None) -> tuple[Texts, Rows]:
    """Where the texts and row ids of a growing tree come from: the form's defaults, or a kept interview."""
    kinds = form.model.specs

    def default(address: str, written: str) -> str:
        if not written:
            return written
        spec = kinds.get(_generic(address))
        return as_default(written, spec.bind.type) if spec is not None else written

    def new_rows(_address: str, spec: Spec, count: int) -> list[str]:
        fixed = (
            isinstance(spec.definition, Repeat)
            and spec.definition.no_add_remove
            and not spec.definition.count
        )
        return [context.new_id() for _row in range(max(count, 1) if fixed else count)]

    if answers is None:
        return default, new_rows
    kept = answers

    def text(address: str, written: str) -> str:
        found = kept.get(address)
        if found is not None:
            return found
        name = address.rpartition("/")[2]
        if name.startswith("@"):
            spec = kinds.get(_generic(address))
            return written if spec is None or not _written_attribute(spec) else ""
        return ""

    def rows(address: str, _spec: Spec, _count: int) -> list[str]:
        return kept.get(f"{address}#rows", "").split()

    return text, rows


def _generic(address: str) -> str:
    """An address without its row ids."""
    if "[" not in address:
        return address
    base, mark, screen = address.partition("#")
    return "/".join(step.partition("[")[0] for step in base.split("/")) + mark + screen


def _align(node: Live, parent: Live) -> None:
    """Relevance and readonly of a node that has come into a tree, as it inherits them there."""
    node.relevant = parent.relevant and node.own_relevant
    node.readonly = parent.readonly or node.own_readonly
    for child in (*node.children, *node.attributes.values()):
        if isinstance(child, Live):
            _align(child, node)


def _in_row(node: Live) -> bool:
    above: TreeNode | None = node
    while isinstance(above, Live):
        if above.row:
            return True
        above = above.parent
    return False


def _written_attribute(spec: Spec) -> bool:
    """Whether an attribute is an answer: bound or set, rather than fixed by the form."""
    return spec.answered


def _is_note(spec: Spec) -> bool:
    return isinstance(spec.definition, Question) and spec.definition.type == "note"


def _within_range(text: str, definition: Question) -> bool:
    try:
        start, end = float(definition.parameters["start"]), float(definition.parameters["end"])
    except (KeyError, ValueError):
        return True
    return min(start, end) <= float(text) <= max(start, end)


def _severity(spec: Spec) -> str:
    return spec.definition.severity if isinstance(spec.definition, Question) else "block"
