# SPDX-License-Identifier: Apache-2.0
"""How large a form's files may be, and what is said of larger ones. A workbook is looked at while it is
still packed: what it would become in memory is known before anything is made of it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from enumerator.errors import UserError
from enumerator.messages import _

LARGEST_FILE = 40 * 1024 * 1024
LARGEST_UNPACKED = 160 * 1024 * 1024
MOST_ROWS = 200_000
_MOST_CELLS = 20_000_000
_MOST_TEXT = 2_000_000_000
_CHUNK, _OVERLAP = 4 * 1024 * 1024, 512
_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')
_SHARED = re.compile(rb"<(?:\w+:)?si>(.*?)</(?:\w+:)?si>", re.DOTALL)


def too_large(path: Path) -> UserError:
    """The refusal of a file no form needs."""
    return UserError(
        _("The file “{name}” is too large for a form.", name=path.name),
        remedy=_("Move long lists and pictures to files beside the form."),
    )


def check_packed(content: bytes, path: Path) -> None:
    """UserError when an .xlsx would unpack to more than a form needs, or has a cell so far out that its
    sheet would fill the memory. `zipfile.BadZipFile` when it is no archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
            raise too_large(path)
        shared = 0
        longest = 0
        for part in archive.namelist():
            if part.endswith("sharedStrings.xml"):
                found = _SHARED.finditer(archive.read(part))
                longest = max((match.end() - match.start() for match in found), default=0)
            elif part.startswith("xl/worksheets/") and part.endswith(".xml"):
                shared += _check_reach(archive, part, path)
        if longest * shared > _MOST_TEXT:
            raise too_large(path)


def _check_reach(archive: zipfile.ZipFile, part: str, path: Path) -> int:
    """The number of shared texts in a sheet that is not too wide and long."""
    columns: set[bytes] = set()
    lowest = shared = 0
    for chunk in _chunks(archive, part):
        shared += chunk.count(b't="s"')
        for column, row in _CELL.findall(chunk):
            columns.add(column)
            lowest = max(lowest, int(row))
    widest = max(map(_number, columns), default=0)
    if widest * lowest > _MOST_CELLS:
        last = max(columns, key=_number).decode()
        raise UserError(
            _(
                "A sheet of “{name}” reaches out to {cell}, too far for a form.",
                name=path.name,
                cell=f"{last}{lowest}",
            ),
            remedy=_("Delete what stands below and beside the table, and save the workbook again."),
        )
    return shared


def _chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    kept = b""
    with archive.open(part) as sheet:
        while read := sheet.read(_CHUNK):
            yield kept + read
            kept = read[-_OVERLAP:]


def _number(column: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number
