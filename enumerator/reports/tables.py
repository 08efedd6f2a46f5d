# SPDX-License-Identifier: Apache-2.0
"""Lists as files that offices open: XLSX and CSV, numbers masked, and nothing a spreadsheet would run.

Answers are typed by strangers. A text that begins like a formula is written as text, never as one.
"""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from enumerator.disk import put_in_place
from enumerator.errors import UserError
from enumerator.messages import _, mark
from enumerator.programmes.due import Due
from enumerator.registry.places import Places

Cell = str | int | float | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_UNITS = {"rupiah": mark("rupiah"), "package": mark("package"), "service": mark("service")}


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str = "") -> int:
    """Write a table as .xlsx or .csv, by the name's ending; how many rows. All of the file or none of it.

    UserError for another ending, or when the file cannot be written.
    """
    writers = {".xlsx": _write_xlsx, ".csv": _write_csv}
    write = writers.get(path.suffix.lower())
    if write is None:
        raise UserError(
            _("Tables are written as .xlsx or .csv, not as {name}.", name=path.name),
            remedy=_("Choose a name that ends in .xlsx or .csv."),
        )
    with appearing(path) as part:
        return write(part, header, rows, title or path.stem)


@contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """A file beside `path` to write into, which gets its name when all of it is written, and else is removed.

    UserError when it cannot be written.
    """
    part: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=path.suffix)
        os.close(handle)
        part = Path(name)
        yield part
        put_in_place(part, path)
    except OSError as error:
        raise UserError(
            _("The table {name} cannot be written.", name=path.name),
            where=str(error.strerror or error),
            remedy=_("Check the free space, or close the file if it is open in another program."),
        ) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def write_due(path: Path, rows: Iterable[Due], places: Places) -> int:
    """The list of who is due what. NIK and No. KK stay masked."""
    header = [
        _("Programme"), _("Rank"), _("Within quota"), _("Household"), _("Head of household"), _("NIK"),
        _("No. KK"), _("Address"), _("RT"), _("RW"), _("Kelurahan"), _("Kecamatan"), _("Amount"), _("Unit"),
        _("Period"), _("Decided by"), _("Possible double"), _("Answers changed since"),
    ]  # fmt: skip
    return write_table(path, header, (_due_row(each, places) for each in rows), title=_("Due list"))


def safe_text(text: str) -> str:
    """The text with an apostrophe before anything a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _due_row(each: Due, places: Places) -> list[Cell]:
    kelurahan = places.kelurahan.get(each.kelurahan)
    kecamatan = places.kecamatan.get(each.kecamatan)
    return [
        str(each.wording), each.rank, _yes(each.within_quota), each.household, each.head_name,
        each.masked_nik, each.masked_kk, each.address, each.rt, each.rw,
        kelurahan.name if kelurahan else each.kelurahan,
        kecamatan.name if kecamatan else each.kecamatan,
        each.amount, _(_UNITS[each.unit]), each.period, each.decided_by, _yes(each.doubtful),
        _yes(each.stale),
    ]  # fmt: skip


def _yes(truth: bool) -> str:
    return _("yes") if truth else _("no")


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]], _title: str) -> int:
    count = 0
    # The mark at the start tells spreadsheet programs that the text is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for count, row in enumerate(rows, start=1):  # noqa: B007
            writer.writerow([safe_text(cell) if isinstance(cell, str) else cell for cell in row])
    return count


def _write_xlsx(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]], title: str) -> int:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    bold = Font(bold=True)
    heads = []
    for text in header:
        cell = WriteOnlyCell(sheet, text)
        cell.font = bold
        heads.append(cell)
    sheet.append(heads)
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007
        sheet.append([text_cell(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    book.save(path)
    return count


def text_cell(sheet: Any, text: str) -> Any:
    """A cell that is text whatever it begins with; what XML cannot hold is left out."""
    cell = WriteOnlyCell(sheet, "")
    cell.value = "".join(each for each in text if each >= " " or each in "\t\n")
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_FORMULA)
    return cell
