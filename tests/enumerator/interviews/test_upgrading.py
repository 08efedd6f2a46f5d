# SPDX-License-Identifier: Apache-2.0
"""A draft goes on in the newest version of its form, with every answer accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest

from enumerator.forms import Interview
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.upgrading import report_words, unplaced_report, upgrade
from enumerator.messages import speak
from enumerator.workspace import Workspace, create_office_workspace

FORM = """
| settings | | |
| | form_id | version |
| | kk | {version} |
| survey | | | |
| | type | name | label |
| | text | nama | Nama |
{more}
"""


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    workspace, _sheets = create_office_workspace(tmp_path / "office", "Kota", "empat kata tanpa hubungan")
    yield workspace
    workspace.close()


def _publish(office: Workspace, folder: Path, version: str, *more: str) -> None:
    path = folder / f"kk-{version}.md"
    path.write_text(FORM.format(version=version, more="\n".join(more)), "utf-8")
    office.library.publish(path)


def test_answers_are_carried_and_what_has_no_place_is_kept_and_told(
    office: Workspace, tmp_path: Path
) -> None:
    _publish(office, tmp_path, "1", "| | text | dusun | Dusun |", "| | integer | umur | Umur |")
    old = office.library.newest("kk")
    assert old is not None
    drafts = Drafts(office.store)
    answers = {"/data/nama": "Suparmi", "/data/dusun": "Krajan", "/data/umur": "40"}
    draft = drafts.begin(old, prefill=answers)
    assert upgrade(drafts, office.library, draft.id) is None

    _publish(office, tmp_path, "2", "| | integer | umur | Umur |", "| | text | rt | RT |")
    found = upgrade(drafts, office.library, draft.id)
    assert found is not None
    moved = drafts.get(draft.id)
    assert moved.form.version == "2"
    interview = Interview.resume(office.library.get(moved.form.hash), drafts.open(draft.id))
    assert interview.node("/data/nama").value == "Suparmi"
    assert interview.node("/data/umur").value == "40"
    assert dict(found.migration.unplaced) == {"/data/dusun": "Krajan"}
    assert "Krajan" in drafts.answers(draft.id).values()
    speak("en")
    try:
        assert "1 answer has no place any more" in report_words(found)
    finally:
        speak("id")
    assert upgrade(drafts, office.library, draft.id) is None


def test_the_report_names_every_answer_in_the_words_of_the_form(office: Workspace, tmp_path: Path) -> None:
    choices = (
        "| choices | | | |",
        "| | list_name | name | label |",
        "| | yn | y | Ya |",
        "| | yn | t | Tidak |",
    )
    path = tmp_path / "kk-1.md"
    rows = [
        "| survey | | | | |",
        "| | type | name | label | sensitive |",
        "| | text | nama | Nama | |",
        "| | text | nik | NIK | yes |",
        "| | select_one yn | listrik | Ada listrik? | |",
        "| | integer | luas | Luas rumah | |",
        "| | begin_repeat | anggota | Anggota | |",
        "| | text | sebutan | Panggilan | |",
        "| | text | hobi | Hobi | |",
        "| | end_repeat | | | |",
        *choices,
        "| settings | | |",
        "| | form_id | version |",
        "| | rumah | 1 |",
    ]
    path.write_text("\n".join(rows), "utf-8")
    office.library.publish(path)
    first = office.library.newest("rumah")
    assert first is not None
    interview = Interview.begin(office.library.get(first.hash))
    row = interview.children("/data/anggota")[0]
    for address, value in (
        ("/data/nama", "Suparmi"),
        ("/data/nik", "3374021203900001"),
        ("/data/listrik", "t"),
        ("/data/luas", "36"),
        (f"{row}/sebutan", "Pak Min"),
        (f"{row}/hobi", "Mancing"),
    ):
        interview.answer(address, value)
    drafts = Drafts(office.store)
    draft = drafts.begin(first, prefill=interview.answers())
    newer = [
        line.replace("Ada listrik?", "Punya sambungan listrik?").replace("| rumah | 1 |", "| rumah | 2 |")
        for line in rows
        if "luas" not in line and "hobi" not in line
    ]
    newer[1] = "| | type | name | label | sensitive | required |"
    newer.insert(3, "| | text | rt | RT | | yes |")
    path.write_text("\n".join(newer), "utf-8")
    office.library.publish(path)
    found = upgrade(drafts, office.library, draft.id)
    assert found is not None
    report = found.report
    assert [(line.label, line.words) for line in report.unplaced] == [
        ("Luas rumah", "36"),
        ("Hobi", "Mancing"),
    ]
    (changed,) = report.changed
    assert (changed.label, changed.words) == ("Punya sambungan listrik?", "Tidak")
    assert changed.how
    assert [line.label for line in report.required] == ["RT"]
    carried = {line.label: (line.row, line.words) for line in report.carried}
    assert carried == {"Nama": ("", "Suparmi"), "NIK": ("", "••••"), "Panggilan": ("1", "Pak Min")}

    later = Interview.resume(office.library.get(drafts.get(draft.id).form.hash), drafts.open(draft.id))
    kept = unplaced_report(later.answers(), later.form)
    assert sorted(line.words for line in kept.unplaced) == ["36", "Mancing"]
    finished = later.finished_answers()
    assert sorted(text for key, text in finished.items() if key.endswith("#unplaced")) == ["36", "Mancing"]
