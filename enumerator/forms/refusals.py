# SPDX-License-Identifier: Apache-2.0
"""What the converter says against a workbook, in the user's language, with sheet, row and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from pyxform.errors import ErrorCode

from enumerator.errors import UserError
from enumerator.messages import _, mark

from .definition import FormWarning
from .repairs.places import place
from .sheets import Sheet, Workbook

_ROW = re.compile(r"\[row : (\d+)\]\s*")
_SHEET = re.compile(r"the '(\w+)' sheet", re.IGNORECASE)
_LEARN_MORE = re.compile(r"\s*Learn more:.*\Z", re.DOTALL)
_CORRECT = mark("Correct this place in the workbook and open it again.")
_RENAME = mark("Give one of them another name.")
_SEE = mark("See the XLSForm reference for what may stand there.")
_LETTERS = mark("Use letters, digits, “_”, “-” and “.”, and begin with a letter.")
_BY_CODE: dict[str, tuple[str, str]] = {
    "NAMES_001": (mark("There are two questions named “{value}” in one group."), _RENAME),
    "NAMES_003": (mark("A repeat may not have the name of the whole form, “{value}”."), _RENAME),
    "NAMES_004": (mark("There are two repeats named “{value}”."), _RENAME),
    "NAMES_006": (mark("A choice has no value."), mark("Fill in the column “name”.")),
    "NAMES_008": (mark("A name in column “{column}” cannot be used."), _LETTERS),
    "NAMES_009": (mark("The name “{name}” cannot be used."), _LETTERS),
    "NAMES_010": (mark("A name in column “{column}” cannot be used."), _LETTERS),
    "NAMES_011": (mark("A name in column “{column}” cannot be used."), _LETTERS),
    "NAMES_012": (mark("A name in column “{column}” cannot be used."), _LETTERS),
    "NAMES_014": (mark("There are two entity lists of one name."), _RENAME),
    "NAMES_015": (mark("An entity list has no name."), mark("Fill in the column “list_name”.")),
    "PYREF_001": (
        mark("A reference in column “{column}” is not complete."),
        mark("Write the name of a question between ${{ and }}."),
    ),
    "PYREF_002": (
        mark("The references in column “{column}” run into each other."),
        mark("Put a comma between them."),
    ),
    "PYREF_003": (
        mark("“{q}” in column “{column}” is no question of this form."),
        mark("Correct the name, or add the question."),
    ),
    "PYREF_004": (mark("“{q}” in column “{column}” may mean more than one question."), _RENAME),
    "SURVEY_001": (
        mark("This row ends a group or repeat that was never begun."),
        mark("Take the row out, or add the beginning."),
    ),
    "SURVEY_002": (
        mark("“{name}” is begun here and never ended."),
        mark("Add the row that ends it."),
    ),
    "SURVEY_004": (
        mark("The parameters cannot be read."),
        mark("Write them as name=value, with blanks between them."),
    ),
    "SURVEY_005": (
        mark("The parameter “{rejected}” is not known for this type."),
        mark("Possible are: {accepted}."),
    ),
    "HEADER_001": (mark("The sheet “{sheet_name}” does not say what its columns are."), _SEE),
    "HEADER_002": (
        mark("The columns “{other}” and “{header}” of the sheet “{sheet_name}” mean the same."),
        mark("Take one of them out."),
    ),
    "HEADER_003": (
        mark("The sheet “{sheet_name}” lacks a column: {missing}."),
        mark("Add the column."),
    ),
    "HEADER_005": (mark("The sheet “entities” has columns that are not known: {columns}."), _SEE),
    "ENTITY_001": (
        mark("Answers are saved to entities, but the workbook declares none."),
        mark("Add the sheet “entities”."),
    ),
    "ENTITY_002": (mark("The entity property “{saveto}” is saved twice."), _RENAME),
    "ENTITY_004": (
        mark("The entity list “{dataset}” is not on the sheet “entities”."),
        mark("Correct the name, or add the list."),
    ),
}
_BY_WORDS: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), cause, remedy)
    for pattern, cause, remedy in (
        (r"Unknown question type '(?P<type>.*)'", mark("“{type}” is no type of question."), _SEE),
        (
            r"Question or group with no name",
            mark("A question has no name."),
            mark("Fill in the column “name”."),
        ),
        (r"Question with no type", mark("A question has no type."), mark("Fill in the column “type”.")),
        (
            r"List name not in (?:choices|external choices) sheet: (?P<list>.*)",
            mark("The list “{list}” is nowhere in the choices."),
            mark("Correct the name, or add the list."),
        ),
        (
            r"There should be an? (?P<sheet>\w+) sheet",
            mark(
                "The form has questions with choices, but no sheet “{sheet}” with list_name, name and label."
            ),
            mark("Add the sheet."),
        ),
        (
            r"Choice names with spaces .* See \[(?P<choice>.*)\] in \[(?P<list>.*)\]",
            mark("The value “{choice}” of the list “{list}” has a blank, where several may be chosen."),
            mark("Write it with “_”, here and in the expressions."),
        ),
        (
            r"Choice filter not supported with or_other",
            mark("A choice filter and or_other do not go together."),
            mark("Take out or_other, and add “other” to the list and a question for it."),
        ),
        (
            r"Missing calculation",
            mark("A calculation has no expression."),
            mark("Fill in the column “calculation”."),
        ),
        (
            r"The survey element named '(?P<name>.*)' has no label or hint",
            mark("“{name}” has no label."),
            mark("Fill in the column “label”."),
        ),
        (
            r"Parameter (?P<parameter>[\w-]+) must (?:have an integer|be)",
            mark("The parameter “{parameter}” must be a whole number."),
            _CORRECT,
        ),
        (
            r"(?P<parameter>randomize|seed|track-changes|identify-user|location-priority)\b.*(?:must|invalid)",
            mark("The parameter “{parameter}” cannot have this value."),
            _SEE,
        ),
        (
            r"Invalid value for (?P<parameter>[\w-]+)",
            mark("The parameter “{parameter}” cannot have this value."),
            _SEE,
        ),
        (
            r"File name for '(?P<type>.*)' should end with",
            mark("The file of “{type}” must end in .csv, .xml or .geojson."),
            _CORRECT,
        ),
    )
)
_LISTED = ("select", "rank")
_ADVICE = (
    "max-pixels",
    "machine-readable codes",
    "'disabled' column",
    "has no label:",
    "only meant for filtered selects",
    "no longer supported on most devices",
)
"""What the converter recommends without anything being wrong."""
_WARNINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"or_other and translations"),
        mark("The choice “other” that or_other adds is not translated."),
    ),
    (
        re.compile(
            r"Language '(?P<language>.*)' is missing the (?P<sheet>\w+) "
            r"(?:columns? )?(?P<columns>.*?)(?: column)?\."
        ),
        mark("Sheet “{sheet}” has no {columns} in “{language}”; another language is shown there."),
    ),
    (
        re.compile(r"Row without name, text, or label"),
        mark("A row without type, name and label is left out."),
    ),
    (
        re.compile(r"looking for a sheet named '(?P<sheet>.*)', .* found: (?P<names>.*)\."),
        mark("There is no sheet “{sheet}”, but {names}."),
    ),
)
_WARNINGS_BY_CODE = {
    "NAMES_002": mark("“{value}” differs from another name in capitals only."),
    "HEADER_004": mark("The column “{column}” has a blank in its name."),
}


def refusal(message: str, book: Workbook, form: str) -> UserError:
    """The UserError for what the converter refused; its own words where they are not known here."""
    known = _coded(message)
    sheet, row = _place_of(message, book)
    if known is not None and known[0] in _BY_CODE:
        cause, remedy = _BY_CODE[known[0]]
        return UserError(
            _(cause, **known[1]),
            where=_where(sheet, row, book),
            remedy=_nearer(known, book) or _(remedy, **known[1]),
        )
    for pattern, cause, remedy in _BY_WORDS:
        match = pattern.search(message)
        if match:
            found = match.groupdict()
            if row is None:
                sheet, row = _searched(found, book)
            return UserError(_(cause, **found), where=_where(sheet, row, book), remedy=_(remedy, **found))
    plain = _LEARN_MORE.sub("", _ROW.sub("", message)).strip()
    return UserError(
        _("The form “{name}” has a fault: {cause}", name=form, cause=plain),
        where=_where(sheet, row, book),
        remedy=_(_CORRECT),
    )


def remark(message: str, book: Workbook) -> Iterator[FormWarning]:
    """The warnings in one message of the converter; none for mere advice."""
    if any(advice in message for advice in _ADVICE):
        return
    known = _coded(message)
    sheet, row = _place_of(message, book)
    where = _where(sheet, row, book)
    if known is not None and known[0] in _WARNINGS_BY_CODE:
        yield FormWarning(_(_WARNINGS_BY_CODE[known[0]], **known[1]), where)
        return
    for pattern, words in _WARNINGS:
        found = [
            match for match in pattern.finditer(message) if match.groupdict().get("language") != "default"
        ]
        if not found and pattern.search(message):
            return
        for match in found:
            yield FormWarning(_(words, **match.groupdict()), where)
        if found:
            return
    yield FormWarning(_LEARN_MORE.sub("", _ROW.sub("", message)).strip(), where)


def _coded(message: str) -> tuple[str, dict[str, str]] | None:
    """The code of a message and what was filled in, by its template."""
    for code in ErrorCode:
        match = _template(code).match(message)
        if match:
            return code.name, {name: text or "" for name, text in match.groupdict().items()}
    return None


def _template(code: ErrorCode) -> re.Pattern[str]:
    pattern = re.escape(code.value.msg.replace("{{", "\ue000").replace("}}", "\ue001"))
    names: set[str] = set()

    def blank(match: re.Match[str]) -> str:
        if match[1] in names:
            return ".*?"
        names.add(match[1])
        return f"(?P<{match[1]}>.*?)"

    pattern = re.sub(r"\\\{(\w+)\\\}", blank, pattern)
    return re.compile(pattern.replace("\ue000", r"\{").replace("\ue001", r"\}") + r"\s*\Z", re.DOTALL)


def _place_of(message: str, book: Workbook) -> tuple[Sheet | None, int | None]:
    row, sheet = _ROW.search(message), _SHEET.search(message)
    found = book.get(sheet[1].lower() if sheet else "survey")
    if row is None:
        return (found if sheet else None), None
    return found, int(row[1]) - 2


def _where(sheet: Sheet | None, index: int | None, book: Workbook) -> str:
    if index is None:
        return ""
    sheet = sheet or book["survey"]
    return place(sheet, sheet.head if index < 0 else sheet.row_number(index))


def _searched(found: dict[str, str], book: Workbook) -> tuple[Sheet | None, int | None]:
    """The first row that has what a message names, where it names no row itself."""
    survey = book["survey"]
    for index, row in enumerate(survey.rows):
        if found.get("type") and row.get("type", "").lower().startswith(found["type"].lower()):
            return survey, index
        if found.get("name") and row.get("name") == found["name"]:
            return survey, index
        if found.get("parameter") and found["parameter"] in row.get("parameters", ""):
            return survey, index
        kinds = (
            ("select_one_external", "select one external")
            if "external" in found.get("sheet", "")
            else _LISTED
        )
        if found.get("sheet") and row.get("type", "").lower().startswith(kinds):
            return survey, index
    choices = book.get("choices")
    if choices is not None and found.get("choice"):
        for index, row in enumerate(choices.rows):
            named = (row.get("name"), row.get("value"))
            if row.get("list_name") == found["list"] and found["choice"] in named:
                return choices, index
    return None, None


def _nearer(known: tuple[str, dict[str, str]], book: Workbook) -> str:
    if known[0] != "PYREF_003":
        return ""
    names = [row["name"] for row in book["survey"].rows if row.get("name")]
    near = get_close_matches(known[1].get("q", ""), names, n=1, cutoff=0.75)
    return _("Write “{name}” if that is meant.", name=f"${{{near[0]}}}") if near else ""
