# SPDX-License-Identifier: Apache-2.0
"""The text in which each type of answer is kept, and which texts are of the type."""

from __future__ import annotations

import math
import re
from datetime import tzinfo

from .expressions.moments import Moment, from_days, iso, moment_of, time_of
from .expressions.values import Value, number_of_text, text, text_of_number

_INTEGER = re.compile(r"[+-]?\d{1,18}\Z")
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\Z")
_CLOCK = re.compile(r"\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}(?::\d{2})?)?\Z")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}(?::\d{2})?)?\Z")


def typed(written: str, kind: str) -> str | None:
    """`written` as an answer of bind type `kind` is kept; None when it is not of the type. Blank is of any
    type."""
    if written == "":
        return ""
    check = _CHECKS.get(kind)
    return written if check is None else check(written.strip())


def as_default(written: str, kind: str) -> str:
    """A default as the form writes it; a date may stand for a moment and the other way round."""
    kept = typed(written.strip() if kind in _CHECKS else written, kind)
    if kept is None and kind == "date":
        kept = typed(written.strip()[:10], kind)
    if kept is None and kind in ("dateTime", "time"):
        kept = written.strip()
    return kept or ""


def _integer(written: str) -> str | None:
    if _INTEGER.match(written):
        number = int(written)
    elif _DECIMAL.match(written) and abs(float(written)) < 1e15:
        number = int(float(written))
    else:
        return None
    return str(number) if -(2**31) <= number < 2**31 else None


def _decimal(written: str) -> str | None:
    return decimal_text(float(written)) if _DECIMAL.match(written) and math.isfinite(float(written)) else None


def decimal_text(number: float) -> str:
    """A decimal as both reference engines keep it: with at least one decimal place, without exponent."""
    text = text_of_number(number)
    return text if "." in text or not math.isfinite(number) else f"{text}.0"


def _date(written: str) -> str | None:
    """A day; a moment on a day stands for it, unless its day depends on where one is (`Z`)."""
    if len(written) > 10 and (written.endswith("Z") or not _MOMENT.match(written)):
        return None
    return written[:10] if moment_of(written[:10], None) is not None else None


def _time(written: str) -> str | None:
    return written if _CLOCK.match(written) and time_of(written) is not None else None


def _moment(written: str) -> str | None:
    return written if _MOMENT.match(written) and moment_of(written, None) is not None else None


def _point(written: str) -> str | None:
    parts = written.split()
    if not 2 <= len(parts) <= 4 or not all(_DECIMAL.match(part) for part in parts):
        return None
    numbers = [*map(float, parts), 0.0, 0.0][:4]
    return " ".join(map(decimal_text, numbers)) if abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180 else None


def _points(written: str) -> str | None:
    parts = [part for part in written.split(";") if part.strip()]
    return written if parts and all(_point(part) for part in parts) else None


def _boolean(written: str) -> str | None:
    """`1` or `0`, as JavaRosa keeps it; only `1` and `t` mean yes."""
    return "1" if written in ("1", "t") else "0"


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
    """The text in which the value of a calculation is kept by a node of bind type `kind` (trap 2: NaN is
    blank)."""
    if isinstance(value, list):
        value = text(value)
    if isinstance(value, Moment):
        return _of_moment(value, kind)
    if isinstance(value, bool):
        if kind == "boolean":
            return "1" if value else "0"
        return "true" if value else "false"
    if isinstance(value, float):
        if value != value:
            return ""
        if kind == "boolean":
            return "1" if value else "0"
        if kind == "decimal":
            return decimal_text(value)
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
        return decimal_text(float(moment)) if kind == "decimal" else str(int(moment))
    return str(moment)


def _of_text(written: str, kind: str, zone: tzinfo | None) -> str:
    if kind in ("int", "decimal"):
        number = number_of_text(written, zone)
        if number != number:
            return ""
        return str(int(number)) if kind == "int" and abs(number) < 1e15 else decimal_text(float(number))
    if kind in ("date", "dateTime"):
        found = moment_of(written.strip(), zone)
        if found is None:
            return ""
        return _of_moment(found, kind) if kind == "date" or found.whole else written.strip()
    return written
