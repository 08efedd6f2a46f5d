# SPDX-License-Identifier: Apache-2.0
"""A discarded draft is found in the bin and taken back, and a visit without an interview says why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from enumerator.interviews.assignments import Status
from enumerator.interviews.drafts import Drafts
from enumerator.messages import speak
from ui.field.task_rows import read_lines
from ui.reporting import Reporter
from ui.samples import Samples
from ui.shell import Shell


@pytest.fixture
def shell(qtbot, tmp_path: Path) -> Iterator[Shell]:
    with Samples(tmp_path) as samples:
        made = Shell(samples.laptop, Reporter())
        qtbot.addWidget(made)
        made.resize(1366, 768)
        with qtbot.waitExposed(made):
            made.show()
        made.activateWindow()
        yield made
        made.put_down()


def line_of(shell: Shell, name: str):
    return next(line for line in read_lines(shell.workspace) if line.name == name)


def test_a_draft_comes_back_from_the_bin_by_keys(qtbot, shell: Shell) -> None:
    page = shell.screen("assignments")
    assert page.filters.bin.isHidden()
    Drafts(shell.workspace.store).discard(line_of(shell, "Dwi Lestari").row.draft)
    page.refresh()
    assert page.filters.bin.text() == "Dibuang  1"
    page.filters.bin.setFocus()
    qtbot.keyClick(page.filters.bin, Qt.Key.Key_Space)
    assert shell.current() == "bin"
    found = shell.screen("bin")
    assert found.table.current().name == "Dwi Lestari"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert found.table.shown() == 0
    assert line_of(shell, "Dwi Lestari").status is Status.DRAFT
    found.back.click()
    assert shell.current() == "assignments"
    assert page.filters.bin.isHidden()


def test_one_that_was_begun_since_lies_in_the_bin_in_its_place(qtbot, shell: Shell) -> None:
    drafts, line = Drafts(shell.workspace.store), line_of(shell, "Dwi Lestari")
    first = line.row.draft
    drafts.discard(first)
    second = drafts.begin(drafts.get(first).form, line.household)
    shell.go("bin")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert line_of(shell, "Dwi Lestari").row.draft == first
    assert [draft.id for draft in drafts.bin()] == [second.id]
    assert "tempat sampah" in shell.notice.accessibleName()


def test_a_discarded_draft_is_gone_after_thirty_days_though_nobody_looked(shell: Shell) -> None:
    drafts = Drafts(shell.workspace.store)
    drafts.discard(line_of(shell, "Dwi Lestari").row.draft)
    clock = shell.workspace.store.clock
    clock.now = clock.now.replace(month=12, day=25)
    shell.screen("assignments").refresh()
    assert drafts.bin() == ()


def test_after_thirty_days_a_discarded_draft_is_gone(shell: Shell) -> None:
    drafts = Drafts(shell.workspace.store)
    drafts.discard(line_of(shell, "Dwi Lestari").row.draft)
    clock = shell.workspace.store.clock
    clock.now = clock.now.replace(month=12, day=23)
    shell.go("bin")
    assert shell.screen("bin").table.shown() == 1
    clock.now = clock.now.replace(day=25)
    shell.screen("bin").refresh()
    assert shell.screen("bin").table.shown() == 0
    assert drafts.bin() == ()


def test_a_visit_without_an_interview_says_why_in_the_list(shell: Shell) -> None:
    workspace = shell.workspace
    line = line_of(shell, "Agus Riyanto")
    form = workspace.library.get(line.row.form.hash)
    saves = next(entity.saves for entity in form.entities if entity.dataset == "household")
    drafts = Drafts(workspace.store)
    drafts.open(line.row.draft)
    drafts.save(line.row.draft, {saves["visit_result"]: "4"})
    assert line_of(shell, "Agus Riyanto").note == "Responden menolak"
    speak("en")
    assert line_of(shell, "Agus Riyanto").note == "Respondent refused"
    speak("id")
    drafts.save(line.row.draft, {saves["visit_result"]: "1"})
    assert line_of(shell, "Agus Riyanto").note != "Responden menolak"
