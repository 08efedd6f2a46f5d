# SPDX-License-Identifier: Apache-2.0
"""Months, and how households stood when each of them ended."""

from __future__ import annotations

from datetime import date

import pytest

from enumerator.reports.happenings import first_day, happenings, refresh
from enumerator.reports.months import (
    Happening,
    last_day,
    month_before,
    month_of,
    months_between,
    standings,
)

MONTHS = ("2026-08", "2026-09", "2026-10")


@pytest.mark.parametrize(
    ("month", "back", "earlier"),
    [("2026-11", 1, "2026-10"), ("2026-01", 1, "2025-12"), ("2026-03", 15, "2024-12")],
)
def test_a_month_before_reaches_into_the_year_before(month: str, back: int, earlier: str) -> None:
    assert month_before(month, back) == earlier


def test_months_are_named_by_their_year_and_number() -> None:
    assert month_of(date(2026, 2, 9)) == "2026-02"
    assert last_day("2028-02") == date(2028, 2, 29)
    assert months_between("2025-11", "2026-02") == ("2025-11", "2025-12", "2026-01", "2026-02")
    assert months_between("2026-05", "2026-02") == ("2026-02",)


def test_each_month_knows_only_what_was_written_up_to_its_end() -> None:
    found = standings(
        [
            Happening("written", "A", "2026-08-03"),
            Happening("reviewed", "A", "2026-08-31", "approved", "log:1"),
            Happening("decided", "A", "2026-09-01", "yes", "blt"),
            Happening("card", "A", "2026-09-02", "printed", "K1"),
            Happening("card", "A", "2026-09-20", "delivered", "K1"),
            Happening("written", "A", "2026-10-02"),
            Happening("graduated", "A", "2026-10-05", "graduated"),
            Happening("card", "A", "2026-10-09", "lost", "K1"),
        ],
        MONTHS,
    )
    august, september, october = (found[month] for month in MONTHS)
    assert list(august.approved()) == [("A", "log:1")]
    assert not august.decided
    assert not august.holders()
    assert september.decided == {("A", "blt"): "yes"}
    assert september.holders() == {"A"}
    assert september.delivered == {"K1": ("A", "2026-09-20")}
    assert list(october.approved()) == []  # written anew, and not yet looked at
    assert october.graduated == {"A"}
    assert not october.holders()
    assert october.delivered == {"K1": ("A", "2026-09-20")}  # it was handed over all the same


def test_a_month_in_which_nothing_happened_is_as_the_one_before() -> None:
    found = standings([Happening("written", "A", "2026-08-03")], MONTHS)
    assert [len(found[month].status) for month in MONTHS] == [1, 1, 1]


def test_a_clock_that_runs_ahead_moves_nothing_to_an_earlier_month() -> None:
    found = standings(
        [Happening("written", "A", "2026-10-01"), Happening("written", "B", "2026-08-01")], MONTHS
    )
    assert [sorted(found[month].status) for month in MONTHS] == [[], [], ["A", "B"]]


def test_what_happened_is_read_from_the_journal_once(store, forms, families) -> None:
    refresh(store)
    assert first_day(store) == ""
    record = families.add(store, name="Nama A", no_kk="")
    refresh(store)
    refresh(store)
    (only,) = happenings(store)
    assert (only.what, only.household, only.day) == ("written", record, first_day(store))
