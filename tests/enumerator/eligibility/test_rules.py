# SPDX-License-Identifier: Apache-2.0
"""The rules workbook: what is read from it, and how a mistake in it is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from enumerator.eligibility import adopting
from enumerator.eligibility.adopting import SHIPPED, adopt, current
from enumerator.eligibility.assessment import BoundRules
from enumerator.eligibility.rules import load
from enumerator.eligibility.workbook import read_date, read_number
from enumerator.errors import UserError

LINES = Path(__file__).resolve().parents[4] / "shared" / "data" / "poverty_lines.csv"


def changed(folder: Path, sheet: str, cell: str, value: object) -> Path:
    """The shipped workbook with one cell changed."""
    book = openpyxl.load_workbook(SHIPPED)
    book[sheet][cell] = value
    path = folder / "aturan.xlsx"
    book.save(path)
    return path


def test_the_shipped_workbook_has_the_criteria_lines_and_programmes_of_the_mission():
    rules = load(SHIPPED)
    assert len(rules.criteria) == 14
    assert rules.threshold == 9
    assert [each.code for each in rules.programmes] == [
        "blt", "pangan", "pelatihan", "modal", "kesehatan", "pendidikan", "prasarana",
    ]  # fmt: skip
    assert all(line.source.startswith("https://") for line in rules.lines)
    assert all(each.source for each in (*rules.criteria, *rules.parameters, *rules.programmes))
    assert all(each.wording.english and each.wording.indonesian for each in rules.criteria)


@pytest.mark.skipif(not LINES.exists(), reason="the shared data are not beside this checkout")
def test_every_known_poverty_line_is_there_with_its_source():
    import csv

    with LINES.open(encoding="utf-8") as file:
        known = {
            (row["jenis"], row["periode"], row["wilayah"], row["sumber"]) for row in csv.DictReader(file)
        }
    rules = load(SHIPPED)
    assert {(line.kind, line.period, line.area, line.source) for line in rules.lines} == known


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2021, 2, 28), None),
        (date(2021, 3, 1), 358_233.6),
        (date(2023, 2, 28), 358_233.6),
        (date(2023, 3, 1), 351_957.4),
        (date(2026, 11, 24), 391_000),
    ],
)
def test_the_line_of_a_day_is_the_latest_in_use(day, amount):
    line = load(SHIPPED).line(day)
    assert (line.per_month if line else None) == amount


def test_the_version_changes_with_the_workbook(tmp_path):
    shipped = load(SHIPPED)
    other = load(changed(tmp_path, "parameter", "B2", 9))
    assert shipped.version != other.version
    assert shipped.version.startswith("2026.1+")
    assert other.amounts(date(2026, 11, 24))["p_luas_lantai"] == 9


def test_the_same_rules_on_another_day_are_in_force_in_the_same_way():
    rules = load(SHIPPED)
    assert rules.in_force(date(2026, 11, 24)) == rules.in_force(date(2029, 12, 31))
    assert rules.in_force(date(2026, 11, 24)) != rules.in_force(date(2030, 1, 1))


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "parts"),
    [
        ("garis", "F3", "banyak", ("garis", "row 3", "rp_per_kapita_per_bulan", "banyak")),
        ("garis", "D2", "31-31-2026", ("garis", "row 2", "berlaku_dari")),
        ("garis", "G2", "mungkin", ("garis", "row 2", "dipakai", "ya, tidak")),
        ("garis", "H2", None, ("garis", "row 2", "sumber", "blank")),
        ("kriteria", "E4", 0, ("kriteria", "row 4", "bobot")),
        ("kriteria", "D1", "bila", ("kriteria", "terpenuhi_bila")),
        ("kriteria", "A3", "kriteria_01", ("kriteria", "row 3", "kode", "kriteria_01")),
        ("syarat", "A3", "desil", ("syarat", "row 3", "desil")),
        ("syarat", "A3", "dua kata", ("syarat", "row 3", "dua kata")),
        ("program", "A3", "blt", ("program", "row 3", "blt")),
        ("program", "F3", 1.5, ("program", "row 3", "kuota")),
        ("program", "I2", "mingguan", ("program", "row 2", "jadwal", "bulanan")),
        ("aturan", "A3", "vesri", ("versi", "aturan")),
    ],
)
def test_a_mistake_is_named_by_sheet_row_column_and_remedy(tmp_path, sheet, cell, value, parts):
    with pytest.raises(UserError) as told:
        load(changed(tmp_path, sheet, cell, value))
    said = str(told.value)
    assert all(part in said for part in parts), said
    assert told.value.remedy


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "parts"),
    [
        ("kriteria", "D5", "${babi} != '1'", ("kriteria", "row 5", "terpenuhi_bila", "babi")),
        ("kriteria", "D5", "${bab} != ", ("kriteria", "row 5", "terpenuhi_bila")),
        ("kriteria", "D5", "pulldata('a','b','c','d')", ("kriteria", "row 5", "pulldata")),
        ("program", "D2", "${miskin}", ("program", "row 2", "layak_bila", "miskin")),
        ("program", "E2", "${kriteria_min} *", ("program", "row 2", "urutan")),
        ("aturan", "B7", "${belanja}", ("aturan", "row 7", "belanja")),
        ("parameter", "A2", "bab", ("bab",)),
    ],
)
def test_an_expression_that_cannot_be_used_is_named_at_its_cell(tmp_path, form, sheet, cell, value, parts):
    rules = load(changed(tmp_path, sheet, cell, value))
    with pytest.raises(UserError) as told:
        BoundRules(rules, form)
    said = str(told.value)
    assert all(part in said for part in parts), said


def test_what_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "aturan.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(UserError, match="cannot be read"):
        load(path)
    with pytest.raises(UserError, match="cannot be opened"):
        load(tmp_path / "tidak-ada.xlsx")
    book = openpyxl.load_workbook(SHIPPED)
    del book["syarat"]
    book.save(path)
    with pytest.raises(UserError, match="syarat"):
        load(path)


def test_rules_that_go_round_in_a_circle_are_named(tmp_path, form, families):
    rules = load(changed(tmp_path, "syarat", "D2", "${miskin_ekstrem} or ${kriteria} > 3"))
    with pytest.raises(UserError, match="miskin_14 → miskin_ekstrem"):
        BoundRules(rules, form).assess("x", families.values(), on=date(2026, 11, 24))


def test_adopted_rules_are_kept_in_the_journal_and_the_last_ones_hold(store, form, tmp_path):
    assert current(store).version == load(SHIPPED).version
    adopt(store, SHIPPED, form)
    adopt(store, SHIPPED, form)
    assert len(store.journal.revisions(store.journal.records(adopting.KIND)[0])) == 1
    newer = adopt(store, changed(tmp_path, "parameter", "B2", 9), form, reason="Perwal baru")
    assert current(store).version == newer.version
    assert current(store).amounts(date(2026, 11, 24))["p_luas_lantai"] == 9


def test_wrong_rules_leave_the_old_ones_in_force(store, form, tmp_path):
    adopt(store, SHIPPED, form)
    with pytest.raises(UserError):
        adopt(store, changed(tmp_path, "kriteria", "D5", "${babi} = 1"), form)
    assert current(store).version == load(SHIPPED).version


@pytest.mark.parametrize(
    ("text", "number"),
    [("391000", 391_000), ("391.000", 391_000), ("1.391.000,5", 1_391_000.5), ("0,5", 0.5), ("0.125", 0.125),
     ("Rp 2.000", 2_000), ("358233.6", 358_233.6), ("-3", -3)],
)  # fmt: skip
def test_numbers_are_read_as_an_office_writes_them(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize("text", ["", "abc", "1e6", "12a", "Rp"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        read_number(text)


def test_dates_are_read_with_the_year_first_or_last():
    assert read_date("2026-01-31") == read_date("31-01-2026") == read_date("31/1/2026") == date(2026, 1, 31)
