# SPDX-License-Identifier: Apache-2.0
"""From approved households to who is due what: assess by the rules, record the decision, write the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from enumerator.eligibility.adopting import adopt, current
from enumerator.eligibility.assessing import assess_all
from enumerator.eligibility.deciding import decide_all
from enumerator.eligibility.desil import import_desil
from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.programmes.due import due
from enumerator.registry import matching
from enumerator.registry.places import load_places
from enumerator.registry.projection import refresh
from enumerator.reports.tables import write_due
from enumerator.workspace import Workspace

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class AssessedHouseholds:
    """What an assessment came to: `by_programme` counts yes, no and uncertain by the programme's name."""

    households: int
    rules_version: str
    decided: int
    by_programme: dict[str, dict[str, int]]
    skipped_desil: tuple[str, ...] = ()


def adopt_rules(workspace: Workspace, path: Path) -> str:
    """Work by this workbook from now on; its version. UserError naming sheet, row, cause and remedy."""
    newest = workspace.library.newest()
    if newest is None:
        raise UserError(_("The project has no form yet."), remedy=_("Publish a form first."))
    return adopt(workspace.store, path, workspace.library.get(newest.hash)).version


def assess_households(
    workspace: Workspace,
    *,
    rules: Path | None = None,
    desil: Path | None = None,
    decide: bool = False,
    reason: str = "",
    out: Path | None = None,
    progress: Progress | None = None,
) -> AssessedHouseholds:
    """Assess all approved households by the rules in force (or by a new workbook) and keep the proposals.

    With `decide`, whatever the rules call eligible is decided so, with `reason` in the journal. `out` gets
    the list of who is due what, numbers masked.
    """
    store = workspace.store
    refresh(store, workspace.library)
    matching.refresh(store)
    if rules is not None:
        adopt_rules(workspace, rules)
    skipped = import_desil(store, desil).skipped if desil is not None else ()
    in_force = current(store)
    done = assess_all(store, workspace.library, in_force, progress=progress)
    decided = 0
    if decide:
        decided = decide_all(store, reason or _("Decided as the rules propose."))
    if out is not None:
        write_due(out, due(store, in_force), load_places())
    return AssessedHouseholds(
        done.assessed + done.unchanged,
        in_force.version,
        decided,
        {
            str(each.wording): {
                verdict: done.proposals.get(each.code, {}).get(verdict, 0)
                for verdict in ("yes", "no", "uncertain")
            }
            for each in in_force.programmes
            if each.code in done.proposals
        },
        skipped,
    )
