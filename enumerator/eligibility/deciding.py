# SPDX-License-Identifier: Apache-2.0
"""The office's decisions: the program proposes, a person decides; who, why and by which rules is kept."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from enumerator.eligibility import tables
from enumerator.eligibility.assessing import assessment_of, kept_assessment
from enumerator.eligibility.assessment import NO, UNCERTAIN, YES, Assessment
from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.registry.search import Household, household
from enumerator.store.database import writing
from enumerator.store.revision import Entry, Revision
from enumerator.store.store import Store

Progress = Callable[[int, int], None]
KIND = "decision"
_SLICE = 500


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on one household and programme.

    `eligible` is yes, no or uncertain (as while two offices differ, `contested`).
    `stale` says that the household's answers have changed since.
    """

    household: str
    programme: str
    eligible: str
    reason: str
    decided_by: str
    rules_version: str
    wall: str
    contested: bool
    stale: bool


def decide(
    store: Store, record: str, programme: str, eligible: str, reason: str, *, by: str = ""
) -> Revision:
    """Decide on one household and programme, with or against the proposal; `by` names who decides.

    UserError where it has not been assessed or no reason is given.
    """
    if eligible not in (YES, NO, UNCERTAIN):
        raise ValueError(eligible)
    if not reason.strip():
        raise UserError(_("A decision needs a reason."), remedy=_("Write why, in a few words."))
    found, assessment = household(store, record), assessment_of(store, record)
    if found is None or assessment is None:
        raise UserError(
            _("This household has not been assessed."), where=record, remedy=_("Approve and assess it first.")
        )
    (revision,) = store.append(_entry(store, found, assessment, programme, eligible, reason, by))
    return revision


def decide_all(
    store: Store,
    reason: str,
    *,
    by: str = "",
    verdicts: Collection[str] = (YES, NO),
    programmes: Collection[str] | None = None,
    progress: Progress | None = None,
) -> int:
    """Follow the proposals wherever nothing was decided on these answers by these rules; how many that were.

    The stated rule is `reason`. What is uncertain stays open unless `verdicts` names it. All or none.
    """
    if not reason.strip():
        raise UserError(_("A decision needs a reason."), remedy=_("Write why, in a few words."))
    tables.refresh(store)
    rows = store.db.conn.execute(
        "SELECT DISTINCT p.household FROM proposal p JOIN household h ON h.record = p.household ORDER BY h.id"
    ).fetchall()
    done = 0
    with writing(store.db):
        entries: list[Entry] = []
        for number, (record,) in enumerate(rows, start=1):
            entries += _open_entries(store, record, verdicts, programmes, reason, by)
            if len(entries) >= _SLICE or number == len(rows):
                done += len(store.append(*entries)) if entries else 0
                entries = []
                if progress is not None:
                    progress(number, len(rows))
    tables.refresh(store)
    return done


def decisions(store: Store, record: str) -> tuple[Decision, ...]:
    """What was decided on a household, programme by programme."""
    tables.refresh(store)
    rows = store.db.conn.execute(
        "SELECT d.household, d.programme, d.eligible, d.reason, d.decided_by, d.rules_version, d.wall,"
        " d.contested, d.heads != coalesce(h.heads, '') FROM decision d"
        " LEFT JOIN household h ON h.record = d.household WHERE d.household = ? ORDER BY d.programme",
        (record,),
    ).fetchall()
    return tuple(
        Decision(each, programme, eligible, reason, by, version, wall, bool(contested), bool(stale))
        for each, programme, eligible, reason, by, version, wall, contested, stale in rows
    )


def _open_entries(
    store: Store,
    record: str,
    verdicts: Collection[str],
    programmes: Collection[str] | None,
    reason: str,
    by: str,
) -> list[Entry]:
    found, assessment = household(store, record), kept_assessment(store, record)
    if found is None or assessment is None:
        return []
    decided = {
        programme
        for (programme,) in store.db.conn.execute(
            "SELECT programme FROM decision WHERE household = ? AND heads = ? AND rules_version = ?"
            " AND contested = 0",
            (record, found.heads, assessment.rules_version),
        )
    }
    return [
        _entry(store, found, assessment, proposal.programme, proposal.eligible, reason, by)
        for proposal in assessment.programmes
        if proposal.eligible in verdicts
        and proposal.programme not in decided
        and (programmes is None or proposal.programme in programmes)
    ]


def _entry(
    store: Store,
    found: Household,
    assessment: Assessment,
    programme: str,
    eligible: str,
    reason: str,
    by: str,
) -> Entry:
    proposal = assessment.proposal(programme)
    author = store.journal.writer.author if store.journal.writer else ""
    values = {
        "household": found.record,
        "programme": programme,
        "eligible": eligible,
        "reason": reason,
        "decided_by": by or author,
        "rules_version": assessment.rules_version,
        "heads": found.heads,
        "criteria_min": f"{assessment.fewest:g}",
        "criteria_max": f"{assessment.most:g}",
        "spending": "" if assessment.spending is None else f"{assessment.spending:.0f}",
        "line": "" if assessment.line is None else f"{assessment.line.per_month:.2f}",
        "desil": "" if assessment.desil is None else str(assessment.desil.desil),
        "proposed": proposal.eligible if proposal else "",
        "priority": f"{proposal.priority:g}" if proposal else "0",
        "reasons": "\n".join(proposal.reasons) if proposal else "",
    }
    kept = {key: text for key, text in values.items() if text}
    record = tables.named_record(KIND, found.record, programme)
    # A decision is one statement: the same said again elsewhere stands against a different one said here.
    return Entry(record, KIND, kept, act="decide", reason=reason, touched=tuple(values))
