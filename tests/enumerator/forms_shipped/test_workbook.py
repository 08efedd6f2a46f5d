# SPDX-License-Identifier: Apache-2.0
"""The shipped questionnaire as a workbook: a standard XLSForm in two languages with REGSOSEK's codes."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from pyxform.xls2xform import xls2xform_convert

from enumerator.registry.places import load_places

ROOT = Path(__file__).resolve().parents[3]
WORKBOOK = ROOT / "resources" / "forms" / "kk_miskin_ekstrem.xlsx"
VARIABLES = ROOT.parent / "shared" / "data" / "regsosek2022k_variables.json"
LANGUAGES = ("Bahasa Indonesia (id)", "English (en)")
STRUCTURE = ("begin_group", "end_group", "begin_repeat", "end_repeat")
SILENT = {*STRUCTURE, "calculate", "note", "start", "end", "today", "username", "deviceid"}
RECORDED_BY_THE_PROGRAM = {"101", "102", "111", "202", "203", "204", "204a"}

Row = dict[str, str]


def rows_of(sheet: str) -> list[Row]:
    book = openpyxl.load_workbook(WORKBOOK, read_only=True)
    lines = book[sheet].iter_rows(values_only=True)
    names = [str(name) for name in next(lines)]
    return [
        {name: str(cell) for name, cell in zip(names, line, strict=True) if cell is not None}
        for line in lines
    ]


@pytest.fixture(scope="module")
def survey() -> list[Row]:
    return rows_of("survey")


@pytest.fixture(scope="module")
def choices() -> dict[str, list[Row]]:
    lists: dict[str, list[Row]] = defaultdict(list)
    for row in rows_of("choices"):
        lists[row["list_name"]].append(row)
    return lists


def asked(survey: list[Row]) -> Iterator[Row]:
    return (row for row in survey if row["type"] not in SILENT)


def test_pyxform_converts_it_without_a_warning(tmp_path: Path) -> None:
    assert xls2xform_convert(str(WORKBOOK), str(tmp_path / "form.xml"), validate=False) == []


@pytest.mark.skipif(shutil.which("java") is None, reason="ODK Validate needs java")
def test_odk_validate_accepts_it(tmp_path: Path) -> None:
    assert xls2xform_convert(str(WORKBOOK), str(tmp_path / "form.xml"), validate=True) == []


def test_it_asks_more_than_120_questions(survey: list[Row]) -> None:
    assert sum(1 for _ in asked(survey)) >= 120


def test_every_text_is_there_in_both_languages(survey: list[Row], choices: dict[str, list[Row]]) -> None:
    for row in [*survey, *(choice for items in choices.values() for choice in items)]:
        for text in ("label", "hint", "constraint_message", "required_message"):
            given = {language for language in LANGUAGES if row.get(f"{text}::{language}")}
            assert given in (set(), set(LANGUAGES)), (row["name"], text)


def test_every_question_group_and_choice_has_a_label(
    survey: list[Row], choices: dict[str, list[Row]]
) -> None:
    shown = [row for row in survey if row["type"] not in SILENT - {"begin_group", "begin_repeat", "note"}]
    for row in [*shown, *(choice for items in choices.values() for choice in items)]:
        assert row.get(f"label::{LANGUAGES[0]}"), row


def test_every_check_and_every_required_question_says_what_is_wrong(survey: list[Row]) -> None:
    for row in survey:
        if "constraint" in row:
            assert row[f"constraint_message::{LANGUAGES[0]}"]
            assert row["severity"] in ("block", "warn")
        if "required" in row:
            assert row[f"required_message::{LANGUAGES[0]}"]


def test_there_are_hard_and_soft_checks_and_skips_throughout(survey: list[Row]) -> None:
    severities = [row["severity"] for row in survey if "severity" in row]
    assert severities.count("block") >= 40
    assert severities.count("warn") >= 25
    assert sum("relevant" in row for row in survey) >= 60


def test_no_answers_are_of_the_known_kinds_and_private_questions_are_marked(survey: list[Row]) -> None:
    for row in survey:
        assert set(row.get("allow", "").split()) <= {"dont_know", "refused"}
        assert row.get("sensitive", "yes") == "yes"
    private = {row["name"] for row in survey if row.get("sensitive") == "yes"}
    assert private >= {"nik", "no_kk", "telepon", "penghasilan_kepala", "kronis", "wg_lihat", "foto_kk"}


def test_kelurahan_cascade_from_the_real_kecamatan(choices: dict[str, list[Row]]) -> None:
    places = load_places()
    label = f"label::{LANGUAGES[0]}"
    assert {row["name"]: row[label] for row in choices["kecamatan"]} == {
        code: place.name for code, place in places.kecamatan.items()
    }
    assert {row["name"]: (row[label], row["kecamatan"]) for row in choices["kelurahan"]} == {
        code: (place.name, place.kecamatan.code) for code, place in places.kelurahan.items()
    }


@pytest.mark.skipif(not VARIABLES.exists(), reason="the REGSOSEK variables are not beside this checkout")
def test_regsosek_variables_are_all_asked_with_the_codes_of_the_census(
    survey: list[Row], choices: dict[str, list[Row]]
) -> None:
    variables = {each["kode"]: each for each in json.loads(VARIABLES.read_text(encoding="utf-8"))["variabel"]}
    asked_here = {row["regsosek"]: row for row in survey if "regsosek" in row}
    assert set(variables) - set(asked_here) == RECORDED_BY_THE_PROGRAM
    assert set(asked_here) <= set(variables)
    for code, row in asked_here.items():
        if row["type"].startswith("select_one") and code not in ("103", "104"):
            given = [choice["name"] for choice in choices[row["type"].split()[1]]]
            assert given == [choice["kode"] for choice in variables[code]["pilihan"]], code


def test_the_workbook_is_comfortable_to_read() -> None:
    book = openpyxl.load_workbook(WORKBOOK)
    for sheet in ("survey", "choices", "settings", "entities", "petunjuk"):
        assert book[sheet].freeze_panes, sheet
        assert book[sheet]["C2"].alignment.wrap_text
        assert book[sheet].column_dimensions["A"].width > 12
