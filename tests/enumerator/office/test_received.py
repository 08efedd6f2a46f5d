# SPDX-License-Identifier: Apache-2.0
"""The history of bundles, and what is kept aside until a person decides."""

from __future__ import annotations

import pytest

from enumerator.errors import UserError
from enumerator.office.aside import accept, decisions, reject, undecided
from enumerator.office.inbox import import_bundles
from enumerator.office.received import carried, missing
from enumerator.office.staffing import forms, laptops_of, revoke_laptop
from enumerator.registry.search import count
from enumerator.registry.staff import Laptop, enumerators
from enumerator.workspace import Workspace
from tests.site import NAMES, Site


def laptop_of(office: Workspace, name: str) -> Laptop:
    person = next(each for each in enumerators(office.store) if each.name == name)
    return person.laptops[0]


def test_every_bundle_in_and_out_is_listed_the_latest_first(office: Workspace) -> None:
    history = carried(office)
    assert {one.out for one in history} == {True, False}
    assert [one.when for one in history] == sorted((one.when for one in history), reverse=True)
    assert all(one.report is not None for one in history if not one.out)
    assert missing(office) == ()


def test_work_of_a_revoked_laptop_waits_and_goes_in_when_a_person_says_so(
    office: Workspace, site: Site
) -> None:
    revoke_laptop(office, laptop_of(office, NAMES[0]), "Dicuri")
    before = count(office.store)
    ((_path, report),) = list(import_bundles(office, [site.unread]))
    assert not isinstance(report, UserError)
    assert report.quarantined
    assert count(office.store) == before
    assert undecided(office) == 1
    waiting = next(one for one in carried(office) if one.state == "aside")
    taken = accept(office, waiting, "Laptop ditemukan")
    assert taken.new > 0
    assert count(office.store) == before + 1
    assert undecided(office) == 0
    assert decisions(office)[waiting.bundle].reason == "Laptop ditemukan"
    assert not waiting.kept.exists()


def test_what_is_rejected_no_longer_waits_is_kept_and_may_be_taken_in_later(
    office: Workspace, site: Site
) -> None:
    revoke_laptop(office, laptop_of(office, NAMES[0]), "Dicuri")
    list(import_bundles(office, [site.unread]))
    waiting = next(one for one in carried(office) if one.state == "aside")
    reject(office, waiting, "Belum jelas")
    assert undecided(office) == 0
    assert waiting.kept.is_file()
    list(import_bundles(office, [site.unread]))
    assert undecided(office) == 0
    assert accept(office, waiting, "Sudah jelas").new > 0
    assert [one.state for one in carried(office) if one.bundle == waiting.bundle] == ["done"]


def test_a_laptop_is_revoked_once_and_with_a_reason(office: Workspace) -> None:
    with pytest.raises(UserError):
        revoke_laptop(office, laptop_of(office, NAMES[0]), "  ")
    revoke_laptop(office, laptop_of(office, NAMES[0]), "Dicuri")
    assert laptop_of(office, NAMES[0]).revoked
    with pytest.raises(UserError):
        revoke_laptop(office, laptop_of(office, NAMES[0]), "Lagi")


def test_forms_tell_how_many_households_were_held_with_them(office: Workspace) -> None:
    (form,) = forms(office)
    assert form.newest
    assert form.households == count(office.store)


def test_a_person_without_a_laptop_has_a_row_as_well(office: Workspace) -> None:
    rows = laptops_of(enumerators(office.store))
    assert {person.name for person, _laptop in rows} == set(NAMES)
    assert all(laptop is not None for _person, laptop in rows)
