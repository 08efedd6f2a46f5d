# SPDX-License-Identifier: Apache-2.0
"""Expressions written as in another language, and `${` that opens none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from enumerator.forms.definition import FormWarning
from enumerator.forms.expressions.functions import FUNCTIONS
from enumerator.forms.sheets import Sheet, Workbook
from enumerator.messages import _

from .places import EXPRESSIONS, at, outside_literals, plain_column

_SELECT = re.compile(r"(select|rank)", re.IGNORECASE)
_REFERENCE = re.compile(r"\$\{[^{}\s]+\}")
_NOT_TEXT = EXPRESSIONS | {"default", "trigger", "appearance", "parameters", "bind", "instance"}
_SIGNS = (
    (re.compile(r"==+"), "="),
    (re.compile(r"<>"), "!="),
    (re.compile(r"≠"), "!="),
    (re.compile(r"≤|=<"), "<="),
    (re.compile(r"≥|=>"), ">="),
    (re.compile(r"[−–—]"), "-"),
    (re.compile(r"\s*&&\s*"), " and "),
    (re.compile(r"\s*\|\|\s*"), " or "),
    (re.compile(r"(?<=[\s)'\"])(AND|And)(?=[\s('\"]|$)"), "and"),
    (re.compile(r"(?<=[\s)'\"])(OR|Or)(?=[\s('\"]|$)"), "or"),
    (re.compile(r"(?<=[\s)'\"])(DIV|Div)(?=[\s('\"]|$)"), "div"),
    (re.compile(r"(?<=[\s)'\"])(MOD|Mod)(?=[\s('\"]|$)"), "mod"),
)
_CALLED = re.compile(r"(?<![\w:/.-])([A-Za-z][A-Za-z0-9-]*)(?=\s*\()")
_BARE = re.compile(r"(?<![\w/:@.$-])(?P<name>[^\W\d][\w.-]*)(?!\s*\(|\s*::|\s*/|[\w:.-])")
_WORDS = frozenset(["and", "or", "div", "mod", "name", "label", "value", "true", "false", "yes", "no"])


def _cells(sheet: Sheet) -> Iterator[tuple[int, str, str]]:
    columns = [column for column in sheet.header if plain_column(column) in EXPRESSIONS]
    for index, row in enumerate(sheet.rows):
        for column in columns:
            if row.get(column):
                yield index, column, row[column]


def filters_without_choices(book: Workbook) -> Iterator[FormWarning]:
    """A choice filter on a question that has no choices filters nothing."""
    survey = book["survey"]
    for index, row in enumerate(survey.rows):
        if row.get("choice_filter") and not _SELECT.match(row.get("type", "")):
            del row["choice_filter"]
            yield at(
                survey,
                index,
                _("The choice filter of “{name}” is left out: it has no choices.", name=row.get("name", "")),
            )


def open_references(book: Workbook) -> Iterator[FormWarning]:
    """`${` in a text that is never closed is just text."""
    for sheet in (book["survey"], book.get("choices")):
        if sheet is None:
            continue
        for index, row in enumerate(sheet.rows):
            for column, text in row.items():
                if "${" in text and plain_column(column.split("::")[0]) not in _NOT_TEXT:
                    cleaned = _literal(text)
                    if cleaned != text:
                        row[column] = cleaned
                        yield at(
                            sheet,
                            index,
                            _(
                                "“{text}” in column “{column}” is shown as it is.",
                                text=text[:40],
                                column=column,
                            ),
                        )


def _literal(text: str) -> str:
    """References kept, every other `${` parted by an invisible space so that it is read as text."""
    kept = _REFERENCE.findall(text)
    pieces = _REFERENCE.split(text)
    cleaned = [piece.replace("${", "$\u200b{") for piece in pieces]
    return "".join(piece + reference for piece, reference in zip(cleaned, [*kept, ""], strict=True))


def operators_of_other_languages(book: Workbook) -> Iterator[FormWarning]:
    """`==`, `<>`, `≥`, `&&`, `AND`, `NOT(`: what XPath writes `=`, `!=`, `>=`, `and`, `not(`."""
    survey = book["survey"]
    for index, column, text in _cells(survey):
        wanted = outside_literals(text, _xpath)
        if wanted != text:
            survey.rows[index][column] = wanted
            yield _read_as(survey, index, text, wanted)


def _xpath(piece: str) -> str:
    for pattern, instead in _SIGNS:
        piece = pattern.sub(instead, piece)
    return _CALLED.sub(lambda match: _function(match[1]), piece)


def _function(name: str) -> str:
    return name.lower() if name not in FUNCTIONS and name.lower() in FUNCTIONS else name


def bare_names(book: Workbook) -> Iterator[FormWarning]:
    """The name of a question without `${}` around it. Inside brackets such a name is a column or a child,
    and `name` and `label` are meant as columns."""
    survey = book["survey"]
    every = Counter(row["name"] for row in survey.rows if row.get("name") and row.get("type"))
    known = {name for name, times in every.items() if times == 1} - _WORDS
    for index, column, text in _cells(survey):
        if "[" in text or plain_column(column) == "choice_filter":
            continue
        wanted = outside_literals(
            text,
            lambda piece: _BARE.sub(
                lambda match: f"${{{match['name']}}}" if match["name"] in known else match[0], piece
            ),
        )
        if wanted != text:
            survey.rows[index][column] = wanted
            yield _read_as(survey, index, text, wanted)


def surplus_parentheses(book: Workbook) -> Iterator[FormWarning]:
    """One closing parenthesis too many at the very end."""
    survey = book["survey"]
    for index, column, written in _cells(survey):
        text = written.rstrip()
        bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", text)
        if text.endswith(")") and bare.count(")") == bare.count("(") + 1 and _balanced(bare[:-1]):
            survey.rows[index][column] = text[:-1]
            yield at(
                survey,
                index,
                _("A closing parenthesis too many in “{column}” is left out.", column=column),
            )


def _balanced(text: str) -> bool:
    depth = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return False
    return depth == 0


def _read_as(sheet: Sheet, index: int, text: str, wanted: str) -> FormWarning:
    return at(sheet, index, _("“{text}” is read as “{wanted}”.", text=text[:60], wanted=wanted[:60]))
