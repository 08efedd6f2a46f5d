# SPDX-License-Identifier: Apache-2.0
"""People, areas and laptops named by whoever sits in the office."""

from __future__ import annotations

import pytest

from enumerator.errors import UserError
from enumerator.office.staffing import checked_area, person_called, revoke_laptop
from enumerator.registry.places import load_places
from enumerator.registry.staff import enumerators
from enumerator.workspace import Workspace, make_enrolment_kit
from tests.site import NAMES, Site


def test_a_person_is_found_by_name_in_any_case_and_by_id(office: Workspace) -> None:
    person = person_called(office, f" {NAMES[0].upper()} ")
    assert person.name == NAMES[0]
    assert person_called(office, person.person) == person


def test_who_is_not_there_or_there_twice_is_answered_with_those_there_are(
    office: Workspace, site: Site
) -> None:
    with pytest.raises(UserError) as refused:
        person_called(office, "Tidak Ada")
    assert all(name in refused.value.remedy for name in NAMES)
    make_enrolment_kit(office, site.folder / "kits", NAMES[0])
    with pytest.raises(UserError) as refused:
        person_called(office, NAMES[0])
    ids = [each.person for each in enumerators(office.store) if each.name == NAMES[0]]
    assert all(each in refused.value.remedy for each in ids)
    assert person_called(office, ids[0]).person == ids[0]


def test_an_areas_codes_are_checked_and_tidied() -> None:
    places = load_places()
    assert checked_area(" 33.74.02,33.74.02.1005 ", places) == "33.74.02 33.74.02.1005"
    assert checked_area("", places) == ""
    with pytest.raises(UserError, match="33\\.99"):
        checked_area("33.74.02 33.99", places)


def test_a_laptop_is_revoked_once_and_with_a_reason(office: Workspace) -> None:
    laptop = enumerators(office.store)[0].laptops[0]
    with pytest.raises(UserError):
        revoke_laptop(office, laptop, "  ")
    revoke_laptop(office, laptop, "Dicuri.")
    again = next(
        each for person in enumerators(office.store) for each in person.laptops
        if each.certificate.log == laptop.certificate.log
    )  # fmt: skip
    with pytest.raises(UserError):
        revoke_laptop(office, again, "Sekali lagi.")
