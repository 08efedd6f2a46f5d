# SPDX-License-Identifier: Apache-2.0
"""How numbers, NIKs, dates and times are written on screen, and how what is typed is read back.

Values are as XForms writes them (`1250000.5`, `1985-03-17`, `08:30:00.000`). What cannot be read is handed
back as it was typed, so that nothing typed is lost; the engine then calls it a problem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from enumerator.messages import _, n_, spoken_language

TWO_DIGIT_YEARS: Final = 100
MONTHS: Final = 12


@dataclass(frozen=True)
class Marks:
    """The marks of one language's numbers."""

    group: str
    point: str


def marks() -> Marks:
    """The marks of the language on screen."""
    return Marks(".", ",") if spoken_language() == "id" else Marks(",", ".")


def number_shown(value: str, how: Marks) -> str:
    """`1250000.5` as `1.250.000,5`; anything that is no plain number stays as it is."""
    found = re.fullmatch(r"(-?)(\d+)(?:\.(\d*))?", value)
    if not found:
        return value
    sign, whole, rest = found[1], found[2], found[3]
    return sign + grouped(whole, how.group) + (how.point + rest if rest is not None else "")


def number_typed(text: str, how: Marks, *, decimals: bool) -> str:
    """What was typed so far, as a value: digits, a leading minus, and for decimals one point.

    Either mark counts as the point when it is the only one of its kind and cannot be a group, so that the
    point of
    the number pad works in every language.
    """
    sign = "-" if text.strip().startswith(("-", "−")) else ""
    kept = re.sub(rf"[^\d{re.escape(how.point)}]", "", text)
    if not decimals:
        return sign + kept.partition(how.point)[0]
    whole, point, rest = kept.partition(how.point)
    return sign + whole + ("." + rest.replace(how.point, "") if point else "")


def grouped(digits: str, mark: str, size: int = 3) -> str:
    """Digits in groups from the right: `1250000` as `1.250.000`."""
    first = len(digits) % size
    parts = [digits[:first]] if first else []
    parts += [digits[i : i + size] for i in range(first, len(digits), size)]
    return mark.join(parts)


def number_groups(digits: str) -> str:
    """An identity number in groups of four from the left: `3374 0557 0311 0004`."""
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def date_shown(value: str) -> str:
    """`1985-03-17` as `17-03-1985`; what is no date stays as it is."""
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?$", value)
    return f"{found[3]}-{found[2]}-{found[1]}" if found else value


def date_typed(text: str) -> str:
    """Puts the hyphens in while a date is typed: `1703198` as `17-03-198`, `1/3/` as `01-03-`, `1731` as
    `17-03-1`; a year that comes first, as in `1985-`, is left so.
    """
    if re.match(r"\d{4}[-/.]", text):
        return text
    if (found := re.fullmatch(r"(19|20)-(\d\d)[-/.]+", text)) and int(found[2]) > MONTHS:
        return f"{found[1]}{found[2]}-"
    parts = re.split(r"\D+", text)
    for at in (0, 1):
        if at < len(parts) - 1 and len(parts[at]) == 1:
            parts[at] = "0" + parts[at]
    digits = "".join(parts)
    if len(digits) == 4 and digits[:2] not in ("19", "20") and int(digits[2:]) > MONTHS:
        digits = f"{digits[:2]}0{digits[2:]}"  # no month has such a number: its first digit is the month
    digits = digits[:8]
    made = "-".join(part for part in (digits[:2], digits[2:4], digits[4:]) if part)
    return made + "-" if text and not text[-1].isdigit() and len(digits) in (2, 4) else made


def date_read(text: str, today: date) -> str:
    """A typed date as a value: `17-03-1985`, `17/3/85` (never in the future), `17031985`, `1985-03-17`."""
    text = text.strip()
    if found := re.fullmatch(r"(\d{4})\D(\d{1,2})\D(\d{1,2})", text):
        year, month, day = found[1], found[2], found[3]
    elif found := re.fullmatch(r"(\d{1,2})\D(\d{1,2})\D(\d{4}|\d{2})", text) or re.fullmatch(
        r"(\d\d)(\d\d)(\d{4}|\d{2})", text
    ):
        day, month, year = found[1], found[2], found[3]
    else:
        return text
    number = int(year)
    if len(year) == 2:
        number += today.year // TWO_DIGIT_YEARS * TWO_DIGIT_YEARS
        if number > today.year:
            number -= TWO_DIGIT_YEARS
    try:
        return date(number, int(month), int(day)).isoformat()
    except ValueError:
        return text


