# SPDX-License-Identifier: Apache-2.0
"""The simulator runs clean, tells its figures, is the same run whenever it is run again, and notices when
something is lost, made up or told twice.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.simulate import checks
from benchmarks.simulate.checks import check
from benchmarks.simulate.faults import LostError
from benchmarks.simulate.founding import found
from benchmarks.simulate.mutations import MUTATIONS, noticed
from benchmarks.simulate.people import check_settled, survey
from benchmarks.simulate.run import Size, lived, simulate
from benchmarks.simulate.sticks import check_gaps, late_work, numbers_held, send
from benchmarks.simulate.world import World
from enumerator.bundles.unpack import import_bundle
from enumerator.bundles.verify import peek
from enumerator.identity.sealing import seal_bytes
from enumerator.merging import View, open_conflicts, view
from enumerator.store.journal import Journal
from enumerator.store.revision import Revision

ROOT = Path(__file__).resolve().parents[2]
SMALL = Size(laptops=4, offices=2, days=60, events=120)
SEEDS = int(os.environ.get("PENDATA_SIMULATED_SEEDS", "2"))


def test_months_of_faults_lose_nothing() -> None:
    """P1 to P12 and P17, over real journals and bundles."""
    for seed in range(SEEDS):
        tally = simulate(seed, SMALL).tally
        assert tally["edits"] > 40
        assert tally["imports"] > 20


def run(seeds: str, *more: str, hash_seed: str = "0") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.simulate", "--seeds", seeds, "--laptops", "3", *more],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
    )


def test_the_command_prints_its_seeds_edits_faults_and_losses() -> None:
    done = run("3:4", "--events", "60")
    assert done.returncode == 0, done.stderr
    told = dict(line.split() for line in done.stdout.splitlines() if len(line.split()) == 2)
    assert told["seeds"] == "1"
    assert told["losses"] == "0"
    assert int(told["edits"]) > 0


def test_a_seed_is_always_the_same_run(tmp_path: Path) -> None:
    """Every line of what happened, file sizes and hashes among them, in two processes that order sets
    differently.
    """
    diaries = []
    for hash_seed in ("1", "2"):
        diary = tmp_path / hash_seed
        done = run("40:42", "--events", "100", "--diary", str(diary), hash_seed=hash_seed)
        assert done.returncode == 0, done.stderr
        diaries.append(diary.read_text("utf-8").splitlines())
    assert diaries[0] == diaries[1]
    assert len(diaries[0]) > 200
    happened = {line.split()[1] for line in diaries[0]}
    assert {"said", "sent", "took", "crash", "home", "holds", "figures"} <= happened


def test_seals_of_the_simulator_are_equally_long_and_open_with_the_real_key(tmp_path: Path) -> None:
    world = found(1, tmp_path, laptops=1, offices=1)
    sender, receiver = world.laptops[0].keys, world.root.keys
    lengths = set()
    for content in (b"", b"rahasia" * 30_000):
        for _again in range(8):
            sealed, opened = io.BytesIO(), io.BytesIO()
            sender.seal(io.BytesIO(content), sealed, [receiver.recipient])
            receiver.open(io.BytesIO(sealed.getvalue()), opened)
            assert opened.getvalue() == content
            lengths.add((len(content), len(sealed.getvalue())))
    assert len(lengths) == 2
    assert len({len(seal_bytes(b"", [receiver.recipient])) for _again in range(20)}) > 1
    world.close()


@pytest.fixture(scope="module")
def home() -> Iterator[World]:
    """A world in which nothing is amiss, to be spoiled within a transaction that is taken back."""
    with lived(0, SMALL) as world:
        check(world)
        yield world


def spoiled(world: World, how: Callable[[World], None], says: str, *, office: int = 0) -> None:
    db = world.offices[office].store.db
    db.execute("BEGIN")
    try:
        how(world)
        with pytest.raises(LostError, match=says):
            check(world)
    finally:
        db.execute("ROLLBACK")


@pytest.mark.parametrize("office", [0, 1])
def test_a_lost_revision_is_noticed(home: World, office: int) -> None:
    def drop(world: World) -> None:
        db = world.offices[office].store.db
        db.execute("DROP TRIGGER journal_is_never_emptied")
        db.execute("DELETE FROM journal WHERE position = (SELECT max(position) FROM journal)")

    spoiled(home, drop, "chain|gone", office=office)


def test_a_lost_photo_is_noticed(home: World) -> None:
    def drop(world: World) -> None:
        db = world.offices[1].store.db
        db.execute("DELETE FROM attachment WHERE id = (SELECT min(id) FROM attachment)")

    spoiled(home, drop, "photos", office=1)


def test_a_revision_nobody_wrote_is_noticed(home: World) -> None:
    key, record = next(iter(home.said.items()))
    del home.said[key]
    try:
        with pytest.raises(LostError, match="nobody wrote"):
            check(home)
    finally:
        home.said[key] = record


def test_an_office_that_shows_less_of_a_record_is_noticed(
    home: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    blind = home.offices[1].store.journal
    monkeypatch.setattr(blind, "revisions", lambda record: Journal.revisions(blind, record)[:-1])
    with pytest.raises(LostError, match="does not show all"):
        check(home)


def test_a_difference_that_is_not_listed_is_noticed(home: World) -> None:
    def hide(world: World) -> None:
        store = world.offices[1].store
        differing = open_conflicts(store)
        assert differing
        store.db.execute("DELETE FROM open_conflict WHERE record = ?", (differing[0].record,))

    spoiled(home, hide, "list of differences", office=1)


def test_a_view_that_leaves_a_side_out_is_noticed_though_all_offices_agree(
    home: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(revisions: Iterable[Revision]) -> View:
        seen = view(revisions)
        return replace(seen, conflicts=tuple(replace(c, sides=c.sides[:1]) for c in seen.conflicts))

    monkeypatch.setattr(checks, "view", careless)
    with pytest.raises(LostError, match="differing is"):
        check(home)


@pytest.mark.parametrize("name", ["the last writer wins", "only one of several parents is written down"])
def test_a_program_that_is_broken_on_purpose_is_noticed(name: str) -> None:
    """The others, with their seeds, are in the simulator's README."""
    (mutation,) = [each for each in MUTATIONS if each.name == name]
    assert noticed(mutation, 2) is not None


