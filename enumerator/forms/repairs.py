# SPDX-License-Identifier: Apache-2.0
"""What is plainly meant in a workbook but not as the standard says it: repaired, and said so by sheet and
row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from enumerator.messages import _

from .definition import FormWarning
from .sheets import Row, Sheet, Workbook

_SELECT = re.compile(r"(select|rank)", re.IGNORECASE)
_BEGIN = re.compile(r"begin[ _](group|repeat)\b", re.IGNORECASE)
_END = re.compile(r"end[ _](group|repeat)\b", re.IGNORECASE)
_REFERENCE = re.compile(r"\$\{[^{}\s]+\}")
_WORDS = ("label", "hint", "guidance", "note", "constraint_message", "constraint message", "required message")
_EXPRESSIONS = frozenset(
    [
        "relevant",
        "relevance",
        "constraint",
        "calculation",
        "calculate",
        "choice_filter",
        "default",
        "repeat_count",
        "trigger",
        "required",
        "readonly",
        "read_only",
        "appearance",
        "parameters",
        "bind",
        "instance",
    ]
) | {"read only", "choice filter", "repeat count"}
_TRUE = frozenset({"yes", "true", "true()", "1", "x"})


@dataclass(frozen=True)
class _Place:
    """Where a repair was made, for the warning."""

    sheet: Sheet
    index: int

    def warning(self, what: str) -> FormWarning:
        number = self.sheet.row_number(self.index)
        return FormWarning(what, _("sheet {sheet}, row {row}", sheet=self.sheet.name, row=number))


def repair(book: Workbook) -> list[FormWarning]:
    """Repair the sheets in place; one warning for each repair."""
    found: list[FormWarning] = []
    for each in _REPAIRS:
        found += each(book)
    return found


def _headers(book: Workbook) -> Iterator[FormWarning]:
    """`label:English` beside other columns of the kind; `calculate` or `value` where the standard has another
    name."""
    for sheet in book.values():
        double = any("::" in column for column in sheet.header)
        renamed: dict[str, str] = {}
        for column in sheet.header:
            wanted = _column(column, sheet.name, double)
            if wanted != column and wanted not in sheet.header:
                renamed[column] = wanted
        if renamed:
            _rename_columns(sheet, renamed)
            for column, wanted in renamed.items():
                yield FormWarning(
                    _("Column “{column}” is read as “{wanted}”.", column=column, wanted=wanted),
                    _("sheet {sheet}, row {row}", sheet=sheet.name, row=1),
                )


def _column(column: str, sheet: str, double: bool) -> str:
    name, colon, language = column.partition(":")
    if double and colon and language and not language.startswith(":") and name.strip().lower() in _WORDS:
        return f"{name.strip()}::{language.strip()}"
    if sheet == "choices" and column.lower() in ("list name", "list-name"):
        return "list_name"
    return column


def _rename_columns(sheet: Sheet, renamed: dict[str, str]) -> None:
    sheet.header = [renamed.get(column, column) for column in sheet.header]
    sheet.rows = [{renamed.get(column, column): text for column, text in row.items()} for row in sheet.rows]


def _types(book: Workbook) -> Iterator[FormWarning]:
    """Types of other dialects that have one of the standard's own for the same thing."""
    survey = book["survey"]
    audited = any(row.get("type", "").strip().lower() == "audit" for row in survey.rows)
    for index, row in enumerate(survey.rows):
        written = row.get("type", "")
        plain = " ".join(written.lower().split())
        wanted = ""
        if plain.startswith("hidden ") or plain == "hidden":
            calculated = row.get("calculation") or row.get("calculate")
            wanted = "calculate" if calculated else "hidden"
        elif plain in ("calculate_here", "caseid", "speed violations count", "speed violations list"):
            wanted = "calculate" if row.get("calculation") else "hidden"
        elif plain in _DIALECT:
            wanted = _DIALECT[plain]
        if wanted == "audit":
            wanted = "hidden" if audited else "audit"
            audited = True
            if wanted == "audit":
                row.pop("name", None)
        if wanted and wanted.lower() != plain:
            row["type"] = wanted
            yield _Place(survey, index).warning(
                _("Type “{type}” is read as “{wanted}”.", type=written, wanted=wanted)
            )


