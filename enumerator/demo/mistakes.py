# SPDX-License-Identifier: Apache-2.0
"""Typing errors as people make them: what is typed instead, and where the form should object."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from enumerator.messages import mark


@dataclass(frozen=True, slots=True)
class Mistake:
    """`wrong` is what is typed; `shows_at` names the question where the form should object.

    `kind` names the mistake in English, for `_`.
    """

    kind: str
    wrong: str
    shows_at: str


def slip(rng: Random, question: str, right: str, earlier: Mapping[str, str]) -> Mistake | None:
    """A mistake one could make while typing `right` into `question`; None where nobody mistypes.

    `earlier` holds, by question name, the last answer given to the same question of another member.
    """
    makers = _MAKERS.get(question, ())
    if not right or not makers:
        return None
    return rng.choice(makers)(rng, question, right, earlier)


_Maker = Callable[[Random, str, str, Mapping[str, str]], Mistake | None]


def _missing_digit(rng: Random, question: str, right: str, _earlier: Mapping[str, str]) -> Mistake:
    at = rng.randrange(len(right))
    return Mistake(mark("missing digit"), right[:at] + right[at + 1 :], question)


def _doubled_digit(rng: Random, question: str, right: str, _earlier: Mapping[str, str]) -> Mistake:
    at = rng.randrange(len(right))
    return Mistake(mark("doubled digit"), right[:at] + right[at] + right[at:], question)


def _impossible_day(rng: Random, question: str, right: str, _earlier: Mapping[str, str]) -> Mistake:
    return Mistake(mark("day that does not exist"), f"{right[:6]}{rng.randint(32, 39)}{right[8:]}", question)


def _same_as_before(_rng: Random, question: str, right: str, earlier: Mapping[str, str]) -> Mistake | None:
    before = earlier.get(question)
    return Mistake(mark("number of another member"), before, question) if before and before != right else None


def _other_sex(_rng: Random, question: str, right: str, _earlier: Mapping[str, str]) -> Mistake:
    return Mistake(mark("other sex"), "2" if right == "1" else "1", question)


def _wrong_year(rng: Random, _question: str, right: str, _earlier: Mapping[str, str]) -> Mistake:
    year = int(right[:4]) - rng.choice((1, 2, 10))
    day = "28" if right[5:] == "02-29" else right[8:]
    return Mistake(mark("wrong year"), f"{year:04d}{right[4:8]}{day}", "yakin_lahir")


def _year_to_come(_rng: Random, question: str, right: str, _earlier: Mapping[str, str]) -> Mistake:
    day = "02-28" if right[5:] == "02-29" else right[5:]
    return Mistake(mark("year to come"), f"{int(right[:4]) + 100:04d}-{day}", question)


def _second_head(_rng: Random, question: str, right: str, _earlier: Mapping[str, str]) -> Mistake | None:
    return Mistake(mark("second head of family"), "1", question) if right != "1" else None


def _zero_too_many(_rng: Random, question: str, right: str, _earlier: Mapping[str, str]) -> Mistake | None:
    return Mistake(mark("zero too many"), right + "0", question) if right != "0" else None


def _two_zeros_too_many(
    _rng: Random, question: str, right: str, _earlier: Mapping[str, str]
) -> Mistake | None:
    return Mistake(mark("two zeros too many"), right + "00", question) if int(right) > 20_000 else None


def _letter_in_number(_rng: Random, question: str, right: str, _earlier: Mapping[str, str]) -> Mistake:
    return Mistake(mark("letter in a number"), right.replace("0", "o", 1), question)


_MAKERS: Mapping[str, tuple[_Maker, ...]] = {
    "nik": (_missing_digit, _doubled_digit, _impossible_day, _same_as_before),
    "no_kk": (_missing_digit, _doubled_digit, _impossible_day),
    "telepon": (_letter_in_number,),
    "jk": (_other_sex,),
    "tgl_lahir": (_wrong_year, _year_to_come),
    "hubungan": (_second_head,),
    "luas_lantai": (_zero_too_many,),
    "pangan_beras": (_two_zeros_too_many,),
    "pangan_hewani": (_two_zeros_too_many,),
}
