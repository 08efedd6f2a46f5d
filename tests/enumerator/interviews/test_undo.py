# SPDX-License-Identifier: Apache-2.0
"""Undo and redo bring back exactly what was there, whatever was done."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from enumerator.forms import Interview, NoAnswer, load_form
from enumerator.interviews.editing import Editing
from enumerator.interviews.undo import (
    AddRow,
    History,
    MoveRow,
    PutAnswer,
    PutReason,
    PutRemark,
    RemoveRow,
    Step,
)

FORM = """
| survey | | | | | |
| | type | name | label | relevant | constraint | severity |
| | text | nama | Nama | | | |
| | integer | umur | Umur | | . < 99 | warn |
| | begin_repeat | anggota | Anggota | | | |
| | text | siapa | Siapa | | | |
| | integer | kelas | Kelas | ${siapa} != '' | | |
| | end_repeat | | | | | |
"""


@pytest.fixture
def interview(tmp_path: Path) -> Interview:
    path = tmp_path / "form.md"
    path.write_text(FORM, "utf-8")
    return Interview.resume(load_form(path), {"/data/anggota#rows": "aaaa0001 aaaa0002"})


def test_keys_typed_into_one_field_are_undone_together(interview: Interview) -> None:
    history = History(interview)
    for upto in ("A", "Ag", "Agus"):
        history.do(PutAnswer("/data/nama", upto))
    history.seal()
    history.do(PutAnswer("/data/nama", "Agus R"))
    history.undo()
    assert interview.node("/data/nama").value == "Agus"
    history.undo()
    assert interview.node("/data/nama").value == ""
    assert history.undo() is None


def test_redo_is_forgotten_when_something_new_is_done(interview: Interview) -> None:
    history = History(interview)
    history.do(PutAnswer("/data/nama", "Agus"))
    assert history.undo() is not None
    history.do(PutAnswer("/data/umur", "4"))
    assert history.redo() is None


def test_a_dont_know_and_a_reason_come_back(interview: Interview) -> None:
    history = History(interview)
    history.do(PutAnswer("/data/umur", NoAnswer.DONT_KNOW))
    history.seal()
    history.do(PutAnswer("/data/umur", "120"))
    history.do(PutReason("/data/umur", "sudah tua"))
    history.undo()
    assert interview.node("/data/umur").reason == ""
    history.undo()
    assert interview.node("/data/umur").no_answer is NoAnswer.DONT_KNOW
    history.redo()
    history.redo()
    assert interview.node("/data/umur").reason == "sudah tua"


def any_step(chance: random.Random, interview: Interview) -> Step:
    """Something a person could do now."""
    rows = interview.children("/data/anggota")
    places = ["/data/nama", "/data/umur", *(f"{row}/{name}" for row in rows for name in ("siapa", "kelas"))]
    place = chance.choice(places)
    steps: list[Step] = [
        PutAnswer(place, chance.choice(["", "1", "12", "120", NoAnswer.REFUSED])),
        PutRemark(place, chance.choice(["", "catatan"])),
        AddRow("/data/anggota", chance.choice([None, 0, 1])),
    ]
    if rows:
        row = chance.choice(rows)
        steps += [RemoveRow(row), MoveRow(row, chance.randrange(len(rows)))]
    return chance.choice(steps)


@pytest.mark.parametrize("seed", range(8))
def test_undoing_everything_leads_back_to_the_start_and_redoing_to_the_end(
    interview: Interview, seed: int
) -> None:
    """Also for the draft, whose lines are kept up to date by what each edit says it changed."""
    chance = random.Random(seed)
    draft = dict(interview.answers())
    editing = Editing(interview, lambda lines, _at, _deed: keep(draft, lines))
    start = dict(draft)
    for _turn in range(40):
        editing._do(any_step(chance, interview))
        editing.history.seal()
        assert draft == interview.answers()
    end = dict(draft)
    while editing.undo() is not None:
        assert draft == interview.answers()
    assert draft == start
    while editing.redo() is not None:
        pass
    assert draft == end


def keep(draft: dict[str, str], lines: object) -> None:
    assert isinstance(lines, dict)
    for address, text in lines.items():
        if text is None:
            draft.pop(address, None)
        else:
            draft[address] = text
