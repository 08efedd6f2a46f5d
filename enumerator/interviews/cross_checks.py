# SPDX-License-Identifier: Apache-2.0
"""Doubtful answers that a roster still being filled may explain: a count asked before the rows are there."""

from __future__ import annotations

from enumerator.forms import Form, Repeat
from enumerator.forms.model import CALCULATE, CONSTRAINT, Edge, Spec
from enumerator.interviews.navigation import Progress
from enumerator.interviews.pages import Page, generic, within


class RosterChecks:
    """Which questions outside a roster are checked against it: read once from the form's expressions."""

    def __init__(self, form: Form) -> None:
        self._over = {
            part.path: found
            for part in form.nodes.values()
            if isinstance(part, Repeat) and (found := _checked_against(form.model.specs[part.path]))
        }

    def waiting(self, progress: Progress, here: Page | None) -> frozenset[str]:
        """Paths of questions whose warning waits: their roster has no row yet, or one is in its section."""
        if not self._over:
            return frozenset()
        waiting: set[str] = set()
        for series in progress.series():
            checked = self._over.get(generic(series))
            if checked and (not progress.rows(series) or _is_inside(progress, here, series)):
                waiting |= checked
        return frozenset(waiting)


def _is_inside(progress: Progress, here: Page | None, series: str) -> bool:
    """Whether a page is one of the section that holds a roster, or one of its rows."""
    if here is None:
        return False
    home = progress.page_of(series)
    return within(here.container, series) or (home is not None and home.key == here.key)


def _checked_against(repeat: Spec) -> frozenset[str]:
    """Questions outside a repeat whose constraint reads it, also by way of calculations."""
    found: set[str] = set()
    seen: set[str] = set()
    edges: list[Edge] = list(repeat.outside)
    while edges:
        target = edges.pop().target
        spec = target.spec
        if within(spec.path, repeat.path):
            continue
        if target.aspect == CONSTRAINT:
            found.add(spec.path)
        elif target.aspect == CALCULATE and spec.path not in seen:
            seen.add(spec.path)
            edges += spec.dependents
    return frozenset(found)
