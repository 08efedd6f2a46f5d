# SPDX-License-Identifier: Apache-2.0
"""Rows of repeats: added, removed, moved, put back, and as many as a count says."""

from __future__ import annotations

from collections.abc import Mapping

from . import addresses
from .actions import Actions
from .changes import RemovedRow
from .filling import Filling
from .flat import flat_answers
from .judging import Judge
from .live import Live, all_below
from .model import Seed, Spec


class Rows:
    """The rows of one interview."""

    def __init__(self, filling: Filling, judge: Judge, actions: Actions) -> None:
        self._filling = filling
        self._judge = judge
        self._actions = actions

    def add(self, parent: Live, spec: Spec, place: int) -> Live:
        """A new row at `place` (from 0)."""
        filling = self._filling
        if spec.template is None:
            raise KeyError(spec.path)
        row = filling.tree.grow(spec.template, parent, filling.context.new_id())
        filling.tree.insert(row, place)
        _align(row, parent)
        self._actions.new_row(row)
        for node in all_below(row):
            if node.text:
                filling.record.answers[node.address] = node.text
            filling.record.answers.update(_series(node))
        filling.work.enter(row)
        filling.work.rows_changed(parent, spec, place)
        return row

    def remove(self, row: Live) -> RemovedRow:
        """Take a row out, with all it holds."""
        filling, parent = self._filling, row.parent
        answers = flat_answers(filling, row)
        for node in all_below(row):
            filling.faulty.pop(node, None)
            filling.work.to_check.pop(node, None)
        filling.notes.forget(node.address for node in all_below(row))
        for series in [each for each in filling.shelf if each.startswith(row.address)]:
            del filling.shelf[series]
        place = filling.tree.take_out(row)
        filling.record.answers.update(dict.fromkeys(answers))
        if isinstance(parent, Live):
            filling.work.rows_changed(parent, row.spec, place)
        return RemovedRow(row.address.rpartition("[")[0], row.address, row.row, place, answers)

    def restore(self, removed: RemovedRow, parent: Live, spec: Spec) -> Live:
        """Put a removed row back at its place, with the same id and answers."""
        filling = self._filling
        template = spec.template
        if template is None or removed.address in filling.tree.by_address:
            raise KeyError(removed.address)
        sources = addresses.kept(filling.form, removed.answers)
        row = filling.tree.grow(template, parent, removed.row, sources)
        filling.tree.insert(row, min(removed.place, len(parent.named.get(spec.name, ()))))
        filling.notes.take(removed.answers)
        self.take_shelf(removed.answers)
        self._judge.set_apart(all_below(row))
        _align(row, parent)
        filling.work.rows_changed(parent, spec, removed.place)
        filling.work.enter(row, resumed=True, edited=filling.notes.edited)
        return row

    def move(self, row: Live, to: int) -> None:
        """Move a row to place `to` (from 0) of its series."""
        parent, tree = row.parent, self._filling.tree
        if isinstance(parent, Live):
            place = tree.take_out(row)
            tree.put_back(row, max(0, min(to, len(parent.named[row.name]))))
            self._filling.work.rows_changed(parent, row.spec, min(place, to))

    def take_shelf(self, answers: Mapping[str, str]) -> None:
        """Rows that a count has set aside, from kept answers."""
        filling = self._filling
        sources = addresses.kept(filling.form, answers)
        for key, ids in answers.items():
            series, mark, kind = key.rpartition("#")
            found = filling.tree.series(series) if mark and kind == "shelf" else None
            if found is None:
                continue
            parent, spec = found
            for row_id in ids.split():
                row = filling.tree.grow(spec.template or Seed(spec, ""), parent, row_id, sources)
                self._judge.set_apart(all_below(row))
                for node in all_below(row):
                    filling.tree.by_address.pop(node.address, None)
                filling.shelf.setdefault(series, []).append(row)

    def resize(self, parent: Live, spec: Spec, count: int) -> None:
        """Rows as many as `jr:count` says. Rows that are too many are set aside with their answers and
        come back first when the count grows again (trap 31)."""
        filling = self._filling
        series = f"{parent.address}/{spec.name}"
        rows = parent.named.setdefault(spec.name, [])
        shelf = filling.shelf.setdefault(series, [])
        place = min(len(rows), count)
        while len(rows) > count:
            last = rows[-1]
            if isinstance(last, Live):
                for node in all_below(last):
                    if filling.faulty.pop(node, "") is None:
                        filling.record.problems.add(node.address)
                    node.fault = ""  # judged anew when the row comes back
                filling.tree.take_out(last)
                shelf.append(last)
        while len(rows) < count:
            if shelf:
                back = shelf.pop()
                filling.tree.put_back(back, len(rows))
                _align(back, parent)
                filling.work.enter(back)
            else:
                self.add(parent, spec, len(rows))
        filling.record.answers[f"{series}#shelf"] = " ".join(row.row for row in shelf) or None
        filling.work.rows_changed(parent, spec, place)


def _series(node: Live) -> dict[str, str]:
    """The row ids of each series in a node, as flat answers."""
    return {
        f"{node.address}/{child.name}#rows": " ".join(
            row.row for row in node.named.get(child.name, ()) if isinstance(row, Live)
        )
        for child in node.spec.children
        if child.repeat
    }


def _align(node: Live, parent: Live) -> None:
    """Relevance and readonly of a node that has come into a tree, as it inherits them there."""
    node.relevant = parent.relevant and node.own_relevant
    node.readonly = parent.readonly or node.own_readonly
    for child in (*node.children, *node.attributes.values()):
        if isinstance(child, Live):
            _align(child, node)
