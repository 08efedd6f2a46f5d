# SPDX-License-Identifier: Apache-2.0
"""Answers as tables: rosters apart, sensitive answers masked, and the four kinds of no answer distinct."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from enumerator.errors import UserError
from enumerator.forms import Form, Interview, NoAnswer, load_form
from enumerator.reports.answers import write_answers

TABLE = """
| survey | | | | | | |
| | type | name | label | relevant | sensitive | allow |
| | text | nama | Nama | | | |
| | text | nik | NIK | | yes | |
| | text | sakit | Sakit | | yes | |
| | integer | umur | Umur | | | dont_know refused |
| | integer | gaji | Gaji | | | dont_know refused |
| | integer | hamil | Hamil | ${umur} > 10 | | |
| | text | catatan | Catatan | | | |
| | begin_repeat | anggota | Anggota | | | |
| | text | panggilan | Panggilan | | | |
| | begin_repeat | barang | Barang | | | |
| | decimal | harga | Harga | | | |
| | end_repeat | | | | | |
| | end_repeat | | | | | |
"""


@pytest.fixture
def form(tmp_path: Path) -> Form:
    path = tmp_path / "kk.md"
    path.write_text(TABLE.strip(), encoding="utf-8")
    return load_form(path)


@pytest.fixture
def interview(form: Form) -> Interview:
    held = Interview.begin(form)
    held.answer("/data/nama", "=1+1")
    held.answer("/data/nik", "3374021203900001")
    held.answer("/data/sakit", "TBC")
    held.answer("/data/umur", NoAnswer.DONT_KNOW)
    held.answer("/data/gaji", NoAnswer.REFUSED)
    held.remark("/data/gaji", "Tidak mau bilang")
    row = held.children("/data/anggota")[0] if held.children("/data/anggota") else None
    row = row or str(held.add_repeat("/data/anggota").created)
    held.answer(f"{row}/panggilan", "Budi")
    series = f"{row}/barang"
    for _missing in range(2 - len(held.children(series))):
        held.add_repeat(series)
    for number, thing in enumerate(held.children(series)):
        held.answer(f"{thing}/harga", f"{number + 1}.5")
    return held


def test_a_workbook_has_a_sheet_for_each_roster(form: Form, interview: Interview, tmp_path: Path) -> None:
    path = tmp_path / "jawaban.xlsx"
    assert write_answers(path, form, [("r1", interview)]) == 1
    book = load_workbook(path)
    first = book.worksheets[0]
    row = dict(zip([cell.value for cell in first[1]], [cell.value for cell in first[2]], strict=True))
    assert row["record"] == "r1"
    assert row["nama"] == "=1+1"
    assert first[2][1].data_type == "s"
    assert (row["umur"], row["gaji"], row["hamil"], row["catatan"]) == (
        "[dont_know]",
        "[refused]",
        "[not_relevant]",
        None,
    )
    members = [[cell.value for cell in each] for each in book["anggota"].iter_rows(min_row=2)]
    things = [[cell.value for cell in each] for each in book["barang"].iter_rows(min_row=2)]
    assert [each[-1] for each in members] == ["Budi"]
    assert [each[1] for each in things] == [members[0][2]] * 2
    assert [each[-1] for each in things] == [1.5, 2.5]
    remarks = [[cell.value for cell in each] for each in book.worksheets[-1].iter_rows(min_row=2)]
    assert remarks == [["r1", "/data/gaji", "remark", "Tidak mau bilang"]]


def test_sensitive_answers_are_masked_in_every_table(
    form: Form, interview: Interview, tmp_path: Path
) -> None:
    write_answers(tmp_path / "a.csv", form, [("r1", interview)])
    write_answers(tmp_path / "a.xlsx", form, [("r1", interview)])
    written = (tmp_path / "a.csv").read_text("utf-8-sig") + str(
        [cell.value for row in load_workbook(tmp_path / "a.xlsx").worksheets[0] for cell in row]
    )
    assert "3374021203900001" not in written
    assert "TBC" not in written
    assert "•" in written


def test_csv_files_stand_beside_each_other(form: Form, interview: Interview, tmp_path: Path) -> None:
    write_answers(tmp_path / "a.csv", form, [("r1", interview), ("r2", Interview.begin(form))])
    assert {each.name for each in tmp_path.glob("a*")} == {
        "a.csv",
        "a-anggota.csv",
        "a-anggota-barang.csv",
        "a-remarks.csv",
    }
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["record"] for row in rows] == ["r1", "r2"]
    assert rows[0]["nama"] == "'=1+1"
    assert rows[0]["umur"] == "[dont_know]"


def test_another_ending_is_refused_and_nothing_is_left(
    form: Form, interview: Interview, tmp_path: Path
) -> None:
    with pytest.raises(UserError):
        write_answers(tmp_path / "a.ods", form, [("r1", interview)])

    def broken() -> object:
        yield "r1", interview
        raise OSError("disk full")

    with pytest.raises(UserError):
        write_answers(tmp_path / "b.csv", form, broken())  # type: ignore[arg-type]
    assert [each.name for each in tmp_path.iterdir()] == ["kk.md"]
