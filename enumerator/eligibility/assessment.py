# SPDX-License-Identifier: Apache-2.0
"""A household held against the rules: each criterion in words, the range of the count, the line, the desil.

The three screens stand beside one another and are never averaged: the criteria, spending against the line,
and the desil that BPS computed. Where they disagree it is said. What comes out is a proposal; people decide.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from enumerator.eligibility.answers import Answers, Place
from enumerator.eligibility.expression import Evaluate, as_value, compile_expression, scalar, truth
from enumerator.eligibility.rules import RESERVED, Criterion, Line, Origin, Programme, Rules, Wording
from enumerator.eligibility.scope import FormScope
from enumerator.eligibility.values import (
    UNKNOWN,
    Range,
    Scalar,
    Truth,
    between,
    bounds,
    number_of,
    truth_of,
)
from enumerator.errors import UserError
from enumerator.forms.definition import Form
from enumerator.forms.expressions.faults import ExpressionError
from enumerator.messages import _, mark, n_

POOREST_DESIL = "batas_desil"
"""The parameter up to which a desil counts as extremely poor; 1 where the workbook has none."""
YES, NO, UNCERTAIN = "yes", "no", "uncertain"
_LABELS = 2
_OF_TRUTH: Mapping[Truth, str] = {True: YES, False: NO, None: UNCERTAIN}
VERDICT_WORDS = {YES: mark("yes"), NO: mark("no"), UNCERTAIN: mark("not known")}


@dataclass(frozen=True, slots=True)
class Desil:
    """A welfare decile from outside (1 is the poorest), with the day it was made and where it is from."""

    desil: int
    date: str
    source: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One criterion or condition on one household.

    `missing` are the addresses of the answers that would tell, `missing_labels` the wording of the first few.
    """

    code: str
    wording: Wording
    met: Truth
    weight: float
    missing: tuple[str, ...] = ()
    missing_labels: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The wording and what came of it, in the user's language."""
        outcome = _(VERDICT_WORDS[_OF_TRUTH[self.met]])
        if self.missing_labels:
            more = len(self.missing) - len(self.missing_labels)
            questions = "; ".join(self.missing_labels)
            if more > 0:
                questions = n_(
                    "{questions} and {n} more", "{questions} and {n} more", more, questions=questions
                )
            return _(
                "{criterion}: {outcome} (no answer: {questions})",
                criterion=self.wording,
                outcome=outcome,
                questions=questions,
            )
        return _("{criterion}: {outcome}", criterion=self.wording, outcome=outcome)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rules propose for one programme: `eligible` is yes, no or uncertain; higher priority first."""

    programme: str
    wording: Wording
    eligible: str
    reasons: tuple[str, ...]
    priority: float


@dataclass(frozen=True, slots=True)
class Assessment:
    """One household on one day by one version of the rules.

    `poor` (yes, no or uncertain) is what the office's rule makes of the screens. `fewest` and `most` bound
    the weighted count of criteria met; `spending` is Rp per person per month, None where it is not known;
    `disagreements` say in words where the screens differ.
    """

    household: str
    rules_version: str
    on: date
    poor: str
    criteria: tuple[Outcome, ...]
    fewest: float
    most: float
    threshold: float
    spending: float | None
    line: Line | None
    desil: Desil | None
    conditions: tuple[Outcome, ...]
    programmes: tuple[Proposal, ...]
    disagreements: tuple[str, ...]

    @property
    def poor_by_criteria(self) -> Truth:
        """Whether enough criteria are met, as far as the answers tell."""
        return True if self.fewest >= self.threshold else (None if self.most >= self.threshold else False)

    @property
    def poor_by_line(self) -> Truth:
        """Whether spending lies under the line, as far as it is known."""
        return None if self.spending is None or self.line is None else self.spending < self.line.per_month

    @property
    def score_words(self) -> str:
        """The count as a person reads it: "9" or "7 to 10"."""
        if self.fewest == self.most:
            return f"{self.fewest:g}"
        return _("{fewest} to {most}", fewest=f"{self.fewest:g}", most=f"{self.most:g}")

    def proposal(self, programme: str) -> Proposal | None:
        """The proposal for that programme."""
        return next((each for each in self.programmes if each.programme == programme), None)


class BoundRules:
    """Rules made ready for the households of one form.

    Strict, an expression that names what the form does not have is a UserError at its cell. Lenient (for
    households surveyed with another form version), it is unknown, and `absent` says which and why.
    """

    def __init__(self, rules: Rules, form: Form, *, strict: bool = True) -> None:
        self.rules = rules
        self.absent: dict[str, str] = {}
        self._strict = strict
        named = (
            *RESERVED,
            *(each.name for each in rules.parameters),
            *(each.code for each in rules.criteria),
            *(each.name for each in rules.conditions),
        )
        self.scope = FormScope(form, named)
        self._refuse_clashes(named)
        self._spending = self._setting(rules.spending, "pengeluaran_per_orang")
        self._poor_when = self._setting(rules.poor_when, "miskin_bila")
        self._assessed_when = self._setting(rules.assessed_when, "dinilai_bila")
        self._criteria = {
            c.code: self._compile(c.expression, c.origin, "terpenuhi_bila", c.code) for c in rules.criteria
        }
        self._conditions = {
            c.name: self._compile(c.expression, c.origin, "terpenuhi_bila", c.name) for c in rules.conditions
        }
        self._qualifies = {
            p.code: self._compile(p.qualifies, p.origin, "layak_bila", p.code) for p in rules.programmes
        }
        self._priority = {
            p.code: self._compile(p.priority, p.origin, "urutan", p.code) for p in rules.programmes
        }

    def assess(
        self, household: str, values: Mapping[str, str], *, on: date, desil: Desil | None = None
    ) -> Assessment:
        """Hold one household's answers (the flat values of its view) against the rules as of `on`."""
        return _Reading(self, household, values, on, desil).assessment()

    def assesses(self, values: Mapping[str, str], *, on: date) -> bool:
        """Whether the household is to be assessed at all (it was met and agreed to be interviewed)."""
        return _Reading(self, "", values, on, None).assessed()

    def _setting(self, source: str, name: str) -> Evaluate:
        return self._compile(source, self.rules.setting_rows[name], "nilai", name)

    def _compile(self, source: str, origin: Origin, column: str, name: str) -> Evaluate:
        try:
            return compile_expression(source, self.scope, self.scope.root)
        except ExpressionError as error:
            if self._strict:
                raise origin.wrong(
                    column,
                    str(error.args[0]),
                    _("Correct the expression: {expression}", expression=source),
                ) from error
            self.absent[name] = str(error.args[0])
            return lambda _answers, _place, _owner: UNKNOWN

    def _refuse_clashes(self, named: tuple[str, ...]) -> None:
        both = sorted(set(named) & set(self.scope.question_names()))
        if both:
            raise UserError(
                _("“{name}” is a question of the form and a name in the rules.", name=both[0]),
                where=self.rules.origin.workbook,
                remedy=_("Give the name in the rules another spelling."),
            )


