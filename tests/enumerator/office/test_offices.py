# SPDX-License-Identifier: Apache-2.0
"""A second office of one project: enrolled by a kit, enrolling laptops of its own, and always of one mind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from enumerator.bundles.pack import export_bundle
from enumerator.bundles.refusals import QuarantinedError
from enumerator.errors import UserError
from enumerator.merging import view
from enumerator.office.inbox import export_to_laptops, import_bundles
from enumerator.office.offices import export_to_office, make_office_kit, office_called, offices
from enumerator.office.prepare import found_office
from enumerator.office.staffing import revoke_laptop
from enumerator.registry.staff import enumerators, names_by_person
from enumerator.store.revision import Entry
from enumerator.workspace import Workspace, enrol_workspace, make_enrolment_kit
from tests.site import PASSPHRASE


class Two:
    """The city's office and a kecamatan's, open, with a stick between them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.stick = folder / "stick"
        self.stick.mkdir()
        self.city = found_office(folder / "kota", "Kota Semarang", PASSPHRASE, person="Rini").workspace
        kit = make_office_kit(self.city, folder / "kits", "Kecamatan Utara", area="33.74.02")
        self.district = enrol_workspace(folder / "kecamatan", kit.path, kit.code, PASSPHRASE)

    def tell(self, one: Workspace, other: Workspace) -> None:
        """All that `one` has, to `other`."""
        target = next(each for each in offices(one) if each.log == other.keys.device)
        self.carry(export_to_office(one, target, self.stick).path, other)

    def carry(self, path: Path, to: Workspace) -> None:
        for _path, outcome in import_bundles(to, [path]):
            if isinstance(outcome, Exception):
                raise outcome
            assert outcome.quarantined == ()

    def meet(self) -> None:
        self.tell(self.district, self.city)
        self.tell(self.city, self.district)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    made = Two(tmp_path)
    yield made
    made.city.close()
    made.district.close()


def dump(workspace: Workspace) -> dict[str, object]:
    journal = workspace.store.journal
    return {name: view(journal.revisions(name)).values for name in journal.records("household")}


def test_an_office_kit_makes_an_office_that_is_let_in_at_its_first_bundle(two: Two) -> None:
    assert (two.district.role, two.district.keys.area) == ("office", "33.74.02")
    two.meet()
    assert [each.name for each in offices(two.city)] == ["Kota Semarang", "Kecamatan Utara"]
    assert [each.here for each in offices(two.district)] == [False, True]
    assert office_called(two.district, "").log == two.city.keys.device
    assert names_by_person(two.city.store)[two.district.keys.author] == "Kecamatan Utara"
    assert enumerators(two.city.store) == ()
    assert two.district.library.refs() == two.city.library.refs() != ()


def test_two_offices_exchange_bundles_and_hold_the_same(two: Two) -> None:
    two.meet()
    first = two.city.store.append(Entry("h1", "household", {"/kk/lantai": "tanah"}))[0]
    two.meet()
    for office, floor in ((two.city, "semen"), (two.district, "ubin")):
        values = {"/kk/lantai": floor}
        office.store.append(Entry("h1", "household", values, act="correct", parents=(first.dot,)))
    two.meet()
    two.meet()
    assert dump(two.city) == dump(two.district)
    for office in (two.city, two.district):
        assert office.store.journal.verify() == ()
        assert len(view(office.store.journal.revisions("h1")).conflicts) == 1


def test_a_second_office_enrols_laptops_and_the_first_believes_them(two: Two, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Kota Semarang"):
        make_enrolment_kit(two.district, tmp_path / "kits", "Siti")
    two.meet()
    kit = make_enrolment_kit(two.district, tmp_path / "kits", "Siti")
    with enrol_workspace(tmp_path / "siti", kit.path, kit.code, PASSPHRASE) as siti:
        siti.store.append(Entry("h7", "household", {"/kk/lantai": "bambu"}))
        up = export_bundle(siti.store, siti.keys, two.stick)
        assert up.receiver == "Kecamatan Utara"
        two.carry(up.path, two.district)
        (down,) = export_to_laptops(two.district, two.stick)
        for _path, outcome in import_bundles(siti, [down.path]):
            assert not isinstance(outcome, Exception), outcome
        assert siti.store.journal.records("certificate")
        again = export_bundle(siti.store, siti.keys, two.stick)
        assert again.revisions == 0, "the office has confirmed it"
    two.meet()
    assert dump(two.city)["h7"] == {"/kk/lantai": "bambu"}
    (person,) = enumerators(two.city.store)
    revoke_laptop(two.district, enumerators(two.district.store)[0].laptops[0], "Hilang")
    two.meet()
    assert enumerators(two.city.store)[0].laptops[0].revoked
    assert person.name == "Siti"


def test_a_second_office_cannot_make_a_third(two: Two, tmp_path: Path) -> None:
    two.meet()
    with pytest.raises(UserError):
        make_office_kit(two.district, tmp_path / "kits", "Kelurahan")


def test_an_office_kit_is_good_for_one_office_only(two: Two, tmp_path: Path) -> None:
    kit = make_office_kit(two.city, tmp_path / "kits", "Kecamatan Selatan")
    for name in ("satu", "dua"):
        with enrol_workspace(tmp_path / name, kit.path, kit.code, PASSPHRASE) as office:
            path = export_to_office(office, office_called(office, ""), two.stick).path
        if name == "satu":
            two.carry(path, two.city)
        else:
            ((_path, outcome),) = import_bundles(two.city, [path])
            assert not isinstance(outcome, Exception | QuarantinedError)
            assert outcome.quarantined


def test_nobody_writes_to_himself(two: Two) -> None:
    (city,) = [each for each in offices(two.city) if each.here]
    with pytest.raises(UserError):
        export_to_office(two.city, city, two.stick)
