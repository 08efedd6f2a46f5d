# SPDX-License-Identifier: Apache-2.0
"""What a form does by itself upon events: setvalue actions (traps 31 and 32)."""

from __future__ import annotations

from .answers import calculated, typed
from .definition import Setting
from .filling import Filling
from .live import Live, all_below, nodes_at
from .tree import Node as TreeNode

FIRST_LOAD = "odk-instance-first-load"
LOAD = "odk-instance-load"
NEW_ROW = "odk-new-repeat"
VALUE_CHANGED = "xforms-value-changed"
_CHAIN = 50


class Actions:
    """The actions of one interview."""

    def __init__(self, filling: Filling) -> None:
        self._filling = filling

    def first_load(self) -> None:
        """The interview is begun."""
        self._happen(FIRST_LOAD)
        for row in [each for each in all_below(self._filling.tree.root) if each.row]:
            self._in_row(row, FIRST_LOAD)

    def load(self) -> None:
        """The interview is opened, for the first time or again."""
        self._happen(LOAD)

    def _happen(self, event: str) -> None:
        model = self._filling.form.model
        for setting in model.settings:
            if event in setting.events:
                for node in nodes_at(self._filling.tree.root, model.specs[setting.target].names[1:]):
                    if event != FIRST_LOAD or NEW_ROW not in setting.events or not _in_rows(node):
                        self._set(setting, node)

    def new_row(self, row: Live) -> None:
        """A row was added; the form's own first rows are not new."""
        for each in [row, *(below for below in all_below(row) if below is not row and below.row)]:
            self._in_row(each, NEW_ROW)

    def _in_row(self, row: Live, event: str) -> None:
        for setting in row.spec.row_settings:
            if event in setting.events:
                spec = self._filling.form.model.specs[setting.target]
                for node in nodes_at(row, spec.names[row.spec.depth :]):
                    self._set(setting, node)
                    self._filling.work.to_check[node] = None

    def follow(self) -> None:
        """Actions nested in controls whose value has just changed, and what those change in turn."""
        work = self._filling.work
        for _round in range(_CHAIN):
            changed = work.take_triggers()
            if not changed:
                return
            for node in changed:
                for setting in node.spec.settings:
                    if VALUE_CHANGED in setting.events:
                        found = self._targets(setting, node)
                        if len(found) == 1:
                            self._set(setting, found[0])
            work.settle()

    def _targets(self, setting: Setting, node: Live) -> list[Live]:
        """What an action in the control of `node` sets; one that hits several rows sets none."""
        model = self._filling.form.model
        if not setting.filtered:
            return self._filling.near(node, model.specs[setting.target])
        found = self._filling.evaluate(
            model.expressions.run(setting.filtered, node.spec.names, "nodes"), node
        )
        return [each for each in found if isinstance(each, Live)] if isinstance(found, list) else []

    def _set(self, setting: Setting, node: Live) -> None:
        if setting.kind != "setvalue":
            return
        filling, kind = self._filling, node.spec.bind.type
        if setting.expression:
            value = filling.evaluate(
                filling.form.model.expressions.run(setting.expression, node.spec.names), node
            )
            text = calculated("" if value is None else value, kind, filling.world.zone)  # type: ignore[arg-type]
        else:
            text = typed(setting.literal, kind) or ""
        if text != node.text:
            node.text = text
            filling.forget_refusals(node)
            filling.work.value_changed(node)
            if node.spec.calculate is not None:
                key = f"{node.address}#edited"
                filling.notes.edited[node.address] = filling.record.answers[key] = "1"


def _in_rows(node: Live) -> bool:
    above: TreeNode | None = node
    while isinstance(above, Live):
        if above.row:
            return True
        above = above.parent
    return False
