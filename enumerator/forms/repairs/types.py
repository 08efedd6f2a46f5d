# SPDX-License-Identifier: Apache-2.0
"""The column `type` and what depends on it: other spellings, other dialects, rows that ask nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enumerator.forms.definition import FormWarning
from enumerator.forms.sheets import Row, Sheet, Workbook
from enumerator.messages import _

from .places import BEGIN, END, LABEL, SEEN, at

_GROUP = re.compile(r"(begin|end)[\s_-]*(group|repeat|loop)(?![\w-])\s*(.*)\Z", re.IGNORECASE)
_SELECT = re.compile(
    r"select[\s_-]*(?P<how>one|1|multiple|many|all[\s_]+that[\s_]+apply)"
    r"(?:[\s_-]+(?P<source>from[\s_-]*file|external))?(?:[\s_]+from)?\s+(?P<list>\S.*)\Z",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(select_one|select_multiple)_(\w+)\Z", re.IGNORECASE)
_SELECTS = re.compile(r"(select_one|select_multiple|rank)(_from_file|_external)?\s", re.IGNORECASE)
_DIALECT = {
    "audio audit": "audit",
    "text audit": "audit",
    "subscriberid": "hidden",
    "simserial": "hidden",
    "device_phonenum": "phonenumber",
    "devicephonenum": "phonenumber",
    "comments": "hidden",
    "int": "integer",
    "string": "text",
    "datetime": "dateTime",
    "date time": "dateTime",
    "date-time": "dateTime",
    "gps": "geopoint",
    "location": "geopoint",
    "number": "decimal",
    "numeric": "decimal",
    "float": "decimal",
    "double": "decimal",
    "whole number": "integer",
    "picture": "image",
    "photo": "image",
    "qrcode": "barcode",
    "qr code": "barcode",
    "checkbox": "acknowledge",
    "heading": "note",
    "speed violations audit": "audit",
}
_WITH_APPEARANCE = {
    "signature": ("image", "signature"),
    "draw": ("image", "draw"),
    "multiline": ("text", "multiline"),
    "long text": ("text", "multiline"),
    "textarea": ("text", "multiline"),
    "paragraph": ("text", "multiline"),
    "phone": ("text", "numbers"),
    "url": ("text", "url"),
}
_KNOWN = frozenset(
    [
        "text",
        "integer",
        "decimal",
        "date",
        "time",
        "note",
        "calculate",
        "hidden",
        "image",
        "audio",
        "video",
        "file",
        "barcode",
        "acknowledge",
        "trigger",
        "range",
        "geopoint",
        "geotrace",
        "geoshape",
        "start",
        "end",
        "today",
        "deviceid",
        "username",
        "email",
        "phonenumber",
        "audit",
    ]
)
_UNASKED = re.compile(
    r"(calculate|hidden|start|end|today|deviceid|username|email|phonenumber|phone number|simserial"
    r"|subscriberid|audit|start-geopoint|background-audio|background-geopoint|(csv|xml)-external|imei"
    r"|get .*|uri:.*|(start|end) time|sim id|device id|subscriber id)\Z",
    re.IGNORECASE,
)
_YES = frozenset(["x", "y", "ya", "iya", "wajib", "benar", "oui", "vrai", "si", "sí", "sim", "✓", "✔", "√"])
_NO = frozenset(["n", "tidak", "salah", "non", "faux", "não", "nao", "opsional", "-"])


def rows_that_ask_nothing(book: Workbook) -> Iterator[FormWarning]:
    """Remarks for whoever edits the workbook: no type and no name, or a type that begins with `#`."""
    survey = book["survey"]
    for index, row in enumerate(survey.rows):
        kind = row.get("type", "")
        remark = kind.startswith("#") or (kind == "" and "name" not in row and _labels(row))
        if remark:
            survey.rows[index] = {}
            words = kind or next(iter(_labels(row)))
            yield at(survey, index, _("The row “{words}” is no question and is left out.", words=words[:40]))


def _labels(row: Row) -> list[str]:
    return [text for column, text in row.items() if LABEL.match(column)]


def spelled_otherwise(book: Workbook) -> Iterator[FormWarning]:
    """`Begin Group`, `begingroup`, `select one from x`, `Text`."""
    survey, choices = book["survey"], book.get("choices")
    lists = {row.get("list_name", "") for row in choices.rows} if choices is not None else set()
    for index, row in enumerate(survey.rows):
        written = row.get("type", "")
        glued = _GLUED.match(written.strip())
        wanted = f"{glued[1].lower()} {glued[2]}" if glued and glued[2] in lists else _standard(written)
        if wanted != written:
            row["type"] = wanted
            if _letters(wanted) != _letters(written):
                yield _read_as(survey, index, written, wanted)


def _standard(written: str) -> str:
    words = " ".join(written.split())
    group = _GROUP.match(words)
    if group:
        plain = f"{group[1].lower()}_{group[2].lower()}"
        if words.startswith((plain, plain.replace("_", " "))):
            return words
        return f"{plain} {group[3]}".strip()
    select = _SELECT.match(words)
    if select and not _SELECTS.match(words.split()[0].lower() + " "):
        how = "select_one" if select["how"].lower() in ("one", "1") else "select_multiple"
        source = (select["source"] or "").lower()
        ending = "" if not source else "_external" if source == "external" else "_from_file"
        return f"{how}{ending} {select['list']}"
    if select and words.split()[1].lower() == "from" and len(words.split()) > 2:
        return f"{words.split()[0].lower()} {select['list']}"
    lowered = words.lower()
    if lowered in _KNOWN or _SELECTS.match(lowered.partition(" ")[0] + " "):
        first, blank, rest = words.partition(" ")
        return f"{first.lower()}{blank}{rest}"
    return words


def _letters(written: str) -> str:
    return "_".join(written.lower().split())


def _read_as(sheet: Sheet, index: int, written: str, wanted: str) -> FormWarning:
    return at(sheet, index, _("Type “{type}” is read as “{wanted}”.", type=written, wanted=wanted))


def ends_of_another_kind(book: Workbook) -> Iterator[FormWarning]:
    """An `end repeat` that closes a group, where every group and repeat has its end."""
    survey = book["survey"]
    marks = [
        (index, begin, match)
        for index, row in enumerate(survey.rows)
        for begin, mark in ((True, BEGIN), (False, END))
        if (match := mark.match(row.get("type", "")))
    ]
    depth = 0
    for _index, begin, _match in marks:
        depth += 1 if begin else -1
        if depth < 0:
            return
    if depth:
        return
    open_kinds: list[str] = []
    for index, begin, match in marks:
        if begin:
            open_kinds.append(match[1].lower())
            continue
        kind = open_kinds.pop()
        if kind != match[1].lower():
            written = survey.rows[index]["type"]
            survey.rows[index]["type"] = f"end_{kind}"
            yield _read_as(survey, index, written, f"end_{kind}")


def other_dialects(book: Workbook) -> Iterator[FormWarning]:
    """Types of other dialects that have one of the standard's own for the same thing."""
    survey = book["survey"]
    audited = False
    for index, row in enumerate(survey.rows):
        written = row.get("type", "")
        plain = " ".join(written.lower().split())
        wanted = _DIALECT.get(plain, "")
        if plain.startswith("hidden ") or plain == "hidden":
            wanted = "calculate" if row.get("calculation") or row.get("calculate") else "hidden"
        elif plain in ("calculate_here", "caseid") or plain.startswith(("sensor_", "speed violations ")):
            wanted = "calculate" if row.get("calculation") else "hidden"
        elif plain in _WITH_APPEARANCE:
            wanted, appearance = _WITH_APPEARANCE[plain]
            row["appearance"] = f"{row.get('appearance', '')} {appearance}".strip()
            if "appearance" not in survey.header:
                survey.header.append("appearance")
        if "audit" in (wanted, plain):
            name = row.pop("name", "")
            wanted = "hidden" if audited else "audit"
            if audited:
                row["name"] = name or f"audit_{survey.row_number(index)}"
            elif name not in ("", "audit"):
                what = _("The audit is always named “audit”; “{name}” is left out.", name=name)
                yield at(survey, index, what)
            audited = True
        if wanted and wanted.lower() != plain:
            row["type"] = wanted
            yield _read_as(survey, index, written, wanted)


