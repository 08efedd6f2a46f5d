# SPDX-License-Identifier: Apache-2.0
"""Pages, counts and the way from question to question, without a screen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from enumerator.forms import Interview, NoAnswer, load_form
from enumerator.interviews.naming import plain_name
from enumerator.interviews.navigation import Mark, Progress
from enumerator.interviews.pages import LONGEST, Kind

FORM = """
| survey | | | | | | | |
| | type | name | label | relevant | required | constraint | severity |
| | text | kode | Kode | | | | |
| | begin_group | lokasi | A. Lokasi | | | | |
| | text | kepala | Nama kepala | | yes | | |
| | integer | umur | Umur | | yes | . < 120 | block |
| | integer | uang | Uang | | | . < 1000 | warn |
| | begin_group | dalam | Bagian dalam | ${umur} > 17 | | | |
| | text | kerja | Pekerjaan | | | | |
| | end_group | | | | | | |
| | end_group | | | | | | |
| | begin_group | keluarga | B. Keluarga | ${umur} != '' | | | |
| | integer | jumlah | Jumlah | | | | |
| | begin_repeat | anggota | Anggota | | | | |
| | text | nama | Nama | | yes | | |
| | begin_repeat | ternak | Ternak | | | | |
| | text | jenis | Jenis | | | | |
| | end_repeat | | | | | | |
| | text | catatan | Catatan | | | | |
| | end_repeat | | | | | | |
| | note | terima | Terima kasih | | | | |
| | text | penutup | Penutup | | | | |
| | end_group | | | | | | |
"""
ROWS = {
    "/data/lokasi/umur": "40",
    "/data/keluarga/anggota#rows": "aaaa0001 aaaa0002",
    "/data/keluarga/anggota[aaaa0001]/nama": "Agus",
    "/data/keluarga/anggota[aaaa0001]/ternak#rows": "bbbb0001",
    "/data/keluarga/anggota[aaaa0002]/ternak#rows": "",
}


@pytest.fixture
def form_file(tmp_path: Path) -> Path:
    path = tmp_path / "form.md"
    path.write_text(FORM, "utf-8")
    return path


def resumed(path: Path, answers: Mapping[str, str] = ROWS) -> tuple[Interview, Progress]:
    interview = Interview.resume(load_form(path), answers)
    return interview, Progress(interview)


def test_pages_follow_the_order_of_the_form_and_split_around_rosters(form_file: Path) -> None:
    _interview, progress = resumed(form_file)
    assert [
        (page.container.rpartition("/")[2], page.kind, page.depth, page.part) for page in progress.shown()
    ][:7] == [
        ("data", Kind.SECTION, 0, 0),
        ("lokasi", Kind.SECTION, 0, 0),
        ("keluarga", Kind.SECTION, 0, 0),
        ("anggota[aaaa0001]", Kind.ROW, 1, 0),
        ("ternak[bbbb0001]", Kind.ROW, 2, 0),
        ("anggota[aaaa0001]", Kind.ROW, 1, 1),
        ("anggota[aaaa0002]", Kind.ROW, 1, 0),
    ]


def test_a_section_that_does_not_apply_is_not_shown(form_file: Path) -> None:
    interview, progress = resumed(form_file)
    assert any(page.container == "/data/keluarga" for page in progress.shown())
    shift = progress.update(interview.answer("/data/lokasi/umur", None))
    assert shift.structure
    assert not any(page.container.startswith("/data/keluarga") for page in progress.shown())


def test_counts_are_those_of_a_fresh_look_after_every_kind_of_edit(form_file: Path) -> None:
    interview, progress = resumed(form_file)
    row = "/data/keluarga/anggota[aaaa0001]"
    edits = [
        lambda: interview.answer("/data/lokasi/kepala", "Agus"),
        lambda: interview.answer("/data/lokasi/umur", "400"),
        lambda: interview.answer("/data/lokasi/umur", "12"),
        lambda: interview.answer("/data/lokasi/uang", "5000"),
        lambda: interview.accept("/data/lokasi/uang", "benar"),
        lambda: interview.answer("/data/lokasi/uang", NoAnswer.REFUSED),
        lambda: interview.add_repeat("/data/keluarga/anggota"),
        lambda: interview.move_repeat(row, 1),
        lambda: interview.remove_repeat(row),
        lambda: interview.answer("/data/lokasi/umur", None),
    ]
    for edit in edits:
        progress.update(edit())
        fresh = Progress(interview)
        assert progress.total() == fresh.total()
        assert [page.key for page in progress.shown()] == [page.key for page in fresh.shown()]
        assert [progress.tally(p.key) for p in progress.pages] == [fresh.tally(p.key) for p in fresh.pages]
        assert progress.problems() == fresh.problems()
        assert progress.missing() == fresh.missing()


def test_unanswered_is_open_wrong_is_a_problem_and_an_accepted_warning_is_neither(form_file: Path) -> None:
    interview, progress = resumed(form_file)
    lokasi = progress.page_of("/data/lokasi/kepala")
    assert lokasi is not None
    assert progress.tally(lokasi.key).mark is Mark.OPEN
    progress.update(interview.answer("/data/lokasi/kepala", "Agus"))
    assert progress.tally(lokasi.key).mark is Mark.DONE
    progress.update(interview.answer("/data/lokasi/uang", "5000"))
    assert progress.tally(lokasi.key).mark is Mark.WARNING
    progress.update(interview.accept("/data/lokasi/uang", "baru dibayar"))
    assert progress.tally(lokasi.key).mark is Mark.DONE
    assert progress.accepted() == ("/data/lokasi/uang",)
    progress.update(interview.answer("/data/lokasi/umur", "400"))
    assert progress.tally(lokasi.key).mark is Mark.PROBLEM


def test_a_section_counts_its_rows(form_file: Path) -> None:
    _interview, progress = resumed(form_file)
    section = progress.page_of("/data/keluarga/jumlah")
    assert section is not None
    assert progress.tally(section.key).missing == 0
    assert progress.branch(section).missing == 1  # the second member has no name yet


def test_the_next_stop_skips_what_does_not_apply(form_file: Path) -> None:
    interview, progress = resumed(form_file)
    assert progress.after("/data/lokasi/uang") == "/data/lokasi/dalam/kerja"
    progress.update(interview.answer("/data/lokasi/umur", "12"))
    assert progress.after("/data/lokasi/uang") == "/data/keluarga/jumlah"
    assert progress.before("/data/keluarga/jumlah") == "/data/lokasi/uang"
    assert progress.after("/data/keluarga/jumlah") == "/data/keluarga/anggota"
    assert progress.before("/data/kode") is None


def test_the_number_of_a_question_counts_those_that_apply(form_file: Path) -> None:
    interview, progress = resumed(form_file)
    number, of = progress.number("/data/keluarga/jumlah")
    progress.update(interview.answer("/data/lokasi/umur", "12"))
    assert progress.number("/data/keluarga/jumlah") == (number - 1, of - 1)


def test_the_next_problem_goes_round_and_then_to_what_is_missing(form_file: Path) -> None:
    interview, progress = resumed(form_file)
    assert progress.next_problem("/data/kode") == "/data/lokasi/kepala"
    progress.update(interview.answer("/data/lokasi/uang", "5000"))
    assert progress.next_problem("/data/kode") == "/data/lokasi/uang"
    assert progress.next_problem("/data/lokasi/uang") == "/data/lokasi/uang"


def test_a_long_section_is_broken_into_pages(tmp_path: Path) -> None:
    lines = "\n".join(f"| | text | q{n} | Soal {n} |" for n in range(2 * LONGEST + 5))
    path = tmp_path / "panjang.md"
    path.write_text(f"| survey | | | |\n| | type | name | label |\n{lines}\n", "utf-8")
    progress = Progress(Interview.begin(load_form(path)))
    assert [len(page.items) for page in progress.pages] == [LONGEST, LONGEST, 5]


def test_a_row_is_named_by_its_name_and_a_label_loses_the_letter_of_its_section(form_file: Path) -> None:
    _interview, progress = resumed(form_file)
    assert progress.name_of("/data/keluarga/anggota[aaaa0001]") == "Agus"
    assert progress.name_of("/data/keluarga/anggota[aaaa0002]") == ""
    assert plain_name("B. Anggota keluarga") == "anggota keluarga"
    assert plain_name("12) Ternak") == "ternak"
    assert plain_name("KTP") == "KTP"
