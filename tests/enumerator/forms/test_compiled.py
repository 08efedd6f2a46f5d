# SPDX-License-Identifier: Apache-2.0
"""Compiled forms kept by content hash: the same form, faster, and never the wrong one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from enumerator.forms import Context, Interview, load_form
from tests.enumerator.forms.respondent import Respondent

TABLE = """
| survey | | | | | | |
| | type | name | label::Indonesia (id) | relevant | calculation | choice_filter |
| | integer | umur | Umur | | | |
| | select_one kota | kota | Kota | ${umur} > 3 | | |
| | select_one desa | desa | Desa | | | kota = ${kota} |
| | begin_repeat | anggota | Anggota | | | |
| | integer | usia | Usia | | | |
| | calculate | nomor | | | position(..) | |
| | end_repeat | | | | | |
| | calculate | jumlah | | | sum(${usia}) | |
| choices | | | | | | |
| | list_name | name | label::Indonesia (id) | kota | | |
| | kota | a | A | | | |
| | kota | b | B | | | |
| | desa | x | X | a | | |
| | desa | y | Y | b | | |
"""


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "form.md"
    path.write_text(TABLE.strip(), encoding="utf-8")
    return path


def _ids() -> Context:
    counter = iter(range(10_000))
    return Context(seed=1, new_id=lambda: f"{next(counter):08x}")


def test_a_kept_form_asks_the_same_and_answers_the_same(workbook: Path, tmp_path: Path) -> None:
    fresh = load_form(workbook)
    first = load_form(workbook, cache=tmp_path / "cache")
    again = load_form(workbook, cache=tmp_path / "cache")
    assert first == fresh == again
    assert again.nodes == fresh.nodes
    one, other = Interview.begin(fresh, _ids()), Interview.begin(again, _ids())
    for interview in (one, other):
        Respondent(7).fill(interview)
        interview.set_language("Indonesia (id)")
    assert one.answers() == other.answers()
    assert one.problems() == other.problems()


def test_another_workbook_is_another_form(workbook: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    load_form(workbook, cache=cache)
    workbook.write_text(TABLE.strip().replace("Umur", "Usia kepala"), encoding="utf-8")
    form = load_form(workbook, cache=cache)
    assert "Usia kepala" in str(form.nodes["/data/umur"].label)
    assert len(list(cache.glob("*.form"))) == 2


@pytest.mark.parametrize("damage", [b"", b"\x00\x01\x02", b"not MessagePack at all"])
def test_a_damaged_kept_form_is_read_anew(workbook: Path, tmp_path: Path, damage: bytes) -> None:
    cache = tmp_path / "cache"
    load_form(workbook, cache=cache)
    (kept,) = cache.glob("*.form")
    kept.write_bytes(damage)
    assert load_form(workbook, cache=cache).nodes.keys() == load_form(workbook).nodes.keys()


def test_a_file_that_comes_later_is_found_by_a_kept_form(tmp_path: Path) -> None:
    path = tmp_path / "form.md"
    path.write_text(
        "| survey | | | |\n| | type | name | label |\n| | select_one_from_file desa.csv | d | Desa |\n",
        encoding="utf-8",
    )
    cache = tmp_path / "cache"
    assert any("desa.csv" in warning.what for warning in load_form(path, cache=cache).warnings)
    folder = tmp_path / "form-media"
    folder.mkdir()
    (folder / "desa.csv").write_text("name,label\nk,Krajan\n", encoding="utf-8")
    form = load_form(path, cache=cache)
    assert not any("desa.csv" in warning.what for warning in form.warnings)
    assert [choice.label for choice in Interview.begin(form).choices("/data/d")] == ["Krajan"]
    assert replace(form, warnings=()) == replace(load_form(path), warnings=())
