# SPDX-License-Identifier: Apache-2.0
"""Where a repair was made, and what several repairs look up in a workbook."""

from __future__ import annotations

import re
from collections.abc import Callable

from enumerator.forms.definition import FormWarning
from enumerator.forms.sheets import Row, Sheet, Workbook
from enumerator.messages import _

BEGIN = re.compile(r"begin[ _](group|repeat|loop)\b", re.IGNORECASE)
END = re.compile(r"end[ _](group|repeat|loop)\b", re.IGNORECASE)
SEEN = re.compile(
    r"(label|caption|hint|guidance_hint|media|image|audio|video|big-image)(::.*|:.*)?\Z", re.IGNORECASE
)
LABEL = re.compile(r"(label|caption)(::.*)?\Z", re.IGNORECASE)
TRUE = frozenset({"yes", "true", "true()", "1", "x"})
EXPRESSIONS = frozenset(
    ["relevant", "constraint", "calculation", "required", "read_only", "repeat_count", "choice_filter"]
)
"""Columns of the survey sheet that hold expressions, by their own name."""
_OTHER_NAMES = {
    "relevance": "relevant",
    "calculate": "calculation",
    "readonly": "read_only",
    "count": "repeat_count",
    "jr:count": "repeat_count",
}
_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"|\$\{[^{}]*\}")


def at(sheet: Sheet, index: int, what: str) -> FormWarning:
    """The warning of a repair in one row."""
    return FormWarning(what, place(sheet, sheet.row_number(index)))


def place(sheet: Sheet, row: int) -> str:
    """Sheet and row in words."""
    return _("sheet {sheet}, row {row}", sheet=sheet.called or sheet.name, row=row)


def plain_column(column: str) -> str:
    """The standard's name of a column of expressions: `Bind::Relevance` is `relevant`."""
    name = column.strip().lower().removeprefix("bind::").strip().replace(" ", "_")
    return _OTHER_NAMES.get(name, name)


def disabled(row: Row) -> bool:
    """Whether a row is switched off."""
    return row.get("disabled", "").lower() in TRUE


def setting(book: Workbook, name: str) -> str:
    """The cell of the settings sheet under `name`."""
    settings = book.get("settings")
    return settings.rows[0].get(name, "") if settings is not None and settings.rows else ""


def set_setting(book: Workbook, name: str, value: str) -> None:
    """Write a cell of the settings sheet, which is made where there is none."""
    settings = book.setdefault("settings", Sheet("settings", [], [{}]))
    if not settings.rows:
        settings.rows.append({})
    settings.rows[0][name] = value
    if name not in settings.header:
        settings.header.append(name)


def outside_literals(expression: str, change: Callable[[str], str]) -> str:
    """The expression with `change` made to everything that is neither quoted nor a `${reference}`."""
    kept = _LITERAL.findall(expression)
    pieces = [change(piece) for piece in _LITERAL.split(expression)]
    return "".join(piece + literal for piece, literal in zip(pieces, [*kept, ""], strict=True))
