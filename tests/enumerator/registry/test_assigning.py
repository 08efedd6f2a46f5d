# SPDX-License-Identifier: Apache-2.0
"""Lists of households to visit: read from CSV and XLSX, faults named by row, given to one person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from enumerator.errors import UserError
from enumerator.merging.custody import ASSIGN
from enumerator.registry.assigning import Target, assign, read_targets
from enumerator.registry.places import load_places
from enumerator.store.store import Store

Write = Callable[..., Path]
HEADER = ("Kepala Keluarga", "No. KK", "Alamat", "Kelurahan", "RW", "RT", "Catatan", "Batas")


@pytest.fixture(params=["csv", "csv with semicolons", "xlsx"])
def write(request: pytest.FixtureRequest, tmp_path: Path) -> Write:
    """Writes rows as each kind of file that is read."""

    def put(*rows: tuple[object, ...]) -> Path:
        if request.param == "xlsx":
            book = openpyxl.Workbook()
            assert book.active is not None
            for row in rows:
                book.active.append(row)
            book.save(tmp_path / "daftar.xlsx")
            return tmp_path / "daftar.xlsx"
        comma = ";" if "semicolons" in request.param else ","
        path = tmp_path / "daftar.csv"
        lines = [comma.join("" if cell is None else str(cell) for cell in row) for row in rows]
        path.write_text("\n".join(lines), "utf-8-sig")
        return path

    return put


def read(path: Path) -> tuple[Target, ...]:
    return read_targets(path, load_places())


def test_a_row_is_read_with_place_codes_and_three_digit_rt(write: Write) -> None:
    row = (
        "Slamet Riyadi",
        "3374 9912 0815 0001",
        "Jl. Melati 1",
        "33.74.02.1005",
        5,
        3,
        "Sore",
        "2026-12-31",
    )
    (target,) = read(write(HEADER, row))
    assert target == Target(
        "Slamet Riyadi", "33.74.02.1005", "33.74.02", "Jl. Melati 1", "005", "003", "3374991208150001",
        "Sore", "2026-12-31",
    )  # fmt: skip


def test_two_columns_are_enough(write: Write) -> None:
    (target,) = read(write(("kepala_keluarga", "kelurahan"), ("Siti", "33.74.02.1005"), (None, None)))
    assert (target.head_name, target.kelurahan, target.no_kk) == ("Siti", "33.74.02.1005", "")


def test_a_kelurahan_may_be_named(write: Write) -> None:
    place = load_places().kelurahan["33.74.02.1005"]
    (target,) = read(write(("nama", "kelurahan"), ("Siti", f"{place.kecamatan.name} / {place.name}".upper())))
    assert target.kelurahan == place.code


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("Siti", "Negeri Jauh", ""), "Negeri Jauh"),
        (("Siti", "", ""), "–"),
        (("", "33.74.02.1005", ""), "no name"),
        (("Siti", "33.74.02.1005", "31-12-2026"), "31-12-2026"),
    ],
)
def test_a_fault_is_named_by_file_and_row(write: Write, row: tuple[str, ...], said: str) -> None:
    path = write(("nama", "kelurahan", "batas"), ("Budi", "33.74.02.1005", ""), row)
    with pytest.raises(UserError) as refused:
        read(path)
    assert said in refused.value.what
    assert refused.value.where == f"{path.name}, row 3"
    assert refused.value.remedy


def test_a_missing_column_is_named(write: Write) -> None:
    path = write(("nama", "alamat"), ("Siti", "Jl. Melati"))
    with pytest.raises(UserError, match="kode_kelurahan"):
        read(path)


@pytest.mark.parametrize("name", ["tidak-ada.csv", "tidak-ada.xlsx"])
def test_a_list_that_is_not_there_is_said_so(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError) as refused:
        read(tmp_path / name)
    assert name in refused.value.what


def test_something_else_than_a_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "daftar.xlsx"
    path.write_bytes(b"not a workbook")
    with pytest.raises(UserError) as refused:
        read(path)
    assert refused.value.remedy


def test_a_long_number_that_the_spreadsheet_rounded_is_not_believed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(("nama", "kelurahan", "no_kk"))
    book.active.append(("Siti", "33.74.02.1005", 3374991208150001))
    book.save(tmp_path / "daftar.xlsx")
    with pytest.raises(UserError) as refused:
        read(tmp_path / "daftar.xlsx")
    assert refused.value.where == "daftar.xlsx, row 2"


def test_assigning_makes_one_record_for_each_household(store: Store) -> None:
    targets = [
        Target("Siti", "33.74.02.1005", "33.74.02"),
        Target("Budi", "33.74.02.1005", "33.74.02", household="h1"),
    ]
    first, second = assign(store, targets, "person-1")
    assert {first.act, second.act} == {ASSIGN}
    assert first.values["enumerator"] == "person-1"
    assert first.values["household"]
    assert second.values["household"] == "h1"
    assert "no_kk" not in second.values, "what is not known is not said"
