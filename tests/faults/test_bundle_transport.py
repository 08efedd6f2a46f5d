# SPDX-License-Identifier: Apache-2.0
"""Bundles on their way: cut, flipped, repeated, reordered, lost, too large, on sticks that lie or are full.

The marks B1 to B12 are rows of the fault catalogue.
"""

from __future__ import annotations

import itertools
import os
import random
import shutil
import threading
from pathlib import Path

import pytest

from benchmarks.places import Place, writer_of
from enumerator.bundles import medium
from enumerator.bundles.frames import MAGIC
from enumerator.bundles.refusals import BundleError, MediumError
from enumerator.bundles.verify import peek
from enumerator.errors import Cancelled, UserError
from enumerator.store.journal import Journal
from enumerator.store.lock import LOCK_NAME
from enumerator.store.revision import new_record
from enumerator.store.store import open_store

from .bundle_forge import frames_of, sealed


def state(place: Place) -> dict[str, list[bytes]]:
    """Everything a place holds of every log, by its exact bytes."""
    return {log: list(place.store.journal.raw(log)) for log in sorted(place.store.journal.logs())}


def nothing_happened(office: Place, before: dict[str, list[bytes]]) -> None:
    assert state(office) == before
    inbox = office.folder / "inbox"
    assert not [path for path in inbox.rglob("*") if path.is_file() and path.name != LOCK_NAME]


@pytest.fixture
def bundle(ani: Place, stick: Path) -> Path:
    for number in range(6):
        ani.survey(lantai="tanah", nomor=str(number), photo=os.urandom(30_000))
    return ani.pack(stick).path


def test_b1_a_bundle_cut_anywhere_is_refused_and_nothing_is_imported(office: Place, bundle: Path) -> None:
    whole = bundle.read_bytes()
    before = state(office)
    chance = random.Random(1)
    edges = [0, 1, len(MAGIC) - 1, len(MAGIC), len(MAGIC) + 1, 200, 65536, len(whole) - 17, len(whole) - 1]
    cut = bundle.with_name("cut.pendata")
    for length in edges + [chance.randrange(len(whole)) for _ in range(60)]:
        cut.write_bytes(whole[:length])
        with pytest.raises(BundleError) as refused:
            office.take(cut)
        assert refused.value.remedy
        nothing_happened(office, before)
    assert office.take(bundle).new == 6


