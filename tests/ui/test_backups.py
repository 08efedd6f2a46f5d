# SPDX-License-Identifier: Apache-2.0
"""Copies are made by themselves, on closing and by a button, and come back at the start screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from enumerator.settings import Settings, read_settings
from enumerator.store.backup import backups
from enumerator.store.revision import Entry
from enumerator.workspace import Workspace, create_office_workspace, open_workspace
from ui import tasks
from ui.app import Window
from ui.backups import Backups
from ui.entrance import doors
from ui.reporting import News
from ui.start.restore import RestoreBackup
from ui.start.unlock import Unlock

SECRET = "tiga kerbau biru"
DAY = timedelta(days=1)


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=7)))

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PENDATA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def office(home: Path, clock: Clock) -> Iterator[Workspace]:
    made, _sheets = create_office_workspace(home / "kantor", "Kota", SECRET, person="Budi", clock=clock)
    yield made
    made.close()


@pytest.fixture
def window(qtbot, home: Path) -> Window:
    made = Window(doors(), Settings(), home)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def copies(stick: Path) -> int:
    return sum(len(backups(place)) for place in stick.iterdir())


def settle() -> None:
    tasks.wait_for_all(20_000)
    for _round in range(4):
        QApplication.processEvents()


def test_a_backup_is_made_once_a_day_and_told_in_the_settings(
    qtbot, office: Workspace, stick: Path, clock: Clock
) -> None:
    office.change_settings(backup_folder=str(stick))
    watch = Backups(office, QApplication.instance())
    watch.look()
    settle()
    assert copies(stick) == 1
    clock.now += timedelta(hours=3)
    watch.look()
    settle()
    assert copies(stick) == 1
    clock.now += DAY
    watch.look()
    settle()
    assert copies(stick) == 2
    watch.stop()


def test_two_data_folders_share_a_stick_and_keep_their_own_copies(
    office: Workspace, tmp_path: Path, stick: Path, clock: Clock
) -> None:
    other, _sheets = create_office_workspace(tmp_path / "lain" / "kantor", "Lain", SECRET, clock=clock)
    for workspace in (office, other):
        workspace.change_settings(backup_folder=str(stick))
    office.back_up()
    for _day in range(9):
        clock.now += DAY
        other.back_up()
    other.close()
    assert sorted(len(backups(place)) for place in stick.iterdir()) == [1, 7]


def test_a_stick_that_is_away_is_no_reason_to_write_elsewhere_and_is_told_after_a_week(
    office: Workspace, stick: Path, clock: Clock
) -> None:
    office.change_settings(backup_folder=str(stick))
    office.back_up()
    shutil.move(stick, stick.with_name("gone"))
    watch = Backups(office, QApplication.instance())
    told: list[News] = []
    watch.noticed.connect(told.append)
    for _day in range(6):
        watch.look()
        clock.now += DAY
    assert told == []
    for _day in range(7):
        clock.now += DAY
        watch.look()
    assert [news.kind for news in told] == ["info"]
    assert not stick.exists()
    watch.stop()


def test_without_a_folder_the_reminder_is_quiet_and_weekly(office: Workspace, clock: Clock) -> None:
    watch = Backups(office, QApplication.instance())
    told: list[News] = []
    watch.noticed.connect(told.append)
    days = []
    for day in range(16):
        watch.look()
        if len(told) > len(days):
            days.append(day)
        clock.now += DAY
    assert days == [7, 14]
    assert told[0].kind == "info"
    watch.stop()


def test_closing_makes_a_backup_first(qtbot, window: Window, office: Workspace, stick: Path) -> None:
    office.change_settings(backup_folder=str(stick))
    office.store.append(Entry("h1", "household", {"/data/n": "1"}))
    window.open(office)
    window.close()
    assert window.isVisible()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert copies(stick) == 1
    assert window.workspace is None


def test_choosing_another_folder_leaves_a_backup_too(
    qtbot, window: Window, office: Workspace, stick: Path
) -> None:
    office.change_settings(backup_folder=str(stick))
    window.open(office)
    window.shell.close_requested.emit()
    qtbot.waitUntil(lambda: window.start is not None, timeout=20_000)
    assert copies(stick) == 1


def test_a_failed_backup_does_not_keep_the_window_open_and_is_remembered(
    qtbot, window: Window, office: Workspace, stick: Path, home: Path
) -> None:
    office.change_settings(backup_folder=str(stick))
    (stick / office.backup_place().name).write_text("a file where the folder should be")
    window.open(office)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert read_settings(home / "kantor").backup_trouble.startswith("Cadangan tidak dapat ditulis")


def test_the_settings_page_chooses_makes_and_tells(
    qtbot, window: Window, office: Workspace, stick: Path, home: Path
) -> None:
    window.open(office)
    window.shell.go("settings")
    page = window.shell.screen("settings")
    assert page.backup.state.text() == "Semua data hanya ada di disk ini."
    assert not page.backup.make.isEnabled()
    page.choose_folder(home / "kantor" / "cadangan")
    assert office.settings.backup_folder == ""
    page.choose_folder(stick)
    qtbot.waitUntil(lambda: copies(stick) == 1, timeout=20_000)
    settle()
    assert page.backup.state.text().startswith("Cadangan terakhir: Hari ini")
    office.change_settings(backup_folder=str(stick / "tidak-ada"))
    page.back_up()
    qtbot.waitUntil(lambda: bool(office.settings.backup_trouble), timeout=20_000)
    settle()
    assert page.backup.state.text().startswith("Folder untuk cadangan tidak ada.")
    office.change_settings(backup_folder="")


def test_a_backup_is_put_back_at_the_start_screen_and_the_work_goes_on(
    qtbot, window: Window, office: Workspace, stick: Path, home: Path
) -> None:
    office.store.append(Entry("h1", "household", {"/data/n": "1"}))
    office.change_settings(backup_folder=str(stick))
    office.back_up()
    office.close()
    shutil.rmtree(home / "kantor")
    window.show_start()
    window.start.choose.restore_requested.emit()
    step = window.start.step
    assert isinstance(step, RestoreBackup)
    qtbot.keyClicks(step.place.field.line, str(home / "kosong"))
    qtbot.keyClick(step.place.field.line, Qt.Key.Key_Return)
    assert step.place.problem.text().startswith("Folder ini tidak ada")
    step.place.field.line.setText(str(stick))
    qtbot.keyClick(step.place.field.line, Qt.Key.Key_Return)
    assert step.copies.isVisible()
    assert "Kota · Budi" in step.copies.field.currentText()
    step.primary.click()
    qtbot.waitUntil(lambda: isinstance(window.start.step, Unlock), timeout=20_000)
    qtbot.keyClicks(window.start.step.passphrase.field.line, SECRET)
    qtbot.keyClick(window.start.step.passphrase.field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.shell is not None, timeout=20_000)
    assert window.workspace.store.journal.records("household") == ("h1",)
    assert window.workspace.keys.log != window.workspace.keys.device
    window.workspace.change_settings(backup_folder="")
    window.close()
    open_workspace(home / "kota", SECRET).close()
