# SPDX-License-Identifier: Apache-2.0
"""Sheets of an office's workbook as rows of text, with errors that name the sheet, the row and the column."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from enumerator.errors import UserError
from enumerator.messages import _


@dataclass(frozen=True)
class Row:
    """One row of a sheet: `number` is its row in the sheet, `cells` what stands in its columns, by header."""

    workbook: str
    sheet: str
    number: int
    cells: Mapping[str, Any]

    def text(self, column: str, *, needed: bool = False) -> str:
        """The cell's text, trimmed; UserError when it is needed and blank."""
        value = _text(self.cells.get(column, ""))
        if needed and not value:
            raise self.wrong(column, _("The cell is blank."), _("Fill it in."))
        return value

    def number_of(self, column: str, *, needed: bool = False) -> float | None:
        """The cell as a number (thousands may be set off by dots or spaces: 391.000); None when blank."""
        value = self.text(column, needed=needed)
        if not value:
            return None
        cell = self.cells[column]
        if isinstance(cell, int | float):
            return float(cell)
        try:
            return read_number(value)
        except ValueError:
            raise self.wrong(
                column,
                _("“{value}” is not a number.", value=value),
                _("Write digits only, for example 391000 or 391.000."),
            ) from None

    def date_of(self, column: str, *, needed: bool = False) -> date | None:
        """The cell as a date: a date cell, 2026-01-31 or 31-01-2026; None when blank."""
        value = self.text(column, needed=needed)
        if not value:
            return None
        try:
            return read_date(value)
        except ValueError:
            raise self.wrong(
                column,
                _("“{value}” is not a date.", value=value),
                _("Write it as year-month-day, for example 2026-01-31."),
            ) from None

    def one_of(self, column: str, allowed: Mapping[str, Any], *, default: str = "") -> Any:
        """What `allowed` holds for the cell's word; UserError for another word."""
        word = (self.text(column) or default).lower()
        if word not in allowed:
            raise self.wrong(
                column,
                _("“{value}” is not known here.", value=self.text(column)),
                _("Use one of: {words}.", words=", ".join(each for each in allowed if each)),
            )
        return allowed[word]

    def wrong(self, column: str, cause: str, remedy: str) -> UserError:
        """An error at one cell of this row."""
        where = _(
            "{workbook}, sheet “{sheet}”, row {row}, column “{column}”",
            workbook=self.workbook,
            sheet=self.sheet,
            row=self.number,
            column=column,
        )
        return UserError(cause, where=where, remedy=remedy)


class Workbook:
    """A workbook opened for reading, from its bytes. Sheets and headers are found whatever their case."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        except (CalamineError, OSError, ValueError) as error:
            raise UserError(
                _("{name} cannot be read as a workbook.", name=name),
                where=str(error),
                remedy=_("Save it as .xlsx in a spreadsheet program and try again."),
            ) from error
        self._sheets = {sheet.strip().lower(): sheet for sheet in self._book.sheet_names}

    def sheet_names(self) -> list[str]:
        """The sheets as they are named."""
        return list(self._book.sheet_names)

    def rows(self, sheet: str, columns: tuple[str, ...], *, optional: bool = False) -> Iterator[Row]:
        """The rows under the header of a sheet, blank ones left out; UserError without sheet or column."""
        found = self._sheets.get(sheet)
        if found is None:
            if optional:
                return
            raise UserError(
                _("Sheet “{sheet}” is missing.", sheet=sheet),
                where=self.name,
                remedy=_("Add it; the workbook that came with the program shows how it looks."),
            )
        table = self._book.get_sheet_by_name(found)
        yield from _rows(self.name, found, table.to_python(skip_empty_area=False), columns)


def read_number(text: str) -> float:
    """A number as an office writes it: 391000, 391.000, 391 000, 0,5 or 1.234,5; ValueError otherwise."""
    plain = text.replace(" ", "").replace("\u00a0", "").removeprefix("Rp")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    else:
        parts = plain.split(".")
        if len(parts) > 1 and parts[0] not in ("0", "-0") and all(len(part) == 3 for part in parts[1:]):
            plain = "".join(parts)
    if not plain or any(each not in "-.0123456789" for each in plain):
        raise ValueError(text)
    return float(plain)


def read_date(text: str) -> date:
    """2026-01-31, 31-01-2026 or 31/01/2026; ValueError for anything else."""
    parts = text.replace("/", "-").split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError(text)
    first, month, last = map(int, parts)
    return date(first, month, last) if len(parts[0]) == 4 else date(last, month, first)


def _rows(workbook: str, sheet: str, table: list[list[Any]], columns: tuple[str, ...]) -> Iterator[Row]:
    header: list[str] = []
    for number, cells in enumerate(table, start=1):
        texts = [_text(cell) for cell in cells]
        if not any(texts):
            continue
        if not header:
            header = [text.lower() for text in texts]
            missing = [column for column in columns if column not in header]
            if missing:
                raise UserError(
                    _("Column “{column}” is missing.", column=missing[0]),
                    where=_(
                        "{workbook}, sheet “{sheet}”, row {row}", workbook=workbook, sheet=sheet, row=number
                    ),
                    remedy=_("The first row must name the columns: {columns}.", columns=", ".join(columns)),
                )
            continue
        yield Row(workbook, sheet, number, dict(zip(header, cells, strict=False)))
    if not header:
        raise UserError(
            _("Sheet “{sheet}” is empty.", sheet=sheet),
            where=workbook,
            remedy=_("The first row must name the columns: {columns}.", columns=", ".join(columns)),
        )


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell).strip()
