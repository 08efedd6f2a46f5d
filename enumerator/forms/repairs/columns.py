# SPDX-License-Identifier: Apache-2.0
"""Sheets and columns under another name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enumerator.forms.definition import FormWarning
from enumerator.forms.external import column_name
from enumerator.forms.sheets import Sheet, Workbook
from enumerator.messages import _

from .places import place

_WORDS = ("label", "hint", "guidance_hint", "note", "constraint_message", "required_message")
_IN_BRACKETS = re.compile(r"(?P<word>[a-z_ ]+?)\s*\((?P<language>[^()]+)\)\Z", re.IGNORECASE)
_AFTER_A_BLANK = re.compile(r"(?P<word>label|hint)\s+(?P<language>[A-Z]\w+)\Z")
_LISTS = frozenset({"list name", "list-name", "listname", "list", "list_names", "list names"})
_XML_NAME = re.compile(r"[^\W\d][\w.\-]*\Z")
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
_NAMES = frozenset(
    [
        "type",
        "name",
        "label",
        "caption",
        "hint",
        "guidance_hint",
        "relevant",
        "relevance",
        "constraint",
        "constraint_message",
        "required",
        "required_message",
        "calculation",
        "calculate",
        "default",
        "appearance",
        "parameters",
        "choice_filter",
        "read_only",
        "readonly",
        "repeat_count",
        "trigger",
        "image",
        "audio",
        "video",
        "list_name",
        "save_to",
        "disabled",
        "value",
        "severity",
        "allow",
        "sensitive",
    ]
)
_UNUSABLE = frozenset(
    {"instance::tag", "bind::tag", "body::tag", "bind::toparsestring", "instance::toparsestring"}
)


def named_sheets(book: Workbook) -> Iterator[FormWarning]:
    """A sheet that was found under another name."""
    for sheet in book.values():
        if sheet.called and sheet.called.strip().lower() != sheet.name:
            yield FormWarning(
                _("The sheet “{called}” is read as “{name}”.", called=sheet.called, name=sheet.name),
                place(sheet, sheet.head),
            )


def spelling(book: Workbook) -> Iterator[FormWarning]:
    """`Label`, `Constraint Message`: the same names, as pyxform reads them too, so nobody is told."""
    for sheet in book.values():
        renamed: dict[str, str] = {}
        for column in sheet.header:
            name, marks, language = column.partition("::")
            plain = name.strip().lower().replace(" ", "_")
            wanted = f"{plain}{marks}{language.strip()}"
            if plain in _NAMES and wanted != column and wanted not in sheet.header:
                renamed[column] = wanted
        if renamed:
            _rename(sheet, renamed)
    yield from ()


def headers(book: Workbook) -> Iterator[FormWarning]:
    """`label:English` beside other columns of the kind, `label (English)`, `list` and the like."""
    for sheet in book.values():
        double = any("::" in column for column in sheet.header)
        renamed: dict[str, str] = {}
        for column in sheet.header:
            wanted = _column(column, sheet, double)
            if wanted != column and wanted not in sheet.header and wanted not in renamed.values():
                renamed[column] = wanted
        if renamed:
            _rename(sheet, renamed)
            for column, wanted in renamed.items():
                yield FormWarning(
                    _("Column “{column}” is read as “{wanted}”.", column=column, wanted=wanted),
                    place(sheet, sheet.head),
                )


def _column(column: str, sheet: Sheet, double: bool) -> str:
    name, colon, language = column.partition(":")
    if double and colon and language and not language.startswith(":") and _is_word(name):
        return f"{name.strip()}::{language.strip()}"
    if "::" not in column and ":" not in column:
        for pattern in (_IN_BRACKETS, _AFTER_A_BLANK):
            match = pattern.match(column)
            if match and _is_word(match["word"]):
                return f"{match['word'].strip().lower()}::{match['language'].strip()}"
    if sheet.name in ("choices", "external_choices") and column.lower() in _LISTS:
        return "list_name"
    if sheet.name == "choices" and column and "::" not in column and not _XML_NAME.match(column):
        return column if column.split(":")[0].strip().lower() in _STANDARD else column_name(column)
    return column


def _is_word(name: str) -> bool:
    return name.strip().lower().replace(" ", "_") in _WORDS


def _rename(sheet: Sheet, renamed: dict[str, str]) -> None:
    sheet.header = [renamed.get(column, column) for column in sheet.header]
    sheet.rows = [{renamed.get(column, column): text for column, text in row.items()} for row in sheet.rows]


def foreign_columns(book: Workbook) -> Iterator[FormWarning]:
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
            yield FormWarning(_("Column “{column}” is left out.", column=column), place(sheet, sheet.head))
