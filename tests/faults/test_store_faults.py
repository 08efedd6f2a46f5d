# SPDX-License-Identifier: Apache-2.0
"""Storage under attack (catalogue A of the sync plan): real kills, limits and flipped bits, no losses."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from enumerator.errors import UserError
from enumerator.interviews.drafts import Drafts
from enumerator.store.faults import DamagedError
from enumerator.store.revision import Entry
from enumerator.store.store import create_store, open_store
from tests.faults import store_trials

pytestmark = pytest.mark.skipif(os.name != "posix", reason="these trials fork and kill")


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not pytest's own folder: one of the trials works as another user, who may not look in there."""
    with tempfile.TemporaryDirectory(prefix="pendata-trial-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def trial(name: str, folder: Path, rounds: int, seed: int = 1) -> dict[str, int]:
    done = subprocess.run(
        [sys.executable, store_trials.__file__, name, str(folder), str(rounds), str(seed)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, int] = json.loads(done.stdout)
    return found


def test_a1_no_acknowledged_answer_is_lost_by_a_kill(folder: Path) -> None:
    found = trial("saving", folder, 25)
    assert found["acknowledged"] > 100
    assert (found["lost"], found["phantoms"], found["unsound"]) == (0, 0, 0)


def test_a2_a_slice_is_taken_in_whole_or_not_at_all(folder: Path) -> None:
    found = trial("receiving", folder, 20)
    assert (found["partial"], found["unsound"]) == (0, 0)


def test_a4_a_store_comes_into_being_whole_or_not_at_all(folder: Path) -> None:
    assert trial("creating", folder, 20)["broken"] == 0


def test_a4_an_older_store_is_brought_up_to_date_whole_or_not_at_all(folder: Path) -> None:
    assert trial("upgrading", folder, 20)["broken"] == 0


def test_a4_backups_that_show_are_whole_and_can_be_put_back(folder: Path) -> None:
    found = trial("copying", folder, 12)
    assert found["restored"] == 12
    assert found["broken"] == 0
    assert found["rubbish"] <= 1


def _strace_works() -> bool:
    if shutil.which("strace") is None:
        return False
    return (
        subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0
    )


@pytest.mark.skipif(not _strace_works(), reason="strace is missing or not allowed here")
@pytest.mark.parametrize(
    ("call", "error", "when"),
    [
        *(("fsync", "EIO", n) for n in (1, 4, 7, 10, 13, 16)),
        *(("pwrite64", "ENOSPC", n) for n in (5, 30, 75, 140, 210, 290)),
        ("pwrite64", "EIO", 100),
        ("ftruncate", "EIO", 1),
    ],
)
def test_a5_a7_a_refused_call_is_told_and_costs_nothing_that_was_acknowledged(
    folder: Path, call: str, error: str, when: int
) -> None:
    path = folder / "store.db"
    create_store(path, store_trials.KEY, store_trials.WRITER).close()
    inject = [
        "strace",
        "-f",
        "-o",
        os.devnull,
        "-e",
        f"trace={call}",
        "-e",
        f"inject={call}:error={error}:when={when}",
    ]
    done = subprocess.run(
        [*inject, sys.executable, "-m", "tests.faults.store_victim", str(path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert done.stderr == ""
    lines = done.stdout.split("\n")[:-1]
    assert "mute" not in lines
    store = open_store(path, store_trials.KEY, store_trials.WRITER)
    assert store_trials.is_sound(store)
    said = {line.split()[1] for line in lines if line.startswith("said")}
    journal = {*store.journal.records("household"), *store.journal.records("review")}
    assert said <= journal
    assert len(journal - said) <= 1
    drafts = {draft.household for draft in Drafts(store).list()}
    begun = {line.split()[1] for line in lines if line.startswith("draft")}
    assert begun <= drafts | journal
    store.append(Entry("after", "review", {}))
    store.close()


def test_a6_a_full_disk_is_told_and_costs_nothing_that_was_saved(folder: Path) -> None:
    found = trial("filling", folder, 12)
    assert found["refused"] == 12
    assert (found["silent"], found["lost"], found["unsound"]) == (0, 0, 0)


def test_a10_every_flipped_bit_is_noticed(folder: Path) -> None:
    assert trial("flipping", folder, 100) == {"flips": 100, "unnoticed": 0}


def test_a10_what_is_readable_in_a_damaged_store_is_salvaged_and_nothing_else(folder: Path) -> None:
    found = trial("salvaging", folder, 6)
    assert (found["false"], found["hopeless"]) == (0, 0)
    assert found["revisions_of_1000"] > 700
    assert found["attachments_of_1000"] > 700


def test_a16_a_folder_one_may_not_write_in_is_told_in_words(folder: Path) -> None:
    assert trial("forbidden", folder, 2) == {"attempts": 6, "told": 6}


def test_a11_a_database_without_its_log_of_writes_never_pretends_to_be_whole(folder: Path) -> None:
    path = folder / "store.db"
    store = create_store(path, store_trials.KEY, store_trials.WRITER)
    store.append(Entry("h1", "household", {"/data/n": "1"}))
    copied = folder / "copied.db"
    copied.write_bytes(path.read_bytes())
    store.append(Entry("h2", "household", {"/data/n": "2"}))
    other = open_store(copied, store_trials.KEY)
    assert other.journal.position() in (0, 1)
    assert store_trials.is_sound(other)
    other.close()
    store.close()


@pytest.mark.parametrize(
    "content", [b"", b"x" * 100, b"SQLite format 3\0" + bytes(100_000), os.urandom(100_000)]
)
def test_a11_what_is_no_store_is_refused_and_left_as_it_is(folder: Path, content: bytes) -> None:
    path = folder / "store.db"
    path.write_bytes(content)
    with pytest.raises(DamagedError):
        open_store(path, store_trials.KEY)
    assert path.read_bytes() == content


def test_a11_a_missing_store_is_refused(folder: Path) -> None:
    with pytest.raises(UserError):
        open_store(folder / "store.db", store_trials.KEY)
    assert list(folder.iterdir()) == []
