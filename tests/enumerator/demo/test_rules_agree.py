# SPDX-License-Identifier: Apache-2.0
"""The form counts the fourteen criteria for other tools; the office's rules, which decide, count the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from enumerator.demo.families import SURVEYED, draw_family
from enumerator.demo.respondent import answer_family
from enumerator.eligibility import rules as rule_books
from enumerator.eligibility.assessment import BoundRules
from enumerator.forms.definition import Form
from enumerator.forms.interview import Interview
from enumerator.registry.places import load_places

RULES = Path(__file__).resolve().parents[3] / "resources" / "programmes" / "semarang_2026.xlsx"


def test_the_form_and_the_shipped_rules_count_the_same_criteria(
    form: Form, begin: Callable[[], Interview]
) -> None:
    rules = BoundRules(rule_books.load(RULES), form)
    places = tuple(load_places().kelurahan.values())
    found = set()
    for seed in range(60):
        interview = begin()
        answer_family(interview, draw_family(seed, places[seed]))
        answers = interview.finished_answers()
        assessment = rules.assess("", answers, on=SURVEYED)
        counted = (answers["/data/n_kriteria_min"], answers["/data/n_kriteria_max"])
        assert counted == (f"{assessment.fewest:g}", f"{assessment.most:g}")
        found.add(assessment.poor)
    assert {"yes", "no"} <= found
