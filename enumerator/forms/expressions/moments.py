# SPDX-License-Identifier: Apache-2.0
"""Dates and times inside expressions: a number of days that remembers what it is (traps 6, 7 and 28)."""

from __future__ import annotations

import re
import time as machine
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z")
_MOMENT = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})T(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}(?::?\d{2})?)?\Z"
)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}(?::?\d{2})?)?\Z")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_DAY_SECONDS = 86_400


class Moment(float):
    """As a number: days since 1970-01-01, whole and local for a date, of UTC for a time on a day.

    `instant` is the UTC day number of the same moment (a date begins at local midnight), by which two
    moments are compared.
    """

    __slots__ = ("at", "whole")
    at: datetime
    whole: bool

    @property
    def instant(self) -> float:
        return (self.at - _EPOCH).total_seconds() / _DAY_SECONDS

    def __str__(self) -> str:
        return self.at.date().isoformat() if self.whole else iso(self.at)


def day(value: date, zone: tzinfo | None) -> Moment:
    """The Moment of a calendar day, which begins at midnight in `zone` (None: the machine's)."""
    moment = Moment(value.toordinal() - _EPOCH_DAY)
    moment.at = local(datetime.combine(value, time()), zone)
    moment.whole = True
    return moment


def instant(value: datetime) -> Moment:
    """The Moment of an aware date and time."""
    moment = Moment((value - _EPOCH).total_seconds() / _DAY_SECONDS)
    moment.at = value
    moment.whole = False
    return moment


def local(naive: datetime, zone: tzinfo | None) -> datetime:
    """`naive` read as the wall clock of `zone` (None: the machine's)."""
    try:
        return naive.astimezone() if zone is None else naive.replace(tzinfo=zone)
    except OSError:
        return naive.replace(tzinfo=_standard_zone())
    except (OverflowError, ValueError):
        return naive.replace(tzinfo=UTC)


def here(at: datetime, zone: tzinfo | None) -> datetime:
    """An aware `at` by the wall clock of `zone` (None: the machine's)."""
    try:
        return at.astimezone(zone)
    except OSError:
        return at.astimezone(_standard_zone())


def _standard_zone() -> timezone:
    """The machine's zone without summer time, for Windows does not tell what it was before 1970."""
    return timezone(timedelta(seconds=-machine.timezone))


def from_days(days: float, zone: tzinfo | None) -> Moment | None:
    """The Moment `days` after 1970-01-01T00:00Z: a calendar day if whole."""
    try:
        if days == int(days):
            return day(date.fromordinal(int(days) + _EPOCH_DAY), zone)
        return instant(here(_EPOCH + timedelta(days=days), zone))
    except (OverflowError, ValueError):
        return None


def from_utc_days(days: float, zone: tzinfo | None) -> Moment | None:
    """The Moment `days` after 1970-01-01T00:00Z: a calendar day if that is midnight here."""
    try:
        at = here(_EPOCH + timedelta(days=days), zone)
    except (OverflowError, ValueError):
        return None
    midnight = at.hour == at.minute == at.second == 0 and at.microsecond < 1000
    return day(at.date(), zone) if midnight else instant(at)


def moment_of(text: str, zone: tzinfo | None) -> Moment | None:
    """The Moment written in `text` (ISO 8601 date, or date and time; offset optional), or None."""
    if len(text) < 10 or text[4:5] != "-":
        return None
    try:
        if match := _DAY.match(text):
            return day(date(int(match[1]), int(match[2]), int(match[3])), zone)
        if match := _MOMENT.match(text):
            hour, minute, second = int(match[4]), int(match[5]), int(match[6] or 0)
            clock = time(hour, minute, second, _microseconds(match[7]))
            naive = datetime.combine(date(int(match[1]), int(match[2]), int(match[3])), clock)
            offset = _offset(match[8])
            return instant(local(naive, zone) if offset is None else naive.replace(tzinfo=offset))
    except (OverflowError, ValueError):
        return None
    return None


def time_of(text: str) -> tuple[time, timezone | None] | None:
    """The time of day written in `text` with its offset where one is written, or None."""
    match = _TIME.match(text)
    if match is None:
        return None
    try:
        return time(int(match[1]), int(match[2]), int(match[3] or 0), _microseconds(match[4])), _offset(
            match[5]
        )
    except ValueError:
        return None


def iso(moment: datetime) -> str:
    """`2020-01-31T08:30:00.000+07:00`: milliseconds and an offset, always."""
    offset = moment.utcoffset() or timedelta()
    minutes = int(offset.total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%S") if moment.year > 999 else moment.isoformat()[:19]
    return f"{stamp}.{moment.microsecond // 1000:03d}{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _microseconds(fraction: str | None) -> int:
    return int((fraction or "0")[:6].ljust(6, "0"))


def _offset(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    if int(digits[:2]) > 18 or int(digits[2:]) > 59:
        raise ValueError(text)
    span = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-span if text[0] == "-" else span)
