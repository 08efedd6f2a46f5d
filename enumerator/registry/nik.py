# SPDX-License-Identifier: Apache-2.0
"""NIK (the number of a person) and No. KK (that of a family card): tidied, masked, and whether they join.

Both have 16 digits: six for the place of issue, six for a date, four for a serial number from 0001. What a
number must say to be accepted is the form's business.
"""

from __future__ import annotations

LENGTH = 16
_SEPARATORS = str.maketrans("", "", " .-\u00a0\u2009\u202f")
_BULLET = "•"


def compact(text: str) -> str:
    """The number without the spaces, dots and hyphens that people write between its digits."""
    return text.translate(_SEPARATORS)


def joins(text: str) -> bool:
    """Whether two records with this NIK or No. KK may be held to be the same on its account.

    Empty, "0", partial numbers and one digit repeated are what people write when there is no number; joining
    on them has made strangers one family elsewhere.
    """
    number = compact(text)
    digits = number.isascii() and number.isdigit() and len(number) == LENGTH
    return digits and len(set(number)) > 1 and number[12:] != "0000"


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
