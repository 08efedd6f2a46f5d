# SPDX-License-Identifier: Apache-2.0
"""Functions over dates and times (traps 6, 7, 27 and 28)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from datetime import date as date_type

from enumerator.forms.expressions.context import Context
from enumerator.forms.expressions.moments import (
    Moment,
    day,
    from_days,
    from_utc_days,
    here,
    instant,
    moment_of,
    time_of,
)
from enumerator.forms.expressions.values import NAN, Value, number_of_text, text

from .registry import Functions

functions = Functions()
_SHORT_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z")
_PART = re.compile(r"%(.)")


@functions.add("today")
def today(context: Context) -> Moment:
    return day(context.world.now().astimezone(context.zone).date(), context.zone)


@functions.add("now")
def now(context: Context) -> Moment:
    return instant(context.world.now().astimezone(context.zone))


def moment(context: Context, value: Value) -> Moment | None:
    """The moment a value stands for: itself, ISO text, or a number of days."""
    if isinstance(value, Moment):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return from_days(value, context.zone) if value == value else None
    written = text(value).strip()
    found = moment_of(written, context.zone)
    if found is None and (short := _SHORT_DAY.match(written)):  # `2026-1-9`, as both engines read it here
        found = moment_of(f"{short[1]}-{short[2]:0>2}-{short[3]:0>2}", context.zone)
    if found is None:
        days = number_of_text(written)
        found = from_days(days, context.zone) if days == days else None
    return found


@functions.add("date", "v")
def date(context: Context, value: Value) -> Value:
    """A calendar day; what is no date is blank, and what was blank stays blank."""
    found = moment(context, value)
    if found is None:
        return ""
    if found.whole:
        return found
    if isinstance(value, float) and not isinstance(value, Moment):
        return from_days(float(int(value // 1)), context.zone) or ""
    return found


@functions.add("date-time", "v")
def date_time(context: Context, value: Value) -> Value:
    """A time on a day. Numbers count from 1970-01-01T00:00Z; what falls on local midnight is a day."""
    if isinstance(value, float) and not isinstance(value, Moment):
        found = from_utc_days(value, context.zone)
    else:
        found = moment(context, value)
    return "" if found is None else found


@functions.add("decimal-date-time", "v")
def decimal_date_time(context: Context, value: Value) -> float:
    """Days since 1970-01-01T00:00Z, with their fraction."""
    found = moment(context, value)
    return NAN if found is None else found.instant


@functions.add("decimal-time", "v")
def decimal_time(context: Context, value: Value) -> float:
    """The local time of day as a fraction of a day."""
    written = text(value).strip()
    clock = time_of(written)
    if clock is not None:
        at, offset = clock
        seconds = at.hour * 3600 + at.minute * 60 + at.second + at.microsecond / 1e6
        if offset is not None:
            ours = _local_offset(context)
            seconds += (ours - (offset.utcoffset(None) or timedelta())).total_seconds()
        return (seconds % 86_400) / 86_400
    found = value if isinstance(value, Moment) else moment_of(written, context.zone)
    if found is None:
        return NAN
    at_here = here(found.at, context.zone)
    seconds = at_here.hour * 3600 + at_here.minute * 60 + at_here.second + at_here.microsecond / 1e6
    return seconds / 86_400


def _local_offset(context: Context) -> timedelta:
    return context.world.now().astimezone(context.zone).utcoffset() or timedelta()


@functions.add("format-date", "vt")
def format_date(context: Context, value: Value, pattern: str) -> str:
    return _formatted(context, value, pattern)


@functions.add("format-date-time", "vt")
def format_date_time(context: Context, value: Value, pattern: str) -> str:
    return _formatted(context, value, pattern)


def _formatted(context: Context, value: Value, pattern: str) -> str:
    found = moment(context, value)
    if found is None:
        clock = time_of(text(value).strip()) if not isinstance(value, float) else None
        if clock is None:
            return ""
        at = datetime.combine(date_type(1970, 1, 1), clock[0], UTC)
    else:
        at = here(found.at, context.zone)
    months, days = context.world.language_words()
    parts = {
        "Y": f"{at.year:04d}",
        "y": f"{at.year % 100:02d}",
        "m": f"{at.month:02d}",
        "n": str(at.month),
        "b": months[at.month - 1],
        "B": context.world.month_name(at.month),
        "d": f"{at.day:02d}",
        "e": str(at.day),
        "H": f"{at.hour:02d}",
        "h": str(at.hour),
        "M": f"{at.minute:02d}",
        "S": f"{at.second:02d}",
        "3": f"{at.microsecond // 1000:03d}",
        "a": days[at.isoweekday() % 7],
        "W": f"{at.isocalendar().week:02d}",
        "Z": at.strftime("%z"),
        "%": "%",
    }
    return _PART.sub(lambda match: parts.get(match[1], match[0]), pattern)
