# SPDX-License-Identifier: Apache-2.0
"""Functions over text."""

from __future__ import annotations

import math
import re
import uuid as uuids
from functools import lru_cache

import regex as regexes

from enumerator.forms.expressions.context import Context
from enumerator.forms.expressions.faults import EvaluationError
from enumerator.forms.expressions.values import NAN, Value, text
from enumerator.forms.expressions.values import visible as relevant_only
from enumerator.messages import _

from .registry import Functions

functions = Functions()
_SECONDS_TO_MATCH = 0.25


def spread(values: tuple[Value, ...]) -> list[str]:
    """Texts of the values, node-sets spread out to one text per relevant node (trap 23)."""
    found: list[str] = []
    for value in values:
        if isinstance(value, list):
            found += [node.value() for node in relevant_only(value)]
        else:
            found.append(text(value))
    return found


@functions.add("string", "", "v")
def string(context: Context, *value: Value) -> str:
    return text(value[0]) if value else context.node.value()


@functions.add("concat", rest="v")
def concat(_context: Context, *values: Value) -> str:
    return "".join(spread(values))


@functions.add("join", "t", rest="v")
def join(_context: Context, separator: str, *values: Value) -> str:
    return separator.join(spread(values))


@functions.add("contains", "tt")
def contains(_context: Context, whole: str, part: str) -> bool:
    return part in whole


@functions.add("starts-with", "tt")
def starts_with(_context: Context, whole: str, part: str) -> bool:
    return whole.startswith(part)


@functions.add("ends-with", "tt")
def ends_with(_context: Context, whole: str, part: str) -> bool:
    return whole.endswith(part)


@functions.add("substring-before", "tt")
def substring_before(_context: Context, whole: str, part: str) -> str:
    return whole.partition(part)[0] if part and part in whole else ""


@functions.add("substring-after", "tt")
def substring_after(_context: Context, whole: str, part: str) -> str:
    return whole.partition(part)[2] if part else whole


@functions.add("substr", "tn", "n")
def substr(_context: Context, whole: str, start: float, end: float = NAN) -> str:
    """From `start` (0-based, negative from the end) up to, not including, `end`."""
    if start != start:
        return ""
    return whole[_whole(start) : None if end != end else _whole(end)]


def _whole(number: float) -> int:
    return int(max(-1e9, min(1e9, number)))


@functions.add("substring", "tn", "n")
def substring(_context: Context, whole: str, start: float, *length: float) -> str:
    """XPath 1.0: 1-based, arguments rounded."""
    first = round_half_up(start)
    last = first + round_half_up(length[0]) if length else float("inf")
    if first != first or last != last:
        return ""
    return "".join(letter for place, letter in enumerate(whole, 1) if first <= place < last)


def round_half_up(number: float) -> float:
    """XPath's round: halves towards positive infinity."""
    if number != number or abs(number) == float("inf"):
        return number
    return float(math.floor(number + 0.5))


@functions.add("string-length", "", "t")
def string_length(context: Context, *whole: str) -> float:
    return float(len(whole[0] if whole else context.node.value()))


@functions.add("normalize-space", "", "t")
def normalize_space(context: Context, *whole: str) -> str:
    return " ".join(re.split(r"[ \t\r\n]+", (whole[0] if whole else context.node.value()).strip(" \t\r\n")))


@functions.add("translate", "ttt")
def translate(_context: Context, whole: str, letters: str, instead: str) -> str:
    table: dict[int, int | None] = {}
    for place, letter in enumerate(letters):
        table.setdefault(ord(letter), ord(instead[place]) if place < len(instead) else None)
    return whole.translate(table)


@functions.add("regex", "tt")
def regex(_context: Context, whole: str, pattern: str) -> bool:
    """The whole text matches (trap 26). A pattern that takes too long is given up: no form can hang."""
    try:
        return _compiled(pattern).fullmatch(whole, timeout=_SECONDS_TO_MATCH) is not None
    except TimeoutError as error:
        raise EvaluationError(_("The pattern “{pattern}” takes too long.", pattern=pattern)) from error


@lru_cache(maxsize=500)
def _compiled(pattern: str) -> regexes.Pattern[str]:
    try:
        return regexes.compile(_python_pattern(pattern))
    except (regexes.error, RecursionError, OverflowError) as error:
        raise EvaluationError(_("“{pattern}” is not a regular expression.", pattern=pattern)) from error


def _python_pattern(pattern: str) -> str:
    """Java's and JavaScript's spellings that Python writes differently."""
    for theirs, ours in (
        (r"\p{L}", r"[^\W\d_]"),
        (r"\p{Lu}", "[A-Z\u00c0-\u00de]"),
        (r"\p{Ll}", "[a-z\u00df-\u00ff]"),
        (r"\p{N}", r"\d"),
        (r"\p{Alpha}", "[A-Za-z]"),
        (r"\p{Digit}", r"\d"),
        (r"\p{Alnum}", "[A-Za-z0-9]"),
        (r"\z", r"\Z"),
        ("(?<", "(?P<"),
    ):
        pattern = pattern.replace(theirs, ours)
    return pattern.replace("(?P<=", "(?<=").replace("(?P<!", "(?<!")


@functions.add("uuid", "", "n")
def uuid(context: Context, *length: float) -> str:
    """A random UUID, or as many random letters and digits as asked for."""
    chance = context.world.random()
    if not length:
        return str(uuids.UUID(int=chance.getrandbits(128), version=4))
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    count = int(length[0]) if 0 < length[0] < 100_000 else 0
    return "".join(chance.choice(letters) for _letter in range(count))


@functions.add("jr:itext", "t")
def itext(context: Context, text_id: str) -> str:
    return context.world.translation(text_id)
