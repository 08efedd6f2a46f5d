# SPDX-License-Identifier: Apache-2.0
"""Who works in a project: people with kits, the laptops let in, what they hold, who is revoked."""

from __future__ import annotations

from pathlib import Path

from enumerator.office.prepare import found_office
from enumerator.office.staffing import revoke_laptop
from enumerator.registry.staff import enumerators, names_by_person
from enumerator.workspace import make_enrolment_kit
from tests.site import NAMES, PASSPHRASE, Site, site, whole_site

__all__ = ["site", "whole_site"]


def test_a_new_project_has_nobody_and_a_kit_makes_somebody(tmp_path: Path) -> None:
    with found_office(tmp_path / "kantor", "Kota", PASSPHRASE).workspace as office:
        assert enumerators(office.store) == ()
        made = make_enrolment_kit(office, tmp_path / "kits", "Siti", area="33.74.02")
        (person,) = enumerators(office.store)
        assert (person.name, person.area, person.laptops, person.assigned) == ("Siti", "33.74.02", (), 0)
        assert person.expires == made.terms.expires


def test_an_enrolled_laptop_shows_when_it_was_heard_and_what_it_holds(site: Site) -> None:
    with site.open_office() as office:
        people = {each.name: each for each in enumerators(office.store)}
        assert set(people) == set(NAMES)
        (laptop,) = people[NAMES[0]].laptops
        assert laptop.number == 2, "the bundle that introduced it, and the first day's"
        assert laptop.heard
        assert laptop.revoked == ""
        assert people[NAMES[1]].assigned == 1
        names = names_by_person(office.store)
        assert set(NAMES) <= set(names.values())
        assert office.keys.author in names


def test_a_revoked_laptop_is_marked_from_a_day_on(site: Site) -> None:
    with site.open_office() as office:
        person = enumerators(office.store)[0]
        revoke_laptop(office, person.laptops[0], "Hilang di jalan.")
        again = next(each for each in enumerators(office.store) if each.person == person.person)
        assert again.laptops[0].revoked[:4].isdecimal()
