# SPDX-License-Identifier: Apache-2.0
"""A household given to another enumerator while the first one still works on it."""

from __future__ import annotations

import pytest

from enumerator.merging import standing, view
from enumerator.merging.custody import Standing, leave, reassign, take_in
from enumerator.store.revision import Entry

from .conftest import RECORD, Notebook

TASK = "0193f0a0-0000-7000-8000-00000000000a"


@pytest.fixture
def office() -> Notebook:
    """Ani (a) surveyed and sent once; then the office gave the household to Budi (b), and both went on
    working.
    """
    ani, budi, office = Notebook("a"), Notebook("b", hour=5), Notebook("0", hour=2)
    office.append(
        Entry(TASK, "assignment", {"household": RECORD, "enumerator": "a"}, act="assign", parents=())
    )
    ani.save({"/kk/lantai": "tanah", "/kk/air": "sumur"})
    office.hear(ani)
    reassign(office, TASK, "b", "Ani sakit")
    budi.hear(office)
    budi.save({"/kk/lantai": "semen"})
    ani.save({"/kk/air": "pdam", "/kk/lantai": "ubin"})
    office.hear(ani, budi)
    return office


def stands(office: Notebook) -> Standing:
    return standing(office.revisions(), office.revisions(TASK))


def test_late_work_of_the_former_holder_waits_as_a_branch(office: Notebook) -> None:
    now = stands(office)
    assert now.view.values["/kk/lantai"] == "semen"
    assert now.view.values["/kk/air"] == "sumur"
    (branch,) = now.branches
    assert branch.author == "a"
    assert [revision.values["/kk/air"] for revision in branch.revisions] == ["pdam"]
    assert [conflict.address for conflict in branch.view.conflicts] == ["/kk/lantai"]


def test_work_sent_before_the_reassignment_belongs_to_the_record(office: Notebook) -> None:
    assert stands(office).view.values["/kk/air"] == "sumur"


def test_a_branch_taken_in_joins_and_its_differences_become_conflicts(office: Notebook) -> None:
    take_in(office, RECORD, stands(office).branches[0], "foto dari Ani lebih jelas")
    now = stands(office)
    assert now.branches == ()
    assert now.view.values["/kk/air"] == "pdam"
    assert [conflict.address for conflict in now.view.conflicts] == ["/kk/lantai"]


def test_a_branch_left_aside_stays_in_the_history_and_out_of_the_record(office: Notebook) -> None:
    before = stands(office).view.values
    leave(office, RECORD, stands(office).branches[0], "sudah didatangi Budi")
    now = stands(office)
    assert now.branches == ()
    assert now.view.values == before
    assert view(office.revisions()).conflicts == ()
    assert any(revision.values.get("/kk/air") == "pdam" for revision in office.revisions())


def test_without_a_reassignment_there_are_no_branches(office: Notebook) -> None:
    assert standing(office.revisions()).branches == ()
