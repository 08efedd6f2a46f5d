# SPDX-License-Identifier: Apache-2.0
"""What is wrong with an answer: where, what kind, whether it blocks, and the words to show."""

from __future__ import annotations

from dataclasses import dataclass

from enumerator.messages import mark

REQUIRED = "required"
CONSTRAINT = "constraint"
TYPE = "type"
CHOICE = "choice"

WORDS = {
    REQUIRED: mark("This question needs an answer."),
    CONSTRAINT: mark("This answer is outside what the form allows."),
    CHOICE: mark("This answer is not one of the choices."),
    "int": mark("Enter a whole number."),
    "decimal": mark("Enter a number."),
    "date": mark("Enter a date."),
    "time": mark("Enter a time."),
    "dateTime": mark("Enter a date and time."),
    "geopoint": mark("This is not a place on the map."),
    "geotrace": mark("This is not a line on the map."),
    "geoshape": mark("This is not an area on the map."),
    "boolean": mark("Answer yes or no."),
}
"""Our own words per kind, and per bind type for answers that are not of the type; English, for `_`."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`severity` "block" stops the interview from being finished; "warn" lets it through with a reason."""

    address: str
    kind: str
    severity: str
    message: str
