# SPDX-License-Identifier: Apache-2.0
"""People who share the office's computer: PINs, duties, and whose name stands under what is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from enumerator.errors import UserError
from enumerator.identity.faults import IdentityError, WaitError, WrongPassphraseError
from enumerator.identity.project import Duty
from enumerator.identity.staff import WrongPinError
from enumerator.office.colleagues import (
    add_colleague,
    change_colleague,
    colleagues,
    is_shared,
    let_sit,
    second_person,
)
from enumerator.office.prepare import found_office
from enumerator.registry.staff import names_by_person
from enumerator.store.revision import Entry, new_record
from enumerator.workspace import Workspace, open_workspace
from tests.site import PASSPHRASE

REVIEW = Entry("r1", "review", {"household": "h1", "verdict": "approved"}, act="approved")


@pytest.fixture(scope="module")
def _founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kantor")
    with found_office(folder / "a", "Kota Semarang", PASSPHRASE, person="Rini").workspace as office:
        add_colleague(office, PASSPHRASE, "Joko", Duty.OPERATOR, "120344")
        add_colleague(office, PASSPHRASE, "Wati", Duty.SUPERVISOR, "998877")
    return folder / "a"


@pytest.fixture
def office(_founded: Path, tmp_path: Path) -> Iterator[Workspace]:
    import shutil

    shutil.copytree(_founded, tmp_path / "a")
    with open_workspace(tmp_path / "a", PASSPHRASE) as workspace:
        yield workspace


def named(office: Workspace, name: str) -> str:
    return next(each.person for each in colleagues(office, retired=True) if each.name == name)


def test_a_project_alone_needs_no_sign_in_and_may_do_everything(tmp_path: Path) -> None:
    with found_office(tmp_path / "b", "Kota", PASSPHRASE, person="Rini").workspace as alone:
        assert not is_shared(alone)
        alone.store.append(REVIEW)
        assert names_by_person(alone.store)[alone.keys.author] == "Rini"


def test_whoever_signs_in_stands_under_what_is_said(office: Workspace) -> None:
    assert is_shared(office)
    let_sit(office, named(office, "Wati"), "998877")
    (revision,) = office.store.append(REVIEW)
    assert revision.author == named(office, "Wati") == office.keys.author
    assert office.settings.last_person == office.keys.author
    assert names_by_person(office.store)[revision.author] == "Wati"
    with office.working() as elsewhere:
        (other,) = elsewhere.store.append(Entry(new_record(), "note", {}))
    assert other.author == revision.author


def test_an_operator_may_not_approve_and_nothing_is_written(office: Workspace) -> None:
    let_sit(office, named(office, "Joko"), "120344")
    before = office.store.journal.position()
    with pytest.raises(IdentityError, match="Joko"):
        office.store.append(Entry(new_record(), "assignment", {"household": "h"}), REVIEW)
    assert office.store.journal.position() == before
    office.store.append(Entry(new_record(), "assignment", {"household": "h"}, act="assign"))
    with pytest.raises(IdentityError):
        add_colleague(office, PASSPHRASE, "Ani", Duty.OPERATOR, "445566")


def test_wrong_pins_are_slowed_and_the_founder_signs_in_with_the_passphrase(office: Workspace) -> None:
    joko = named(office, "Joko")
    for _wrong in range(3):
        with pytest.raises(WrongPinError):
            let_sit(office, joko, "000111")
    with pytest.raises(WaitError):
        let_sit(office, joko, "120344")
    let_sit(office, named(office, "Wati"), "998877")
    with pytest.raises(WrongPassphraseError):
        let_sit(office, named(office, "Rini"), "bukan kata sandi")
    let_sit(office, named(office, "Rini"), PASSPHRASE)
    assert office.keys.duty is Duty.ADMINISTRATOR


def test_a_person_is_renamed_gets_another_pin_leaves_and_comes_back(office: Workspace) -> None:
    joko = named(office, "Joko")
    change_colleague(office, PASSPHRASE, joko, name="Joko Susilo", duty=Duty.SUPERVISOR, pin="334455")
    let_sit(office, joko, "334455")
    assert (office.keys.person.name, office.keys.duty) == ("Joko Susilo", Duty.SUPERVISOR)
    assert names_by_person(office.store)[joko] == "Joko Susilo"
    let_sit(office, named(office, "Rini"), PASSPHRASE)
    change_colleague(office, PASSPHRASE, joko, retired=True, reason="Pindah kantor")
    assert joko not in {each.person for each in colleagues(office)}
    with pytest.raises(WrongPinError):
        let_sit(office, joko, "334455")
    assert names_by_person(office.store)[joko] == "Joko Susilo"
    change_colleague(office, PASSPHRASE, joko, retired=False)
    let_sit(office, joko, "334455")


def test_the_founder_gets_a_pin_as_well(office: Workspace) -> None:
    rini = named(office, "Rini")
    with pytest.raises(UserError):
        change_colleague(office, PASSPHRASE, rini, name="Rini W")
    change_colleague(office, PASSPHRASE, rini, pin="667788")
    let_sit(office, rini, "667788")
    assert office.keys.duty is Duty.ADMINISTRATOR
    assert [each.name for each in colleagues(office)].count("Rini") == 1
    with pytest.raises(UserError):
        change_colleague(office, PASSPHRASE, rini, retired=True)


def test_a_second_person_is_another_one_with_the_duty(office: Workspace) -> None:
    wati, joko = named(office, "Wati"), named(office, "Joko")
    assert second_person(office, wati, "998877", Duty.SUPERVISOR).name == "Wati"
    with pytest.raises(WrongPinError):
        second_person(office, wati, "120344", Duty.SUPERVISOR)
    with pytest.raises(IdentityError, match="Joko"):
        second_person(office, joko, "120344", Duty.SUPERVISOR)
    let_sit(office, wati, "998877")
    with pytest.raises(UserError):
        second_person(office, wati, "998877", Duty.SUPERVISOR)


def test_the_list_of_people_and_their_pins_is_not_in_the_open(office: Workspace) -> None:
    for path in office.folder.iterdir():
        if path.is_file():
            content = path.read_bytes()
            assert b"Wati" not in content, path.name
            assert b"998877" not in content, path.name
