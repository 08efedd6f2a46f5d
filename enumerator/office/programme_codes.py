# SPDX-License-Identifier: Apache-2.0
"""Short codes for programmes, different for each: seven of four letters fit into a card's code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from enumerator.eligibility import rules as workbooks
from enumerator.eligibility.adopting import SHIPPED
from enumerator.eligibility.rules import Rules

LETTERS = 4


def short_codes(codes: Iterable[str]) -> dict[str, str]:
    """Each programme's code -> its code on a card.

    That is its beginning, as long as no programme before it in the workbook has that; else its beginning with
    a later letter of its own, or a number. Programmes added at the end leave the codes before them as they
    are.
    """
    short: dict[str, str] = {}
    taken: set[str] = set()
    for code in dict.fromkeys(codes):
        chosen = next(each for each in _candidates(code) if each not in taken)
        taken.add(chosen)
        short[code] = chosen
    return short


def _candidates(code: str) -> Iterator[str]:
    letters = re.sub(r"[^0-9a-z]", "", code.casefold()) or "p"
    yield letters[:LETTERS]
    stem = letters[: LETTERS - 1]
    for later in letters[LETTERS:]:
        yield stem + later
    number = 2
    while True:
        digits = str(number)
        yield letters[: max(LETTERS - len(digits), 0)] + digits
        number += 1


def names_by_short_code(rules: Rules) -> Mapping[str, str]:
    """The programmes' names in the language spoken now, by their codes on cards."""
    short = short_codes(each.code for each in rules.programmes)
    return {short[each.code]: str(each.wording) for each in rules.programmes}


def shipped_programmes() -> Mapping[str, str]:
    """The same for the rules that come with the program, where no project's own are at hand."""
    return names_by_short_code(workbooks.load(SHIPPED))
