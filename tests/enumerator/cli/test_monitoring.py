# SPDX-License-Identifier: Apache-2.0
"""The monthly report, visits without an interview, the week's target and graduation from a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from enumerator.interviews.visits import Outcome, note_visit
from enumerator.programmes.graduation import ACTIVE, standing
from enumerator.registry.assigning import Target, assign
from enumerator.registry.staff import enumerators
from tests.enumerator.cli.conftest import Run
from tests.site import KELURAHAN, NAMES, Site


@pytest.mark.parametrize("how", [(), ("--public",), ("--month", "2026-01")])
def test_the_report_is_written(run: Run, site: Site, tmp_path: Path, how: tuple[str, ...]) -> None:
    path = tmp_path / "laporan.pdf"
    code, out, _err = run("office", "report", site.office, path, *how)
    assert code == 0
    assert str(path) in out
    assert path.read_bytes().startswith(b"%PDF")


def test_what_is_no_month_is_refused_with_an_example(run: Run, site: Site, tmp_path: Path) -> None:
    path = tmp_path / "laporan.pdf"
    code, _out, err = run("office", "report", site.office, path, "--month", "Oktober")
    assert code != 0
    assert "2026-10" in err
    assert not path.exists()


def test_visits_are_listed_and_counted(run: Run, site: Site) -> None:
    with site.open_office() as office:
        note_visit(office.store, "rumah-1", Outcome.ABSENT, note="Ke pasar.")
    code, out, _err = run("office", "visits", site.office)
    assert code == 0
    assert "Tidak ada di rumah" in out
    assert "Ke pasar." in out
    assert "1 keluarga masih perlu dikunjungi." in out


def test_a_target_is_set_by_name(run: Run, site: Site) -> None:
    code, _out, err = run("office", "target", site.office, "9", "--to", NAMES[0])
    assert code != 0
    assert "belum punya tugas" in err
    with site.open_office() as office:
        person = next(each.person for each in enumerators(office.store) if each.name == NAMES[0])
        assign(office.store, [Target("Wagiman", KELURAHAN, KELURAHAN[:8])], person)
    code, out, _err = run("office", "target", site.office, "9", "--to", NAMES[0])
    assert code == 0
    assert f"{NAMES[0]}: 9" in out


def test_a_household_graduates_and_is_served_again(run: Run, site: Site) -> None:
    code, out, _err = run(
        "office", "graduate", site.office, "--household", "rumah-1", "--reason", "Kerja"
    )
    assert (code, "lulus" in out) == (0, True)
    run("office", "graduate", site.office, "--household", "rumah-1", "--back", "--reason", "Sakit")
    with site.open_office() as office:
        found = standing(office.store, "rumah-1")
        assert found is not None
        assert (found.state, found.times) == (ACTIVE, 1)
    code, _out, err = run(
        "office", "graduate", site.office, "--household", "rumah-1", "--back", "--reason", "X"
    )
    assert code != 0
    assert "rumah-1" in err
