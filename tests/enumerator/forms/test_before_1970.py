# SPDX-License-Identifier: Apache-2.0
"""People born before 1970 have a birthday on Windows too, whose clock does not reach back that far."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from enumerator.forms.expressions import moments

_FIRST = datetime(1970, 1, 2, tzinfo=UTC)


class OnWindows(datetime):
    """Asked for the machine's own zone, it answers for later days only."""

    def astimezone(self, tz: tzinfo | None = None) -> OnWindows:
        if tz is None and self.replace(tzinfo=UTC) < _FIRST:
            raise OSError(22, "Invalid argument")
        return super().astimezone(tz)


@pytest.fixture(params=["as it is", "windows"])
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A laptop in Malang."""
    if request.param == "windows":
        monkeypatch.setattr(moments, "datetime", OnWindows)
        monkeypatch.setattr(moments, "_EPOCH", OnWindows(1970, 1, 1, tzinfo=UTC))
    if hasattr(time, "tzset"):
        monkeypatch.setenv("TZ", "WIB-7")
        time.tzset()
    yield
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


def _machine_offset() -> timedelta:
    return timedelta(seconds=-time.timezone)


@pytest.mark.usefixtures("machine")
@pytest.mark.parametrize("written", ["1945-08-17", "1970-01-01", "1899-12-31", "2020-02-29"])
def test_a_day_begins_at_midnight_of_the_machine(written: str) -> None:
    found = moments.moment_of(written, None)
    assert found is not None
    assert str(found) == written
    assert found.at.utcoffset() == _machine_offset()
    here = moments.here(found.at, None)
    assert (here.date().isoformat(), here.hour) == (written, 0)


@pytest.mark.usefixtures("machine")
def test_days_counted_back_before_1970_are_days() -> None:
    halfway = moments.from_days(-8901.5, None)
    assert halfway is not None
    assert moments.here(halfway.at, None).utcoffset() == _machine_offset()
    midnight = moments.moment_of("1945-08-17", None)
    assert midnight is not None
    counted = moments.from_utc_days(midnight.instant, None)
    assert counted is not None
    assert str(counted) == "1945-08-17"


@pytest.mark.usefixtures("machine")
def test_a_zone_that_is_named_stays() -> None:
    found = moments.moment_of("1945-08-17T09:00:00+09:00", None)
    assert found is not None
    assert moments.here(found.at, UTC).hour == 0
