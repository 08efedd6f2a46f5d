# SPDX-License-Identifier: Apache-2.0
"""A draft goes on in the newest version of its form, with every answer accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest

from enumerator.forms import Interview
from enumerator.interviews.drafts import Drafts
from enumerator.interviews.upgrading import report_words, upgrade
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
    assert dict(found.unplaced) == {"/data/dusun": "Krajan"}
    assert "Krajan" in drafts.answers(draft.id).values()
    speak("en")
    try:
        assert "dusun: Krajan" in report_words(found)
    finally:
        speak("id")
    assert upgrade(drafts, office.library, draft.id) is None
