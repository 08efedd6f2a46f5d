# SPDX-License-Identifier: Apache-2.0
"""Giving out work: households to visit, from a sheet or by hand, as assignment records."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from enumerator.errors import UserError
from enumerator.interviews.assignments import KIND as ASSIGNMENT
from enumerator.interviews.assignments import WITHDRAWN
from enumerator.merging.custody import ASSIGN, reassign
from enumerator.messages import _
from enumerator.registry.nik import compact
from enumerator.registry.places import Kelurahan, Places
from enumerator.store.database import writing
from enumerator.store.revision import Entry, Revision, new_record
from enumerator.store.store import Store

# what a column may be called, in either language
_COLUMNS = {
    "household": ("household", "id_keluarga"),
    "head_name": ("head_name", "kepala_keluarga", "nama_kepala_keluarga", "nama", "name"),
    "no_kk": ("no_kk", "nomor_kk", "kk"),
    "address": ("address", "alamat"),
    "kelurahan": ("kelurahan", "kode_kelurahan", "desa"),
    "rw": ("rw",),
    "rt": ("rt",),
    "note": ("note", "catatan"),
    "due": ("due", "batas", "batas_waktu"),
    "per_week": ("per_week", "target_pekan", "target_per_pekan"),
}
_MOST_ROWS = 1_000_000
_INEXACT = 10**15  # a spreadsheet keeps 15 digits of a number, a No. KK has 16


@dataclass(frozen=True, slots=True)
class Target:
    """A household to be visited, as far as the office knows it; `kelurahan` and `kecamatan` are codes.

    `household` is blank where the household has no record yet; `due` is an ISO date or blank; `per_week` is
    how many households the person is asked to finish in a week, or blank.
    """

    head_name: str
    kelurahan: str
    kecamatan: str
    address: str = ""
    rw: str = ""
    rt: str = ""
    no_kk: str = ""
    note: str = ""
    due: str = ""
    household: str = ""
    per_week: str = ""


def assign(store: Store, targets: Iterable[Target], enumerator: str) -> tuple[Revision, ...]:
    """Give the households to one enumerator (a person's id), all or none; a new one gets its id."""
    return store.append(*(_entry(target, enumerator) for target in targets))


def give_on(
    store: Store, assignments: Iterable[str], enumerator: str, reason: str
) -> tuple[Revision, ...]:
    """Give assignments to another enumerator, all or none; each notes what was here of its household.

    What the former holder writes without knowing of it waits beside the household (`merging.custody`).
    UserError without a reason.
    """
    if not reason.strip():
        raise UserError(
            _("Work is given to somebody else with a reason."), remedy=_("Write why, such as illness.")
        )
    with writing(store.db):
        return tuple(reassign(store.journal, each, enumerator, reason.strip()) for each in assignments)


def set_week_target(store: Store, enumerator: str, per_week: int) -> Revision | None:
    """Ask an enumerator for so many households a week, with the next bundle; 0 takes the wish back.

    It stands on the latest assignment, whose word counts (`interviews.assignments.asked_per_week`). None
    where nothing had to be written; UserError where the person has no assignment yet.
    """
    held = [
        head
        for heads in store.journal.heads_by_record(ASSIGNMENT).values()
        for head in heads
        if head.act not in WITHDRAWN and head.values.get("enumerator") == enumerator
    ]
    if not held:
        raise UserError(
            _("This enumerator has no assignments yet."),
            remedy=_("Give a list first; the target goes along."),
        )
    wanted = str(per_week) if per_week else ""
    changed = held[-1:] if wanted else [head for head in held if head.values.get("per_week")]
    entries = [
        Entry(head.record, ASSIGNMENT, _with_target(head.values, wanted), act=ASSIGN, parents=(head.dot,))
        for head in changed
        if head.values.get("per_week", "") != wanted
    ]
    return store.append(*entries)[-1] if entries else None


def _with_target(values: Mapping[str, str], per_week: str) -> dict[str, str]:
    kept = {name: text for name, text in values.items() if name != "per_week"}
    return kept | {"per_week": per_week} if per_week else kept


def _entry(target: Target, enumerator: str) -> Entry:
    values = {
        "household": target.household or new_record(),
        "enumerator": enumerator,
        "kecamatan": target.kecamatan,
        "kelurahan": target.kelurahan,
        "rw": target.rw,
        "rt": target.rt,
        "head_name": target.head_name,
        "no_kk": target.no_kk,
        "address": target.address,
        "note": target.note,
        "due": target.due,
        "per_week": target.per_week,
    }
    return Entry(
        new_record(), "assignment", {name: text for name, text in values.items() if text}, act=ASSIGN
    )


def read_targets(path: Path, places: Places) -> tuple[Target, ...]:
    """The rows of a CSV or XLSX list.

    Columns: kepala_keluarga, no_kk, alamat, kelurahan (name or code), rw, rt, catatan, batas, target_pekan.
    UserError that names the file and the row when a kelurahan is unknown or a column is missing.
    """
    rows = _rows(path)
    try:
        header = [name.strip().lower().replace(" ", "_").replace(".", "") for name in next(rows)]
    except StopIteration:
        header = []
    columns = {
        field: header.index(name) for field, names in _COLUMNS.items() for name in names if name in header
    }
    for needed in ("head_name", "kelurahan"):
        if needed not in columns:
            raise UserError(
                _("The list {name} has no column {column}.", name=path.name, column=_COLUMNS[needed][1]),
                where=str(path),
                remedy=_(
                    "Put these names into the first row: {names}.",
                    names=", ".join(n[-1] for n in _COLUMNS.values()),
                ),
            )
    by_name = _named(places)
    targets = []
    for number, cells in enumerate(rows, start=2):
        if any(cell.strip() for cell in cells):
            told = {field: cells[at].strip() if at < len(cells) else "" for field, at in columns.items()}
            targets.append(_target(told, by_name, path, number))
    return tuple(targets)


def _named(places: Places) -> dict[str, Kelurahan | None]:
    """Kelurahan by code and by name; None where two kecamatan have one of that name."""
    found: dict[str, Kelurahan | None] = {}
    for place in places.kelurahan.values():
        name = place.name.casefold()
        found[name] = None if name in found else place
        found[place.code] = place
        found[f"{place.kecamatan.name} / {place.name}".casefold()] = place
    return found


def _target(
    told: Mapping[str, str], by_name: Mapping[str, Kelurahan | None], path: Path, number: int
) -> Target:
    where = _("{name}, row {number}", name=path.name, number=number)
    if not told["head_name"]:
        raise UserError(
            _("The head of the household has no name."),
            where=where,
            remedy=_("Write the name, or take the row out."),
        )
    place = by_name.get(told["kelurahan"].casefold())
    if place is None:
        raise UserError(
            _("There is no kelurahan {name}.", name=told["kelurahan"] or "–")
            if told["kelurahan"].casefold() not in by_name
            else _("More than one kelurahan is called {name}.", name=told["kelurahan"]),
            where=where,
            remedy=_("Write the code, such as 33.74.02.1005, or “kecamatan / kelurahan”."),
        )
    due = told.get("due", "")[:10]
    if due and not _is_date(due):
        raise UserError(
            _("{text} is not a date.", text=due),
            where=where,
            remedy=_("Write it as year-month-day, such as 2026-12-31."),
        )
    return Target(
        head_name=told["head_name"],
        kelurahan=place.code,
        kecamatan=place.kecamatan.code,
        address=told.get("address", ""),
        rw=_padded(told.get("rw", "")),
        rt=_padded(told.get("rt", "")),
        no_kk=compact(told.get("no_kk", "")),
        note=told.get("note", ""),
        due=due,
        household=told.get("household", ""),
        per_week=_whole(told.get("per_week", ""), where),
    )


def _whole(text: str, where: str) -> str:
    number = text.removesuffix(".0")
    if number and not number.isdecimal():
        raise UserError(
            _("{text} is not a whole number.", text=text),
            where=where,
            remedy=_("Write how many households are to be finished in a week, such as 48."),
        )
    return number


def _padded(number: str) -> str:
    """RT and RW are written with three digits (Kemendagri); a spreadsheet loses the zeros."""
    digits = number.removesuffix(".0")
    return digits.zfill(3) if digits.isdecimal() else digits


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _rows(path: Path) -> Iterator[list[str]]:
    try:
        if path.suffix.lower() == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                first = file.readline()
                dialect = ";" if first.count(";") > first.count(",") else ","
                file.seek(0)
                yield from csv.reader(file, delimiter=dialect)
            return
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        for number, cells in enumerate(sheet.to_python(skip_empty_area=False, nrows=_MOST_ROWS), start=1):
            if any(isinstance(cell, int | float) and abs(cell) >= _INEXACT for cell in cells):
                raise _rounded(path, number)
            yield [_text(cell) for cell in cells]
    except (OSError, UnicodeDecodeError, CalamineError, csv.Error) as error:
        raise UserError(
            _("The list {name} cannot be read.", name=path.name),
            where=str(path),
            remedy=_("Save it as XLSX, or as CSV in UTF-8, and choose it again."),
        ) from error


def _rounded(path: Path, number: int) -> UserError:
    return UserError(
        _("A long number stands there as a number, so its last digits are lost."),
        where=_("{name}, row {number}", name=path.name, number=number),
        remedy=_("Format the column as text and type the number again."),
    )


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
