# SPDX-License-Identifier: Apache-2.0
"""The audit trail: the newest first, by kind, person, day and household, and whole in the file."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from enumerator.errors import Cancelled
from enumerator.office import auditing
from enumerator.office.auditing import Filter, entries, found_households, write_entries
from enumerator.office.reviewing import review_households
from enumerator.workspace import Workspace
from tests.site import Site


def test_all_of_the_journal_is_there_newest_first(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = entries(office, Filter())
    assert len(whole) == office.store.journal.position()
    arrived = [str(revision.dot) for _at, revision in office.store.journal.of_kind()]
    assert [each.dot for each in whole] == arrived[::-1]
    monkeypatch.setattr(auditing, "_WINDOW", 3)
    assert entries(office, Filter()) == whole
    assert entries(office, Filter(), limit=5) == whole[:5]


def test_a_household_is_followed_through_all_kinds(office: Workspace, site: Site) -> None:
    review_households(office, [site.records[0]], "Lengkap.")
    found = entries(office, Filter(households=frozenset({site.records[0]})))
    assert {each.kind for each in found} == {"household", "review", "assignment"}
    assert found[0].reason == "Lengkap."
    assert len({each.subject for each in found}) == 1


def test_person_kind_and_day_narrow_it(office: Workspace) -> None:
    author = office.keys.author
    assert {each.author for each in entries(office, Filter(author=author))} == {office.person_name}
    assert {each.kind for each in entries(office, Filter(kind="form"))} == {"form"}
    assert entries(office, Filter(since="2099-01-01")) == ()
    assert entries(office, Filter(until="2000-01-01")) == ()


def test_a_typed_name_means_households(office: Workspace, site: Site) -> None:
    assert found_households(office, "  ") is None
    assert found_households(office, "tidak ada orang seperti ini") == frozenset()


def test_the_file_is_in_the_order_of_arrival(office: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "jejak.csv"
    assert write_entries(office, path, Filter()) == office.store.journal.position()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    assert [row[-1] for row in rows] == [each.dot for each in reversed(entries(office, Filter()))]


def test_it_can_be_stopped(office: Workspace, tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_entries(office, tmp_path / "jejak.csv", Filter(), stop)
    assert list(tmp_path.glob("*.csv")) == []
