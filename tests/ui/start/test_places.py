# SPDX-License-Identifier: Apache-2.0
"""Data on a stick, a network drive or in a synchronised folder is warned of, and a better place offered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from enumerator.settings import Settings
from enumerator.workspace import create_office_workspace
from ui.app import Window
from ui.entrance import doors, find_folders
from ui.start.create import CreateOffice
from ui.start.unlock import Unlock

SECRET = "tiga kerbau biru"


@pytest.fixture
def usual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("ui.entrance.usual_home", lambda: tmp_path / "biasa")
    return tmp_path / "biasa"


def shown(qtbot, home: Path) -> Window:
    window = Window(doors(), Settings(), home)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return window


def test_a_folder_in_step_with_others_is_moved_to_the_usual_place(
    qtbot, tmp_path: Path, usual: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "OneDrive - Dinsos"
    monkeypatch.setenv("PENDATA_HOME", str(home))
    create_office_workspace(home / "kantor", "Kota Semarang", SECRET, person="Budi")[0].close()
    window = shown(qtbot, home)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    step = window.start.step
    assert step.warning.isVisible()
    step.warning.button.click()
    qtbot.waitUntil(lambda: window.start.step is not step, timeout=20_000)
    step = window.start.step
    assert isinstance(step, Unlock)
    assert not step.warning.isVisible()
    qtbot.keyClicks(step.passphrase.field.line, SECRET)
    qtbot.keyClick(step.passphrase.field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.shell is not None, timeout=20_000)
    assert window.workspace.folder == usual / "kota-semarang"
    window.close()
    assert [folder.path for folder in find_folders()] == [usual / "kota-semarang"]


def test_a_new_project_can_be_made_in_the_usual_place(
    qtbot, tmp_path: Path, usual: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "Dropbox"
    monkeypatch.setenv("PENDATA_HOME", str(home))
    window = shown(qtbot, home)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)
    step = window.start.step
    assert isinstance(step, CreateOffice)
    assert step.warning.isVisible()
    step.warning.button.click()
    assert not step.warning.isVisible()
    for field, words in ((step.project, "Kota"), (step.person, "Budi")):
        field.field.setText(words)
    for field in (step.passphrase, step.again):
        field.field.line.setText(SECRET)
    step.submit()
    qtbot.waitUntil(lambda: window.start.step is not step, timeout=20_000)
    window.start.step.opened.emit(window.start.step.workspace)
    assert window.workspace.folder == usual / "kota"
    window.close()
    assert [folder.path for folder in find_folders()] == [usual / "kota"]


def test_the_disk_of_the_laptop_is_not_warned_of(
    qtbot, tmp_path: Path, usual: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("PENDATA_HOME", str(home))
    create_office_workspace(home / "kantor", "Kota", SECRET, person="Budi")[0].close()
    window = shown(qtbot, home)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    assert not window.start.step.warning.isVisible()
    window.close()
