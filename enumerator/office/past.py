# SPDX-License-Identifier: Apache-2.0
"""Households as they stood at the end of earlier months: which were verified, and what the rules made of the
answers that were verified then.

The answers are those of the heads that were approved, the rules those of today with the lines and parameters
of that month. Places, merged households and erased ones are as they are known now.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from enumerator.eligibility import tables
from enumerator.eligibility.assessment import YES, BoundRules
from enumerator.eligibility.desil import desil_of
from enumerator.eligibility.rules import Rules
from enumerator.registry.projection import Forms
from enumerator.registry.recalculation import standing
from enumerator.registry.tables import Projection, position
from enumerator.store.database import writing
from enumerator.store.revision import Dot, Revision
from enumerator.store.store import Store

PAST = Projection(
    name="past_assessments",
    version=1,
    schema="""
        CREATE TABLE past_assessment (
            household TEXT NOT NULL, basis TEXT NOT NULL, poor TEXT NOT NULL, helped TEXT NOT NULL,
            PRIMARY KEY (household, basis)) STRICT""",
)
"""What was worked out once; `basis` is that of an assessment. Nothing is read from the journal into it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules make of a verified household: `poor` is yes, no, uncertain, or "" where it was not
    assessed; `helped` are the programmes they propose.
    """

    poor: str = ""
    helped: frozenset[str] = frozenset()


class Verdicts:
    """Verdicts on verified answers, then and now; works out only what no assessment holds already."""

    def __init__(self, store: Store, forms: Forms, rules: Rules) -> None:
        tables.refresh(store)
        position(store.db, PAST)
        self._store, self._forms, self._rules = store, forms, rules
        self._bound: dict[str, BoundRules] = {}
        self._kept = {(household, basis): verdict for household, basis, verdict in self._read_kept()}
        self._now = self._read_now()
        self._new: dict[tuple[str, str], Verdict] = {}

    def on(self, household: str, heads: str, day: date) -> Verdict:
        """The verdict on the answers of those heads, by the rules of that day."""
        desil = desil_of(self._store, household)
        desil = desil if desil and desil.date <= day.isoformat() else None
        known = f"{desil.desil}@{desil.date}" if desil else "-"
        basis = f"{self._rules.in_force(day)} {known} {heads}"
        held = self._now.get(household)
        if held is not None and held[0] == basis:
            return held[1]
        found = self._kept.get((household, basis))
        if found is None:
            bound = self._revisions(household, heads)
            found = self._worked_out(household, bound, day) if bound else Verdict()
            self._kept[household, basis] = self._new[household, basis] = found
        return found

    def keep(self) -> None:
        """Remember what was worked out."""
        if not self._new:
            return
        with writing(self._store.db):
            self._store.db.conn.executemany(
                "INSERT OR REPLACE INTO past_assessment VALUES (?, ?, ?, ?)",
                [(*key, each.poor, " ".join(sorted(each.helped))) for key, each in self._new.items()],
            )
        self._new.clear()

    def _worked_out(self, household: str, revisions: Collection[Revision], day: date) -> Verdict:
        ref = next((each.form for each in reversed(tuple(revisions)) if each.form), None)
        if ref is None:
            return Verdict()
        form = self._forms.get(ref.hash)
        if ref.hash not in self._bound:
            self._bound[ref.hash] = BoundRules(self._rules, form, strict=False)
        bound, values = self._bound[ref.hash], standing(form, revisions).values
        if not bound.assesses(values, on=day):
            return Verdict()
        desil = desil_of(self._store, household)
        made = bound.assess(
            household, values, on=day, desil=desil if desil and desil.date <= day.isoformat() else None
        )
        return Verdict(made.poor, frozenset(p.programme for p in made.programmes if p.eligible == YES))

    def _revisions(self, household: str, heads: str) -> tuple[Revision, ...]:
        """The revisions that those heads were made of; none where one of the heads is not here any more."""
        known = {each.dot: each for each in self._store.journal.revisions(household)}
        wanted = [Dot.parse(text) for text in heads.split()]
        if not wanted or any(dot not in known for dot in wanted):
            return ()
        held: set[Dot] = set()
        while wanted:
            dot = wanted.pop()
            if dot in known and dot not in held:
                held.add(dot)
                wanted += known[dot].parents
        return tuple(each for dot, each in known.items() if dot in held)

    def _read_kept(self) -> list[tuple[str, str, Verdict]]:
        rows = self._store.db.conn.execute("SELECT household, basis, poor, helped FROM past_assessment")
        return [(one, basis, Verdict(poor, frozenset(helped.split()))) for one, basis, poor, helped in rows]

    def _read_now(self) -> dict[str, tuple[str, Verdict]]:
        db = self._store.db.conn
        helped: dict[str, set[str]] = {}
        for household, programme in db.execute(
            "SELECT household, programme FROM proposal WHERE eligible = ?", (YES,)
        ):
            helped.setdefault(household, set()).add(programme)
        rows = db.execute("SELECT household, basis, poor FROM assessment").fetchall()
        return {one: (basis, Verdict(poor, frozenset(helped.get(one, ())))) for one, basis, poor in rows}