def test_b2_a_flipped_bit_an_appended_byte_and_swapped_frames_are_refused(
    office: Place, bundle: Path
) -> None:
    whole = bundle.read_bytes()
    before = state(office)
    chance = random.Random(2)
    bad = bundle.with_name("bad.pendata")
    for _ in range(150):
        changed = bytearray(whole)
        changed[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        bad.write_bytes(changed)
        with pytest.raises(BundleError):
            office.take(bad)
        nothing_happened(office, before)
    bad.write_bytes(whole + b"\0")
    with pytest.raises(BundleError):
        office.take(bad)
    frames = frames_of(bundle, office.keys)
    for one, other in itertools.combinations(range(len(frames)), 2):
        swapped = list(frames)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        with pytest.raises(BundleError):
            office.take(sealed(bad, swapped, office.keys.recipient))
        nothing_happened(office, before)
    for missing in range(len(frames)):
        with pytest.raises(BundleError):
            office.take(sealed(bad, frames[:missing] + frames[missing + 1 :], office.keys.recipient))
    nothing_happened(office, before)


def test_b3_a_known_bundle_is_recognised_without_being_read(
    office: Place, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.take(bundle)
    monkeypatch.setattr(medium, "copy_whole", None)
    monkeypatch.setattr(Journal, "receive", None)
    monkeypatch.setattr(Journal, "keep", None)
    for _ in range(3):
        assert office.take(bundle).already


def test_b4_every_order_and_any_repetition_ends_in_the_same_state(
    office: Place, ani: Place, budi: Place, stick: Path, tmp_path: Path
) -> None:
    household = new_record()
    bundles = []
    for laptop in (ani, budi):
        for floor in ("tanah", "semen"):
            laptop.survey(
                record=household, lantai=floor, oleh=laptop.keys.person.name, photo=floor.encode() * 99
            )
            bundles.append(laptop.pack(stick).path)
    ends = set()
    for number, order in enumerate(itertools.permutations(bundles)):
        other = copy_of(office, tmp_path / f"office-{number}")
        for path in (*order, order[number % 4]):
            other.take(path)
        logs = {log: tuple(raws) for log, raws in state(other).items() if log != office.keys.log}
        ends.add((tuple(sorted(logs.items())), tuple(sorted(other.look(household).items()))))
        other.store.close()
    assert len(ends) == 1


def copy_of(place: Place, folder: Path) -> Place:
    """A copy of a data folder, as it was when nobody wrote."""
    place.store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(place.folder, folder)
    store = open_store(folder / "pendata.db", place.keys.db_key, writer_of(place.keys), place.store.clock)
    return Place(folder, place.keys, store, place.request)


def test_b6_a_write_protected_or_vanished_stick_is_told_in_words(
    ani: Place, stick: Path, tmp_path: Path
) -> None:
    ani.survey(lantai="tanah")
    with pytest.raises(MediumError) as gone:
        ani.pack(tmp_path / "not-there")
    assert gone.value.remedy
    (tmp_path / "a-file").write_text("")
    with pytest.raises(MediumError):
        ani.pack(tmp_path / "a-file")
    assert ani.pack(stick).revisions == 1


def test_b7_a_stick_that_gives_back_other_bytes_is_found_before_anybody_relies_on_it(
    ani: Place, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ani.survey(lantai="tanah")
    real = medium._digest_on_medium

    def lying(path: Path) -> str:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        return real(path)

    monkeypatch.setattr(medium, "_digest_on_medium", lying)
    with pytest.raises(MediumError):
        ani.pack(stick)
    assert list(stick.iterdir()) == []


def test_b8_the_file_may_change_after_it_was_verified_because_the_copy_is_what_counts(
    office: Place, bundle: Path
) -> None:
    size = bundle.stat().st_size

    def overwrite(done: int, _total: int) -> None:
        if done > size:
            bundle.write_bytes(b"PENDATA1\n\0 something else")

    assert office.take(bundle, progress=overwrite).new == 6


def test_b9_two_imports_of_one_folder_at_the_same_time_end_in_the_same_state(
    office: Place, ani: Place, budi: Place, stick: Path
) -> None:
    for laptop in (ani, budi):
        for number in range(200):
            laptop.survey(nomor=str(number))
        laptop.pack(stick)
    failures: list[BaseException] = []

    def take_all(order: int) -> None:
        keys = office.keys
        store = open_store(office.store.path, keys.db_key, writer_of(keys), office.store.clock)
        try:
            for path in sorted(stick.iterdir())[::order]:
                Place(office.folder, keys, store).take(path)
        except BaseException as error:
            failures.append(error)
        finally:
            store.close()

    threads = [threading.Thread(target=take_all, args=(order,)) for order in (1, -1, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(office.store.journal.records("household")) == 400
    assert len(office.store.journal.records("certificate")) == 3
    assert office.store.journal.verify() == ()


def test_cancelling_at_any_step_leaves_nothing_half_done(office: Place, bundle: Path) -> None:
    steps: list[int] = []

    def count(done: int, _total: int) -> None:
        steps.append(done)

    office_before = state(office)
    size = bundle.stat().st_size
    for stop in (1, size // 2, size + 1, 2 * size - 10):

        def cancel(done: int, _total: int, stop: int = stop) -> None:
            if done >= stop:
                raise Cancelled

        with pytest.raises(Cancelled):
            office.take(bundle, progress=cancel)
        assert state(office) == office_before
    assert office.take(bundle, progress=count).new == 6
    assert steps == sorted(steps)
    assert steps[-1] == 3 * size


def test_a_cancelled_export_leaves_no_file(ani: Place, stick: Path) -> None:
    for number in range(600):
        ani.survey(nomor=str(number))

    def cancel(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        ani.pack(stick, progress=cancel)
    assert list(stick.iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 a workbook", b"PENDATA1\n\0", MAGIC + b"age-encryption.org/v1\n"]
)
def test_other_files_are_named_as_such(office: Place, stick: Path, content: bytes) -> None:
    path = stick / "surat.pendata"
    path.write_bytes(content)
    with pytest.raises(UserError) as refused:
        peek(path, office.keys)
    assert refused.value.remedy
