# SPDX-License-Identifier: Apache-2.0
"""All households of an office held against its rules, and the assessments kept for screens and lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

import msgspec

from enumerator.eligibility import tables
from enumerator.eligibility.assessment import Assessment, BoundRules, Desil
from enumerator.eligibility.desil import desil_of
from enumerator.eligibility.rules import Rules
from enumerator.errors import UserError
from enumerator.merging.view import View
from enumerator.messages import _
from enumerator.registry.projection import Forms, Status
from enumerator.registry.recalculation import calculated, standing
from enumerator.registry.search import Household, household
from enumerator.registry.tables import ready
from enumerator.store.database import writing
from enumerator.store.store import Store

Progress = Callable[[int, int], None]
_BATCH = 500
_decoder = msgspec.json.Decoder(Assessment)


@dataclass
class Assessed:
    """What an assessment of many came to.

    `unchanged` were assessed before on the same answers, rules and desil; `not_met` were not interviewed.
    `proposals` counts yes, no and uncertain per programme, of all that are assessed now.
    """

    assessed: int = 0
    unchanged: int = 0
    not_met: int = 0
    proposals: dict[str, dict[str, int]] = field(default_factory=dict)


class Assessor:
    """Assesses the households of one store by one version of the rules, on one day."""

    def __init__(self, store: Store, forms: Forms, rules: Rules, *, on: date | None = None) -> None:
        tables.refresh(store)
        ready(store.db)
        tables.refresh(store)
        self._store = store
        self._forms = forms
        self.rules = rules
        self.on = on or store.clock().date()
        self._in_force = rules.in_force(self.on)
        self._bound: dict[str, BoundRules] = {}
        self._calculated: dict[str, frozenset[str]] = {}

    def assess(self, found: Household) -> Assessment | None:
        """One household as it stands; None where it was not interviewed.

        UserError where its form has not arrived. What another form version did not ask is unknown.
        """
        if not found.form_known:
            raise UserError(
                _("The form this household was held with is not known here."),
                where=found.record,
                remedy=_("Import the bundle that carries the form."),
            )
        bound = self._rules_for(found.form_hash)
        standing = self._view(found)
        if not bound.assesses(standing.values, on=self.on):
            return None
        desil = desil_of(self._store, found.record)
        return bound.assess(found.record, standing.values, on=self.on, desil=desil)

    def basis(self, found: Household, desil: Desil | None) -> str:
        """What an assessment rests on; the same basis gives the same assessment."""
        known = f"{desil.desil}@{desil.date}" if desil else "-"
        return " ".join((self._in_force, known, found.heads))

    def _rules_for(self, form_hash: str) -> BoundRules:
        if form_hash not in self._bound:
            self._bound[form_hash] = BoundRules(self.rules, self._forms.get(form_hash), strict=False)
        return self._bound[form_hash]

    def _view(self, found: Household) -> View:
        form = self._forms.get(found.form_hash)
        computed = self._calculated.setdefault(found.form_hash, calculated(form))
        return standing(form, self._store.journal.revisions(found.record), computed)


def assess_all(
    store: Store,
    forms: Forms,
    rules: Rules,
    *,
    on: date | None = None,
    status: str = Status.APPROVED,
    progress: Progress | None = None,
) -> Assessed:
    """Assess every household of that status (blank: all) and keep the results, as far as anything changed."""
    ready(store.db)
    tables.refresh(store)
    assessor = Assessor(store, forms, rules, on=on)
    records = _records(store, status)
    done = Assessed()
    for at in range(0, len(records), _BATCH):
        with writing(store.db):
            _assess_some(store, assessor, records[at : at + _BATCH], done)
            if progress is not None:
                progress(min(at + _BATCH, len(records)), len(records))
    _forget_others(store, records)
    done.proposals = proposal_counts(store)
    return done


def assessment_of(store: Store, record: str) -> Assessment | None:
    """The kept assessment of a household, None where it has none."""
    tables.refresh(store)
    return kept_assessment(store, record)


def kept_assessment(store: Store, record: str) -> Assessment | None:
    """The same, for one who has just refreshed the tables."""
    row = store.db.conn.execute("SELECT body FROM assessment WHERE household = ?", (record,)).fetchone()
    return _decoder.decode(row[0]) if row else None


def proposal_counts(store: Store) -> dict[str, dict[str, int]]:
    """Per programme, how many households are proposed yes, no and uncertain."""
    found: dict[str, dict[str, int]] = {}
    for programme, eligible, number in store.db.conn.execute(
        "SELECT programme, eligible, count(*) FROM proposal GROUP BY programme, eligible"
    ):
        found.setdefault(programme, {})[eligible] = number
    return found


def _records(store: Store, status: str) -> list[str]:
    rows = store.db.conn.execute(
        "SELECT record FROM household WHERE form_known = 1 AND (? = '' OR status = ?)"
        " AND record NOT IN (SELECT household FROM merged) ORDER BY id",
        (str(status), str(status)),
    )
    return [record for (record,) in rows]


def _assess_some(store: Store, assessor: Assessor, records: Iterable[str], done: Assessed) -> None:
    for record in records:
        found = household(store, record)
        if found is None:
            continue
        basis = assessor.basis(found, desil_of(store, record))
        if _is_kept(store, record, basis):
            done.unchanged += 1
            continue
        assessment = assessor.assess(found)
        _forget(store, record)
        if assessment is None:
            done.not_met += 1
            continue
        _keep(store, assessment, basis)
        done.assessed += 1


def _is_kept(store: Store, record: str, basis: str) -> bool:
    row = store.db.conn.execute("SELECT basis FROM assessment WHERE household = ?", (record,)).fetchone()
    return row is not None and row[0] == basis


def _keep(store: Store, assessment: Assessment, basis: str) -> None:
    store.db.conn.execute(
        "INSERT INTO assessment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            assessment.household,
            basis,
            assessment.fewest,
            assessment.most,
            assessment.spending,
            assessment.line.per_month if assessment.line else None,
            assessment.desil.desil if assessment.desil else None,
            assessment.poor,
            int(bool(assessment.disagreements)),
            msgspec.json.encode(assessment),
        ),
    )
    store.db.conn.executemany(
        "INSERT INTO proposal VALUES (?, ?, ?, ?)",
        [(assessment.household, p.programme, p.eligible, p.priority) for p in assessment.programmes],
    )


def _forget(store: Store, record: str) -> None:
    store.db.conn.execute("DELETE FROM assessment WHERE household = ?", (record,))
    store.db.conn.execute("DELETE FROM proposal WHERE household = ?", (record,))


def _forget_others(store: Store, records: list[str]) -> None:
    """Assessments of households that are no longer of the status asked for."""
    wanted = set(records)
    kept = [record for (record,) in store.db.conn.execute("SELECT household FROM assessment")]
    with writing(store.db):
        for record in kept:
            if record not in wanted:
                _forget(store, record)
