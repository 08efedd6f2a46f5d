# SPDX-License-Identifier: Apache-2.0
"""NIK (the number of a person) and No. KK (that of a family card): checked, read, masked.

Both have 16 digits: six for the place of issue, six for a date, four for a serial number from 0001. A NIK
carries the birth date, women's days plus 40; a No. KK the day the card was recorded. There is no check digit.
The place is where the number was first given, not where the person lives, so it only ever warns.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from enumerator.messages import _

LENGTH = 16
MALE, FEMALE = "1", "2"
_SEX_WORDS = {"1": MALE, "L": MALE, "2": FEMALE, "P": FEMALE}
_SEPARATORS = str.maketrans("", "", " .-\u00a0\u2009\u202f")
_WOMAN = 40
_BULLET = "•"

PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 19), (21, 21), (31, 36), (51, 53), (61, 65), (71, 76), (81, 82), (91, 96))
    for code in range(first, last + 1)
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a number. An error means it cannot be one; a warning means a person should look.

    `code` is one of digits, length, repeated, date, serial, place, birth, sex.
    """

    code: str
    severity: Literal["error", "warning"]
    message: str


@dataclass(frozen=True, slots=True)
class Nik:
    """What the digits of a well-formed NIK say."""

    number: str
    place: str
    birth: date
    sex: str
    serial: str


def compact(text: str) -> str:
    """The number without the spaces, dots and hyphens that people write between its digits."""
    return text.translate(_SEPARATORS)


def parse_nik(text: str, *, today: date, birth: date | None = None) -> Nik | None:
    """Read a NIK; None when it is not well formed.

    The year has two digits. With a recorded `birth` the century that lies nearer to it is taken; without one,
    the latest that is not in the future of `today`.
    """
    number = compact(text)
    if _form_findings(number) or number[12:] == "0000":
        return None
    day = int(number[6:8])
    sex = FEMALE if day > _WOMAN else MALE
    births = _dates(day - _WOMAN if sex == FEMALE else day, int(number[8:10]), int(number[10:12]), today)
    if not births:
        return None
    read = min(births, key=lambda each: abs((each - birth).days)) if birth else births[-1]
    return Nik(number, number[:6], read, sex, number[12:])


def check_nik(
    text: str, *, today: date, birth: date | None = None, sex: str = "", places: Collection[str] = PROVINCES
) -> tuple[Finding, ...]:
    """What is wrong with a NIK, compared with the recorded birth date and sex ("1"/"L" man, "2"/"P" woman).

    A blank number has no findings: whether it may be blank is the form's business. `places` are the known
    prefixes of two to six digits.
    """
    number = compact(text)
    if not number:
        return ()
    broken = _form_findings(number)
    if broken:
        return broken
    found: list[Finding] = []
    read = parse_nik(number, today=today, birth=birth)
    if read is None and number[12:] != "0000":
        found.append(
            Finding(
                "date",
                "error",
                _(
                    "Digits 7 to 12 of the NIK ({digits}) are not a birth date"
                    " (day, month, year; 40 is added to a woman's day).",
                    digits=number[6:12],
                ),
            )
        )
    if number[12:] == "0000":
        found.append(Finding("serial", "error", _("The last four digits of a NIK are never 0000.")))
    found += _place_findings(number, places)
    if read is not None:
        if birth is not None and read.birth != birth:
            found.append(
                Finding(
                    "birth",
                    "warning",
                    _(
                        "The NIK says born on {nik_date}, the answer says {date}.",
                        nik_date=f"{read.birth:%d-%m-%Y}",
                        date=f"{birth:%d-%m-%Y}",
                    ),
                )
            )
        recorded = _SEX_WORDS.get(sex.upper())
        if recorded is not None and recorded != read.sex:
            words = (
                _("The NIK is that of a woman, the answer says a man.")
                if read.sex == FEMALE
                else _("The NIK is that of a man, the answer says a woman.")
            )
            found.append(Finding("sex", "warning", words))
    return tuple(found)


def check_kk(text: str, *, today: date, places: Collection[str] = PROVINCES) -> tuple[Finding, ...]:
    """What is wrong with a No. KK. Its date is the day the card was recorded, with no 40 added."""
    number = compact(text)
    if not number:
        return ()
    broken = _form_findings(number)
    if broken:
        return broken
    found: list[Finding] = []
    if not _dates(int(number[6:8]), int(number[8:10]), int(number[10:12]), today):
        words = _(
            "Digits 7 to 12 of the No. KK ({digits}) are not a date (day, month, year).", digits=number[6:12]
        )
        found.append(Finding("date", "error", words))
    if number[12:] == "0000":
        found.append(Finding("serial", "error", _("The last four digits of a No. KK are never 0000.")))
    found += _place_findings(number, places)
    return tuple(found)


def joins(text: str) -> bool:
    """Whether two records with this NIK or No. KK may be held to be the same on its account.

    Empty, "0", partial numbers and one digit repeated are what people write when there is no number; joining
    on them has made strangers one family elsewhere.
    """
    number = compact(text)
    return not _form_findings(number) and number[12:] != "0000"


def mask(text: str) -> str:
    """The number as lists show it: the first four and last four digits, bullets between."""
    number = compact(text)
    if len(number) <= 8:
        return _BULLET * len(number)
    return number[:4] + _BULLET * (len(number) - 8) + number[-4:]


def spaced(masked: str) -> str:
    """A masked NIK or No. KK by four, as it stands on the card; any other as it is."""
    whole = len(masked) == LENGTH
    return " ".join(masked[at : at + 4] for at in range(0, LENGTH, 4)) if whole else masked


def grouped(text: str) -> str:
    """The whole number in groups of four, for a screen where it may be seen."""
    number = compact(text)
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def _form_findings(number: str) -> tuple[Finding, ...]:
    if not (number.isascii() and number.isdigit()):
        return (Finding("digits", "error", _("The number may contain digits only.")),)
    if len(number) != LENGTH:
        words = _("The number has {count} digits; it must have 16.", count=len(number))
        return (Finding("length", "error", words),)
    if len(set(number)) == 1:
        return (
            Finding(
                "repeated", "error", _("One digit repeated is not a number; leave it blank if there is none.")
            ),
        )
    return ()


def _place_findings(number: str, places: Collection[str]) -> list[Finding]:
    if not places or any(number[:length] in places for length in (2, 4, 6)):
        return []
    words = _(
        "The number starts with {digits}, which is not a known place. Compare it with the card.",
        digits=number[:2],
    )
    return [Finding("place", "warning", words)]


def _dates(day: int, month: int, year: int, today: date) -> list[date]:
    """The dates that a two-digit year may mean, oldest first; none in the future."""
    found = []
    for century in (1900, 2000):
        try:
            each = date(century + year, month, day)
        except ValueError:
            continue
        if each <= today:
            found.append(each)
    return found
