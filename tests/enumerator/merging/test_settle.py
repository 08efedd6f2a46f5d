# SPDX-License-Identifier: Apache-2.0
"""What a person decides about differences, and how it is taken back."""

from __future__ import annotations

import pytest

from enumerator.errors import UserError
from enumerator.merging import WHOLE_RECORD, history, settle, undo, view

from .conftest import RECORD, Notebook, everything
from .test_view import REMOVE_TUKIMAN


@pytest.fixture
def office(pair: tuple[Notebook, Notebook]) -> Notebook:
    """An office that received both writers' different floors and waters, and a row removed against edited."""
    first, second = pair
    first.save({"/kk/lantai": "semen", "/kk/air": "pdam"} | REMOVE_TUKIMAN)
    second.save({"/kk/lantai": "keramik", "/kk/air": "hujan", "/kk/anggota[22222222]/kerja": "buruh"})
    office = Notebook("0", hour=9)
    office.hear(first, second)
    return office


def addresses(notebook: Notebook) -> list[str]:
    return [conflict.address for conflict in view(notebook.revisions()).conflicts]


def test_settling_clears_exactly_the_chosen_conflict(office: Notebook) -> None:
    assert addresses(office) == ["/kk/air", "/kk/anggota[22222222]", "/kk/lantai"]
    revision = settle(office, RECORD, {"/kk/lantai": "keramik"}, "foto rumah")
    assert addresses(office) == ["/kk/air", "/kk/anggota[22222222]"]
    assert office.look()["/kk/lantai"] == "keramik"
    assert (revision.act, revision.reason, revision.touched) == ("resolve", "foto rumah", ("/kk/lantai",))
    assert len(revision.parents) == 2


def test_a_side_can_be_chosen_as_it_is_with_its_kind_of_no_answer(pair: tuple[Notebook, Notebook]) -> None:
    first, second = pair
    first.save({"/kk/lantai": "semen"})
    second.save({"/kk/lantai": None, "/kk/lantai#no-answer": "refused"})
    first.hear(second)
    (conflict,) = view(first.revisions()).conflicts
    settle(first, RECORD, {"/kk/lantai": conflict.sides[1]})
    assert "/kk/lantai" not in first.look()
    assert first.look()["/kk/lantai#no-answer"] == "refused"


def test_a_removed_row_can_be_kept_with_its_edits(office: Notebook) -> None:
    settle(office, RECORD, {"/kk/anggota[22222222]": "22222222"})
    assert addresses(office) == ["/kk/air", "/kk/lantai"]
    assert office.look()["/kk/anggota#rows"] == "11111111 22222222"
    assert office.look()["/kk/anggota[22222222]/kerja"] == "buruh"


def test_a_removed_row_can_stay_removed(office: Notebook) -> None:
    settle(office, RECORD, {"/kk/anggota[22222222]": None}, "pindah ke Demak")
    assert addresses(office) == ["/kk/air", "/kk/lantai"]
    assert office.look()["/kk/anggota#rows"] == "11111111"
    assert not [address for address in office.look() if "22222222" in address]


@pytest.mark.parametrize("keep", [True, False])
def test_a_record_deleted_here_and_edited_there_is_settled_either_way(
    pair: tuple[Notebook, Notebook], keep: bool
) -> None:
    first, second = pair
    first.save({}, act="delete")
    second.save({"/kk/air": "pdam"})
    first.hear(second)
    settle(first, RECORD, {WHOLE_RECORD: RECORD if keep else None})
    seen = view(first.revisions())
    assert seen.conflicts == ()
    assert seen.deleted is not keep
    assert bool(seen.values) is keep


