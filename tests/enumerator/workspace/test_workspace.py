# SPDX-License-Identifier: Apache-2.0
"""A data folder: founded or enrolled whole or not at all, opened by one instance and one passphrase."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from enumerator.errors import UserError
from enumerator.identity.faults import IdentityError, WrongPassphraseError
from enumerator.identity.kit import MadeKit
from enumerator.interviews.library import FormLibrary
from enumerator.settings import FILE_NAME
from enumerator.store.faults import StorageError
from enumerator.store.lock import LOCK_NAME, InUseError
from enumerator.workspace import (
    STORE_NAME,
    Workspace,
    create_office_workspace,
    enrol_workspace,
    make_enrolment_kit,
    open_workspace,
)

PASSPHRASE = "kata sandi percobaan"
FORM = """
| survey   |      |      |       |
|          | type | name | label |
|          | text | nama | Nama  |
| settings |      |      |       |
|          | form_id | form_title | version |
|          | kk   | KK   | 1     |
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kantor"


@pytest.fixture
def office(folder: Path) -> Workspace:
    made, _sheets = create_office_workspace(folder, "Kota Semarang", PASSPHRASE, person="Budi")
    return made


def kit(office: Workspace, tmp_path: Path) -> MadeKit:
    form = tmp_path / "kk.md"
    form.write_text(FORM, "utf-8")
    office.library.publish(form)
    return make_enrolment_kit(office, tmp_path / "kits", "Siti Aminah", area="33.74.02")


def test_create_enrol_open(office: Workspace, folder: Path, tmp_path: Path) -> None:
    with office:
        made = kit(office, tmp_path)
        assert (office.role, office.project_name, office.training) == ("office", "Kota Semarang", False)
    laptop = tmp_path / "laptop"
    with enrol_workspace(laptop, made.path, made.code, PASSPHRASE) as enrolled:
        assert enrolled.role == "enumerator"
        assert enrolled.person_name == "Siti Aminah"
        assert [ref.id for ref in enrolled.library.refs()] == ["kk"], "the kit brought the form"
    with open_workspace(laptop, PASSPHRASE) as again:
        newest = again.library.newest()
        assert newest is not None
        assert again.library.get(newest.hash).title == "KK"
    with open_workspace(folder, PASSPHRASE) as again:
        assert again.store.journal.records("kit")


def test_a_second_instance_is_refused_until_the_first_lets_go(office: Workspace, folder: Path) -> None:
    with pytest.raises(InUseError) as refused:
        open_workspace(folder, PASSPHRASE)
    assert refused.value.exit_code == 5
    assert refused.value.remedy
    office.close()
    open_workspace(folder, PASSPHRASE).close()


def test_a_wrong_passphrase_lets_go_of_the_folder(office: Workspace, folder: Path) -> None:
    office.close()
    with pytest.raises(WrongPassphraseError):
        open_workspace(folder, "bukan ini kata sandinya")
    open_workspace(folder, PASSPHRASE).close()


def test_a_folder_without_a_project_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(IdentityError):
        open_workspace(tmp_path / "tidak-ada", PASSPHRASE)
    assert not (tmp_path / "tidak-ada").exists(), "not even a lock was made"


def test_a_used_folder_is_never_founded_over(office: Workspace, folder: Path) -> None:
    office.close()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(IdentityError):
        create_office_workspace(folder, "Lain", PASSPHRASE)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("there", [True, False])
def test_what_fails_while_founding_leaves_the_folder_as_it_was(tmp_path: Path, there: bool) -> None:
    """A file of somebody's that stands where the database has to go."""
    folder = tmp_path / "kantor"
    if there:
        folder.mkdir()
        (folder / "catatan.txt").write_text("milik orang lain", "utf-8")
        (folder / (STORE_NAME + ".new")).mkdir()
    with pytest.raises((UserError, OSError)):
        create_office_workspace(folder, "Kota", PASSPHRASE if there else "lemah")
    if there:
        assert (folder / "catatan.txt").read_text("utf-8") == "milik orang lain"
        assert {path.name for path in folder.iterdir()} == {"catatan.txt", STORE_NAME + ".new"}
        (folder / (STORE_NAME + ".new")).rmdir()
    else:
        assert not folder.exists()
    made, _sheets = create_office_workspace(folder, "Kota", PASSPHRASE)
    made.close()


def test_a_kit_that_fails_can_be_tried_again(office: Workspace, tmp_path: Path) -> None:
    with office:
        made = kit(office, tmp_path)
    laptop = tmp_path / "laptop"
    with pytest.raises(IdentityError):
        enrol_workspace(laptop, made.path, "0000-0000-0000-000", PASSPHRASE)
    assert not laptop.exists()
    enrol_workspace(laptop, made.path, made.code, PASSPHRASE).close()


def test_a_damaged_database_is_named_and_let_go_of(office: Workspace, folder: Path) -> None:
    office.close()
    path = folder / STORE_NAME
    whole = path.read_bytes()
    path.write_bytes(whole[:1000])
    with pytest.raises(StorageError) as refused:
        open_workspace(folder, PASSPHRASE)
    assert STORE_NAME in str(refused.value)
    path.write_bytes(whole)
    open_workspace(folder, PASSPHRASE).close()


def test_settings_are_kept_and_hold_no_secret(office: Workspace, folder: Path) -> None:
    office.change_settings(theme="dark", text_scale=120)
    office.close()
    with open_workspace(folder, PASSPHRASE) as again:
        assert (again.settings.theme, again.settings.text_scale) == ("dark", 120)
    assert set(json.loads((folder / FILE_NAME).read_text("utf-8"))) >= {"theme", "language"}
    assert PASSPHRASE not in (folder / FILE_NAME).read_text("utf-8")


def test_work_on_another_thread_has_a_connection_of_its_own(office: Workspace, tmp_path: Path) -> None:
    with office:
        kit(office, tmp_path)
        with office.working() as own:
            assert own.store.db is not office.store.db
            assert isinstance(own.library, FormLibrary)
            assert own.library.refs() == office.library.refs()
            make_enrolment_kit(own, tmp_path / "kits", "Joko")
        assert len(office.store.journal.records("kit")) == 2


def test_the_lock_file_stays_and_stands_in_nobodys_way(office: Workspace, folder: Path) -> None:
    office.close()
    assert (folder / LOCK_NAME).exists()
    open_workspace(folder, PASSPHRASE).close()