@dataclass
class _Found:
    """A named thing's value and the missing answers it rests on."""

    value: Scalar
    missing: dict[str, Place]


class _Reading:
    """One household being assessed: each named thing is worked out once, when it is first asked for."""

    def __init__(
        self, bound: BoundRules, household: str, values: Mapping[str, str], on: date, desil: Desil | None
    ) -> None:
        self._bound = bound
        self._rules = bound.rules
        self._household = household
        self._on = on
        self._desil = desil
        self._line = bound.rules.line(on)
        self._amounts = bound.rules.amounts(on)
        self._found: dict[str, _Found] = {}
        self._open: list[str] = []
        scope = bound.scope
        self._answers = Answers(values, scope.applies, scope.derives, self._named, on)
        self._here = Place(scope.root)

    def assessed(self) -> bool:
        return self._truth(self._bound._assessed_when) is True

    def assessment(self) -> Assessment:
        criteria = tuple(self._criterion(each) for each in self._rules.criteria)
        conditions = tuple(self._outcome(each.name, each.wording, 0.0) for each in self._rules.conditions)
        programmes = tuple(self._proposal(each) for each in self._rules.programmes if each.runs_on(self._on))
        fewest, most = bounds(self._count())
        spending = number_of(self._named("pengeluaran_per_orang"))
        assessment = Assessment(
            household=self._household,
            rules_version=self._rules.version,
            on=self._on,
            poor=_OF_TRUTH[self._truth(self._bound._poor_when)],
            criteria=criteria,
            fewest=fewest,
            most=most,
            threshold=self._rules.threshold,
            spending=None if isinstance(spending, Range) or not math.isfinite(spending) else spending,
            line=self._line,
            desil=self._desil,
            conditions=conditions,
            programmes=programmes,
            disagreements=(),
        )
        poorest = self._amounts.get(POOREST_DESIL, 1.0)
        return replace(assessment, disagreements=tuple(_disagreements(assessment, poorest)))

    def _named(self, name: str) -> Scalar:
        """A name of the rules as a value; its missing answers become those of whoever asked."""
        if name not in self._found:
            if name in self._open:
                raise UserError(
                    _("The rules go round in a circle: {names}.", names=" → ".join([*self._open, name])),
                    where=self._rules.origin.workbook,
                    remedy=_("A criterion or condition may not depend on itself."),
                )
            self._open.append(name)
            outer = self._answers.read, self._answers.missing
            self._answers.start_noting()
            try:
                value = self._work_out(name)
                self._found[name] = _Found(value, self._answers.missing)
            finally:
                self._answers.read, self._answers.missing = outer
                self._open.pop()
        found = self._found[name]
        self._answers.missing.update(found.missing)
        return found.value

    def _work_out(self, name: str) -> Scalar:
        bound = self._bound
        if name in RESERVED:
            return self._reserved(name)
        if name in bound._criteria:
            return as_value(self._truth(bound._criteria[name]))
        if name in bound._conditions:
            return as_value(self._truth(bound._conditions[name]))
        return self._amounts.get(name, UNKNOWN)

    def _reserved(self, name: str) -> Scalar:
        match name:
            case "kriteria":
                return self._count()
            case "kriteria_min":
                return bounds(self._count())[0]
            case "kriteria_maks":
                return bounds(self._count())[1]
            case "ambang_kriteria":
                return self._rules.threshold
            case "pengeluaran_per_orang":
                return self._value(self._bound._spending)
            case "garis" if self._line is not None:
                return self._line.per_month
            case "desil" if self._desil is not None:
                return float(self._desil.desil)
        return UNKNOWN

    def _count(self) -> Range | float:
        fewest = most = 0.0
        for each in self._rules.criteria:
            met = truth_of(self._named(each.code))
            fewest += each.weight if met is True else 0.0
            most += 0.0 if met is False else each.weight
        return between(fewest, most)

    def _criterion(self, criterion: Criterion) -> Outcome:
        return self._outcome(criterion.code, criterion.wording, criterion.weight)

    def _outcome(self, name: str, wording: Wording, weight: float) -> Outcome:
        met = truth_of(self._named(name))
        missing = self._found[name].missing if met is None else {}
        labels = tuple(self._bound.scope.label(place.path) for place in islice(missing.values(), _LABELS))
        return Outcome(name, wording, met, weight, tuple(missing), labels)

    def _proposal(self, programme: Programme) -> Proposal:
        eligible = _OF_TRUTH[self._truth(self._bound._qualifies[programme.code])]
        low, high = bounds(number_of(self._value(self._bound._priority[programme.code])))
        # A household is never put ahead of another on account of what is not known about it.
        priority = low if math.isfinite(low) else (high if math.isfinite(high) else 0.0)
        return Proposal(programme.code, programme.wording, eligible, self._reasons(programme), priority)

    def _reasons(self, programme: Programme) -> tuple[str, ...]:
        """The outcome of every condition and criterion that the programme's expression names."""
        outcomes = {each.name: (each.wording, 0.0) for each in self._rules.conditions}
        outcomes |= {each.code: (each.wording, each.weight) for each in self._rules.criteria}
        return tuple(
            self._outcome(name, *outcomes[name]).words
            for name in outcomes
            if f"${{{name}}}" in programme.qualifies
        )

    def _truth(self, evaluate: Evaluate) -> Truth:
        value = evaluate(self._answers, self._here, self._here)
        return truth(value, self._answers, self._bound.scope)

    def _value(self, evaluate: Evaluate) -> Scalar:
        return scalar(evaluate(self._answers, self._here, self._here), self._answers)


def _disagreements(assessment: Assessment, poorest: float) -> Iterator[str]:
    by_criteria, by_line, desil = assessment.poor_by_criteria, assessment.poor_by_line, assessment.desil
    if by_criteria is True and by_line is False:
        yield _(
            "Poor by the criteria ({score}), but spending lies above the line.", score=assessment.score_words
        )
    if by_criteria is False and by_line is True:
        yield _(
            "Spending lies under the line, but only {score} criteria are met.", score=assessment.score_words
        )
    if desil is None:
        return
    if desil.desil <= poorest and by_criteria is not True and by_line is not True:
        yield _("Desil {desil}, but neither the criteria nor spending say poor.", desil=desil.desil)
    if desil.desil > poorest and (by_criteria is True or by_line is True):
        yield _("Desil {desil}, but our own screens say poor.", desil=desil.desil)
