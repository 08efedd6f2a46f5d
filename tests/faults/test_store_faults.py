# SPDX-License-Identifier: Apache-2.0
"""Storage under attack (catalogue A of the sync plan): real kills, limits and flipped bits, no losses."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from enumerator.errors import UserError
from enumerator.identity.office import create_office
from enumerator.identity.unlock import change_passphrase, unlock
from enumerator.interviews.drafts import Drafts
from enumerator.store.check import check
from enumerator.store.faults import DamagedError, StorageError
from enumerator.store.lock import FolderLock, InUseError
from enumerator.store.place import Concern, _mounted_concern, concern, concern_words
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


def test_a6_half_a_page_that_a_full_disk_took_of_the_log_of_writes_is_no_damage(tmp_path: Path) -> None:
    path, key = tmp_path / "pendata.db", bytes(range(32))
    with closing(create_store(path, key, store_trials.WRITER)) as store:
        store.append(*(Entry(f"r{n}", "household", {"/a": "tetap"}, parents=()) for n in range(200)))
        with path.open("ab") as file:
            file.write(bytes(4096))
        assert store.db.execute("PRAGMA cipher_integrity_check").fetchall()
        found = check(store)
        assert found.sound, found.pages
        assert found.revisions == 200


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
        *(("fsync", "EIO", n) for n in (1, 7, 13)),
        *(("pwrite64", "ENOSPC", n) for n in (5, 75, 210)),
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


HOLDING = """
import sys, time, pathlib
from enumerator.store.database import writing
from enumerator.store.lock import FolderLock
from enumerator.store.store import open_store
from tests.faults.store_trials import KEY, WRITER
from enumerator.store.revision import Entry
folder = pathlib.Path(sys.argv[1])
lock = FolderLock(folder)
store = open_store(folder / "store.db", KEY, WRITER)
with writing(store.db):
    store.append(Entry("h2", "household", {}))
    print("held", flush=True)
    time.sleep(600)
"""


def test_a12_a_second_instance_is_refused_in_words_and_the_lock_of_a_killed_one_is_free(folder: Path) -> None:
    """Killed in the middle of a transaction, each time: the next one comes in at once and finds what was
    acknowledged.
    """
    create_store(folder / "store.db", store_trials.KEY, store_trials.WRITER).close()
    refused = 0
    for turn in range(2):
        first = subprocess.Popen(
            [sys.executable, "-c", HOLDING, str(folder)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).resolve().parents[2],
        )
        assert first.stdout is not None
        assert first.stdout.readline() == b"held\n"
        with pytest.raises(InUseError) as told:
            FolderLock(folder)
        refused += bool(told.value.remedy) and str(folder) in told.value.where
        if turn == 0:  # and if somebody comes past the lock, the database has one writer
            intruder = open_store(folder / "store.db", store_trials.KEY, store_trials.WRITER)
            with pytest.raises(StorageError):
                intruder.append(Entry("h3", "household", {}))
            intruder.close()
        first.kill()
        first.wait()
        first.stdout.close()
        with FolderLock(folder):
            store = open_store(folder / "store.db", store_trials.KEY, store_trials.WRITER)
            assert store.journal.position() == turn, "what was acknowledged and nothing else"
            store.append(Entry("h1", "household", {}))
            assert store.journal.verify() == ()
            store.close()
    assert refused == 2


@pytest.mark.parametrize("name", ["OneDrive - Dinas Sosial", "Dropbox", "Google Drive"])
def test_a13_a_folder_that_is_kept_in_step_is_named_whatever_leads_to_it(folder: Path, name: str) -> None:
    kept = folder / name / "data"
    kept.mkdir(parents=True)
    (folder / "data").symlink_to(kept)
    for way in (kept, folder / "data", folder / "data" / "not there yet"):
        found = concern(way)
        assert found is Concern.IN_STEP
        assert concern_words(found)
    assert concern(folder / "other") is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads a Linux table of mounts")
@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("cifs", Concern.NETWORK),
        ("nfs4", Concern.NETWORK),
        ("vfat", Concern.STICK),
        ("exfat", Concern.STICK),
        ("ext4", None),
    ],
)
def test_a13_a_network_drive_and_a_stick_are_named(
    folder: Path, kind: str, expected: Concern | None
) -> None:
    mounts = folder / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\n//x {folder} {kind} rw 0 0\n", "utf-8")
    assert _mounted_concern(folder / "data", mounts) is expected


def test_a15_a_key_file_that_a_scanner_holds_is_written_in_the_end_or_stays_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Windows says of a file that somebody has open, so many times."""
    real, held = Path.replace, [0]

    def replace(part: Path, target: Path) -> Path:
        if held[0] > 0:
            held[0] -= 1
            error = PermissionError(errno.EACCES, "held")
            error.winerror = 32
            raise error
        return real(part, target)

    monkeypatch.setattr(Path, "replace", replace)
    created = create_office(folder / "office", "Verval", "lima ekor kerbau menyeberang")
    words = iter(("pagar hijau tiga kelapa", "jendela biru dua kapal"))
    held[0], new = 5, next(words)
    change_passphrase(folder / "office", "lima ekor kerbau menyeberang", new)
    assert unlock(folder / "office", new).db_key == created.keys.db_key
    held[0] = 1000
    with pytest.raises(UserError) as told:
        change_passphrase(folder / "office", new, next(words))
    assert told.value.remedy
    held[0] = 0
    assert unlock(folder / "office", new).db_key == created.keys.db_key


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
