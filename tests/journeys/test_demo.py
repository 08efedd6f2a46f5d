# SPDX-License-Identifier: Apache-2.0
"""The whole job on a few sample families: survey on three laptops, carry, merge, decide, print, check."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from enumerator.cli import main
from enumerator.demo.run import PASSPHRASE, Run
from enumerator.demo.steps import Steps
from enumerator.demo.table import lines_of
from enumerator.errors import UserError
from enumerator.workspace import open_workspace

FAMILIES = 16


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run; the tests below look at what it left behind."""
    steps = Steps(StringIO())
    made = Run(tmp_path_factory.mktemp("demo") / "out", FAMILIES, 7, steps)
    made.run()
    return made


def test_every_count_ties_from_step_to_step(run: Run) -> None:
    assert run.outcome.checks.made
    assert run.outcome.checks.failed == ()


def test_something_of_each_kind_happened(run: Run) -> None:
    """A demo in which nothing went wrong would show nothing."""
    outcome = run.outcome
    assert outcome.conflicts >= 1
    assert outcome.joined >= 1
    assert outcome.duplicates >= 1
    assert outcome.cards >= 1
    assert len(run.plan.absent) >= 1


def test_the_summary_names_each_family_once(run: Run) -> None:
    lines = lines_of(run.outcome, run.steps.seconds)
    together = next(line for line in lines if f" {FAMILIES} " in f"{line} ")
    assert str(FAMILIES) in together


def test_what_it_leaves_can_be_opened(run: Run) -> None:
    with open_workspace(run.folders.office, PASSPHRASE) as office:
        assert office.role == "office"
        assert office.training
    with open_workspace(run.folders.laptop(2), PASSPHRASE) as laptop:
        assert laptop.role == "enumerator"
    assert run.folders.cards.stat().st_size > 10_000
    assert run.folders.due.is_file()


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thesis.txt").write_text("keep me")
    with pytest.raises(UserError):
        Run(tmp_path, FAMILIES, 1, Steps(StringIO()))
    assert main(["--lang", "en", "demo", "--out", str(tmp_path)]) == 1
    assert "not empty" in capsys.readouterr().err
    assert (tmp_path / "thesis.txt").read_text() == "keep me"
