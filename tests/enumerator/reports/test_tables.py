# SPDX-License-Identifier: Apache-2.0
"""Lists as files: they open elsewhere, hide the numbers, run nothing, and are whole or absent."""

from __future__ import annotations

import csv
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enumerator.eligibility.rules import Wording
from enumerator.errors import UserError
from enumerator.programmes.due import Due
from enumerator.registry.places import load_places
from enumerator.reports.tables import safe_text, write_due, write_table

ONE = Due(
    programme="blt", wording=Wording("BLT", "BLT"), rank=1, within_quota=True, household="01-aa",
    head_name="=HYPERLINK(\"http://x\")", masked_nik="3374••••••••0001", masked_kk="3374••••••••0002",
    address="@SUM(A1)", kecamatan="33.74.02", kelurahan="33.74.02.1003", rw="5", rt="003", amount=300_000,
    unit="rupiah", schedule="monthly", period="2026-11", priority=90, decided_by="-1+1", decided="2026-11-24",
    stale=False, doubtful=True,
)  # fmt: skip


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_the_due_list_is_written_with_names_of_places_and_masked_numbers(tmp_path, suffix):
    path = tmp_path / f"daftar{suffix}"
    assert write_due(path, [ONE, replace(ONE, rank=2, head_name="Slamet")], load_places()) == 2
    if suffix == ".csv":
        rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    else:
        sheet = openpyxl.load_workbook(path).active
        rows = [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:5] == ["Programme", "Rank", "Within quota", "Household", "Head of household"]
    assert rows[2][4:7] == ["Slamet", "3374••••••••0001", "3374••••••••0002"]
    kelurahan = load_places().kelurahan["33.74.02.1003"].name
    assert rows[2][10:13] == [kelurahan, "Semarang Utara", "300000"]
    assert rows[2][8] == "003"
    assert len(rows) == 3
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_in_a_workbook_is_a_formula(tmp_path):
    path = tmp_path / "daftar.xlsx"
    write_due(path, [ONE], load_places())
    cells = [cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert ONE.head_name in {cell.value for cell in cells}


def test_nothing_in_a_csv_begins_like_a_formula(tmp_path):
    path = tmp_path / "daftar.csv"
    write_due(path, [ONE], load_places())
    (_header, row) = csv.reader(path.read_text("utf-8-sig").splitlines())
    assert '\'=HYPERLINK("http://x")' in row
    assert "'@SUM(A1)" in row
    assert "'-1+1" in row
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12), min_size=1, max_size=4
    )
)
def test_any_text_goes_into_a_workbook_and_comes_back_as_text(tmp_path, texts):
    path = tmp_path / "apa.xlsx"
    write_table(path, ["kolom"] * len(texts), [texts])
    row = next(openpyxl.load_workbook(path).active.iter_rows(min_row=2, max_row=2), ())
    for cell, text in zip(row, texts, strict=False):
        assert cell.data_type != "f"
        if text.isalnum():
            assert str(cell.value) == text


@given(st.text(max_size=20))
def test_safe_text_never_begins_like_a_formula_and_loses_nothing(text):
    safe = safe_text(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert safe.removeprefix("'") == text.removeprefix("'") or safe == text


def test_a_table_that_cannot_be_written_leaves_the_old_one_and_says_so(tmp_path):
    path = tmp_path / "daftar.csv"
    write_table(path, ["a"], [["lama"]])

    def rows():
        yield ["baru"]
        raise OSError(28, "No space left on device")

    with pytest.raises(UserError, match="cannot be written") as told:
        write_table(path, ["a"], rows())
    assert told.value.remedy
    assert "lama" in path.read_text("utf-8-sig")
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(UserError, match=r"\.xlsx or \.csv"):
        write_table(tmp_path / "daftar.pdf", ["a"], [])
