# SPDX-License-Identifier: Apache-2.0
"""Settling what two laptops answered differently: a revision with the choice, its reason, and new sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from enumerator.forms import Form
from enumerator.merging.custodians import Custodians
from enumerator.merging.open_conflicts import open_conflicts
from enumerator.merging.settle import Choice, settlement
from enumerator.merging.view import View, view
from enumerator.registry.projection import refresh
from enumerator.registry.recalculation import calculated, recalculated
from enumerator.store.revision import Revision
from enumerator.workspace import Workspace


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
    entry = settlement("household", record, found.view, choices, reason)
    values = recalculated(found.form, entry.values, store.clock())
    changed = {
        address for address in {*entry.values, *values} if entry.values.get(address) != values.get(address)
    }
    touched = tuple(sorted({*(entry.touched or ()), *changed}))
    (revision,) = store.append(replace(entry, values=values, touched=touched))
    refresh(store, workspace.library)
    return revision
