# SPDX-License-Identifier: Apache-2.0
"""A workbook as sheets of named columns, whatever kind of file it came in."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook
from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import csv_to_dict, md_to_dict

from enumerator.errors import UserError
from enumerator.messages import _

from .limits import LARGEST_UNPACKED, too_large

MOST_COLUMNS = 2_000
FORM_SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
Row = dict[str, str]


@dataclass
class Sheet:
    """`rows[0]` is the second row of the sheet: blank rows are kept so that numbers stay true."""

    name: str
    header: list[str]
    rows: list[Row] = field(default_factory=list)

    def row_number(self, index: int) -> int:
        """The number a person sees beside the row."""
        return index + 2


Workbook = dict[str, Sheet]
"""Sheets by their name in lower case, only those that XLSForm knows."""


def read_workbook(path: Path, content: bytes) -> Workbook:
    """The sheets of an .xlsx, .xls, .csv or .md form; UserError when it is none or too large."""
    kind = path.suffix.lower()
    if kind in (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"):
        return _spreadsheet(content, path)
    if kind == ".csv":
        return _plain(csv_to_dict, content, path)
    if kind in (".md", ".txt"):
        return _plain(md_to_dict, content, path)
    raise UserError(
        _("“{name}” is not a form.", name=path.name),
        remedy=_("Choose an XLSForm (.xlsx, .xls, .csv, .md) or an XForm (.xml)."),
    )


def _spreadsheet(content: bytes, path: Path) -> Workbook:
    if content[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                    raise too_large(path)
        except zipfile.BadZipFile as error:
            raise _damaged(path) from error
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = {name.strip().lower(): name for name in book.sheet_names}
        return {known: _sheet(book, names[known], known) for known in FORM_SHEETS if known in names}
    except (CalamineError, ValueError, OSError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> UserError:
    return UserError(
        _("The workbook “{name}” is damaged or of another kind.", name=path.name),
        remedy=_("Open it in a spreadsheet program and save it anew as .xlsx."),
    )


def _sheet(book: CalamineWorkbook, name: str, known: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    header: list[str] = []
    rows: list[Row] = []
    last = 0
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False)):
        if number == 0:
            header = [" ".join(_text(cell).split()) for cell in cells[:MOST_COLUMNS]]
            continue
        row = {
            column: text
            for column, cell in zip(header, cells, strict=False)
            if column and (text := _text(cell)) != ""
        }
        rows.append(row)
        if row:
            last = len(rows)
    del rows[last:]
    return Sheet(known, header, rows)


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else str(cell)
        case str():
            return cell.replace("\u00a0", " ").strip()
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
    return str(cell)


def _plain(read: object, content: bytes, path: Path) -> Workbook:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(
            _("“{name}” is not UTF-8 text.", name=path.name),
            where=_("byte {at}", at=error.start),
            remedy=_("Save the file as CSV UTF-8 and add it again."),
        ) from error
    try:
        found = read(io.BytesIO(text.encode())) if read is csv_to_dict else read(text)  # type: ignore[operator]
    except (PyXFormError, ValueError, KeyError, IndexError) as error:
        raise _damaged(path) from error
    book: Workbook = {}
    for known in FORM_SHEETS:
        rows = found.get(known)
        if rows is None:
            continue
        headers = found.get(f"{known}_header") or [{}]
        clean = [{str(key): str(value) for key, value in row.items() if key and value} for row in rows]
        book[known] = Sheet(known, [str(key) for key in headers[0]], clean)
    return book