@pytest.mark.parametrize("keep", [True, False])
def test_whether_a_record_stays_remains_open_while_other_differences_are_settled(
    pair: tuple[Notebook, Notebook], keep: bool
) -> None:
    """Found by the simulator: settling the floor had decided by the way that a deleted record stays."""
    first, second = pair
    third = Notebook("3", hour=10)
    third.hear(first)
    first.save({}, act="delete")
    second.save({"/kk/lantai": "semen"})
    third.save({"/kk/lantai": "keramik"})
    first.hear(second, third)
    assert addresses(first) == [WHOLE_RECORD, "/kk/lantai"]
    settle(first, RECORD, {"/kk/lantai": "semen"})
    assert addresses(first) == [WHOLE_RECORD]
    assert first.look()["/kk/lantai"] == "semen"
    settle(first, RECORD, {WHOLE_RECORD: RECORD if keep else None})
    seen = view(first.revisions())
    assert seen.conflicts == ()
    assert seen.deleted is not keep
    assert seen.values.get("/kk/lantai") == ("semen" if keep else None)


def test_settling_a_difference_that_is_gone_is_refused(office: Notebook) -> None:
    settle(office, RECORD, {"/kk/lantai": "keramik"})
    with pytest.raises(UserError) as refused:
        settle(office, RECORD, {"/kk/lantai": "semen"})
    assert refused.value.where == "/kk/lantai"


def test_two_offices_that_decide_differently_are_a_new_conflict_and_end_there(office: Notebook) -> None:
    """Catalogue E11."""
    other = Notebook("9", hour=12)
    other.hear(office)
    settle(office, RECORD, {"/kk/lantai": "keramik"})
    settle(other, RECORD, {"/kk/lantai": "semen"})
    office.hear(other)
    assert "/kk/lantai" in addresses(office)
    settle(office, RECORD, {"/kk/lantai": "semen"})
    other.hear(office)
    assert addresses(other) == addresses(office) == ["/kk/air", "/kk/anggota[22222222]"]


def test_taking_a_settlement_back_opens_its_conflict_again(office: Notebook) -> None:
    before = view(office.revisions())
    revision = settle(office, RECORD, {"/kk/lantai": "keramik"})
    undo(office, revision.dot, "salah rumah")
    after = view(office.revisions())
    assert after.conflicts == before.conflicts
    assert after.values == before.values


def test_taking_the_undo_back_puts_the_settlement_in_force(office: Notebook) -> None:
    revision = settle(office, RECORD, {"/kk/lantai": "keramik"})
    taken_back = undo(office, revision.dot)
    with pytest.raises(UserError):
        undo(office, revision.dot)
    undo(office, taken_back.dot)
    assert office.look()["/kk/lantai"] == "keramik"
    assert "/kk/lantai" not in addresses(office)


def test_taking_back_a_removal_brings_the_row_and_its_answers_back(pair: tuple[Notebook, Notebook]) -> None:
    first, _second = pair
    before = first.look()
    removal = first.save(REMOVE_TUKIMAN)
    undo(first, removal.dot)
    assert first.look() == before


def test_an_undo_does_not_touch_what_others_wrote_since(pair: tuple[Notebook, Notebook]) -> None:
    first, second = pair
    wrong = first.save({"/kk/lantai": "semen", "/kk/air": "pdam"})
    second.hear(first)
    second.save({"/kk/air": "hujan"})
    undo(first, wrong.dot)
    seen = view(everything(pair)).values
    assert (seen["/kk/lantai"], seen["/kk/air"]) == ("tanah", "hujan")


def test_the_history_tells_who_changed_what_and_what_was_taken_back(pair: tuple[Notebook, Notebook]) -> None:
    first, second = pair
    first.save({"/kk/lantai": "semen"}, reason="dilihat sendiri")
    second.save({"/kk/lantai": "keramik"})
    first.hear(second)
    settled = settle(first, RECORD, {"/kk/lantai": "semen"})
    undo(first, settled.dot)
    changes = history(first.revisions(), "/kk/lantai")
    told = [
        (c.revision.author, {b.value for b in c.before}, c.after.value, c.revision.reason, c.in_force)
        for c in changes
    ]
    assert sorted(told[:3], key=str) == sorted(
        [
            ("a", set(), "tanah", "", True),
            ("a", {"tanah"}, "semen", "dilihat sendiri", True),
            ("b", {"tanah"}, "keramik", "", True),
        ],
        key=str,
    )
    assert told[3] == ("a", {"semen", "keramik"}, "semen", "", False)