_DIALECT = {
    "audio audit": "audit",
    "text audit": "audit",
    "username": "username",
    "subscriberid": "hidden",
    "simserial": "hidden",
    "device_phonenum": "phonenumber",
    "devicephonenum": "phonenumber",
    "comments": "hidden",
    "int": "integer",
    "string": "text",
    "datetime": "dateTime",
    "gps": "geopoint",
    "location": "geopoint",
}


def _reserved_names(book: Workbook) -> Iterator[FormWarning]:
    """A group called `meta` would be taken for the form's own metadata."""
    survey = book["survey"]
    for index, row in enumerate(survey.rows):
        if row.get("name") == "meta":
            row["name"] = "meta_"
            yield _Place(survey, index).warning(
                _("The name “{name}” is reserved; it is now “{wanted}”.", name="meta", wanted="meta_")
            )


def _same_names(book: Workbook) -> Iterator[FormWarning]:
    """Two questions of one name in one group: the later one gets a name of its own."""
    survey = book["survey"]
    taken: list[set[str]] = [set()]
    for index, row in enumerate(survey.rows):
        kind, name = row.get("type", ""), row.get("name", "")
        if row.get("disabled", "").lower() in _TRUE:
            continue
        if _END.match(kind):
            if len(taken) > 1:
                taken.pop()
            continue
        if name and kind:
            if name.lower() in taken[-1]:
                number = 2
                while f"{name}_{number}".lower() in taken[-1]:
                    number += 1
                row["name"] = f"{name}_{number}"
                yield _Place(survey, index).warning(
                    _(
                        "There are two questions named “{name}” here; this one is now “{wanted}”,"
                        " and references to “{name}” mean the first.",
                        name=name,
                        wanted=row["name"],
                    )
                )
            taken[-1].add(row["name"].lower())
        if _BEGIN.match(kind):
            taken.append(set())


def _filters_without_choices(book: Workbook) -> Iterator[FormWarning]:
    """A choice filter on a question that has no choices filters nothing."""
    survey = book["survey"]
    for index, row in enumerate(survey.rows):
        if row.get("choice_filter") and not _SELECT.match(row.get("type", "")):
            del row["choice_filter"]
            yield _Place(survey, index).warning(
                _("The choice filter of “{name}” is left out: it has no choices.", name=row.get("name", ""))
            )


def _foreign_columns(book: Workbook) -> Iterator[FormWarning]:
    """Instance attributes are no part of the standard that any question depends on, and some names cannot
    be used. Columns of one's own are ignored, as the standard says."""
    for sheet in book.values():
        own = {
            each
            for each in sheet.header
            if "::" in each and each.split("::")[0].strip().lower() not in _STANDARD
        }
        if own:
            sheet.header = [each for each in sheet.header if each not in own]
            sheet.rows = [{key: text for key, text in row.items() if key not in own} for row in sheet.rows]
        for column in [each for each in sheet.header if each.lower().replace(" ", "") in _UNUSABLE]:
            sheet.header.remove(column)
            for row in sheet.rows:
                row.pop(column, None)
            yield FormWarning(
                _("Column “{column}” is left out.", column=column),
                _("sheet {sheet}, row {row}", sheet=sheet.name, row=1),
            )


_STANDARD = frozenset(
    [
        "label",
        "hint",
        "guidance_hint",
        "media",
        "image",
        "audio",
        "video",
        "big-image",
        "constraint_message",
        "constraint_msg",
        "constraint",
        "required_message",
        "required_msg",
        "required",
        "note",
        "bind",
        "body",
        "instance",
        "control",
        "text",
        "noapperrorstring",
    ]
) | {"constraint message", "required message"}
_UNUSABLE = frozenset(
    {"instance::tag", "bind::tag", "body::tag", "bind::toparsestring", "instance::toparsestring"}
)


def _missing_lists(book: Workbook) -> Iterator[FormWarning]:
    """A list that is nowhere, where just one list has nearly its name."""
    choices, survey = book.get("choices"), book["survey"]
    if choices is None:
        return
    lists = {row["list_name"] for row in choices.rows if row.get("list_name")}
    used = {name for row in survey.rows if (name := _list_name(row))}
    for missing in sorted(used - lists):
        near = [name for name in lists if missing.startswith(name) or name.startswith(missing)]
        near = near or get_close_matches(missing, lists, n=2, cutoff=0.9)
        if len(near) != 1:
            continue
        for index, row in enumerate(survey.rows):
            if _list_name(row) == missing:
                row["type"] = row["type"].replace(missing, near[0])
                yield _Place(survey, index).warning(
                    _("There is no list “{name}”; “{wanted}” is used.", name=missing, wanted=near[0])
                )


