# SPDX-License-Identifier: Apache-2.0
"""The simulator runs clean, tells its figures, and notices when something is lost, made up or
told twice.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import simulate
from benchmarks.simulate import LostError, Size, World
from enumerator.merging import view
from enumerator.store.journal import Journal

ROOT = Path(__file__).resolve().parents[2]
SMALL = Size(laptops=4, offices=2, days=60, events=120)
SEEDS = int(os.environ.get("PENDATA_SIMULATED_SEEDS", "4"))


def test_months_of_faults_lose_nothing() -> None:
    """P1 to P12 and P17, over real journals and bundles."""
    for seed in range(SEEDS):
        tally = simulate.simulate(seed, SMALL)
        assert tally["edits"] > 40
        assert tally["imports"] > 20


def test_the_command_prints_its_seeds_edits_faults_and_losses() -> None:
    command = [
        sys.executable,
        "-m",
        "benchmarks.simulate",
        "--seeds",
        "3:4",
        "--laptops",
        "3",
        "--events",
        "60",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    told = dict(line.split() for line in done.stdout.splitlines() if len(line.split()) == 2)
    assert told["seeds"] == "1"
    assert told["losses"] == "0"
    assert int(told["edits"]) > 0


def sabotaged(check: Callable[[World], None], monkeypatch: pytest.MonkeyPatch) -> None:
    real = simulate.check

    def with_sabotage(world: World) -> None:
        check(world)
        real(world)

    monkeypatch.setattr(simulate, "check", with_sabotage)
    with pytest.raises(LostError):
        simulate.simulate(0, SMALL)


def test_a_lost_revision_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def drop(world: World) -> None:
        db = world.offices[0].store.db
        db.execute("DROP TRIGGER journal_is_never_emptied")
        db.execute("DELETE FROM journal WHERE position = (SELECT max(position) FROM journal)")

    sabotaged(drop, monkeypatch)


def test_a_revision_nobody_wrote_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    sabotaged(lambda world: world.said.pop(next(iter(world.said))) and None, monkeypatch)


def test_an_office_that_sees_something_else_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def forget(world: World) -> None:
        blind = world.offices[1].store.journal
        monkeypatch.setattr(blind, "revisions", lambda record: Journal.revisions(blind, record)[:-1])

    sabotaged(forget, monkeypatch)


def test_a_difference_that_is_not_listed_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def hide(world: World) -> None:
        store = world.offices[0].store
        differing = [record for record in world.households if view(store.journal.revisions(record)).conflicts]
        assert differing
        simulate.open_conflicts(store)
        store.db.execute("DELETE FROM open_conflict WHERE record = ?", (differing[0],))

    sabotaged(hide, monkeypatch)
