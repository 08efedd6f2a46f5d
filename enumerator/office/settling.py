# SPDX-License-Identifier: Apache-2.0
"""Settling what two laptops answered differently: a revision with the choice, its reason, and new sums; and
taking that back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from enumerator.errors import UserError
from enumerator.forms import Form
from enumerator.merging.addresses import ROWS
from enumerator.merging.custodians import Custodians
from enumerator.merging.graph import Graph
from enumerator.merging.open_conflicts import open_conflicts
from enumerator.merging.open_conflicts import refresh as refresh_conflicts
from enumerator.merging.settle import RESOLVE, Choice, settlement, undo
from enumerator.merging.statements import taken_back
from enumerator.merging.view import View, view
from enumerator.messages import _
from enumerator.registry.projection import refresh
from enumerator.registry.recalculation import calculated, recalculated
from enumerator.registry.search import Household, household
from enumerator.store.revision import Revision
from enumerator.workspace import Workspace


@dataclass(frozen=True)
class Settlement:
    """Differences of a household that somebody settled; `known` is it in the registry, `decided` how many
    answers it decided.
    """

    revision: Revision
    known: Household | None
    decided: int

    @property
    def record(self) -> str:
        """The household."""
        return self.revision.record


@dataclass(frozen=True)
class Difference:
    """A household whose answers stand against each other, with the form that words them."""

    record: str
    view: View
    form: Form


def differences(workspace: Workspace) -> tuple[Difference, ...]:
    """All households with something to settle."""
    return tuple(
        difference(workspace, each.record) for each in open_conflicts(workspace.store, workspace.library)
    )


def difference(workspace: Workspace, record: str) -> Difference:
    """One household as it stands now; UnknownFormError when its form has not arrived."""
    revisions = Custodians(workspace.store).accepted(record)
    form = workspace.library.get(
        next(revision.form.hash for revision in reversed(revisions) if revision.form)
    )
    return Difference(record, view(revisions, calculated=calculated(form)), form)


def settle_household(
    workspace: Workspace, record: str, choices: Mapping[str, Choice], reason: str
) -> Revision:
    """Write the choices, by the conflict's address; conflicts without a choice stay open.

    The values nobody chose stay in the history. UserError when a chosen conflict is no longer there.
    """
    store = workspace.store
    found = difference(workspace, record)
    revisions = Custodians(store).accepted(record)
    entry = settlement(revisions, found.view, choices, reason, calculated(found.form))
    values = recalculated(found.form, entry.values, store.clock())
    changed = {
        address for address in {*entry.values, *values} if entry.values.get(address) != values.get(address)
    }
    touched = tuple(sorted({*(entry.touched or ()), *changed}))
    (revision,) = store.append(replace(entry, values=values, touched=touched))
    refresh(store, workspace.library)
    return revision


def settlements(workspace: Workspace, limit: int = 200) -> tuple[Settlement, ...]:
    """The settlements that are in force, the newest first."""
    journal = workspace.store.journal
    found: list[Settlement] = []
    for record in journal.revised_records("household"):
        revisions = journal.revisions(record)
        settled = [revision for revision in revisions if revision.act == RESOLVE]
        if settled:
            undone = taken_back(Graph(revisions))
            known = household(workspace.store, record)
            found += [
                Settlement(revision, known, _decided(revision))
                for revision in settled
                if revision.dot not in undone
            ]
    return tuple(sorted(found, key=lambda each: each.revision.hlc, reverse=True)[:limit])


def take_back(workspace: Workspace, settlement: Settlement, reason: str) -> Revision:
    """Open again what was settled; what was chosen stays in the history. UserError without a reason, or when
    it was taken back meanwhile.
    """
    if not reason.strip():
        raise UserError(
            _("A settlement is taken back with a reason."), remedy=_("Write what has turned out.")
        )
    store = workspace.store
    form = difference(workspace, settlement.record).form
    revision = undo(store.journal, settlement.revision.dot, reason.strip(), calculated=calculated(form))
    refresh_conflicts(store, workspace.library)
    refresh(store, workspace.library)
    return revision


def _decided(revision: Revision) -> int:
    """The answers, rows and orders a settlement wrote, without those the form computed from them."""
    said = (address for address in revision.touched if not address.startswith("#"))
    return sum(1 for address in said if not address.endswith(ROWS))
