# SPDX-License-Identifier: Apache-2.0
"""Nobody is recognised in public figures by being one of two."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from enumerator.office.small_counts import HIDDEN, LEAST, SMALL, hidden


def test_one_and_two_are_hidden_and_nought_is_not() -> None:
    assert hidden([[0], [1], [2], [3]]) == {(1, 0): SMALL, (2, 0): SMALL}


def test_a_single_hidden_count_takes_the_next_smallest_along() -> None:
    assert hidden([[2], [40], [9]]) == {(0, 0): SMALL, (2, 0): HIDDEN}
    assert hidden([[2], [0], [0]]) == {(0, 0): SMALL}


def test_a_part_cannot_be_had_from_the_others_of_its_row() -> None:
    assert hidden([[2, 30, 12]], [(0, 1, 2)]) == {(0, 0): SMALL, (0, 2): HIDDEN}


def test_where_the_sum_is_hidden_its_parts_are_hidden_too() -> None:
    assert hidden([[8, 5], [0, 7]], whole={0}) == {(0, 0): HIDDEN}


tables = some.lists(some.tuples(*(some.integers(0, 30),) * 3), max_size=12)


@given(tables)
def test_no_small_count_can_be_had_by_subtraction(rows: list[tuple[int, ...]]) -> None:
    gone = hidden(rows, [(0, 1, 2)])
    for at, row in enumerate(rows):
        for column, count in enumerate(row):
            assert (at, column) in gone or not 0 < count < LEAST
        nonzero = [column for column in range(3) if row[column]]
        assert len(nonzero) == 1 or sum((at, column) in gone for column in range(3)) != 1
    for column in range(3):
        nonzero = [at for at, row in enumerate(rows) if row[column]]
        assert len(nonzero) == 1 or sum((at, column) in gone for at in range(len(rows))) != 1