def _list_name(row: Row) -> str:
    words = row.get("type", "").split()
    if len(words) < 2 or words[0].lower() not in ("select_one", "select_multiple", "rank"):
        return ""
    return "" if "." in words[1] or "$" in words[1] else words[1]


def _open_references(book: Workbook) -> Iterator[FormWarning]:
    """`${` in a text that is never closed is just text."""
    for sheet in (book["survey"], book.get("choices")):
        if sheet is None:
            continue
        for index, row in enumerate(sheet.rows):
            for column, text in row.items():
                if "${" in text and column.lower().split(":")[0].strip() not in _EXPRESSIONS:
                    cleaned = _literal(text)
                    if cleaned != text:
                        row[column] = cleaned
                        yield _Place(sheet, index).warning(
                            _(
                                "“{text}” in column “{column}” is shown as it is.",
                                text=text[:40],
                                column=column,
                            )
                        )


def _literal(text: str) -> str:
    """References kept, every other `${` parted by an invisible space so that it is read as text."""
    kept = _REFERENCE.findall(text)
    pieces = _REFERENCE.split(text)
    cleaned = [piece.replace("${", "$\u200b{") for piece in pieces]
    return "".join(piece + reference for piece, reference in zip(cleaned, [*kept, ""], strict=True))


def _same_choices(book: Workbook) -> Iterator[FormWarning]:
    """A choice written twice counts once; one value with several meanings is what `allow_choice_duplicates`
    is for."""
    choices = book.get("choices")
    if choices is None:
        return
    name_column = "name" if "name" in choices.header else "value"
    by_value: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, row in enumerate(choices.rows):
        if row.get(name_column) and row.get("list_name"):
            by_value[row["list_name"], row[name_column]].append(index)
    allowed = _setting(book, "allow_choice_duplicates").lower() in _TRUE
    several: list[int] = []
    for (_list, value), places in by_value.items():
        seen: list[Row] = []
        for index in places:
            row = choices.rows[index]
            if row in seen:
                choices.rows[index] = {}
                yield _Place(choices, index).warning(
                    _("The choice “{value}” is written twice and counts once.", value=value)
                )
            elif seen:
                several.append(index)
                seen.append(row)
            else:
                seen.append(row)
    if several and not allowed:
        _set(book, "allow_choice_duplicates", "yes")
        yield _Place(choices, several[0]).warning(
            _(
                "{count} choices share their value with another of the same list; all are offered.",
                count=len(several),
            )
        )


def _surplus_parentheses(book: Workbook) -> Iterator[FormWarning]:
    """One closing parenthesis too many at the very end."""
    survey = book["survey"]
    for index, row in enumerate(survey.rows):
        for column in ("relevant", "relevance", "constraint", "calculation", "required", "choice_filter"):
            text = row.get(column, "").rstrip()
            bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", text)
            if text.endswith(")") and bare.count(")") == bare.count("(") + 1 and _balanced(bare[:-1]):
                row[column] = text[:-1]
                yield _Place(survey, index).warning(
                    _("A closing parenthesis too many in “{column}” is left out.", column=column)
                )


def _balanced(text: str) -> bool:
    depth = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return False
    return depth == 0


def _setting(book: Workbook, name: str) -> str:
    settings = book.get("settings")
    return settings.rows[0].get(name, "") if settings is not None and settings.rows else ""


def _set(book: Workbook, name: str, value: str) -> None:
    settings = book.setdefault("settings", Sheet("settings", [], [{}]))
    if not settings.rows:
        settings.rows.append({})
    settings.rows[0][name] = value
    if name not in settings.header:
        settings.header.append(name)


_REPAIRS: tuple[Callable[[Workbook], Iterator[FormWarning]], ...] = (
    _headers,
    _types,
    _reserved_names,
    _same_names,
    _filters_without_choices,
    _foreign_columns,
    _missing_lists,
    _open_references,
    _same_choices,
    _surplus_parentheses,
)
