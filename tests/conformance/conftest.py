# SPDX-License-Identifier: Apache-2.0
"""`pytest tests/conformance --corpus DIR` runs every case under DIR, one test a case."""

from __future__ import annotations

from pathlib import Path

import pytest

from enumerator.forms.conformance import read_cases, read_scenarios

_BESIDE = Path(__file__).resolve().parents[2].parent / "shared" / "conformance" / "public"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--corpus", default=None, help="folder with xpath.jsonl, contexts.json and scenarios.jsonl"
    )


def _folder(config: pytest.Config) -> Path:
    given = config.getoption("--corpus", default=None)
    return Path(given) if given else _BESIDE


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    folder = _folder(metafunc.config)
    if "xpath_case" in metafunc.fixturenames:
        cases = list(read_cases(folder))
        metafunc.parametrize(
            "xpath_case", cases or [None], ids=[case["id"] for case in cases] or ["no corpus"]
        )
    if "scenario" in metafunc.fixturenames:
        scenarios = list(read_scenarios(folder))
        ids = [scenario["id"] for scenario in scenarios] or ["no corpus"]
        metafunc.parametrize("scenario", scenarios or [None], ids=ids)


@pytest.fixture(scope="session")
def corpus(request: pytest.FixtureRequest) -> Path:
    """The folder of the corpus."""
    folder = _folder(request.config)
    if not folder.is_dir():
        pytest.skip(f"no conformance corpus at {folder}; name one with --corpus")
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The sum of the corpus, whatever else ran."""
    counts: dict[str, int] = {}
    for outcome in ("passed", "failed", "xfailed", "skipped"):
        reports = terminalreporter.stats.get(outcome, ())
        counts[outcome] = sum("test_corpus.py" in getattr(report, "nodeid", "") for report in reports)
    if any(counts.values()):
        told = ", ".join(f"{number} {outcome}" for outcome, number in counts.items())
        terminalreporter.write_line(f"conformance: {told}")
