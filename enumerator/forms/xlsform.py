# SPDX-License-Identifier: Apache-2.0
"""XLSForm workbook to XForm XML. pyxform does the conversion, here and nowhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from enumerator.errors import UserError
from enumerator.messages import _

from .definition import FormWarning
from .external import with_lists
from .markup import PENDATA
from .refusals import refusal, remark
from .repairs import repair
from .sheets import Sheet, Workbook, read_workbook

OUR_COLUMNS = ("severity", "allow", "sensitive")
_PATH = re.compile(r"(?:/[\w.-]+)+")


@dataclass(frozen=True)
class Converted:
    """XForm XML, what was repaired or remarked on the way, and the row of the survey sheet by path."""

    xml: bytes
    warnings: tuple[FormWarning, ...]
    rows: dict[str, int]

    def placed(self, where: str) -> str:
        """`where`, with sheet and row before the first path in it."""
        row = next((self.rows[path] for path in _PATH.findall(where) if path in self.rows), None)
        if row is None:
            return where
        return _("sheet {sheet}, row {row}", sheet="survey", row=row) + f": {where}"


def xform_of(path: Path, content: bytes) -> Converted:
    """The XForm of the XLSForm at `path`; UserError names sheet, row, cause and remedy."""
    book = read_workbook(path, content)
    if "survey" not in book:
        raise UserError(
            _("The workbook “{name}” has no sheet “survey”.", name=path.name),
            remedy=_("Add the sheet “survey” with the columns type, name and label."),
        )
    repaired = repair(book)
    _carry_our_columns(book)
    warnings: list[str] = []
    try:
        result = convert(_for_pyxform(book, path.stem), warnings=warnings)
    except PyXFormError as error:
        raise refusal(str(error), book, path.name) from error
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError) as error:
        raise UserError(
            _("The form “{name}” cannot be converted.", name=path.name),
            where=f"{type(error).__name__}: {error}"[:200],
            remedy=_(
                "Check the form with another XLSForm tool; a column or type is not as the standard says."
            ),
        ) from error
    xform = with_lists(result.xform, result.itemsets) if result.itemsets else result.xform
    noted = [remarked for warning in warnings for remarked in remark(warning, book)]
    return Converted(xform.encode(), (*repaired, *noted), _rows(book["survey"]))


def _rows(survey: Sheet) -> dict[str, int]:
    """The row number of every question, group and repeat by its path."""
    found: dict[str, int] = {}
    within = ["/data"]
    for index, row in enumerate(survey.rows):
        kind, name = row.get("type", "").lower().replace("_", " "), row.get("name", "")
        if kind.startswith("end "):
            within = within[: max(1, len(within) - 1)]
        elif name:
            path = f"{within[-1]}/{name}"
            found[path] = survey.row_number(index)
            if kind.startswith("begin "):
                within.append(path)
    return found


def _for_pyxform(book: Workbook, name: str) -> dict[str, object]:
    given: dict[str, object] = {"sheet_names": list(book), "fallback_form_name": name}
    for sheet in book.values():
        given[sheet.name] = [dict(row) for row in sheet.rows]
        given[f"{sheet.name}_header"] = [dict.fromkeys(column for column in sheet.header if column)]
    return given


def _carry_our_columns(book: Workbook) -> None:
    """Our plain columns become bind attributes in our namespace, which every other tool ignores."""
    survey = book["survey"]
    renamed: dict[str, str] = {}
    for column in survey.header:
        plain = column.lower().replace(" ", "").removeprefix("bind::").removeprefix("pendata:")
        if plain in OUR_COLUMNS:
            renamed[column] = f"bind::pendata:{plain}"
    if not renamed:
        return
    survey.header = [renamed.get(column, column) for column in survey.header]
    survey.rows = [{renamed.get(column, column): text for column, text in row.items()} for row in survey.rows]
    settings = book.setdefault("settings", Sheet("settings", [], [{}]))
    if not settings.rows:
        settings.rows.append({})
    row = settings.rows[0]
    row["namespaces"] = f'{row.get("namespaces", "")} pendata="{PENDATA}"'.strip()
    if "namespaces" not in settings.header:
        settings.header.append("namespaces")
