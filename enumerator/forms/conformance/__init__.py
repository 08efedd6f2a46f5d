# SPDX-License-Identifier: Apache-2.0
"""Runs an engine-neutral corpus of XPath cases and form scenarios, and says what passed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .cases import xpath_fault
from .replay import Replay

__all__ = [
    "Outcome",
    "Replay",
    "Tally",
    "read_cases",
    "read_contexts",
    "read_scenarios",
    "run_corpus",
    "xpath_fault",
]


@dataclass
class Tally:
    """How many of how many passed."""

    passed: int = 0
    total: int = 0

    def add(self, passed: bool) -> None:
        self.total += 1
        self.passed += passed


@dataclass
class Outcome:
    """What a run found. `faults` says for each failed case what was expected and what came."""

    consensus: Tally = field(default_factory=Tally)
    single: Tally = field(default_factory=Tally)
    disputed: Tally = field(default_factory=Tally)
    scenarios: Tally = field(default_factory=Tally)
    expectations: Tally = field(default_factory=Tally)
    faults: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The figures by tier, and the ids that failed; disputed cases are reported and not counted."""
        return {
            "consensus": {"passed": self.consensus.passed, "total": self.consensus.total},
            "single": {"passed": self.single.passed, "total": self.single.total},
            "disputed": {"passed": self.disputed.passed, "total": self.disputed.total},
            "scenarios": {
                "passed": self.scenarios.passed,
                "total": self.scenarios.total,
                "expectations_passed": self.expectations.passed,
                "expectations_total": self.expectations.total,
            },
            "failed": sorted(self.faults),
        }


def run_corpus(folder: Path, progress: Callable[[int, int], None] | None = None) -> Outcome:
    """Run every case under `folder` (xpath.jsonl, contexts.json, scenarios.jsonl)."""
    outcome = Outcome()
    cases, scenarios = list(read_cases(folder)), list(read_scenarios(folder))
    contexts = read_contexts(folder)
    total = len(cases) + len(scenarios)
    for done, case in enumerate(cases):
        fault = xpath_fault(case, contexts)
        {"consensus": outcome.consensus, "single": outcome.single}.get(case["tier"], outcome.disputed).add(
            not fault
        )
        if fault and case["tier"] != "disputed":
            outcome.faults[case["id"]] = fault
        if progress and done % 50 == 0:
            progress(done, total)
    for done, scenario in enumerate(scenarios, len(cases)):
        replay = Replay(folder, scenario)
        faults = replay.run()
        outcome.scenarios.add(not faults)
        outcome.expectations.total += replay.asserted
        outcome.expectations.passed += replay.held
        if faults:
            outcome.faults[scenario["id"]] = "; ".join(faults[:6])
        if progress and done % 10 == 0:
            progress(done, total)
    return outcome


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                if line.strip():
                    yield json.loads(line)


def read_cases(folder: Path) -> Iterator[dict[str, Any]]:
    """The XPath cases of a corpus."""
    return _lines(folder / "xpath.jsonl")


def read_scenarios(folder: Path) -> Iterator[dict[str, Any]]:
    """The form scenarios of a corpus."""
    return _lines(folder / "scenarios.jsonl")


def read_contexts(folder: Path) -> dict[str, str]:
    """The XML of each context by its id."""
    path = folder / "contexts.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
