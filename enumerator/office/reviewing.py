# SPDX-License-Identifier: Apache-2.0
"""Review in bulk: what waits, and approving by a rule that is stated in every approval."""

from __future__ import annotations

from collections.abc import Iterable

from enumerator.messages import _
from enumerator.registry import matching
from enumerator.registry.projection import Status, refresh
from enumerator.registry.review import approve_all, return_
from enumerator.registry.search import Household, Wanted, household, households
from enumerator.store.revision import Revision
from enumerator.workspace import Workspace

_MANY = 10_000_000


def waiting_for_review(workspace: Workspace) -> tuple[Household, ...]:
    """Households that nobody has looked at, and those whose answers stand against each other."""
    refresh(workspace.store, workspace.library)
    found = [
        each
        for status in (Status.CONFLICT, Status.RECEIVED)
        for each in households(workspace.store, Wanted(status=status), order="oldest", limit=_MANY)
    ]
    return tuple(found)


def clean_households(workspace: Workspace) -> tuple[Household, ...]:
    """Those received that nothing speaks against: no difference between laptops, and no open duplicate."""
    refresh(workspace.store, workspace.library)
    matching.refresh(workspace.store)
    doubtful = {
        side for pair in matching.candidates(workspace.store, limit=_MANY) for side in (pair.a, pair.b)
    }
    received = households(workspace.store, Wanted(status=Status.RECEIVED), order="oldest", limit=_MANY)
    return tuple(each for each in received if each.record not in doubtful and each.form_known)


def review_households(
    workspace: Workspace, approve: Iterable[str] = (), comment: str = "", *, clean: bool = False
) -> int:
    """Approve the households named, and with `clean` all that nothing speaks against; how many that were.

    UserError when one of them has differences to settle or is not here, UnknownFormError when its form has
    not arrived; then none is approved.
    """
    chosen = list(dict.fromkeys(approve))
    refresh(workspace.store, workspace.library)
    for record in chosen:
        found = household(workspace.store, record)
        if found is not None and not found.form_known:
            workspace.library.get(found.form_hash)
    if clean:
        chosen += [each.record for each in clean_households(workspace) if each.record not in chosen]
        comment = comment or _("No open problem, no difference, no possible duplicate.")
    approve_all(workspace.store, chosen, comment)
    refresh(workspace.store, workspace.library)
    return len(chosen)


def return_household(workspace: Workspace, household: str, comment: str) -> Revision:
    """Send one household back with what is wrong."""
    refresh(workspace.store, workspace.library)
    revision = return_(workspace.store, household, comment)
    refresh(workspace.store, workspace.library)
    return revision
