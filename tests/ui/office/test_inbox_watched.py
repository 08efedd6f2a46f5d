# SPDX-License-Identifier: Apache-2.0
"""A watched folder takes in what arrives by itself; a person decides about what was kept aside; a look inside
takes nothing in.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from enumerator.bundles.watch import unseen_bundles
from enumerator.demo.midway import Midway
from enumerator.office.aside import decisions, undecided
from enumerator.office.staffing import revoke_laptop
from enumerator.registry.staff import enumerators
from ui.office.asking import AskWords
from ui.office.inbox import Inbox
from ui.office.watching import Watching
from ui.reporting import Reporter
from ui.shell import Shell
from ui.widgets.bundle_contents import BundleContents

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def newest(midway: Midway) -> Path:
    """A bundle that the office has not seen yet: the one with an interview in it is the largest."""
    office = midway.office
    unseen = unseen_bundles(office.store, office.keys, midway.stick)
    return max((found.path for found in unseen), key=lambda path: path.stat().st_size)


@pytest.fixture
def watched(tmp_path: Path) -> Path:
    folder = tmp_path / "Kiriman masuk"
    folder.mkdir()
    return folder


def look_twice(qtbot, watching: Watching) -> None:
    """Two looks, as the clock would make them: a file counts when both find it alike."""
    for _look in range(2):
        watching.look()
        qtbot.waitUntil(lambda: watching._task is None, timeout=30_000)


def test_what_arrives_is_taken_in_by_itself_and_said_on_any_page(
    qtbot, midway: Midway, watched: Path, newest: Path
) -> None:
    midway.office.change_settings(watched_folder=str(watched))
    shell = Shell(midway.office, Reporter())
    qtbot.addWidget(shell)
    shell.show()
    shell.go("households")
    told = []
    shell._watching.noticed.connect(told.append)
    before = midway.office.store.journal.position()
    shutil.copy(newest, watched)
    look_twice(qtbot, shell._watching)
    assert [news.kind for news in told] == ["done"]
    assert midway.office.store.journal.position() > before
    look_twice(qtbot, shell._watching)
    assert len(told) == 1
    shell.put_down()


def test_a_copy_in_progress_is_left_alone_until_it_is_whole(
    qtbot, midway: Midway, watched: Path, newest: Path
) -> None:
    midway.office.change_settings(watched_folder=str(watched))
    watching = Watching(midway.office, QApplication.instance())
    arrived: list[object] = []
    watching.arrived.connect(arrived.append)
    content = newest.read_bytes()
    target = watched / newest.name
    for part in range(1, 4):
        target.write_bytes(content[: len(content) * part // 4])
        watching.look()
        qtbot.waitUntil(lambda: watching._task is None, timeout=30_000)
    assert arrived == []
    target.write_bytes(content)
    look_twice(qtbot, watching)
    ((one,),) = arrived
    assert one.outcome.new > 0
    watching.stop()


def test_a_broken_file_is_said_once_and_its_better_copy_taken(
    qtbot, midway: Midway, watched: Path, newest: Path, opened
) -> None:
    midway.office.change_settings(watched_folder=str(watched))
    page = opened(Inbox(midway.office))
    watching = Watching(midway.office, page)
    watching.arrived.connect(page.note)
    target = watched / newest.name
    target.write_bytes(newest.read_bytes()[:-100])
    with qtbot.waitSignal(watching.noticed, timeout=30_000) as told:
        look_twice(qtbot, watching)
    assert told.args[0].kind == "warning"
    assert page.table.model.row_at(0).refusal is not None
    shutil.copy(newest, target)
    look_twice(qtbot, watching)
    assert page.table.model.row_at(0).refusal is None
    watching.stop()


def test_a_folder_that_is_away_is_shown_and_looked_for(
    qtbot, midway: Midway, watched: Path, opened, monkeypatch
) -> None:
    page = opened(Inbox(midway.office))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_about: str(watched))
    qtbot.keyClick(page, Qt.Key.Key_W, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert midway.office.settings.watched_folder == str(watched)
    assert str(watched) in page.watch.words.text()
    watched.rmdir()
    page.refresh()
    assert "tidak ada" in page.watch.words.text()
    watching = Watching(midway.office, page)
    look_twice(qtbot, watching)
    watching.stop()
    page.watch.leave.click()
    assert midway.office.settings.watched_folder == ""


@pytest.fixture
def waiting(qtbot, midway: Midway, newest: Path, opened) -> Inbox:
    """The page with one bundle of a revoked laptop kept aside and chosen."""
    for person in enumerators(midway.office.store):
        for laptop in person.laptops:
            revoke_laptop(midway.office, laptop, "Hilang")
    page = opened(Inbox(midway.office))
    with qtbot.waitSignal(page.noticed, timeout=30_000):
        page.receive([newest])
    assert undecided(midway.office) == 1
    assert page.table.current().waits
    return page


def answer(qtbot, page: Inbox, words: str) -> None:
    sheet = page.findChild(AskWords)
    field = sheet.fields["reason"].field
    qtbot.keyClick(sheet, Qt.Key.Key_Return)  # without a reason nothing happens
    assert sheet.isVisible()
    qtbot.keyClicks(field, words)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_late_work_of_a_revoked_laptop_is_taken_in_by_a_persons_word(
    qtbot, midway: Midway, waiting: Inbox
) -> None:
    waiting.detail.accept.click()
    with qtbot.waitSignal(waiting.noticed, timeout=30_000):
        answer(qtbot, waiting, "Laptop ditemukan lagi")
    assert undecided(midway.office) == 0
    (decision,) = decisions(midway.office).values()
    assert (decision.act, decision.reason) == ("accept", "Laptop ditemukan lagi")
    assert not waiting.table.current().aside


def test_what_is_left_aside_no_longer_waits_and_may_still_be_taken(
    qtbot, midway: Midway, waiting: Inbox
) -> None:
    waiting.detail.reject.click()
    answer(qtbot, waiting, "Bukan buatan kami")
    assert undecided(midway.office) == 0
    line = waiting.table.current()
    assert line.rejected
    assert "Bukan buatan kami" in waiting.detail.trouble_words.text()
    assert waiting.detail.accept.isVisible()
    assert not waiting.detail.reject.isVisible()


def test_a_look_inside_takes_nothing_in(qtbot, midway: Midway, newest: Path, opened, monkeypatch) -> None:
    page = opened(Inbox(midway.office))
    before = midway.office.store.journal.position()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_about: (str(newest), ""))
    qtbot.keyClick(page, Qt.Key.Key_I, CTRL)
    qtbot.waitUntil(lambda: page.findChild(BundleContents) is not None, timeout=30_000)
    shown = page.findChild(BundleContents)
    words = [label.text() for label in shown.facts.findChildren(type(page.watch.words))]
    assert any("isian keluarga" in text for text in words), words
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert midway.office.store.journal.position() == before
