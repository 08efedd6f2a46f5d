# SPDX-License-Identifier: Apache-2.0
"""From a laptop to the office and back: what travels, what is confirmed, what is sent again."""

from __future__ import annotations

from pathlib import Path

from .conftest import Place


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
