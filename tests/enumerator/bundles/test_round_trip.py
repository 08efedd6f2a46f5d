# SPDX-License-Identifier: Apache-2.0
"""From a laptop to the office and back: what travels, what is confirmed, what is sent again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks.places import Place, writer_of
from enumerator.bundles.inspect import inspect_bundle
from enumerator.bundles.receipts import is_received, is_sent
from enumerator.bundles.senders import Senders
from enumerator.bundles.watch import unseen_bundles
from enumerator.identity.certificates import open_log
from enumerator.identity.signing import fingerprint
from enumerator.merging import open_conflicts, settle
from enumerator.store.database import writing
from enumerator.store.revision import Dot, Entry, new_log, new_record, revision_hash
from enumerator.store.store import open_store


def test_an_interview_travels_to_the_office_and_its_laptop_is_let_in(
    office: Place, ani: Place, stick: Path
) -> None:
    told = ani.survey(lantai="tanah", photo=b"jpeg" * 1000)
    packed = ani.pack(stick)
    assert (packed.revisions, packed.attachments) == (1, 1)
    report = office.take(packed.path)
    assert (report.new, report.attachments, report.awaiting, report.admitted) == (1, 1, 0, "Ani")
    assert office.look(told.record) == ani.look(told.record)
    assert office.store.attachments.read(told.blobs[0].sha256) == b"jpeg" * 1000
    assert office.certificate_of(ani).person == ani.keys.author


def test_the_same_bundle_again_changes_nothing_and_says_when_it_came(
    office: Place, ani: Place, stick: Path
) -> None:
    ani.survey(lantai="tanah")
    packed = ani.pack(stick)
    office.take(packed.path)
    before = office.store.journal.position()
    report = office.take(packed.path)
    assert report.already.startswith("2026-11-12")
    assert office.store.journal.position() == before


def test_what_was_not_confirmed_is_sent_again_so_a_lost_stick_costs_nothing(
    office: Place, ani: Place, stick: Path
) -> None:
    ani.survey(lantai="tanah")
    ani.pack(stick).path.unlink()
    ani.survey(lantai="semen")
    packed = ani.pack(stick)
    assert packed.revisions == 2
    assert office.take(packed.path).new == 2


def test_after_the_receipt_only_what_is_new_travels(office: Place, ani: Place, stick: Path) -> None:
    first = ani.survey(lantai="tanah")
    office.take(ani.pack(stick).path)
    assert not received(ani)(first.dot)
    ani.take(office.pack(stick, office.certificate_of(ani)).path)
    assert received(ani)(first.dot)
    second = ani.survey(lantai="semen")
    packed = ani.pack(stick)
    assert packed.revisions == 1
    assert is_sent(ani.store)(second.dot)
    assert not received(ani)(second.dot)
    assert office.take(packed.path).new == 1


def test_the_office_sends_a_laptop_its_assignments_and_reviews_and_nothing_of_others(
    office: Place, ani: Place, budi: Place, stick: Path
) -> None:
    of_ani, of_budi = ani.survey(nama="Suparmi"), budi.survey(nama="Kasmini")
    for laptop in (ani, budi):
        office.take(laptop.pack(stick).path)
    tasks = {}
    for laptop in (ani, budi):
        values = {"household": new_record(), "enumerator": laptop.keys.author, "head_name": "Joko"}
        tasks[laptop.keys.log] = office.store.append(Entry(new_record(), "assignment", values, act="assign"))[
            0
        ]
    review = {"household": of_ani.record, "heads": str(of_ani.dot), "verdict": "returned", "comment": "NIK?"}
    office.store.append(Entry(new_record(), "review", review))
    office.survey(record=of_ani.record, lantai="semen")
    report = ani.take(office.pack(stick, office.certificate_of(ani)).path)
    assert report.purpose == "down"
    assert ani.store.journal.revisions(tasks[ani.keys.log].record)
    assert not ani.store.journal.revisions(tasks[budi.keys.log].record)
    assert not ani.store.journal.revisions(of_budi.record)
    assert len(ani.store.journal.records("review")) == 1
    assert Senders.of(ani.store, ani.keys).certificate(ani.keys.log) is not None
    assert report.holes == ()


def test_an_extract_is_not_sent_again_once_the_laptop_has_told_that_it_holds_it(
    office: Place, ani: Place, stick: Path
) -> None:
    office.take(ani.pack(stick).path)
    values = {"household": new_record(), "enumerator": ani.keys.author}
    office.store.append(Entry(new_record(), "assignment", values))
    first = office.pack(stick, office.certificate_of(ani))
    assert first.revisions == 3  # two certificates and the assignment
    ani.take(first.path)
    office.take(ani.pack(stick).path)
    assert office.pack(stick, office.certificate_of(ani)).revisions == 0


def test_a_correction_of_the_office_and_later_work_of_the_laptop_build_on_each_other(
    office: Place, ani: Place, stick: Path
) -> None:
    told = ani.survey(lantai="tanah", air="sumur")
    office.store.append(
        Entry(new_record(), "assignment", {"household": told.record, "enumerator": ani.keys.author})
    )
    office.take(ani.pack(stick).path)
    office.survey(record=told.record, lantai="semen")
    ani.take(office.pack(stick, office.certificate_of(ani)).path)
    ani.survey(record=told.record, air="pdam")
    report = office.take(ani.pack(stick).path)
    assert report.conflicts == ()
    assert office.look(told.record)["/kk/lantai"] == "semen"
    assert office.look(told.record)["/kk/air"] == "pdam"


def test_two_laptops_that_answer_differently_are_a_conflict_in_the_report(
    office: Place, ani: Place, budi: Place, stick: Path
) -> None:
    household = new_record()
    ani.survey(record=household, lantai="tanah")
    budi.survey(record=household, lantai="semen")
    assert office.take(ani.pack(stick).path).conflicts == ()
    (conflict,) = office.take(budi.pack(stick).path).conflicts
    assert (conflict.record, conflict.addresses) == (household, ("/kk/lantai",))
    settle(office.store.journal, household, {"/kk/lantai": "semen"})
    assert open_conflicts(office.store) == ()


def test_a_missing_bundle_shows_as_a_gap_and_the_next_export_fills_it(
    office: Place, ani: Place, stick: Path
) -> None:
    ani.survey(lantai="tanah")
    office.take(ani.pack(stick).path)
    ani.take(office.pack(stick, office.certificate_of(ani)).path)
    for floor in ("semen", "ubin", "kayu"):
        ani.survey(lantai=floor)
    claim(ani, office, upto=3)
    last = ani.pack(stick)
    assert last.revisions == 1
    report = office.take(last.path)
    assert [str(gap) for gap in report.holes] == ["Ani: nomor 2 sampai 3 belum ada"]
    ani.take(office.pack(stick, office.certificate_of(ani)).path)
    filled = office.take(ani.pack(stick).path)
    assert (filled.new, filled.holes) == (2, ())


def test_a_bundle_tells_what_it_holds_without_being_imported(office: Place, ani: Place, stick: Path) -> None:
    ani.survey(lantai="tanah", photo=b"x" * 3_000_000)
    ani.survey(lantai="semen")
    contents = inspect_bundle(ani.pack(stick).path, office.keys)
    assert contents.revisions == {"household": 2}
    assert (contents.records, contents.attachments, contents.attachment_bytes) == (2, 1, 3_000_000)
    assert contents.manifest.sender.name == "Ani"
    assert office.store.journal.records("household") == ()


def test_a_watched_folder_names_what_is_new_for_us(
    office: Place, ani: Place, budi: Place, stick: Path
) -> None:
    ani.survey(lantai="tanah")
    first = ani.pack(stick)
    office.take(first.path)
    to_ani = office.pack(stick, office.certificate_of(ani))
    second = budi.pack(stick)
    (stick / "rusak.pendata").write_bytes(b"PENDATA1\n\0 nothing")
    (stick / "x.pendata.part").write_bytes(b"")
    (stick / "._of-a-mac.pendata").write_bytes(b"what macOS keeps beside a file")
    found = unseen_bundles(office.store, office.keys, stick)
    assert [one.path.name for one in found] == [second.path.name, "rusak.pendata"]
    assert found[1].refusal
    assert [one.path for one in unseen_bundles(ani.store, ani.keys, stick) if one.manifest] == [to_ani.path]


def test_volumes_stay_below_the_limit_and_may_arrive_in_any_order(
    office: Place, ani: Place, stick: Path
) -> None:
    photos = [bytes([n]) * 400_000 for n in range(5)]
    told = [ani.survey(photo=photo) for photo in photos]
    packed = ani.pack(stick, limit=1_000_000)
    assert len(packed.paths) == 3
    assert all(path.stat().st_size < 1_000_000 for path in packed.paths)
    reports = [office.take(path) for path in (packed.paths[2], packed.paths[0], packed.paths[1])]
    assert [report.awaiting for report in reports] == [0, 2, 0]
    assert all(office.store.attachments.has(revision.blobs[0].sha256) for revision in told)


def test_an_attachment_whose_volume_was_lost_is_asked_for_and_sent_again(
    office: Place, ani: Place, stick: Path
) -> None:
    told = ani.survey(photo=b"y" * 400_000)
    packed = ani.pack(stick, limit=100_000)
    packed.paths[1].unlink()
    assert office.take(packed.paths[0]).awaiting == 1
    ani.take(office.pack(stick, office.certificate_of(ani)).path)
    again = ani.pack(stick)
    assert (again.revisions, again.attachments) == (0, 1)
    assert office.take(again.path).awaiting == 0
    assert office.store.attachments.has(told.blobs[0].sha256)


def received(laptop: Place) -> Callable[[Dot], bool]:
    return is_received(laptop.store, fingerprint(laptop.keys.project.signing))


def claim(laptop: Place, office: Place, upto: int) -> None:
    """Let the laptop believe that the office confirmed more than it has, as after a bundle lost at the
    office.
    """
    last = next(laptop.store.journal.raw(laptop.keys.log, upto, upto))
    runs = {laptop.keys.log: [[1, upto, revision_hash(last)[:16]]]}
    with writing(laptop.store.db):
        laptop.store.db.execute(
            "UPDATE peer SET holdings = ? WHERE log = ?",
            (json.dumps({"runs": runs, "lacks": []}), office.keys.log),
        )


def test_a_laptop_that_goes_on_in_a_new_log_is_still_known_and_gets_what_is_its_own(
    office: Place, ani: Place, stick: Path
) -> None:
    """After a restored backup the device writes another log, for which its own key vouches."""
    ani.survey(lantai="tanah")
    office.take(ani.pack(stick).path)
    opening = open_log(ani.keys, new_log(), ani.store.clock(), "cadangan dipulihkan")
    keys = replace(ani.keys, log=opening.log)
    ani.store.close()
    store = open_store(ani.folder / "pendata.db", keys.db_key, writer_of(keys), ani.store.clock)
    again = Place(ani.folder, keys, store, ani.request)
    store.append(Entry(opening.log, "log", opening.to_values(), act="open"))
    told = again.survey(lantai="semen")
    report = office.take(again.pack(stick).path)
    assert (report.new, report.quarantined, report.admitted) == (2, (), "")
    again.take(office.pack(stick, office.certificate_of(ani)).path)
    assert received(again)(told.dot)
    assert again.pack(stick).revisions == 0