def test_late_work_that_is_taken_in_is_noticed(home: World) -> None:
    before = late_work(home, home.root)
    log, state = next(iter(home.root.store.journal.logs().items()))
    home.cuts[log] = state.last - 1
    try:
        assert late_work(home, home.root) - before == {(log, state.last)}
        assert late_work(home, home.offices[1]) == set()
    finally:
        del home.cuts[log]


def test_a_report_that_keeps_a_gap_to_itself_is_noticed(tmp_path: Path) -> None:
    world = found(1, tmp_path, laptops=1, offices=1, crashes=0.0)
    (laptop,), office = world.laptops, world.root
    for _time in range(3):
        survey(world, laptop)
    send(world, laptop, office)
    path, _receiver = world.mail[0]
    report = import_bundle(office.store, office.keys, path)
    carried = frozenset(part.log for part in peek(path, office.keys).parts)
    check_gaps(report, office, carried)
    office.store.db.execute("DROP TRIGGER journal_is_never_emptied")
    office.store.db.execute("DELETE FROM journal WHERE position = (SELECT max(position) - 1 FROM journal)")
    assert len(numbers_held(office, laptop.keys.log)) == 2
    with pytest.raises(LostError, match="are missing"):
        check_gaps(report, office, carried)
    world.close()


def test_a_settlement_that_ends_too_little_or_too_much_is_noticed() -> None:
    check_settled({"/a", "/b", "/r[1]/n"}, {"/a", "/r[1]"}, {"/b"})
    with pytest.raises(LostError, match="still differ"):
        check_settled({"/a", "/b"}, {"/a"}, {"/a", "/b"})
    with pytest.raises(LostError, match="went away"):
        check_settled({"/a", "/b"}, {"/a"}, set())
