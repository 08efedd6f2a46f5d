# SPDX-License-Identifier: Apache-2.0
"""Mishaps on the way of bundles between people (catalogue A8, B5, E4, E8, E9): each ends complete and
explained.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from benchmarks.places import Place, writer_of
from enumerator.bundles.receipts import is_received, peer
from enumerator.bundles.refusals import BundleError
from enumerator.identity.signing import fingerprint
from enumerator.merging import view
from enumerator.store.faults import StorageError
from enumerator.store.mark import is_behind
from enumerator.store.revision import Dot, Entry, new_record
from enumerator.store.sqlite import DatabaseError
from enumerator.store.store import open_store

SECTOR = 4096


def confirmed(laptop: Place, dot: Dot) -> bool:
    return is_received(laptop.store, fingerprint(laptop.keys.project.signing))(dot)


def lied(path: Path, chance: random.Random) -> bool:
    """A medium that said it had written but had not: some sectors are still empty. Whether any is."""
    content = bytearray(path.read_bytes())
    before = bytes(content)
    for at in range(0, len(content), SECTOR):
        if chance.random() < 0.3:
            content[at : at + SECTOR] = bytes(len(content[at : at + SECTOR]))
    path.write_bytes(content)
    return bytes(content) != before


def test_a8_a_stick_that_lied_about_writing_is_found_out_and_costs_nothing(
    office: Place, ani: Place, stick: Path
) -> None:
    """The read-back came from a cache; the bytes never arrived."""
    told = [ani.survey(lantai=str(n), photo=bytes([n]) * 9000) for n in range(6)]
    chance = random.Random(8)
    lies = 0
    for _round in range(12):
        path = ani.pack(stick).path
        if lied(path, chance):
            lies += 1
            with pytest.raises(BundleError):
                office.take(path)
            assert office.store.journal.records("household") == ()
        path.unlink()
    assert lies >= 10
    assert office.take(ani.pack(stick).path).new == len(told)


def test_a8_a_disk_that_lied_about_writing_loses_no_more_than_its_end_and_the_loss_is_known(
    office: Place, ani: Place, stick: Path, tmp_path: Path
) -> None:
    """Sectors of the log of writes are lost after the laptop had sent its work: what is left is a beginning
    of what was acknowledged, whole in itself, and the program says that it is behind.
    """
    ani.store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    told = [ani.survey(lantai=str(n)) for n in range(20)]
    office.take(ani.pack(stick).path)
    wal = ani.folder / "pendata.db-wal"
    chance = random.Random(9)
    behind = 0
    for number in range(25):
        copy = tmp_path / f"copy-{number}"
        shutil.copytree(ani.folder, copy)
        content = bytearray(wal.read_bytes())
        for _sector in range(chance.randint(1, 6)):
            at = chance.randrange(len(content) // SECTOR) * SECTOR
            content[at : at + SECTOR] = bytes(SECTOR)
        (copy / "pendata.db-wal").write_bytes(content)
        (copy / "pendata.db-shm").unlink(missing_ok=True)
        try:
            store = open_store(copy / "pendata.db", ani.keys.db_key, writer_of(ani.keys), ani.store.clock)
        except (StorageError, DatabaseError):
            continue  # not even the key of the first page was there: said, and nothing is begun anew
        state = store.journal.logs().get(ani.keys.log)
        last = state.last if state else 0
        assert state is None or state.holes == ()
        assert store.journal.verify() == ()
        assert last <= told[-1].dot.seq
        if last < told[-1].dot.seq:
            behind += 1
            assert is_behind(copy, store.journal, ani.keys.log)
        store.close()
    assert behind >= 10


def test_b5_later_bundles_go_in_and_the_next_one_brings_what_was_lost(
    office: Place, ani: Place, budi: Place, stick: Path
) -> None:
    """Everything not confirmed is in every bundle: of eight any one will do."""
    packed = []
    for number in range(8):
        ani.survey(lantai=str(number))
        packed.append(ani.pack(stick).path)
    for path in packed[:-1]:
        path.unlink()
    assert office.take(packed[-1]).new == 8
    assert office.take(budi.pack(stick).path).holes == ()


def test_e4_what_a_lost_laptop_took_with_it_is_known_exactly(office: Place, ani: Place, stick: Path) -> None:
    """The office holds 1 to 3 and said so; the laptop is stolen with 4 and 5 on it."""
    for number in range(3):
        ani.survey(lantai=str(number))
    office.take(ani.pack(stick).path)
    ani.take(office.pack(stick, office.certificate_of(ani)).path)
    lost = [ani.survey(lantai="x"), ani.survey(lantai="y")]
    assert [confirmed(ani, revision.dot) for revision in lost] == [False, False]
    assert confirmed(ani, Dot(ani.keys.log, 3))
    state = office.store.journal.logs()[ani.keys.log]
    assert (state.last, state.contiguous) == (3, 3)
    heard = peer(office.store, fingerprint(ani.keys.public))
    assert heard is not None
    assert heard.heard, "when it was last seen"


def test_e8_a_lost_receipt_only_means_that_things_are_sent_again(
    office: Place, ani: Place, stick: Path
) -> None:
    told = ani.survey(lantai="tanah")
    office.take(ani.pack(stick).path)
    office.pack(stick, office.certificate_of(ani)).path.unlink()
    assert not confirmed(ani, told.dot)
    again = ani.pack(stick)
    assert again.revisions == 1
    report = office.take(again.path)
    assert (report.new, report.known) == (0, 1)
    ani.take(office.pack(stick, office.certificate_of(ani)).path)
    assert confirmed(ani, told.dot)
    assert ani.pack(stick).revisions == 0


def test_e9_a_correction_sent_while_the_laptop_edits_loses_nobodys_words(
    office: Place, ani: Place, stick: Path
) -> None:
    house = ani.survey(lantai="tanah", air="sumur").record
    office.take(ani.pack(stick).path)
    office.survey(record=house, lantai="semen")
    task = {"household": house, "enumerator": ani.keys.author}
    office.store.append(Entry(new_record(), "assignment", task, act="assign"))
    down = office.pack(stick, office.certificate_of(ani)).path
    ani.survey(record=house, lantai="ubin", air="ledeng")
    ani.take(down)
    office.take(ani.pack(stick).path)
    for place in (office, ani):
        seen = view(place.store.journal.revisions(house))
        (conflict,) = seen.conflicts
        assert conflict.address == "/kk/lantai"
        assert {side.answer.value for side in conflict.sides} == {"semen", "ubin"}
        assert {r.author for side in conflict.sides for r in side.revisions} == {
            office.keys.author,
            ani.keys.author,
        }
        assert seen.values["/kk/air"] == "ledeng"
