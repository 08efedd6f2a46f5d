# SPDX-License-Identifier: Apache-2.0
"""A warning that compares with a roster waits until the roster has been filled."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from enumerator.forms import Context, Interview, load_form
from enumerator.interviews.cross_checks import RosterChecks
from enumerator.interviews.editing import Editing

FORM = """
| survey | | | | | | |
| | type | name | label | constraint | severity | calculation |
| | begin_group | awal | A. Awal | | | |
| | integer | jumlah | Berapa orang | . = ${terdata} | warn | |
| | integer | uang | Uang | . < 90 | warn | |
| | end_group | | | | | |
| | begin_group | keluarga | B. Keluarga | | | |
| | begin_repeat | anggota | Anggota | | | |
| | text | nama | Nama | | | |
| | end_repeat | | | | | |
| | end_group | | | | | |
| | begin_group | akhir | C. Akhir | | | |
| | text | catatan | Catatan | | | |
| | end_group | | | | | |
| | calculate | terdata | | | | count(${anggota}) |
"""
SERIES = "/data/keluarga/anggota"


@pytest.fixture
def editing(tmp_path: Path) -> Editing:
    (tmp_path / "kk.md").write_text(FORM, "utf-8")
    form = load_form(tmp_path / "kk.md")
    context = Context(clock=lambda: datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    return Editing(Interview.resume(form, {f"{SERIES}#rows": ""}, context), lambda _lines, _at, _deed: None)


def told(editing: Editing, checks: RosterChecks, here: str) -> list[str]:
    """The names of what is doubtful, with the person on the page of `here`."""
    progress = editing.progress
    progress.let_wait(checks.waiting(progress, progress.page_of(here)))
    return [problem.address.rpartition("/")[2] for problem in progress.problems()]


def test_a_count_is_doubted_only_once_the_roster_has_been_filled_and_left(editing: Editing) -> None:
    checks = RosterChecks(editing.interview.form)
    editing.answer("/data/awal/jumlah", "2")
    editing.answer("/data/awal/uang", "900")
    assert told(editing, checks, "/data/awal/jumlah") == ["uang"]
    row = editing.add_row(SERIES).address
    assert told(editing, checks, f"{row}/nama") == ["uang"]
    assert told(editing, checks, SERIES) == ["uang"]
    assert told(editing, checks, "/data/akhir/catatan") == ["jumlah", "uang"]
    assert told(editing, checks, f"{row}/nama") == ["uang"]
    editing.add_row(SERIES)
    assert told(editing, checks, "/data/akhir/catatan") == ["uang"]


def test_what_waits_is_not_in_the_counts_of_its_page_and_comes_back(editing: Editing) -> None:
    checks = RosterChecks(editing.interview.form)
    editing.answer("/data/awal/jumlah", "2")
    page = editing.progress.page_of("/data/awal/jumlah")
    assert page is not None
    assert told(editing, checks, SERIES) == []
    assert editing.progress.tally(page.key).warnings == 0
    shift = editing.progress.let_wait(frozenset())
    assert shift.pages == {page.key}
    assert editing.progress.tally(page.key).warnings == 1
