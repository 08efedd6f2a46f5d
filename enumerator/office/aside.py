# SPDX-License-Identifier: Apache-2.0
"""Bundles that were kept aside, and the person's decision about each: take it in, or leave it; with who, when
and why in the journal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from enumerator.bundles.inspect import Contents, inspect_bundle
from enumerator.bundles.report import Report
from enumerator.bundles.senders import ARRIVAL
from enumerator.bundles.tables import prepare
from enumerator.bundles.unpack import import_bundle
from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.office.received import Carried
from enumerator.registry.projection import refresh
from enumerator.store.revision import Entry
from enumerator.workspace import Workspace

Progress = Callable[[int, int], None]
ACCEPT = "accept"
REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about a bundle: `act` is ACCEPT or REJECT, `when` an ISO date and time."""

    act: str
    reason: str
    author: str
    when: str


def decisions(workspace: Workspace) -> dict[str, Decision]:
    """The latest decision about each bundle that was ever kept aside."""
    return {
        revision.values["bundle"]: Decision(revision.act, revision.reason, revision.author, revision.wall)
        for _at, revision in workspace.store.journal.of_kind(ARRIVAL)
        if "bundle" in revision.values
    }


def undecided(workspace: Workspace) -> int:
    """How many bundles wait for a person's decision."""
    prepare(workspace.store.db)
    waiting = {
        bundle
        for (bundle,) in workspace.store.db.conn.execute(
            "SELECT id FROM bundle WHERE way = 'in' AND state = 'aside'"
        )
    }
    if not waiting:
        return 0
    rejected = {bundle for bundle, decision in decisions(workspace).items() if decision.act == REJECT}
    return len(waiting - rejected)


def accept(workspace: Workspace, bundle: Carried, reason: str, progress: Progress | None = None) -> Report:
    """Take in what was kept aside: late work of a revoked laptop, a new laptop that no kit stands behind.

    UserError when its file is gone, or when nobody's word is enough: no other office has vouched for its
    sender yet, or it speaks on a matter of the office. It stays aside then.
    """
    if bundle.kept is None or not bundle.kept.is_file():
        raise UserError(
            _("The file that was kept aside is not there any more."),
            where=bundle.file,
            remedy=_("Take the bundle from the stick once more."),
        )
    report = import_bundle(workspace.store, workspace.keys, bundle.kept, progress, believe=True)
    if report.quarantined:
        raise UserError(
            _("It cannot be taken in yet."), where=bundle.file, remedy=report.quarantined[0].reason
        )
    workspace.store.append(_entry(bundle, ACCEPT, reason))
    refresh(workspace.store, workspace.library)
    return report


def reject(workspace: Workspace, bundle: Carried, reason: str) -> None:
    """Leave it aside for good. The file is kept: the decision may be changed by `accept`."""
    workspace.store.append(_entry(bundle, REJECT, reason))


def look_inside(workspace: Workspace, bundle: Carried, progress: Progress | None = None) -> Contents:
    """What a bundle holds that was kept aside, without taking it in. UserError when its file is gone."""
    if bundle.kept is None:
        raise UserError(_("The file that was kept aside is not there any more."), where=bundle.file)
    return inspect_bundle(bundle.kept, workspace.keys, progress)


def _entry(bundle: Carried, act: str, reason: str) -> Entry:
    values = {
        "bundle": bundle.bundle,
        "sender": bundle.party,
        "number": str(bundle.number),
        "file": bundle.file,
    }
    return Entry(f"bundle-{bundle.bundle}", ARRIVAL, values, act=act, reason=reason.strip())
