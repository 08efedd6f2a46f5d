# SPDX-License-Identifier: Apache-2.0
"""A kit carries the form and the person's assignments, so a laptop that never met the office can begin."""

from __future__ import annotations

from pathlib import Path

from enumerator.interviews.assignments import Status, rows
from enumerator.interviews.drafts import Drafts
from enumerator.office.prepare import prepare_office
from enumerator.registry.assigning import Target, assign
from enumerator.workspace import (
    Workspace,
    create_office_workspace,
    enrol_workspace,
    make_enrolment_kit,
)

WORDS = "empat kata tanpa hubungan"


def test_a_laptop_shows_its_households_before_any_bundle(tmp_path: Path) -> None:
    office, _sheets = create_office_workspace(tmp_path / "office", "Kota", WORDS, training=True)
    with office:
        prepare_office(office)
        mine = [
            Target("Suparmi", "33.74.02.1005", "33.74.02", address="Gang 1"),
            Target("Ngatini", "33.74.02.1005", "33.74.02"),
        ]
        kit = make_enrolment_kit(office, tmp_path / "stick", "Petugas 1", targets=mine)
        make_enrolment_kit(
            office, tmp_path / "stick", "Petugas 2", targets=[Target("Wagiman", "33.74.02.1005", "33.74.02")]
        )
    with enrol_workspace(tmp_path / "laptop", kit.path, kit.code, WORDS) as laptop:
        listed = _list(laptop)
        assert [(row.task.head_name, row.status) for row in listed] == [
            ("Ngatini", Status.NOT_STARTED),
            ("Suparmi", Status.NOT_STARTED),
        ]
        assert laptop.library.newest() is not None


def test_another_laptop_of_the_same_person_has_them_again(tmp_path: Path) -> None:
    office, _sheets = create_office_workspace(tmp_path / "office", "Kota", WORDS, training=True)
    with office:
        prepare_office(office)
        first = make_enrolment_kit(office, tmp_path / "stick", "Petugas 1")
        person = first.terms.person.id
        assign(office.store, [Target("Suparmi", "33.74.02.1005", "33.74.02")], person)
        kit = make_enrolment_kit(office, tmp_path / "stick", "Petugas 1", again=person)
    with enrol_workspace(tmp_path / "laptop", kit.path, kit.code, WORDS) as laptop:
        assert [row.task.head_name for row in _list(laptop)] == ["Suparmi"]


def _list(laptop: Workspace) -> tuple:
    return rows(laptop.store, Drafts(laptop.store), laptop.keys.author)