def calculations_that_calculate_nothing(book: Workbook) -> Iterator[FormWarning]:
    """A calculation without an expression keeps what it has; a note without words asks nothing."""
    survey = book["survey"]
    for index, row in enumerate(survey.rows):
        kind = row.get("type", "").lower()
        formula = row.get("calculation") or row.get("calculate") or row.get("bind::calculate")
        if kind == "calculate" and not formula and not row.get("trigger") and not row.get("default"):
            row["type"] = "hidden"
            yield _read_as(survey, index, "calculate", "hidden")
        elif kind == "note" and not any(SEEN.match(column) for column in row):
            row["type"] = "calculate" if formula else "hidden"
            yield _read_as(survey, index, "note", row["type"])


def words_for_yes_and_no(book: Workbook) -> Iterator[FormWarning]:
    """A cross or a word of another language under `required` and `read_only`."""
    survey = book["survey"]
    columns = [
        column
        for column in survey.header
        if column.lower().replace(" ", "_").removeprefix("bind::") in ("required", "read_only", "readonly")
    ]
    for index, row in enumerate(survey.rows):
        for column in columns:
            written = row.get(column, "")
            word = written.lower()
            wanted = "yes" if word in _YES else "no" if word in _NO else ""
            if wanted:
                row[column] = wanted
                what = _(
                    "“{text}” in column “{column}” is read as “{wanted}”.",
                    text=written,
                    column=column,
                    wanted=wanted,
                )
                yield at(survey, index, what)


def questions_without_a_label(book: Workbook) -> Iterator[FormWarning]:
    """What is asked has to say so: the name stands where a label is missing."""
    survey = book["survey"]
    for index, row in enumerate(survey.rows):
        kind = row.get("type", "")
        silent = any(mark.match(kind) for mark in (BEGIN, END, _UNASKED, _SELECTS))
        if not kind or silent:  # a table's selects may do without: its first row has the words
            continue
        if not any(SEEN.match(column) for column in row) and row.get("name"):
            for column in [each for each in survey.header if LABEL.match(each)] or ["label"]:
                row[column] = row["name"]
                if column not in survey.header:
                    survey.header.append(column)
            yield at(survey, index, _("“{name}” has no label; its name is shown.", name=row["name"]))
