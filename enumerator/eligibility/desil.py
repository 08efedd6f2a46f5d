# SPDX-License-Identifier: Apache-2.0
"""The welfare decile that BPS computes: imported with its date and source, kept beside our own screens."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from enumerator.eligibility.assessment import Desil
from enumerator.eligibility.tables import named_record
from enumerator.eligibility.workbook import Row, Workbook
from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.registry.nik import compact, joins
from enumerator.store.revision import Entry
from enumerator.store.store import Store

_WORST, _BEST = 1, 10
_SLICE = 2_000


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file of desil: rows written, rows that say what was known, rows set aside with why."""

    new: int
    known: int
    skipped: tuple[str, ...]


def import_desil(store: Store, path: Path, *, source: str = "", day: date | None = None) -> Imported:
    """Read desil from a CSV or workbook: columns nik or no_kk, desil, and date and source unless given here.

    Rows with an unusable number or desil are set aside and named; the rest goes in. The same file again
    changes nothing. UserError when the file is not such a table.
    """
    entries: list[Entry] = []
    skipped: list[str] = []
    known = 0
    for row in _rows(path):
        try:
            entry = _entry(row, source, day)
        except UserError as error:
            skipped.append(str(error))
            continue
        heads = store.journal.heads(entry.record)
        if any(revision.values == entry.values for revision in heads):
            known += 1
        else:
            entries.append(entry)
    with store.db.atomic():
        for at in range(0, len(entries), _SLICE):
            store.append(*entries[at : at + _SLICE])
    return Imported(len(entries), known, tuple(skipped))


def desil_of(store: Store, household: str) -> Desil | None:
    """The latest desil of a household: by its No. KK, or by the NIK of someone who lives there."""
    row = store.db.conn.execute(
        "SELECT d.desil, d.day, d.source FROM number n JOIN household h ON h.id = n.household"
        " JOIN desil d ON d.number = n.number WHERE h.record = ? AND n.current = 1"
        " ORDER BY d.day DESC, n.kind, d.desil LIMIT 1",
        (household,),
    ).fetchone()
    return Desil(int(row[0]), str(row[1]), str(row[2])) if row else None


def _rows(path: Path) -> Iterator[Row]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(
            _("The file {name} cannot be opened.", name=path.name),
            where=str(path),
            remedy=_("Check that the file is there and not open in another program."),
        ) from error
    if path.suffix.lower() != ".csv":
        book = Workbook(data, path.name)
        yield from book.rows(book.sheet_names()[0].strip().lower(), ("desil",))
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(
            _("The file {name} is not UTF-8 text.", name=path.name),
            remedy=_("Save it as CSV UTF-8 and try again."),
        ) from error
    first = text.partition("\n")[0]
    table = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    header = [name.strip().lower() for name in table.fieldnames or []]
    if "desil" not in header or not {"nik", "no_kk"} & set(header):
        raise UserError(
            _("The file {name} has no columns nik or no_kk, and desil.", name=path.name),
            remedy=_("Name the columns in the first row."),
        )
    for number, cells in enumerate(table, start=2):
        yield Row(path.name, "-", number, dict(zip(header, cells.values(), strict=False)))


def _entry(row: Row, source: str, day: date | None) -> Entry:
    nik, no_kk = compact(row.text("nik")), compact(row.text("no_kk"))
    number = nik if joins(nik) else no_kk
    if not joins(number):
        raise row.wrong("nik", _("There is no usable NIK or No. KK."), _("Correct the number."))
    desil = row.number_of("desil", needed=True)
    if desil is None or not _WORST <= desil <= _BEST or not desil.is_integer():
        raise row.wrong("desil", _("A desil is a whole number from 1 to 10."), _("Correct it."))
    made = row.date_of("date") or row.date_of("tanggal") or day
    if made is None:
        raise row.wrong("date", _("The day the desil was made is missing."), _("Give the date."))
    named = row.text("source") or row.text("sumber") or source
    if not named:
        raise row.wrong("source", _("Where the desil is from is missing."), _("Give the source."))
    kind = "nik" if number == nik else "no_kk"
    values = {kind: number, "desil": str(int(desil)), "date": made.isoformat(), "source": named}
    return Entry(named_record("desil", number), "desil", values, act="import")
