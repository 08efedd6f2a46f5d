# SPDX-License-Identifier: Apache-2.0
"""A live interview as the flat map of answers that drafts, the journal, merging and review share."""

from __future__ import annotations

from .filling import Filling
from .live import Live, all_below
from .tree import ATTRIBUTE

_DRAFT_ONLY = ("#withheld", "#edited", "#unread")


def flat_answers(filling: Filling, top: Live) -> dict[str, str]:
    """Everything held at and below `top`, rows that a count has set aside too."""
    flat: dict[str, str] = {}
    for node in all_below(top):
        _write(filling, node, flat, relevant_only=False)
    for series, rows in filling.shelf.items():
        if rows and series.startswith(top.address):
            flat[f"{series}#shelf"] = " ".join(row.row for row in rows)
            for row in rows:
                for node in all_below(row):
                    _write(filling, node, flat, relevant_only=False)
    return flat


def finished_answers(filling: Filling) -> dict[str, str]:
    """What is relevant, without what only a draft needs."""
    flat: dict[str, str] = {}
    for node in all_below(filling.tree.root):
        if node.relevant:
            _write(filling, node, flat, relevant_only=True)
    return {key: text for key, text in flat.items() if not key.endswith(_DRAFT_ONLY)}


def _write(filling: Filling, node: Live, flat: dict[str, str], relevant_only: bool) -> None:
    address, spec = node.address, node.spec
    if spec.leaf:
        if node.kind == ATTRIBUTE and not spec.answered:
            return
        value = filling.notes.unread.get(address) or node.text
        if value:
            flat[address] = value
    else:
        for child in spec.children:
            if child.repeat:
                rows = [row for row in node.named.get(child.name, ()) if isinstance(row, Live)]
                shown = [row.row for row in rows if row.relevant or not relevant_only]
                flat[f"{address}/{child.name}#rows"] = " ".join(shown)
    filling.notes.write(address, flat)
