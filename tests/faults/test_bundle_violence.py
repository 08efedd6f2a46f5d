# SPDX-License-Identifier: Apache-2.0
"""Exports and imports that are killed, run out of room or memory, or meet a medium that fails at any one
call.

The figures can be raised: PENDATA_FAULT_ROUNDS (default 1) and PENDATA_MEMORY_MEGABYTES (default 48; 2048
for the full measure).
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.places import Place
from enumerator.bundles import medium, pack, streams
from enumerator.bundles.refusals import MediumError
from enumerator.errors import UserError
from enumerator.store.revision import Entry, new_record

from . import bundle_trials

ROUNDS = int(os.environ.get("PENDATA_FAULT_ROUNDS", "1"))
MEGABYTES = int(os.environ.get("PENDATA_MEMORY_MEGABYTES", "48"))
ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and signals")


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="pendata-trial-") as name:
        yield Path(name)


def trial(name: str, folder: Path, rounds: int, *before: str) -> dict[str, int]:
    command = [sys.executable, bundle_trials.__file__, name, str(folder), str(rounds), "1"]
    done = subprocess.run([*before, *command], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


def test_a2_a_killed_import_is_nothing_or_all_and_ends_well_when_repeated(folder: Path) -> None:
    counts = trial("killed-import", folder, ROUNDS)
    assert (counts["wrong"], counts["partly"]) == (0, 0)
    assert counts["kills"] > 0


def test_a2_a_killed_import_of_a_large_bundle_is_whole_batches_and_is_resumed(folder: Path) -> None:
    counts = trial("killed-import-in-batches", folder, ROUNDS)
    assert counts["wrong"] == 0
    assert counts["kills"] > 0


def test_a3_a_killed_export_leaves_no_file_or_a_whole_one(folder: Path) -> None:
    counts = trial("killed-export", folder, ROUNDS)
    assert counts["wrong"] == 0
    assert counts["kills"] > 0


def test_a6_no_room_left_is_told_in_words_and_nothing_is_half_written(folder: Path) -> None:
    counts = trial("out-of-room", folder, ROUNDS)
    assert counts["wrong"] == 0
    assert counts["refused_import"] + counts["refused_export"] > 0


def test_a6_a_full_file_system_as_stick_and_as_disk(folder: Path) -> None:
    unshare = shutil.which("unshare")
    may = [unshare or "", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    if unshare is None or subprocess.run(may, capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us mount a small file system")
    small = folder / "small"
    small.mkdir()
    mounted = f'mount -t tmpfs -o size=24m tmpfs "{small}" && exec "$@"'
    counts = trial("really-full", folder, 1, unshare, "-rm", "sh", "-c", mounted, "sh")
    assert counts == {"refused_export": 1, "refused_import": 1, "left": 0, "wrong": 0}


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs to know what a process takes")
def test_a9_a_process_without_memory_does_all_or_nothing(folder: Path) -> None:
    counts = trial("short-of-memory", folder, 3 * ROUNDS)
    assert counts["wrong"] == 0


@pytest.fixture
def thick(office: Place, ani: Place, stick: Path) -> Path:
    """A bundle that is too large to be opened at once."""
    ani.survey(lantai="tanah", photo=os.urandom(3_000_000))
    ani.store.append(*(Entry(new_record(), "household", {"/kk/a": str(n)}, parents=()) for n in range(300)))
    return ani.pack(stick).path


def taken_after_the_refusal(office: Place, thick: Path) -> None:
    """In words, at once, with nothing of it here; then, with memory, all of it."""
    started = time.monotonic()
    with pytest.raises(UserError) as told:
        office.take(thick)
    assert told.value.remedy
    assert isinstance(told.value.__cause__, MemoryError)
    assert time.monotonic() - started < 20
    assert office.store.journal.records("household") == ()
    assert not list((office.folder / "inbox").glob("*.pendata*"))


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a9_a_thread_that_cannot_start_ends_the_import_in_words(
    office: Place, thick: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """As the system says it when it has no memory for another one: the first, second or third thread."""
    real, left = threading.Thread.start, [number]

    def start(thread: threading.Thread) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise RuntimeError("can't start new thread")
        real(thread)

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", start)
        taken_after_the_refusal(office, thick)
    assert office.take(thick).new == 301


@pytest.mark.parametrize("where", ["_decrypted", "_put", "write"])
def test_a9_a_thread_that_runs_out_of_memory_ends_the_import_in_words(
    office: Place, thick: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Even where nothing is left to say so with."""

    def exhausted(*_about: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(streams._Ahead, where, exhausted)
        patched.setattr(threading, "excepthook", lambda _about: None)
        taken_after_the_refusal(office, thick)
    assert office.take(thick).new == 301


def test_a14_an_import_that_sleeps_in_the_middle_goes_on(folder: Path) -> None:
    counts = trial("asleep", folder, ROUNDS)
    assert counts["wrong"] == 0
    assert counts["slept"] > 0


def test_b12_memory_does_not_grow_with_the_photos(folder: Path) -> None:
    peaks = trial("little-memory", folder, MEGABYTES)
    assert max(peaks.values()) < 200, peaks


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.ENODEV])
def test_a5_whichever_call_to_the_medium_fails_nothing_half_written_stays(
    ani: Place, stick: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Every write, fsync, read-back and rename in turn, until one export passes all of them."""
    ani.survey(lantai="tanah", photo=b"p" * 150_000)
    faults = 0
    while True:
        with monkeypatch.context() as patched:
            failing = FailingAt(faults + 1, number)
            patched.setattr(medium.CountingFile, "write", failing.before(medium.CountingFile.write))
            patched.setattr(medium, "_force", failing.before(medium._force))
            patched.setattr(medium, "_digest_on_medium", failing.before(medium._digest_on_medium))
            patched.setattr(Path, "replace", failing.before(Path.replace, only_in=stick))
            told = words_of(lambda: ani.pack(stick))
        if told is None:
            break
        assert told.remedy
        assert list(stick.iterdir()) == []
        assert ani.store.db.execute("SELECT count(*) FROM bundle").fetchone()[0] == 0
        faults += 1
    assert faults >= 6
    assert len(list(stick.iterdir())) == 1


@pytest.mark.parametrize("times", [0, 3, 6, 1000])
def test_a15_a_bundle_that_a_scanner_holds_gets_its_name_in_the_end_or_is_told(
    ani: Place, stick: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """The renaming is refused so many times, as Windows does while a virus scanner has the file open."""
    ani.survey(lantai="tanah")
    real, left, started = Path.replace, [times], time.monotonic()

    def replace(part: Path, target: Path) -> Path:
        if target.parent == stick and left[0] > 0:
            left[0] -= 1
            error = PermissionError(errno.EACCES, "held")
            error.winerror = 32
            raise error
        return real(part, target)

    monkeypatch.setattr(Path, "replace", replace)
    told = words_of(lambda: ani.pack(stick))
    assert time.monotonic() - started < 5
    if times < 7:
        assert told is None
        assert len(list(stick.iterdir())) == 1
        return
    assert told is not None
    assert told.remedy
    assert list(stick.iterdir()) == []
    assert ani.store.db.execute("SELECT count(*) FROM bundle").fetchone()[0] == 0


def test_a_bundle_that_cannot_be_noted_as_sent_does_not_stay_on_the_stick(
    ani: Place, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The laptop's own disk is full while the stick is not."""
    ani.survey(lantai="tanah")

    def full(*_about: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr(pack, "note_sent", full)
        with pytest.raises(OSError, match="full"):
            ani.pack(stick)
    assert list(stick.iterdir()) == []
    assert ani.pack(stick).revisions == 1


def words_of(work: Callable[[], object]) -> MediumError | None:
    """The refusal, None when the work was done."""
    try:
        work()
    except MediumError as error:
        return error
    return None


class FailingAt:
    """Lets the n-th call fail."""

    def __init__(self, when: int, number: int) -> None:
        self._left = when
        self._number = number

    def before(self, real: Callable[..., object], only_in: Path | None = None) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            about = arguments[0]
            if only_in is not None and isinstance(about, Path) and about.parent != only_in:
                return real(*arguments, **named)
            self._left -= 1
            if self._left == 0:
                raise OSError(self._number, os.strerror(self._number))
            return real(*arguments, **named)

        return call
