# SPDX-License-Identifier: Apache-2.0
"""A data folder whose making is killed, at whatever step, can be made again or is complete."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from enumerator.errors import UserError
from enumerator.identity.founding import MARK
from enumerator.identity.vault import has_vault
from enumerator.workspace import (
    create_office_workspace,
    enrol_workspace,
    make_enrolment_kit,
    open_workspace,
)
from tests.faults.founding_victim import PHRASE
from ui.start.create import folder_for

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("PENDATA_FOUNDING_KILLS", "2"))


def found(folder: Path, at: int, *kit: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.faults.founding_victim", str(folder), str(at), *kit],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def steps(folder: Path, *kit: str) -> list[int]:
    """KILLS places, spread over all steps of a founding that lives, the last one among them."""
    lived = found(folder, 0, *kit)
    assert lived.returncode == 0, lived.stderr
    total = int(lived.stdout)
    assert total > KILLS
    return sorted({1 + round(n * (total - 1) / (KILLS - 1)) for n in range(KILLS)})


def test_an_office_killed_while_it_is_made_is_made_again_or_complete(tmp_path: Path) -> None:
    outcomes = set()
    for at in steps(tmp_path / "hidup"):
        home = tmp_path / str(at)
        folder = folder_for(home, "Kota")
        assert found(folder, at).returncode == -signal.SIGKILL
        if has_vault(folder):
            outcomes.add("complete")
            with open_workspace(folder, PHRASE) as office:
                assert office.store.journal.records("certificate") == (office.keys.log,)
        else:
            outcomes.add("again")
            # one that had not even begun leaves at most an empty folder
            again = folder_for(home, "Kota") if (folder / MARK).exists() else folder
            assert again == folder
            create_office_workspace(folder, "Kota", PHRASE, person="Budi")[0].close()
            with open_workspace(folder, PHRASE) as office:
                assert office.person_name == "Budi"
        assert not (folder / MARK).exists()
    assert outcomes == {"complete", "again"}


def test_a_laptop_killed_while_it_is_enrolled_uses_the_same_kit_again(tmp_path: Path) -> None:
    office, _sheets = create_office_workspace(tmp_path / "kantor", "Kota", PHRASE, person="Budi")
    office.library.publish(ROOT / "resources" / "forms" / "kk_miskin_ekstrem.xlsx")
    kit = make_enrolment_kit(office, tmp_path, "Sri")
    office.close()
    outcomes = set()
    for at in steps(tmp_path / "hidup", str(kit.path), kit.code):
        folder = tmp_path / str(at)
        assert found(folder, at, str(kit.path), kit.code).returncode == -signal.SIGKILL
        if not has_vault(folder):
            outcomes.add("again")
            enrol_workspace(folder, kit.path, kit.code, PHRASE).close()
        else:
            outcomes.add("complete")
        with open_workspace(folder, PHRASE) as laptop:
            assert laptop.person_name == "Sri"
            assert len(tuple(laptop.library.refs())) == 1
        assert not (folder / MARK).exists()
    assert "again" in outcomes


def test_data_without_its_key_file_is_never_cleared_away(tmp_path: Path) -> None:
    folder = tmp_path / "kantor"
    create_office_workspace(folder, "Kota", PHRASE)[0].close()
    (folder / "vault.json").rename(tmp_path / "vault.json")
    before = (folder / "pendata.db").read_bytes()
    with pytest.raises(UserError, match=r"sudah berisi data|holds data"):
        create_office_workspace(folder, "Kota", PHRASE)
    assert (folder / "pendata.db").read_bytes() == before
    (tmp_path / "vault.json").rename(folder / "vault.json")
    open_workspace(folder, PHRASE).close()
