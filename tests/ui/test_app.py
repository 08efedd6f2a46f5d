# SPDX-License-Identifier: Apache-2.0
"""The program as a whole: it starts, keeps its settings, tells of defects, and closes what it opened."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from enumerator.errors import UserError
from enumerator.identity.rest import RestWatch
from enumerator.settings import Settings, read_settings
from enumerator.workspace import create_office_workspace
from ui import theme
from ui.app import Window, show_once
from ui.entrance import doors, find_folders, known_folder
from ui.pictures import picture_workspace
from ui.reporting import DefectDialog
from ui.samples import SECRET, Samples


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PENDATA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def window(qtbot, home: Path) -> Window:
    made = Window(doors(), Settings(), home)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_the_first_window_can_be_shown_for_the_self_test(home: Path) -> None:
    show_once()


def test_a_change_of_look_is_kept_for_the_next_start(window: Window, home: Path) -> None:
    window.change_look({"theme": "dark", "text_scale": 125})
    assert theme.current().name == "dark"
    kept = read_settings(home)
    assert (kept.theme, kept.text_scale) == ("dark", 125)


def test_data_folders_are_found_at_home_and_remembered_elsewhere(home: Path, tmp_path: Path) -> None:
    for folder in (home / "satu", tmp_path / "lain"):
        create_office_workspace(folder, "Kota Semarang", SECRET, person="Budi")[0].close()
    assert [folder.path.name for folder in find_folders()] == ["satu"]
    doors().open(tmp_path / "lain", SECRET).close()
    found = find_folders()
    assert [folder.path.name for folder in found] == ["satu", "lain"]
    assert (found[0].project, found[0].person, found[0].role) == ("Kota Semarang", "Budi", "office")


def test_a_folder_that_holds_nothing_is_named_by_its_path(tmp_path: Path) -> None:
    assert known_folder(tmp_path / "kosong").project == "kosong"


def test_closing_the_window_lets_go_of_the_data_folder(window: Window, home: Path) -> None:
    workspace, _sheets = create_office_workspace(home / "satu", "Kota Semarang", SECRET, person="Budi")
    window.open(workspace)
    assert window.windowTitle().startswith("Kota Semarang")
    window.close()
    doors().open(home / "satu", SECRET).close()


def test_an_opened_workspace_has_the_keyboard_and_only_one_window(
    qtbot, home: Path, samples: Samples, windows_shown: list[QWidget]
) -> None:
    window = Window(doors(), Settings(), home)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(window.isActiveWindow)
    window.open(samples.laptop)
    window.workspace = None  # shared with other tests
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.shell.screen("assignments").table.view)
    assert windows_shown == [window]


def test_a_folder_in_use_is_refused_with_a_reason(home: Path) -> None:
    workspace, _sheets = create_office_workspace(home / "satu", "Kota Semarang", SECRET, person="Budi")
    with pytest.raises(UserError):
        doors().open(home / "satu", SECRET)
    workspace.close()


def test_a_defect_opens_the_dialog_with_its_report(
    qtbot, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", lambda *_args: None)
    give_back = window.reporter.catch_all()
    sys.excepthook(ValueError, ValueError("rusak"), None)
    give_back()
    dialog = window.findChild(DefectDialog)
    assert dialog is not None
    assert "ValueError: rusak" in dialog.text.toPlainText()
    dialog.close()


def test_a_user_error_never_opens_the_defect_dialog(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", lambda *_args: None)
    give_back = window.reporter.catch_all()
    sys.excepthook(UserError, UserError("Flashdisk penuh."), None)
    give_back()
    assert window.findChild(DefectDialog) is None


def test_the_pages_of_a_workspace_are_drawn(samples: Samples, tmp_path: Path) -> None:
    drawn = picture_workspace(samples.laptop, tmp_path)
    assert [path.name for path in drawn][:2] == ["01-assignments.png", "02-handover.png"]
    assert all(path.stat().st_size > 5_000 for path in drawn)


def test_rest_locks_the_screen(qtbot, window: Window, home: Path) -> None:
    workspace, _sheets = create_office_workspace(home / "satu", "Kota Semarang", SECRET, person="Budi")
    window.open(workspace)
    assert window._rest.isActive()
    window._rest.timeout.emit()
    assert window.lock is not None
    assert not window.shell.isVisible()
    window.close()
    assert QApplication.activeModalWidget() is None


def test_a_laptop_that_slept_is_locked_at_the_first_touch_which_does_nothing_else(
    qtbot, window: Window, home: Path
) -> None:
    workspace, _sheets = create_office_workspace(home / "satu", "Kota Semarang", SECRET, person="Budi")
    window.open(workspace)
    elapsed = [0.0]
    window._watch = RestWatch(window.settings.lock_after_minutes, lambda: elapsed[0])
    elapsed[0] = window.settings.lock_after_minutes * 60 + 1.0
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(window)
    try:
        at = window.shell.current()
        qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
        assert window.lock is not None
        assert window.shell.current() == at
    finally:
        application.removeEventFilter(window)
    window.close()
