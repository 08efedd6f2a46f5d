# SPDX-License-Identifier: Apache-2.0
"""Kobo's three tables of questions, written out as the groups of ordinary questions that Kobo itself makes
of them: `begin_score`, `begin_rank`, `begin_kobomatrix`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enumerator.forms.definition import FormWarning
from enumerator.forms.sheets import Row, Sheet, Workbook
from enumerator.messages import _

from .places import LABEL, at

_BEGIN = re.compile(r"begin[ _](score|rank|kobomatrix)\Z", re.IGNORECASE)
_END = re.compile(r"end[ _](score|rank|kobomatrix)\Z", re.IGNORECASE)
_LISTS = {"score": "kobo--score-choices", "rank": "kobo--rank-items", "kobomatrix": "kobo--matrix_list"}
_MESSAGE = "kobo--rank-constraint-message"


def expanded(book: Workbook) -> Iterator[FormWarning]:
    """Each table becomes a group; a table without its list or its end is left for the refusal."""
    survey = book["survey"]
    rows, numbers = survey.rows, [survey.row_number(index) for index in range(len(survey.rows))]
    made: list[tuple[Row, int]] = []
    index = 0
    while index < len(rows):
        match = _BEGIN.match(rows[index].get("type", ""))
        end = _end(rows, index) if match else -1
        kind = match[1].lower() if match else ""
        listed = rows[index].get(_LISTS[kind], "") if kind else ""
        if end < 0 or not listed:
            made.append((rows[index], numbers[index]))
            index += 1
            continue
        yield at(survey, index, _("“{type}” is read as a group of questions.", type=rows[index]["type"]))
        inner = list(zip(rows[index + 1 : end], numbers[index + 1 : end], strict=True))
        made += _table(kind, rows[index], numbers[index], listed, inner, book.get("choices"))
        index = end + 1
    if [id(row) for row, _number in made] != [id(row) for row in rows]:
        survey.rows = [row for row, _number in made]
        survey.numbers = [number for _row, number in made]
        for column in ("appearance", "constraint", "constraint_message", "required"):
            if column not in survey.header and any(column in row for row in survey.rows):
                survey.header.append(column)


def _end(rows: list[Row], begin: int) -> int:
    return next(
        (index for index in range(begin + 1, len(rows)) if _END.match(rows[index].get("type", ""))), -1
    )


def _table(
    kind: str, head: Row, number: int, listed: str, inner: list[tuple[Row, int]], choices: Sheet | None
) -> Iterator[tuple[Row, int]]:
    name = head.get("name") or f"{kind}_{number}"
    labels = {column: text for column, text in head.items() if LABEL.match(column)}
    rules = {column: text for column, text in head.items() if column in ("relevant", "relevance")}
    yield {"type": "begin_group", "name": name, "appearance": "field-list", **rules}, number
    if kind == "score":
        yield _question(f"select_one {listed}", f"{name}_header", labels, appearance="label"), number
        for row, at_row in inner:
            yield {**row, "type": f"select_one {listed}", "appearance": "list-nolabel"}, at_row
    elif kind == "rank":
        yield _question("note", f"{name}_label", labels), number
        yield from _levels(listed, head.get(_MESSAGE, ""), inner)
    else:
        yield _question("note", f"{name}_label", labels), number
        for item in choices.rows if choices is not None else ():
            if item.get("list_name") == listed:
                yield from _items(name, item, number, inner)
    yield {"type": "end_group"}, number


def _question(kind: str, name: str, labels: Row, **more: str) -> Row:
    return {"type": kind, "name": name, **(labels or {"label": name}), **more}


def _levels(listed: str, message: str, inner: list[tuple[Row, int]]) -> Iterator[tuple[Row, int]]:
    before: list[str] = []
    for row, at_row in inner:
        level = {**row, "type": f"select_one {listed}", "appearance": "minimal", "required": "yes"}
        if before:
            level["constraint"] = " and ".join(f". != ${{{name}}}" for name in before)
            if message:
                level["constraint_message"] = message
        before.append(row.get("name", ""))
        yield level, at_row


def _items(name: str, item: Row, number: int, inner: list[tuple[Row, int]]) -> Iterator[tuple[Row, int]]:
    value = item.get("name") or item.get("value", "")
    labels = {column: text for column, text in item.items() if LABEL.match(column)}
    yield {"type": "begin_group", "name": f"{name}_{value}", **(labels or {"label": value})}, number
    for row, at_row in inner:
        yield {**row, "name": f"{name}_{value}_{row.get('name', '')}"}, at_row
    yield {"type": "end_group"}, number
