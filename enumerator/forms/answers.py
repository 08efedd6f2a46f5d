# SPDX-License-Identifier: Apache-2.0
"""The text in which each type of answer is kept, and which texts are of the type."""

from __future__ import annotations

import re
from datetime import tzinfo

from .expressions.moments import Moment, from_days, iso, moment_of, time_of
from .expressions.values import Value, number_of_text, text, text_of_number

_INTEGER = re.compile(r"[+-]?\d{1,18}\Z")
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\Z")
_CLOCK = re.compile(r"\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}(?::\d{2})?)?\Z")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?\Z")


def typed(written: str, kind: str) -> str | None:
    """`written` as an answer of bind type `kind` is kept; None when it is not of the type. Blank is of any type."""
    if written == "":
        return ""
    check = _CHECKS.get(kind)
    return written if check is None else check(written.strip())


def _integer(written: str) -> str | None:
    if _INTEGER.match(written):
        return str(int(written))
    if _DECIMAL.match(written):
        return str(int(float(written))) if abs(float(written)) < 1e15 else None
    return None


def _decimal(written: str) -> str | None:
    return written if _DECIMAL.match(written) else None


def _date(written: str) -> str | None:
    day = written[:10]
    if len(written) > 10 and not _MOMENT.match(written):
        return None
    return day if moment_of(day, None) is not None else None


def _time(written: str) -> str | None:
    return written if _CLOCK.match(written) and time_of(written) is not None else None


def _moment(written: str) -> str | None:
    return (
        written
        if moment_of(written, None) is not None and (_MOMENT.match(written) or len(written) == 10)
        else None
    )


def _point(written: str) -> str | None:
    parts = written.split()
    if not 2 <= len(parts) <= 4 or not all(_DECIMAL.match(part) for part in parts):
        return None
    return written if abs(float(parts[0])) <= 90 and abs(float(parts[1])) <= 180 else None


def _points(written: str) -> str | None:
    parts = [part for part in written.split(";") if part.strip()]
    return written if parts and all(_point(part) for part in parts) else None


def _boolean(written: str) -> str | None:
    return {"true": "true", "false": "false", "1": "true", "0": "false"}.get(written.lower())


_CHECKS = {
    "int": _integer,
    "decimal": _decimal,
    "date": _date,
    "time": _time,
    "dateTime": _moment,
    "geopoint": _point,
    "geotrace": _points,
    "geoshape": _points,
    "boolean": _boolean,
}


def calculated(value: Value, kind: str, zone: tzinfo | None) -> str:
    """The text in which the value of a calculation is kept by a node of bind type `kind` (trap 2: NaN is blank)."""
    if isinstance(value, list):
        value = text(value)
    if isinstance(value, Moment):
        return _of_moment(value, kind)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if value != value:
            return ""
        if kind in ("date", "dateTime"):
            found = from_days(value if kind == "dateTime" else float(int(value // 1)), zone)
            return "" if found is None else _of_moment(found, kind)
        if kind == "int" and abs(value) < 1e15:
            return str(int(value))
        return text_of_number(value)
    return _of_text(value, kind, zone)


def _of_moment(moment: Moment, kind: str) -> str:
    if kind == "date":
        return moment.at.date().isoformat()
    if kind == "dateTime":
        return iso(moment.at)
    if kind == "time":
        return iso(moment.at)[11:]
    if kind in ("int", "decimal"):
        return text_of_number(float(moment)) if kind == "decimal" else str(int(moment))
    return str(moment)


def _of_text(written: str, kind: str, zone: tzinfo | None) -> str:
    if kind in ("int", "decimal"):
        number = number_of_text(written, zone)
        if number != number:
            return ""
        return str(int(number)) if kind == "int" and abs(number) < 1e15 else written.strip()
    if kind in ("date", "dateTime"):
        found = moment_of(written.strip(), zone)
        if found is None:
            return ""
        return _of_moment(found, kind) if kind == "date" or found.whole else written.strip()
    return written
