# SPDX-License-Identifier: Apache-2.0
"""A workbook as sheets of named columns, whatever kind of file it came in."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook
from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import csv_to_dict, md_to_dict

from enumerator.errors import UserError
from enumerator.messages import _

from .limits import MOST_ROWS, check_packed, too_large

MOST_COLUMNS = 2_000
FORM_SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
Row = dict[str, str]


@dataclass
class Sheet:
    """`called` is its own name where it has another, `head` the row that its columns are named in, counted
    from 1. `numbers` are those of the rows, where blank rows are left out or others were put in."""

    name: str
    header: list[str]
    rows: list[Row] = field(default_factory=list)
    called: str = ""
    head: int = 1
    numbers: list[int] = field(default_factory=list)

    def row_number(self, index: int) -> int:
        """The number a person sees beside the row."""
        if self.numbers:
            return self.numbers[max(0, min(index, len(self.numbers) - 1))]
        return self.head + 1 + index


Workbook = dict[str, Sheet]
"""Sheets by their name in lower case, only those that XLSForm knows."""


def read_workbook(path: Path, content: bytes) -> Workbook:
    """The sheets of an .xlsx, .xls, .csv or .md form; UserError when it is none or too large."""
    kind = path.suffix.lower()
    if kind in (".xlsx", ".xlsm", ".xls"):
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
            check_packed(content, path)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise _damaged(path) from error
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = {known: _sheet(book, name, known) for known, name in _sheets_of(book)}
    except (CalamineError, ValueError, OSError) as error:
        raise _damaged(path) from error
    if any(len(sheet.rows) > MOST_ROWS for sheet in sheets.values()):
        raise too_large(path)
    return sheets


def _sheets_of(book: CalamineWorkbook) -> Iterator[tuple[str, str]]:
    """The sheets that XLSForm knows, each with the name it has here: exactly, nearly, or, for the survey and
    the choices, the one sheet that is headed like them."""
    names = {name.strip().lower(): name for name in book.sheet_names}
    spare = {lowered: name for lowered, name in names.items() if lowered not in FORM_SHEETS}
    for known in FORM_SHEETS:
        if known in names:
            yield known, names[known]
            continue
        near = get_close_matches(known, list(spare), n=1, cutoff=0.85)
        alike = near or [lowered for lowered, name in spare.items() if _headed(book, name, known)]
        if len(alike) == 1:
            yield known, spare.pop(alike[0])


def _headed(book: CalamineWorkbook, name: str, known: str) -> bool:
    wanted = _HEADS.get(known)
    if wanted is None:
        return False
    sheet = book.get_sheet_by_name(name)
    return any(_is_head(cells, wanted) for cells in islice(sheet.iter_rows(), _HIGHEST_HEAD))


_HEADS = {"survey": frozenset({"type", "name"}), "choices": frozenset({"list_name", "name"})}
_HIGHEST_HEAD = 15


def _is_head(cells: Sequence[object], wanted: frozenset[str]) -> bool:
    found = {_text(cell).lower().replace(" ", "_") for cell in cells[:MOST_COLUMNS]}
    return wanted <= found


def _damaged(path: Path) -> UserError:
    return UserError(
        _("The workbook “{name}” is damaged or of another kind.", name=path.name),
        remedy=_("Open it in a spreadsheet program and save it anew as .xlsx."),
    )


def _sheet(book: CalamineWorkbook, name: str, known: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    header: list[str] = []
    rows: list[Row] = []
    numbers: list[int] = []
    head = _head_of(list(islice(sheet.iter_rows(), _HIGHEST_HEAD)), known)
    for number, cells in enumerate(islice(sheet.iter_rows(), head, None)):
        if number == 0:
            header = [" ".join(_text(cell).split()) for cell in cells[:MOST_COLUMNS]]
            continue
        row = any(cells) and {
            column: text
            for column, cell in zip(header, cells, strict=False)
            if column and (text := _text(cell)) != ""
        }
        if row:
            rows.append(row)
            numbers.append(head + 1 + number)
    return Sheet(known, header, rows, "" if name.strip().lower() == known else name, head + 1, numbers)


def _head_of(rows: Sequence[Sequence[object]], known: str) -> int:
    """The place of the row that names the columns: the first, unless titles or blank rows stand above."""
    wanted = _HEADS.get(known, frozenset())
    return next((place for place, cells in enumerate(rows[:_HIGHEST_HEAD]) if _is_head(cells, wanted)), 0)


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
            whole = cell.time() == time()
            return cell.date().isoformat() if whole else cell.isoformat(timespec="milliseconds")
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
