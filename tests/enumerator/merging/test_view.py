# SPDX-License-Identifier: Apache-2.0
"""What a household is after several people worked on it apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enumerator.merging import WHOLE_RECORD, settle, view
from enumerator.store.revision import Blob, Dot

from .conftest import RECORD, Notebook, everything


def test_a_single_revision_is_the_record(pair: tuple[Notebook, Notebook]) -> None:
    first, _second = pair
    seen = view(first.revisions())
    assert seen.values["/kk/lantai"] == "tanah"
    assert (seen.conflicts, seen.joined, seen.missing) == ((), (), ())
    assert seen.heads == (Dot(first.log, 1),)


def test_edits_of_different_answers_join_by_themselves(pair: tuple[Notebook, Notebook]) -> None:
    first, second = pair
    first.save({"/kk/lantai": "semen"})
    second.save({"/kk/air": "pdam"})
    seen = view(everything(pair))
    assert (seen.values["/kk/lantai"], seen.values["/kk/air"]) == ("semen", "pdam")
    assert seen.conflicts == ()
    assert [(j.address, j.base, j.side.value, j.side.revisions[0].author) for j in seen.joined] == [
        ("/kk/air", "sumur", "pdam", "b"),
        ("/kk/lantai", "tanah", "semen", "a"),
    ]


def test_the_same_answer_given_twice_is_clean(pair: tuple[Notebook, Notebook]) -> None:
    first, second = pair
    first.save({"/kk/lantai": "semen"})
    second.save({"/kk/lantai": "semen"})
    seen = view(everything(pair))
    assert seen.values["/kk/lantai"] == "semen"
    assert seen.conflicts == ()


def test_different_answers_to_one_question_are_a_conflict_with_base_and_both_sides(
    pair: tuple[Notebook, Notebook],
) -> None:
    first, second = pair
    first.save({"/kk/lantai": "semen"})
    second.save({"/kk/lantai": "keramik"})
    (conflict,) = view(everything(pair)).conflicts
    assert (conflict.address, conflict.base) == ("/kk/lantai", "tanah")
    assert conflict.base_revision is not None
    assert conflict.base_revision.dot == Dot(first.log, 1)
    assert [(side.value, side.revisions[0].author) for side in conflict.sides] == [
        ("semen", "a"),
        ("keramik", "b"),
    ]


def test_until_a_person_decides_the_last_answer_both_knew_counts(pair: tuple[Notebook, Notebook]) -> None:
    first, second = pair
    first.save({"/kk/lantai": "semen"})
    second.save({"/kk/lantai": "keramik"})
    assert view(everything(pair)).values["/kk/lantai"] == "tanah"


def test_clearing_an_answer_against_changing_it_is_a_conflict(pair: tuple[Notebook, Notebook]) -> None:
    first, second = pair
    first.save({"/kk/lantai": None})
    second.save({"/kk/lantai": "keramik"})
    (conflict,) = view(everything(pair)).conflicts
    assert {side.value for side in conflict.sides} == {None, "keramik"}


def test_an_answer_and_a_refusal_are_one_conflict_not_a_mixture(pair: tuple[Notebook, Notebook]) -> None:
    first, second = pair
    first.save({"/kk/lantai": "semen"})
    second.save({"/kk/lantai": None, "/kk/lantai#no-answer": "refused"})
    seen = view(everything(pair))
    (conflict,) = seen.conflicts
    assert {(side.value, side.no_answer) for side in conflict.sides} == {("semen", ""), (None, "refused")}
    assert "/kk/lantai#no-answer" not in seen.values


def test_a_remark_is_an_answer_of_its_own(pair: tuple[Notebook, Notebook]) -> None:
    first, second = pair
    first.save({"/kk/lantai": "semen"})
    second.save({"/kk/lantai#remark": "baru dipasang"})
    seen = view(everything(pair))
    assert seen.conflicts == ()
    assert (seen.values["/kk/lantai"], seen.values["/kk/lantai#remark"]) == ("semen", "baru dipasang")


def test_an_answer_after_seeing_both_sides_ends_the_conflict(pair: tuple[Notebook, Notebook]) -> None:
    first, second = pair
    first.save({"/kk/lantai": "semen"})
    second.save({"/kk/lantai": "keramik"})
    second.hear(first)
    second.save({"/kk/lantai": "keramik"})
    seen = view(everything(pair))
    assert (seen.values["/kk/lantai"], seen.conflicts) == ("keramik", ())


def test_work_on_another_answer_does_not_settle_a_conflict(pair: tuple[Notebook, Notebook]) -> None:
    first, second = pair
    first.save({"/kk/lantai": "semen"})
    second.save({"/kk/lantai": "keramik"})
    second.hear(first)
    second.save({"/kk/air": "pdam"})
    seen = view(everything(pair))
    assert len(seen.heads) == 1
    assert [conflict.address for conflict in seen.conflicts] == ["/kk/lantai"]


def test_rows_added_apart_are_both_there_in_one_order(pair: tuple[Notebook, Notebook]) -> None:
    first, second = pair
    first.save({"/kk/anggota#rows": "11111111 22222222 33333333", "/kk/anggota[33333333]/nama": "Rizky"})
    second.save({"/kk/anggota#rows": "44444444 11111111 22222222", "/kk/anggota[44444444]/nama": "Kasmini"})
    seen = view(everything(pair))
    assert seen.conflicts == ()
    rows = seen.values["/kk/anggota#rows"].split()
    assert sorted(rows) == ["11111111", "22222222", "33333333", "44444444"]
    assert rows.index("11111111") < rows.index("22222222") < rows.index("33333333")
    assert rows.index("44444444") < rows.index("11111111")
    assert seen.values["/kk/anggota[44444444]/nama"] == "Kasmini"


THREE = {
    "/kk/anggota#rows": "11111111 22222222 33333333",
    "/kk/anggota[33333333]/nama": "Rizky",
}


def test_rows_put_in_different_orders_apart_are_a_difference_with_both_orders(
    pair: tuple[Notebook, Notebook],
) -> None:
    first, second = pair
    before = first.save(THREE)
    second.hear(first)
    first.save({"/kk/anggota#rows": "33333333 11111111 22222222"})
    second.save({"/kk/anggota#rows": "22222222 11111111 33333333"})
    seen = view(everything(pair))
    (conflict,) = seen.conflicts
    assert (conflict.address, conflict.base) == ("/kk/anggota#rows", "11111111 22222222 33333333")
    assert conflict.base_revision is not None
    assert conflict.base_revision.dot in (before.dot, Dot(first.log, 1))
    assert [(side.value, side.revisions[0].author) for side in conflict.sides] == [
        ("33333333 11111111 22222222", "a"),
        ("22222222 11111111 33333333", "b"),
    ]
    assert seen.values["/kk/anggota#rows"] == conflict.base


def test_rows_put_in_the_same_order_apart_are_clean(pair: tuple[Notebook, Notebook]) -> None:
    first, second = pair
    first.save({"/kk/anggota#rows": "22222222 11111111"})
    second.save({"/kk/anggota#rows": "22222222 11111111"})
    seen = view(everything(pair))
    assert (seen.values["/kk/anggota#rows"], seen.conflicts) == ("22222222 11111111", ())


@pytest.mark.parametrize("mover", [0, 1])
def test_an_order_given_here_stands_with_a_row_added_there(
    pair: tuple[Notebook, Notebook], mover: int
) -> None:
    pair[mover].save({"/kk/anggota#rows": "22222222 11111111"})
    pair[1 - mover].save(THREE)
    seen = view(everything(pair))
    assert seen.conflicts == ()
    assert seen.values["/kk/anggota#rows"] == "22222222 33333333 11111111"


def test_an_order_and_a_removal_apart_are_no_difference(pair: tuple[Notebook, Notebook]) -> None:
    first, second = pair
    first.save(THREE)
    second.hear(first)
    first.save({"/kk/anggota#rows": "33333333 22222222 11111111"})
    second.save(REMOVE_TUKIMAN | {"/kk/anggota#rows": "11111111 33333333"})
    seen = view(everything(pair))
    assert seen.conflicts == ()
    assert seen.values["/kk/anggota#rows"] == "33333333 11111111"


def test_adding_a_row_with_both_orders_at_hand_does_not_settle_them(pair: tuple[Notebook, Notebook]) -> None:
    first, second = pair
    first.save(THREE)
    second.hear(first)
    first.save({"/kk/anggota#rows": "33333333 11111111 22222222"})
    second.save({"/kk/anggota#rows": "22222222 11111111 33333333"})
    first.hear(second)
    first.save({"/kk/anggota#rows": first.look()["/kk/anggota#rows"] + " 44444444"})
    (conflict,) = view(first.revisions()).conflicts
    assert {side.value for side in conflict.sides} == {
        "33333333 44444444 11111111 22222222",
        "22222222 11111111 33333333 44444444",
    }
    assert view(first.revisions()).values["/kk/anggota#rows"] == "11111111 22222222 33333333 44444444"


def test_a_row_that_may_yet_go_is_no_ground_for_a_difference_of_order(
    pair: tuple[Notebook, Notebook],
) -> None:
    first, second = pair
    third = Notebook("c", hour=6)
    third.hear(first)
    first.save({"/kk/anggota#rows": "22222222 11111111"})
    second.save({"/kk/anggota[22222222]/kerja": "buruh"})
    third.save(REMOVE_TUKIMAN)
    seen = view(everything([first, second, third]))
    assert [conflict.address for conflict in seen.conflicts] == ["/kk/anggota[22222222]"]


def test_a_row_removed_here_and_untouched_there_is_gone(pair: tuple[Notebook, Notebook]) -> None:
    first, second = pair
    first.save(REMOVE_TUKIMAN)
    second.save({"/kk/air": "pdam"})
    seen = view(everything(pair))
    assert seen.conflicts == ()
    assert seen.values["/kk/anggota#rows"] == "11111111"
    assert not [address for address in seen.values if "22222222" in address]


def test_a_row_removed_here_and_edited_there_stays_whole_and_is_one_conflict(
    pair: tuple[Notebook, Notebook],
) -> None:
    first, second = pair
    first.save(REMOVE_TUKIMAN)
    second.save({"/kk/anggota[22222222]/kerja": "buruh"})
    seen = view(everything(pair))
    (conflict,) = seen.conflicts
    assert conflict.address == "/kk/anggota[22222222]"
    assert [(side.value, side.revisions[0].author) for side in conflict.sides] == [
        ("22222222", "b"),
        (None, "a"),
    ]
    assert seen.values["/kk/anggota#rows"] == "11111111 22222222"
    assert seen.values["/kk/anggota[22222222]/nama"] == "Tukiman"
    assert seen.values["/kk/anggota[22222222]/kerja"] == "buruh"


def test_what_differs_inside_a_row_is_asked_once_the_row_is_kept(pair: tuple[Notebook, Notebook]) -> None:
    first, second = pair
    third = Notebook("c", hour=6)
    third.hear(first)
    first.save(REMOVE_TUKIMAN)
    second.save({"/kk/anggota[22222222]/kerja": "buruh"})
    third.save({"/kk/anggota[22222222]/kerja": "tani"})
    first.hear(second, third)
    row = "/kk/anggota[22222222]"
    assert [conflict.address for conflict in view(first.revisions()).conflicts] == [row]
    settle(first, RECORD, {row: "22222222"})
    assert [conflict.address for conflict in view(first.revisions()).conflicts] == [f"{row}/kerja"]


def test_a_nested_row_is_no_conflict_of_its_own_when_its_outer_row_is() -> None:
    first, second = Notebook("a"), Notebook("b")
    first.save(
        {
            "/d/usaha#rows": "aaaaaaaa",
            "/d/usaha[aaaaaaaa]/alat#rows": "bbbbbbbb",
            "/d/usaha[aaaaaaaa]/alat[bbbbbbbb]/nama": "gerobak",
        }
    )
    second.hear(first)
    first.save(dict.fromkeys(first.look(), None))
    second.save({"/d/usaha[aaaaaaaa]/alat[bbbbbbbb]/nama": "mesin jahit"})
    seen = view(everything([first, second]))
    assert [conflict.address for conflict in seen.conflicts] == ["/d/usaha[aaaaaaaa]"]
    assert seen.values["/d/usaha[aaaaaaaa]/alat#rows"] == "bbbbbbbb"


def test_deleting_a_record_against_editing_it_leaves_it_visible(pair: tuple[Notebook, Notebook]) -> None:
    first, second = pair
    first.save({}, act="delete", reason="pindah")
    second.save({"/kk/air": "pdam"})
    seen = view(everything(pair))
    assert not seen.deleted
    assert [conflict.address for conflict in seen.conflicts] == [WHOLE_RECORD]
    assert seen.values["/kk/air"] == "pdam"


def test_a_deleted_record_has_no_answers_until_it_is_saved_again(pair: tuple[Notebook, Notebook]) -> None:
    first, _second = pair
    before = first.look()
    first.save({}, act="delete")
    assert view(first.revisions()).deleted
    assert first.look() == {}
    first.save(before)
    assert not view(first.revisions()).deleted
    assert first.look() == before


def test_calculated_answers_are_never_a_conflict(pair: tuple[Notebook, Notebook]) -> None:
    first, second = pair
    first.save({"/kk/anggota[11111111]/umur": "40", "/kk/lantai": "semen"})
    second.save({"/kk/anggota[11111111]/umur": "41"})
    seen = view(everything(pair), calculated={"/kk/anggota/umur"})
    assert seen.conflicts == ()
    assert seen.recalculate == ("/kk/anggota[11111111]/umur",)


def test_a_revision_whose_past_is_missing_is_read_by_its_snapshot_and_says_what_is_missing(
    pair: tuple[Notebook, Notebook],
) -> None:
    first, _second = pair
    first.save({"/kk/lantai": "semen"})
    last = first.save({"/kk/air": "pdam"})
    seen = view([last])
    assert seen.values["/kk/lantai"] == "semen"
    assert seen.missing == (Dot(first.log, 2),)
    assert view([first.get(Dot(first.log, 1)), last]).missing == (Dot(first.log, 2),)
    assert view(first.revisions()).missing == ()


def test_photos_follow_the_answer_that_names_them(pair: tuple[Notebook, Notebook]) -> None:
    first, second = pair
    photo = Blob("c" * 64, 10, "image/jpeg", "c" * 64 + ".jpg")
    taken = first.save({"/kk/foto": photo.name})
    first.known[taken.dot] = replace(taken, blobs=(photo,))
    second.save({"/kk/air": "pdam"})
    assert view(everything(pair)).blobs == (photo,)


def test_parents_in_a_circle_do_not_hang_and_read_the_same_in_any_order(
    pair: tuple[Notebook, Notebook],
) -> None:
    first, second = pair
    mine, theirs = first.save({"/kk/air": "pdam"}), second.save({"/kk/air": "hujan"})
    forged = [
        replace(mine, parents=(theirs.dot, mine.dot)),
        replace(theirs, parents=(mine.dot,)),
        replace(theirs, values={"/kk/air": "lain"}, parents=(mine.dot,)),
    ]
    assert view(forged) == view(reversed(forged))


def test_a_long_history_and_a_large_family_are_read_quickly() -> None:
    """Catalogue D9: 500 members, and a record changed 3,000 times."""
    import time

    writer = Notebook("a")
    rows = [f"{number:08x}" for number in range(500)]
    writer.save(
        {"/kk/anggota#rows": " ".join(rows)}
        | {f"/kk/anggota[{row}]/{q}": "x" for row in rows for q in ("nama", "nik", "umur", "kerja")}
    )
    other = Notebook("b")
    other.hear(writer)
    writer.save({f"/kk/anggota[{row}]/umur": "9" for row in rows[::2]})
    other.save({f"/kk/anggota[{row}]/kerja": "tani" for row in rows[::3]})
    started = time.process_time()
    seen = view(everything([writer, other]))
    assert time.process_time() - started < 1.0
    assert seen.conflicts == ()

    heads = (writer.save({"/kk/x": "0"}).dot,)
    from enumerator.store.revision import Entry

    for number in range(3000):
        entry = Entry(RECORD, "household", {"/kk/x": str(number)}, parents=heads, touched=("/kk/x",))
        heads = (writer.append(entry)[0].dot,)
    started = time.process_time()
    assert view(writer.revisions()).values["/kk/x"] == "2999"
    assert time.process_time() - started < 2.0


REMOVE_TUKIMAN = {
    "/kk/anggota#rows": "11111111",
    "/kk/anggota[22222222]/nama": None,
    "/kk/anggota[22222222]/kerja": None,
}