def month_shown(value: str) -> str:
    """`2026-03-01` as `03-2026`."""
    found = re.match(r"(\d{4})-(\d\d)-\d\d", value)
    return f"{found[2]}-{found[1]}" if found else value


def month_typed(text: str) -> str:
    """Puts the hyphen in while a month is typed: `3/` as `03-`, `032` as `03-2`, `31` as `03-1`."""
    parts = re.split(r"\D+", text)
    if len(parts) > 1 and len(parts[0]) == 1:
        parts[0] = "0" + parts[0]
    digits = "".join(parts)
    digits = f"0{digits}" if len(digits) == 2 and int(digits) > MONTHS else digits[:6]
    made = "-".join(part for part in (digits[:2], digits[2:]) if part)
    return made + "-" if text and not text[-1].isdigit() and len(digits) == 2 else made


def month_read(text: str, today: date) -> str:
    """A typed month as the value of its first day: `3-2026`, `0326`, `032026`."""
    found = re.fullmatch(r"\s*(\d{1,2})\D(\d{4}|\d\d)\s*", text) or re.fullmatch(
        r"\s*(\d\d)(\d{4}|\d\d)\s*", text
    )
    return date_read(f"01-{int(found[1]):02}-{found[2]}", today) if found else text.strip()


def year_read(text: str, today: date) -> str:
    """A typed year as the value of its first day: `1985`, and `85` as the last year that ended so."""
    text = text.strip()
    return date_read(f"01-01-{text}", today) if re.fullmatch(r"\d{4}|\d\d", text) else text


def as_date(value: str) -> date | None:
    """The date of a value, if it is one."""
    try:
        return date.fromisoformat(value[:10]) if re.match(r"\d{4}-\d\d-\d\d", value) else None
    except ValueError:
        return None


def age_words(born: date, today: date) -> str:
    """How old somebody is: in years, below two years in months; "" for a date to come."""
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    if born > today:
        return ""
    if months < 24:
        return n_("{n} month", "{n} months", months)
    return n_("{n} year", "{n} years", months // 12)


def time_shown(value: str) -> str:
    """`08:30:00.000+07:00` as `08:30`, in Indonesian `08.30`."""
    found = re.match(r"(\d\d):(\d\d)", value)
    return f"{found[1]}{_time_mark()}{found[2]}" if found else value


def _time_mark() -> str:
    return "." if spoken_language() == "id" else ":"


def time_typed(text: str) -> str:
    """Puts the mark in while a time is typed: `083` as `08:3`, in Indonesian `08.3`."""
    mark = _time_mark()
    parts = re.split(r"\D+", text)
    if len(parts) > 1 and len(parts[0]) == 1:
        parts[0] = "0" + parts[0]
    digits = "".join(parts)[:4]
    made = mark.join(part for part in (digits[:2], digits[2:]) if part)
    return made + mark if text and not text[-1].isdigit() and len(digits) == 2 else made


def time_read(text: str) -> str:
    """A typed time as a value: `8.30`, `0830` and `08:30` are `08:30:00.000`."""
    found = re.fullmatch(r"\s*(\d{1,2})\D?(\d\d)\s*", text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return text.strip()
    return f"{int(found[1]):02}:{found[2]}:00.000"


def unit_of(label: str) -> tuple[str, str]:
    """A label and the unit in its closing brackets: `Luas lantai (m²)` -> (`Luas lantai`, `m²`)."""
    found = re.fullmatch(r"(.*\S)\s*\(([^()]{1,12})\)\s*([?:.]?)", label, re.DOTALL)
    if not found or not _is_unit(found[2]):
        return label, ""
    return found[1] + found[3], found[2]


def _is_unit(text: str) -> bool:
    bare = text.strip().lower().rstrip(".")
    known = {
        "rp",
        "idr",
        "rupiah",
        "m2",
        "m²",
        "m",
        "km",
        "cm",
        "kg",
        "g",
        "gram",
        "liter",
        "l",
        "%",
        "kwh",
        "va",
        "watt",
    }
    times = {
        "menit",
        "jam",
        "hari",
        "minggu",
        "bulan",
        "tahun",
        "minutes",
        "hours",
        "days",
        "weeks",
        "months",
        "years",
    }
    return bare in known | times or bool(re.match(r"(rp|kg|m2|m²|jam|hari|kali)\s*(/|per )", bare))


def duration_words(seconds: float) -> str:
    """`24 min`, `1 h 5 min`."""
    minutes = int(seconds // 60)
    if minutes < 60:
        return n_("{n} minute", "{n} minutes", minutes)
    return _("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)
