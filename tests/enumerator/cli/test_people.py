# SPDX-License-Identifier: Apache-2.0
"""People, further offices, work given on and erasing from a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from enumerator.registry.search import household
from tests.enumerator.cli.conftest import Run
from tests.site import NAMES, Site


def test_people_are_entered_and_work_in_their_own_name(
    run: Run, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PENDATA_PIN", "998877")
    code, out, _err = run("office", "staff", site.office, "--add", "Wati", "--duty", "supervisor")
    assert code == 0
    assert "Wati  pengawas" in out
    monkeypatch.setenv("PENDATA_PERSON", "Wati")
    code, _out, _err = run("office", "review", site.office, "--approve", site.records[1])
    assert code == 0
    code, _out, err = run("office", "staff", site.office, "--add", "Joko")
    assert code != 0
    assert "Wati" in err, "a supervisor enters nobody"
    monkeypatch.setenv("PENDATA_PIN", "111222")
    code, _out, err = run("office", "review", site.office)
    assert code != 0
    assert "PIN" in err
    with site.open_office() as office:
        (review,) = [each for _at, each in office.store.journal.of_kind("review")][-1:]
        assert review.author != office.keys.author


def test_a_household_is_erased_by_two_people(run: Run, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENDATA_PIN", "998877")
    run("office", "staff", site.office, "--add", "Wati", "--duty", "supervisor")
    monkeypatch.setenv("PENDATA_PIN", "112233")
    run("office", "staff", site.office, "--add", "Ratna", "--duty", "approver")
    monkeypatch.setenv("PENDATA_PERSON", "Wati")
    monkeypatch.setenv("PENDATA_PIN", "998877")
    words = ("--household", site.records[1], "--reason", "Permintaan tertulis", "--second", "Ratna")
    monkeypatch.setenv("PENDATA_SECOND_PIN", "000111")
    code, _out, err = run("office", "erase", site.office, *words)
    assert code != 0, err
    monkeypatch.setenv("PENDATA_SECOND_PIN", "112233")
    code, out, err = run("office", "erase", site.office, *words)
    assert code == 0, err
    assert site.records[1] in out
    with site.open_office() as office:
        assert household(office.store, site.records[1]) is None


def test_another_office_is_made_and_told(run: Run, site: Site, tmp_path: Path) -> None:
    code, out, err = run("office", "offices", site.office, "--kit", "Kecamatan Utara", "--out", tmp_path)
    assert code == 0, err
    (kit,) = tmp_path.glob("*.pendata-kit")
    secret = next(line.rpartition(" ")[2] for line in out.splitlines() if line.startswith("Kode"))
    code, _out, err = run("enrol", tmp_path / "utara", kit, "--code", secret)
    assert code == 0, err
    code, out, err = run("office", "offices", tmp_path / "utara", "--send", "", "--out", tmp_path)
    assert code == 0, err
    (up,) = tmp_path.glob("*.pendata")
    code, _out, err = run("office", "import", site.office, up)
    assert code == 0, err
    code, out, err = run("office", "offices", site.office, "--send", "Kecamatan Utara", "--out", tmp_path)
    assert code == 0, err
    assert "Kecamatan Utara" in out
    (down,) = set(tmp_path.glob("*.pendata")) - {up}
    code, _out, err = run("office", "import", tmp_path / "utara", down)
    assert code == 0, err


def test_work_is_given_on_and_late_work_is_listed(run: Run, site: Site) -> None:
    words = ("--from", NAMES[1], "--to", NAMES[0], "--all", "--reason", "Sakit")
    code, out, err = run("office", "give", site.office, *words)
    assert code == 0, err
    assert out.startswith("1 keluarga tugas")
    code, out, err = run("office", "late", site.office)
    assert (code, out) == (0, ""), err
    code, _out, err = run("office", "late", site.office, "--take-in", site.records[0], "--reason", "Benar")
    assert code != 0
    assert site.records[0] in err
