# SPDX-License-Identifier: Apache-2.0
"""Drafts between versions of a form."""

from __future__ import annotations

from pathlib import Path

import pytest

from enumerator.forms import Form, Interview, load_form
from enumerator.interviews.migrate import Difference, migrate

OLD = """
| survey | | | | |
| | type | name | label | allow |
| | text | nama | Nama kepala keluarga | |
| | integer | umur | Umur | dont_know |
| | text | dusun | Dusun | |
| | select_one air | air | Sumber air | |
| | begin_group | rumah | Rumah | |
| | text | dinding | Dinding | |
| | end_group | | | |
| | begin_repeat | anggota | Anggota | |
| | text | nik | NIK | |
| | text | hobi | Hobi | |
| | end_repeat | | | |
| choices | | | | |
| | list_name | name | label | |
| | air | sumur | Sumur | |
| | air | pam | PAM | |
"""
NEW = """
| survey | | | | | |
| | type | name | label | default | allow |
| | text | nama | Nama lengkap kepala keluarga | | |
| | decimal | umur | Umur | | |
| | select_one air | air | Sumber air | | |
| | begin_group | bangunan | Bangunan | | |
| | text | dinding | Dinding | | |
| | integer | lantai | Jumlah lantai | 1 | |
| | end_group | | | | |
| | begin_repeat | anggota | Anggota | | |
| | text | nik | NIK | | |
| | end_repeat | | | | |
| choices | | | | | |
| | list_name | name | label | | |
| | air | pam | PAM | | |
| | air | hujan | Air hujan | | |
"""


def _form(folder: Path, name: str, table: str) -> Form:
    path = folder / f"{name}.md"
    path.write_text(table.strip(), encoding="utf-8")
    return load_form(path)


@pytest.fixture
def forms(tmp_path: Path) -> tuple[Form, Form]:
    return _form(tmp_path, "form", OLD), _form(tmp_path, "form2", NEW)


def _draft(form: Form) -> Interview:
    interview = Interview.begin(form)
    row = interview.children("/data/anggota")[0]
    for address, value in (
        ("/data/nama", "Siti"),
        ("/data/umur", "40"),
        ("/data/dusun", "Krajan"),
        ("/data/air", "sumur"),
        ("/data/rumah/dinding", "bata"),
        (f"{row}/nik", "3374"),
        (f"{row}/hobi", "memancing"),
    ):
        interview.answer(address, value)
    interview.remark("/data/nama", "tetangga yang menjawab")
    return interview


def test_what_means_the_same_is_carried_with_its_remarks_and_rows(forms: tuple[Form, Form]) -> None:
    old, new = forms
    draft = _draft(old)
    row = draft.children("/data/anggota")[0]
    report = migrate(draft.answers(), old, new)
    assert f"{row}/nik" in report.carried
    opened = Interview.resume(new, report.answers)
    assert opened.children("/data/anggota") == (row,)
    assert opened.node(f"{row}/nik").value == "3374"
    assert opened.node("/data/nama").remark == "tetangga yang menjawab"


def test_what_changed_meaning_is_carried_and_named(forms: tuple[Form, Form]) -> None:
    old, new = forms
    report = migrate(_draft(old).answers(), old, new)
    told = {(each.address, each.difference) for each in report.changed}
    assert ("/data/nama", Difference.REWORDED) in told
    assert ("/data/umur", Difference.TYPE) in told
    assert ("/data/bangunan/dinding", Difference.MOVED) in told
    opened = Interview.resume(new, report.answers)
    assert opened.node("/data/umur").value == "40.0"
    assert opened.node("/data/bangunan/dinding").value == "bata"


def test_what_has_no_place_stays_in_the_draft_and_is_named(forms: tuple[Form, Form]) -> None:
    old, new = forms
    draft = _draft(old)
    row = draft.children("/data/anggota")[0]
    report = migrate(draft.answers(), old, new)
    assert report.unplaced == {
        "/data/dusun": "Krajan",
        "/data/air": "sumur",
        f"{row}/hobi": "memancing",
    }
    opened = Interview.resume(new, report.answers)
    assert opened.answers()["/data/dusun#unplaced"] == "Krajan"
    back = migrate(opened.answers(), new, old)
    assert back.unplaced["/data/dusun"] == "Krajan"


def test_every_answer_is_in_one_of_the_lists(forms: tuple[Form, Form]) -> None:
    old, new = forms
    answers = _draft(old).answers()
    report = migrate(answers, old, new)
    values = {key: text for key, text in answers.items() if "#" not in key}
    placed = len(report.carried) + len({each.was for each in report.changed}) + len(report.unplaced)
    assert placed == len(values)


def test_new_questions_are_named_and_have_their_defaults(forms: tuple[Form, Form]) -> None:
    old, new = forms
    report = migrate(_draft(old).answers(), old, new)
    assert report.added == ("/data/bangunan/lantai",)
    assert Interview.resume(new, report.answers).node("/data/bangunan/lantai").value == "1"


def test_a_no_answer_that_is_no_longer_allowed_has_no_place(forms: tuple[Form, Form]) -> None:
    from enumerator.forms import NoAnswer

    old, new = forms
    interview = Interview.begin(old)
    interview.answer("/data/umur", NoAnswer.DONT_KNOW)
    report = migrate(interview.answers(), old, new)
    assert report.unplaced == {"/data/umur#no-answer": "dont_know"}


def test_the_same_version_carries_everything(forms: tuple[Form, Form]) -> None:
    old, _new = forms
    answers = _draft(old).answers()
    report = migrate(answers, old, old)
    assert dict(report.answers) == answers
    assert not report.changed
    assert not report.unplaced
