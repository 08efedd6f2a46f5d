# SPDX-License-Identifier: Apache-2.0
"""Households by what the rules propose for a programme and what was decided, and an assessment in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from enumerator.eligibility import tables
from enumerator.eligibility.adopting import current
from enumerator.eligibility.assessment import YES, Assessment, Outcome
from enumerator.eligibility.rules import Programme
from enumerator.messages import _, dated
from enumerator.office.reading import Line, Section, by_thousands
from enumerator.programmes.due import due
from enumerator.registry.places import load_places
from enumerator.registry.tables import ready
from enumerator.reports.tables import write_due
from enumerator.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Proposed:
    """A household with the proposal for one programme. `decided` is yes, no, uncertain or blank; `stale`
    that the answers or the rules are others now; `fewest` and `most` bound the count of criteria."""

    household: str
    head_name: str
    kecamatan: str
    kelurahan: str
    rw: str
    rt: str
    eligible: str
    priority: float
    fewest: float
    most: float
    spending: float | None
    desil: int | None
    decided: str
    stale: bool

    @property
    def open(self) -> bool:
        """Whether a person has still to decide."""
        return not self.decided or self.stale

    @property
    def score_words(self) -> str:
        """ "9", or "7–10" while answers are missing."""
        return f"{self.fewest:g}" if self.fewest == self.most else f"{self.fewest:g}–{self.most:g}"


def proposed(workspace: Workspace, programme: str) -> tuple[Proposed, ...]:
    """All assessed households with the proposal for one programme, the most urgent first."""
    store = workspace.store
    ready(store.db)
    tables.refresh(store)
    rows = store.db.conn.execute(
        "SELECT h.record, h.head_name, h.kecamatan, h.kelurahan, h.rw, h.rt, p.eligible, p.priority,"
        " a.fewest, a.most, a.spending, a.desil, coalesce(d.eligible, ''),"
        " coalesce(d.heads != h.heads OR d.contested, 0) FROM proposal p"
        " JOIN household h ON h.record = p.household JOIN assessment a ON a.household = p.household"
        " LEFT JOIN decision d ON d.household = p.household AND d.programme = p.programme"
        " WHERE p.programme = ? ORDER BY p.priority DESC, a.spending IS NULL, a.spending, h.record",
        (programme,),
    ).fetchall()
    names = tuple(Proposed.__dataclass_fields__)
    return tuple(_proposed(dict(zip(names, row, strict=True))) for row in rows)


def _proposed(values: dict[str, Any]) -> Proposed:
    return Proposed(**{**values, "stale": bool(values["stale"])})


def undecided(workspace: Workspace) -> int:
    """How many proposals to help wait for a person."""
    store = workspace.store
    ready(store.db)
    tables.refresh(store)
    (number,) = store.db.conn.execute(
        "SELECT count(*) FROM proposal p JOIN household h ON h.record = p.household"
        " LEFT JOIN decision d ON d.household = p.household AND d.programme = p.programme"
        " AND d.heads = h.heads AND d.contested = 0 WHERE p.eligible = ? AND d.household IS NULL",
        (YES,),
    ).fetchone()
    return int(number)


def write_due_list(workspace: Workspace, path: Path, programme: str = "") -> int:
    """Who is due what, of one programme or all, as .xlsx or .csv; how many rows."""
    found = due(workspace.store, current(workspace.store), programme=programme)
    return write_due(path, found, load_places())


def explained(found: Assessment, money: str, programme: Programme | None = None) -> tuple[Section, ...]:
    """The assessment in words: the screens beside one another, then why, then every criterion.

    `money` is the spending as it is shown; with a `programme`, what its condition names comes first.
    """
    sections = [Section("#screens", _("Three screens, side by side"), tuple(_screens(found, money)))]
    if found.disagreements:
        lines = tuple(
            Line(f"#disagreement-{at}", _("They disagree"), "", words)
            for at, words in enumerate(found.disagreements)
        )
        sections.append(Section("#disagreements", _("Look closely"), lines))
    if programme is not None:
        named = tuple(
            _outcome(each, "why")
            for each in (*found.conditions, *found.criteria)
            if f"${{{each.code}}}" in programme.qualifies
        )
        sections.append(Section("#why", _("Why, for {programme}", programme=programme.wording), named))
    lines = tuple(_outcome(each, "criterion") for each in found.criteria)
    sections.append(Section("#criteria", _("All criteria"), lines))
    return tuple(sections)


def _screens(found: Assessment, money: str) -> Iterator[Line]:
    yield Line(
        "#count",
        _("Criteria met"),
        "",
        _(
            "{score} of {all}, poor from {threshold}",
            score=found.score_words,
            all=len(found.criteria),
            threshold=f"{found.threshold:g}",
        ),
    )
    line = found.line
    if line is not None:
        against = {True: _("under the line"), False: _("above the line"), None: _("not known")}
        yield Line(
            "#spending", _("Spending a person a month"), "", f"{money} · {against[found.poor_by_line]}"
        )
        amount = f"Rp{by_thousands(f'{line.per_month:.0f}')}"
        yield Line("#line", _("Line"), "", f"{amount} · {line.area} {line.period} · {_source(line.source)}")
    desil = found.desil
    words = f"{desil.desil} · {desil.source}, {dated(desil.date)}" if desil else _("not known")
    yield Line("#desil", _("Desil of BPS"), "", words)


def _source(text: str) -> str:
    """A source in a few letters: the site of a web address, anything else as it is."""
    return urlsplit(text).netloc.removeprefix("www.") or text


def _outcome(outcome: Outcome, part: str) -> Line:
    words = {True: _("yes"), False: _("no"), None: _("not known")}[outcome.met]
    if outcome.missing_labels:
        words += " · " + _("no answer: {questions}", questions="; ".join(outcome.missing_labels))
    return Line(f"#{part}-{outcome.code}", str(outcome.wording), "", words)
