# SPDX-License-Identifier: Apache-2.0
"""The state that the parts of one interview share."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from . import addresses
from .changes import Record
from .choices import Choosing
from .definition import Form, Output, Text
from .expressions.context import Context as Place
from .expressions.faults import EvaluationError
from .live import Live, Tree, nodes_at
from .model import Run, Spec
from .notes import Notes
from .recalculation import Recalculation
from .tree import Node as TreeNode
from .world import Context, InterviewWorld

Resize = Callable[[Live, Spec, int], None]


class Filling:
    """Form, world, live nodes, notes and worklist of an interview, and what all its parts do with them."""

    def __init__(
        self, form: Form, context: Context, answers: Mapping[str, str] | None, resize: Resize
    ) -> None:
        self.form = form
        self.context = context
        self.notes = Notes()
        self.faulty: dict[Live, None] = {}
        self.shelf: dict[str, list[Live]] = {}
        self.world = InterviewWorld(form, context)
        later = addresses.defaults(form, context)
        first = later if answers is None else addresses.kept(form, answers)
        self.tree = Tree(form.model.seed, first, later)
        self.choosing = Choosing(form, self.tree, self.world, self.worded)
        self.world.choosing = self.choosing
        self.work = Recalculation(self.tree, self.world, resize, self._still_chosen, self._recalculated)

    @property
    def record(self) -> Record:
        """What has changed so far."""
        return self.work.record

    def evaluate(self, run: Run, node: TreeNode) -> object:
        """The value of an expression at a node; None where the values there make no sense to it."""
        try:
            return run(Place(node, self.tree.document, self.world))
        except (EvaluationError, OverflowError):
            return None

    def worded(self, text: Text, node: Live, form: str) -> str:
        """A text in the active language, its outputs filled in from where `node` stands."""
        words = text.words(self.world.language, form)
        if not words:
            return ""
        return "".join(part if isinstance(part, str) else self._output(part, node) for part in words).strip()

    def _output(self, output: Output, node: Live) -> str:
        run = self.form.model.expressions.run(output.expression, node.spec.names, "text")
        return str(self.evaluate(run, node) or "")

    def near(self, node: Live, spec: Spec) -> list[Live]:
        """The nodes of a Spec in the same rows as `node`."""
        anchor: TreeNode | None = node
        while isinstance(anchor, Live) and spec.names[: anchor.spec.depth] != anchor.spec.names:
            anchor = anchor.parent
        if not isinstance(anchor, Live):
            anchor = self.tree.root
        return nodes_at(anchor, spec.names[anchor.spec.depth :])

    def forget_refusals(self, node: Live) -> None:
        """A value has come where a person gave none, or none that could be read."""
        if self.notes.unread.pop(node.address, None) is not None:
            self.record.answers[node.address] = node.text or None
            self.record.answers[f"{node.address}#unread"] = None
        elif self.notes.no_answers.pop(node.address, None) is not None:
            self.record.answers[f"{node.address}#no-answer"] = None
        else:
            return
        self.record.values.add(node.address)
        self.work.to_check[node] = None

    def _recalculated(self, node: Live) -> None:
        """A calculation has replaced what a person put in its place."""
        if self.notes.edited.pop(node.address, None) is not None:
            self.record.answers[f"{node.address}#edited"] = None
        self.forget_refusals(node)

    def _still_chosen(self, node: Live) -> str:
        """The answer as the present choices allow it; what is taken away waits for its choice to return."""
        withheld, key = self.notes.withheld, f"{node.address}#withheld"
        full = withheld.get(node.address, node.text)
        left = self.choosing.still_chosen(node, full)
        if left != full:
            withheld[node.address] = self.record.answers[key] = full
        elif withheld.pop(node.address, None) is not None:
            self.record.answers[key] = None
        return left
