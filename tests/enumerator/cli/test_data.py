# SPDX-License-Identifier: Apache-2.0
"""Looking after a data folder from the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from enumerator.cli import main
from enumerator.identity.recovery import RecoverySheets
from enumerator.messages import speak
from enumerator.store.revision import Entry
from enumerator.workspace import (
    STORE_NAME,
    create_office_workspace,
    enrol_workspace,
    make_enrolment_kit,
    open_workspace,
)

PHRASE = "lima ekor kerbau menyeberang"


@pytest.fixture
def sheets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RecoverySheets:
    monkeypatch.setenv("PENDATA_PASSPHRASE", PHRASE)
    workspace, sheets = create_office_workspace(tmp_path / "kantor", "Verval", PHRASE, person="Rini")
    entries = (
        Entry(f"h{n}", "household", {f"/data/q{q}": str(q * n) for q in range(50)}) for n in range(800)
    )
    workspace.store.append(*entries)
    workspace.store.attachments.put(b"foto" * 9000, mime="image/jpeg")
    workspace.close()
    return sheets


@pytest.fixture(autouse=True)
def _indonesian_again() -> Iterator[None]:
    yield
    speak("id")


def run(*words: object) -> int:
    return main(["--lang", "en", "data", *map(str, words)])


def test_a_backup_is_made_and_put_back(
    sheets: RecoverySheets, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("backup", tmp_path / "kantor", "--to", tmp_path / "stick") == 0
    (made,) = (tmp_path / "stick").iterdir()
    assert str(made) in capsys.readouterr().out
    assert run("restore", made, tmp_path / "baru") == 0
    with open_workspace(tmp_path / "baru", PHRASE) as workspace:
        assert len(workspace.store.journal.records("household")) == 800
        assert workspace.keys.log != workspace.keys.device
    assert run("restore", made, tmp_path / "kantor") != 0
    assert run("check", tmp_path / "baru") == 0


def test_damage_is_told_and_what_is_readable_is_saved(
    sheets: RecoverySheets, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", tmp_path / "kantor") == 0
    path = tmp_path / "kantor" / STORE_NAME
    content = bytearray(path.read_bytes())
    content[len(content) * 2 // 3] ^= 1
    path.write_bytes(content)
    assert run("check", tmp_path / "kantor") != 0
    told = capsys.readouterr().err
    assert "HMAC" in told
    assert "salvage" in told
    assert run("salvage", tmp_path / "kantor", tmp_path / "baru") == 0
    with open_workspace(tmp_path / "baru", PHRASE) as workspace:
        assert len(workspace.store.journal.records("household")) > 400
        workspace.store.append(Entry("new", "household", {"/data/n": "1"}))
    assert run("check", tmp_path / "baru") == 0
    assert path.read_bytes() == bytes(content)


def test_a_forgotten_passphrase_is_replaced_with_the_two_sheets(
    sheets: RecoverySheets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([sheets.first, sheets.second, "pagar hijau tiga kelapa"])
    monkeypatch.setattr("click.prompt", lambda *_words, **_options: next(answers))
    assert run("recover", tmp_path / "kantor") == 0
    with open_workspace(tmp_path / "kantor", "pagar hijau tiga kelapa") as workspace:
        assert [r.values["way"] for _at, r in workspace.store.journal.of_kind("recovery")] == ["sheets"]
    answers = iter(["pagar hijau tiga kelapa", PHRASE])
    assert run("passphrase", tmp_path / "kantor") == 0
    open_workspace(tmp_path / "kantor", PHRASE).close()


def test_a_forgotten_passphrase_is_replaced_by_two_files(
    sheets: RecoverySheets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_workspace(tmp_path / "kantor", PHRASE) as office:
        kit = make_enrolment_kit(office, tmp_path, "Siti")
    enrol_workspace(tmp_path / "laptop", kit.path, kit.code, "sudah saya lupakan").close()
    new = "pagar hijau tiga kelapa"
    answers = iter([new, sheets.first, sheets.second, new])
    monkeypatch.setattr("click.prompt", lambda *_words, **_options: next(answers))
    monkeypatch.setattr("click.confirm", lambda *_words, **_options: True)
    assert run("recovery-ask", tmp_path / "laptop", "--out", tmp_path / "wish") == 0
    assert run("recovery-answer", tmp_path / "kantor", tmp_path / "wish", "--out", tmp_path / "answer") == 0
    assert run("recovery-accept", tmp_path / "laptop", tmp_path / "answer") == 0
    with open_workspace(tmp_path / "laptop", new) as workspace:
        (noted,) = (revision for _at, revision in workspace.store.journal.of_kind("recovery"))
        assert (noted.values["way"], noted.author) == ("answer", workspace.keys.author)


def test_a_project_in_a_synchronised_folder_is_made_with_a_warning(
    sheets: RecoverySheets, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder, warned in ((tmp_path / "Dropbox" / "kantor", True), (tmp_path / "baru", False)):
        assert main(["--lang", "en", "office", "create", str(folder), "--name", "Kota"]) == 0
        assert ("not a safe place" in capsys.readouterr().err) is warned


def test_a_wrong_passphrase_is_told_without_a_traceback(
    sheets: RecoverySheets,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PENDATA_PASSPHRASE", "bukan yang ini")
    assert run("check", tmp_path / "kantor") == 7
    assert "Traceback" not in capsys.readouterr().err
