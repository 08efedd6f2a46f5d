# SPDX-License-Identifier: Apache-2.0
"""Bundles in and out of the office, and what then waits for a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from enumerator.bundles.report import Report
from enumerator.errors import Cancelled, UserError
from enumerator.office.inbox import bundles_in, export_to_laptops, import_bundles, waiting
from enumerator.office.staffing import revoke_laptop
from enumerator.registry.staff import enumerators
from enumerator.workspace import Workspace
from tests.site import NAMES, Site, correct

RICE = "/data/pengeluaran/pangan_mingguan/pangan_beras"


def test_a_folder_stands_for_its_bundles_and_nothing_is_taken_twice(tmp_path: Path) -> None:
    for name in ("b.pendata", "a.pendata", "surat.txt"):
        (tmp_path / name).write_bytes(b"")
    found = bundles_in([tmp_path, tmp_path / "a.pendata", tmp_path / "surat.txt"])
    assert [path.name for path in found] == ["a.pendata", "b.pendata", "surat.txt"]


def test_one_bad_file_stops_no_other(office: Workspace, site: Site, tmp_path: Path) -> None:
    bad = tmp_path / "a.pendata"
    bad.write_bytes(b"bukan paket")
    told = dict(import_bundles(office, [bad, site.unread]))
    assert isinstance(told[bad], UserError)
    report = told[site.unread]
    assert isinstance(report, Report)
    assert report.new > 0


def test_progress_reaches_its_end_once_and_cancelling_keeps_what_is_in(office: Workspace, site: Site) -> None:
    seen: list[tuple[int, int]] = []
    list(import_bundles(office, [site.unread], lambda done, total: seen.append((done, total))))
    assert seen[-1][0] == seen[-1][1]
    assert [done for done, _total in seen] == sorted(done for done, _total in seen)

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    position = office.store.journal.position()
    with pytest.raises(Cancelled):
        list(import_bundles(office, [site.unread], stop))
    assert office.store.journal.position() == position


def test_what_waits_is_counted(site: Site) -> None:
    with site.open_office() as office:
        assert waiting(office).reviews == 3
        assert waiting(office).differences == 0
    for number, text in enumerate(("91000", "35000")):
        with site.open_laptop(number) as laptop:
            correct(laptop, site.records[0], {RICE: text})
        site.send_up(number)
    site.take_in()
    with site.open_office() as office:
        found = waiting(office)
        assert (found.reviews, found.differences) == (4, 1), "the bundle held the fourth household too"


def test_each_laptop_that_is_believed_gets_a_bundle(office: Workspace, tmp_path: Path) -> None:
    people = enumerators(office.store)
    steps: list[tuple[int, int]] = []
    packed = export_to_laptops(office, tmp_path, lambda done, total: steps.append((done, total)))
    assert {each.receiver for each in packed} == set(NAMES)
    assert steps == [(1, 2), (2, 2)]
    revoke_laptop(office, people[0].laptops[0], "Hilang.")
    assert len(export_to_laptops(office, tmp_path)) == 1
