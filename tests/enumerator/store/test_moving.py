# SPDX-License-Identifier: Apache-2.0
"""A data folder moves to another disk whole, or stays where it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from enumerator.errors import UserError
from enumerator.store.lock import FolderLock, InUseError
from enumerator.store.moving import move_data
from enumerator.store.revision import Entry
from enumerator.workspace import create_office_workspace, open_workspace

PHRASE = "tiga kerbau biru"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    workspace, _sheets = create_office_workspace(tmp_path / "flashdisk" / "kantor", "Kota", PHRASE)
    workspace.store.append(Entry("h1", "household", {"/data/n": "1"}))
    workspace.close()
    (workspace.folder / "inbox" / "aside").mkdir(parents=True)
    (workspace.folder / "inbox" / "aside" / "x.pendata").write_bytes(b"held")
    return workspace.folder


def test_everything_moves_and_the_old_folder_is_out_of_use(folder: Path, tmp_path: Path) -> None:
    move_data(folder, tmp_path / "disk" / "kota")
    with open_workspace(tmp_path / "disk" / "kota", PHRASE) as workspace:
        assert workspace.store.journal.records("household") == ("h1",)
        assert workspace.keys.log == workspace.keys.device, "the same laptop goes on, in the same log"
    assert (tmp_path / "disk" / "kota" / "inbox" / "aside" / "x.pendata").read_bytes() == b"held"
    with pytest.raises(UserError):
        open_workspace(folder, PHRASE)
    assert not list((tmp_path / "disk").glob(".*"))


def test_a_folder_that_is_open_is_not_moved(folder: Path, tmp_path: Path) -> None:
    with FolderLock(folder), pytest.raises(InUseError):
        move_data(folder, tmp_path / "disk")
    open_workspace(folder, PHRASE).close()
    assert not (tmp_path / "disk").exists()


def test_nothing_is_written_over(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    with pytest.raises(UserError):
        move_data(folder, tmp_path / "disk")
    open_workspace(folder, PHRASE).close()


def test_a_disk_that_refuses_changes_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(UserError) as told:
        move_data(folder, tmp_path / "disk")
    assert told.value.remedy
    monkeypatch.undo()
    open_workspace(folder, PHRASE).close()
    assert [path.name for path in tmp_path.iterdir()] == ["flashdisk"]
