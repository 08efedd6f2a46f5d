# SPDX-License-Identifier: Apache-2.0
"""The key of an office is stolen (catalogue C10): the office above takes its word away, what it said before
is there, what the thief signs is nobody's, and a new office takes its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from enumerator.bundles.pack import export_bundle
from enumerator.bundles.refusals import SealedToOthersError
from enumerator.bundles.report import Report
from enumerator.bundles.senders import REVOCATION, Senders
from enumerator.bundles.unpack import import_bundle
from enumerator.errors import UserError
from enumerator.identity.certificates import revoke
from enumerator.merging import view
from enumerator.office.inbox import export_to_laptops, import_bundles
from enumerator.office.offices import export_to_office, make_office_kit, office_called, offices, revoke_office
from enumerator.office.prepare import found_office
from enumerator.registry.assigning import Target, assign
from enumerator.registry.staff import enumerators
from enumerator.store.revision import Entry, new_record
from enumerator.workspace import Workspace, enrol_workspace, make_enrolment_kit
from tests.site import KELURAHAN, PASSPHRASE


@dataclass
class Country:
    """The founding office, a further one with a laptop, and the further one's folder in a thief's hands."""

    folder: Path
    stick: Path
    city: Workspace
    district: Workspace
    siti: Workspace

    def enrol(self, office: Workspace, name: str) -> Workspace:
        kit = make_enrolment_kit(office, self.folder / "kits", name)
        return enrol_workspace(self.folder / name, kit.path, kit.code, PASSPHRASE)

    def up(self, laptop: Workspace, office: Workspace) -> Report:
        return taken(office, export_bundle(laptop.store, laptop.keys, self.stick).path)

    def tell(self, one: Workspace, other: Workspace) -> Report:
        target = next(each for each in offices(one) if each.log == other.keys.device)
        return taken(other, export_to_office(one, target, self.stick).path)

    def down(self, office: Workspace, laptop: Workspace) -> list[Report]:
        packed = [each for each in export_to_laptops(office, self.stick) if each.receiver == name_of(laptop)]
        return [import_bundle(laptop.store, laptop.keys, each.path) for each in packed]


def name_of(laptop: Workspace) -> str:
    return laptop.keys.person.name


def taken(office: Workspace, path: Path) -> Report:
    ((_path, outcome),) = import_bundles(office, [path])
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


@pytest.fixture
def country(tmp_path: Path) -> Iterator[Country]:
    stick = tmp_path / "stick"
    stick.mkdir()
    city = found_office(tmp_path / "kota", "Kota Semarang", PASSPHRASE, person="Rini").workspace
    kit = make_office_kit(city, tmp_path / "kits", "Kecamatan Utara")
    district = enrol_workspace(tmp_path / "kecamatan", kit.path, kit.code, PASSPHRASE)
    made = Country(tmp_path, stick, city, district, district)
    made.tell(district, city)
    made.tell(city, district)
    made.siti = made.enrol(district, "siti")
    made.siti.store.append(Entry("h1", "household", {"/kk/lantai": "bambu"}))
    made.up(made.siti, district)
    made.down(district, made.siti)
    made.tell(district, city)
    yield made
    for workspace in (city, district, made.siti):
        workspace.close()


def steal(country: Country) -> None:
    """The city hears of the theft; from here on `district` is the thief."""
    revoke_office(country.city, office_called(country.city, "Kecamatan Utara"), "Komputer dicuri")


def test_c10_what_the_office_had_said_and_whom_it_had_let_in_stay(country: Country) -> None:
    before = country.city.store.journal.logs()[country.district.keys.log].last
    steal(country)
    assert country.city.store.journal.logs()[country.district.keys.log].last == before
    country.siti.store.append(Entry("h2", "household", {"/kk/lantai": "semen"}))
    root = export_bundle(
        country.siti.store,
        country.siti.keys,
        country.stick,
        to=Senders.of(country.siti.store, country.siti.keys).certificate(country.city.keys.device),
    )
    report = taken(country.city, root.path)
    assert report.quarantined == ()
    assert {"h1", "h2"} <= set(country.city.store.journal.records("household"))


def test_c10_what_the_thief_writes_waits_and_is_in_no_list(country: Country) -> None:
    steal(country)
    country.district.store.append(Entry("h9", "household", {"/kk/lantai": "emas"}))
    report = country.tell(country.district, country.city)
    (aside,) = report.quarantined
    assert aside.log == country.district.keys.log
    assert "h9" not in country.city.store.journal.records("household")


def test_c10_a_laptop_that_the_thief_lets_in_is_nobody(country: Country) -> None:
    steal(country)
    ghost = country.enrol(country.district, "hantu")
    ghost.store.append(Entry("h9", "household", {"/kk/lantai": "emas"}))
    country.up(ghost, country.district)
    country.down(country.district, ghost)
    straight = export_bundle(
        ghost.store,
        ghost.keys,
        country.stick,
        to=Senders.of(ghost.store, ghost.keys).certificate(country.city.keys.device),
    )
    report = taken(country.city, straight.path)
    assert report.quarantined
    assert report.new == 0
    assert country.city.store.journal.records("household") == ("h1",)
    assert [each.name for each in enumerators(country.city.store) if each.laptops] == ["siti"]
    ghost.close()


def test_c10_the_thief_can_take_nobodys_word_away(country: Country) -> None:
    keys, now = country.district.keys, country.district.store.clock()
    for log in (country.city.keys.device, country.siti.keys.log):
        word = revoke(keys, log, 0, now, "jahat")
        country.district.store.append(Entry(new_record(), REVOCATION, word.to_values(), act="revoke"))
    steal(country)
    country.tell(country.district, country.city)
    senders = Senders.of(country.city.store, country.city.keys)
    assert senders.is_office(country.city.keys.device)
    siti = senders.find(country.siti.keys.log)
    assert siti is not None
    assert siti.cut is None
    # even while it was believed, an office could not take an office's word away
    word = revoke(keys, country.city.keys.device, 0, now, "jahat")
    country.siti.store.append(Entry(new_record(), REVOCATION, word.to_values(), act="revoke"))
    assert Senders.of(country.siti.store, country.siti.keys).is_office(country.city.keys.device)


def test_c10_a_laptop_that_heard_of_it_takes_nothing_from_the_thief(country: Country) -> None:
    budi = country.enrol(country.city, "budi")
    country.up(budi, country.city)
    thief = country.district
    country.tell(country.city, thief)
    steal(country)
    country.down(country.city, budi)
    (work,) = assign(thief.store, [Target("Palsu", KELURAHAN, KELURAHAN[:8])], budi.keys.author)
    certificate = Senders.of(thief.store, thief.keys).certificate(budi.keys.log)
    bundle = export_bundle(thief.store, thief.keys, country.stick, to=certificate)
    report = import_bundle(budi.store, budi.keys, bundle.path)
    assert report.quarantined
    assert work.record not in budi.store.journal.records("assignment")
    budi.close()


def test_c10_a_new_office_takes_its_place_and_old_bundles_stay_readable(
    country: Country, tmp_path: Path
) -> None:
    country.siti.store.append(Entry("h3", "household", {"/kk/lantai": "ubin"}))
    old = export_bundle(country.siti.store, country.siti.keys, country.stick)  # sealed to the old office
    steal(country)
    kit = make_office_kit(country.city, tmp_path / "kits", "Kecamatan Utara baru")
    with enrol_workspace(tmp_path / "baru", kit.path, kit.code, PASSPHRASE) as fresh:
        country.tell(fresh, country.city)
        country.tell(country.city, fresh)
        assert view(fresh.store.journal.revisions("h1")).values == {"/kk/lantai": "bambu"}
        with pytest.raises(SealedToOthersError):
            import_bundle(fresh.store, fresh.keys, old.path)
        again = export_bundle(
            country.siti.store,
            country.siti.keys,
            country.stick,
            to=Senders.of(fresh.store, fresh.keys).certificate(fresh.keys.device),
        )
        assert taken(fresh, again.path).quarantined == ()
        assert "h3" in fresh.store.journal.records("household")
    assert taken(country.district, old.path).new == 1, "with the old key, by whoever has the old folder"


def test_c10_only_the_founding_office_revokes_an_office_and_never_itself(country: Country) -> None:
    with pytest.raises(UserError):
        revoke_office(country.district, office_called(country.district, "Kota Semarang"), "x")
    with pytest.raises(UserError, match="alasan"):
        revoke_office(country.city, office_called(country.city, "Kecamatan Utara"), " ")
    (own,) = [each for each in offices(country.city) if each.here]
    with pytest.raises(UserError):
        revoke_office(country.city, own, "x")
    steal(country)
    with pytest.raises(UserError, match="dicabut"):
        export_to_office(country.city, office_called(country.city, "Kecamatan Utara"), country.stick)
