# SPDX-License-Identifier: Apache-2.0
"""The cases of the corpus. Disputed XPath cases are decisions (forms/README.md) and may go either way."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from enumerator.forms.conformance import Replay, read_contexts, run_corpus, xpath_fault

DECIDED_OTHERWISE = {
    "scn-0102": "Web Forms alone: a control that refers to nothing is refused when the form loads",
    "scn-0383": "JavaRosa alone, between reading values and showing choices, which clears them (trap 19)",
    "scn-0695": "JavaRosa alone: it makes counted rows only while a person walks the form (trap 31)",
}


@lru_cache(maxsize=2)
def _contexts(folder: Path) -> dict[str, str]:
    return read_contexts(folder)


def test_xpath(xpath_case: dict[str, Any] | None, corpus: Path) -> None:
    if xpath_case is None:
        pytest.skip("no cases in the corpus")
    fault = xpath_fault(xpath_case, _contexts(corpus))
    if fault and xpath_case["tier"] == "disputed":
        pytest.skip(f"disputed between the reference engines, decided otherwise here: {fault[:100]}")
    if fault and xpath_case["id"] in DECIDED_OTHERWISE:
        pytest.xfail(DECIDED_OTHERWISE[xpath_case["id"]])
    assert not fault


def test_scenario(scenario: dict[str, Any] | None, corpus: Path) -> None:
    if scenario is None:
        pytest.skip("no scenarios in the corpus")
    faults = Replay(corpus, scenario).run()
    if faults and scenario["id"] in DECIDED_OTHERWISE:
        pytest.xfail(DECIDED_OTHERWISE[scenario["id"]])
    assert not faults


def test_the_sum_is_told_as_the_command_prints_it(corpus: Path) -> None:
    told = run_corpus(corpus).as_json()
    assert set(told) >= {"consensus", "single", "scenarios", "failed"}
    assert set(told["scenarios"]) == {"passed", "total", "expectations_passed", "expectations_total"}
    missed = told["consensus"]["total"] - told["consensus"]["passed"]
    assert missed <= len(told["failed"])
    assert told["scenarios"]["passed"] <= told["scenarios"]["total"]
