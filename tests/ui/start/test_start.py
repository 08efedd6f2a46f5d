# SPDX-License-Identifier: Apache-2.0
"""From an empty laptop to an open workspace with nothing but the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from enumerator.identity.kit import make_kit
from enumerator.identity.project import new_person
from enumerator.settings import Settings
from enumerator.workspace import create_office_workspace
from ui.app import Window
from ui.entrance import doors
from ui.start.create import CreateOffice
from ui.start.enrol import Enrol
from ui.start.recover import Recover
from ui.start.sheets import KeepSheets
from ui.start.unlock import Unlock

SECRET = "tiga kerbau biru"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PENDATA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def window(qtbot, home: Path):
    made = Window(doors(), Settings(), home)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    yield made
    made.close()


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_in(qtbot, words: str) -> None:
    """Type and press Enter."""
    qtbot.keyClicks(focus(), words)
    qtbot.keyClick(focus(), Qt.Key.Key_Return)


def create_office(qtbot, window: Window) -> None:
    qtbot.keyClick(focus(), Qt.Key.Key_2)
    assert isinstance(window.start.step, CreateOffice)
    for words in ("Kota Semarang", "Budi", SECRET, SECRET):
        type_in(qtbot, words)
    qtbot.waitUntil(lambda: isinstance(window.start.step, KeepSheets), timeout=20_000)


def test_an_office_is_created_with_the_keyboard_alone(qtbot, window: Window, home: Path) -> None:
    create_office(qtbot, window)
    sheets = window.start.step
    assert not sheets.primary.isEnabled()
    sheets.kept.setFocus()
    qtbot.keyClick(focus(), Qt.Key.Key_Space)
    sheets.primary.setFocus()
    qtbot.keyClick(focus(), Qt.Key.Key_Space)
    assert window.shell is not None
    assert window.workspace.role == "office"
    assert window.workspace.project_name == "Kota Semarang"
    assert [path.name for path in home.iterdir() if path.is_dir()] == ["kota-semarang"]


def test_a_recovery_sheet_is_saved_as_a_pdf(qtbot, window: Window, tmp_path: Path) -> None:
    create_office(qtbot, window)
    step = window.start.step
    step.write(tmp_path / "lembar.pdf", 1, "ABCD EFGH")
    assert (tmp_path / "lembar.pdf").read_bytes().startswith(b"%PDF")
    step.write(tmp_path / "tidak ada" / "lembar.pdf", 1, "ABCD EFGH")
    assert step.trouble.isVisible()
    step.opened.emit(step.workspace)


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_made(qtbot, window: Window, home: Path) -> None:
    qtbot.keyClick(focus(), Qt.Key.Key_2)
    step = window.start.step
    for words in ("", "Budi", "abc", "abd"):
        type_in(qtbot, words)
    assert step.project.problem.text() == "Beri nama proyek ini."
    assert step.passphrase.problem.text().startswith("Pakai sedikitnya")
    assert step.again.problem.text() == "Kedua kata sandi berbeda. Ketik sekali lagi."
    assert focus() is step.project.field
    assert not home.exists()


def test_escape_leads_back_to_the_first_screen(qtbot, window: Window) -> None:
    qtbot.keyClick(focus(), Qt.Key.Key_1)
    assert isinstance(window.start.step, Enrol)
    qtbot.keyClick(focus(), Qt.Key.Key_Escape)
    assert window.start.step is None
    assert focus() is window.start.choose.choices[0]


def test_a_wrong_passphrase_is_said_and_the_right_one_opens(qtbot, home: Path) -> None:
    workspace, _sheets = create_office_workspace(home / "a", "Kota Semarang", SECRET, person="Budi")
    workspace.close()
    window = Window(doors(), Settings(), home)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    step = window.start.step
    assert isinstance(step, Unlock)
    type_in(qtbot, "empat kerbau biru")
    qtbot.waitUntil(step.trouble.isVisible, timeout=20_000)
    assert focus() is step.passphrase.field.line
    assert step.passphrase.field.line.selectedText()
    type_in(qtbot, SECRET)
    qtbot.waitUntil(lambda: window.shell is not None, timeout=20_000)
    window.close()


def test_two_sheets_open_what_a_forgotten_passphrase_closed(qtbot, home: Path) -> None:
    workspace, sheets = create_office_workspace(home / "a", "Kota Semarang", SECRET, person="Budi")
    workspace.close()
    window = Window(doors(), Settings(), home)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    qtbot.keyClick(focus(), Qt.Key.Key_1)
    window.start.step.forgotten.setFocus()
    qtbot.keyClick(focus(), Qt.Key.Key_Space)
    step = window.start.step
    assert isinstance(step, Recover)
    for words in (sheets.second, sheets.first[:-1] + "?", "lima bebek putih", "lima bebek putih"):
        type_in(qtbot, words)
    qtbot.waitUntil(step.trouble.isVisible, timeout=20_000)
    step.second.field.setText(sheets.first)
    step.again.setFocus()
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.shell is not None, timeout=20_000)
    window.close()
    doors().open(home / "a", "lima bebek putih").close()


def test_a_laptop_is_enrolled_from_its_kit(qtbot, window: Window, home: Path, tmp_path: Path) -> None:
    office, _sheets = create_office_workspace(tmp_path / "office", "Kota Semarang", SECRET, person="Budi")
    kit = make_kit(
        office.keys, tmp_path / "sri.kit", new_person("Sri Wahyuni"), files={}, now=office.store.clock()
    )
    office.close()
    qtbot.keyClick(focus(), Qt.Key.Key_1)
    step = window.start.step
    for words in (str(kit.path), kit.code, "dua sapi merah", "dua sapi merah"):
        type_in(qtbot, words)
    qtbot.waitUntil(lambda: window.shell is not None or step.trouble.isVisible(), timeout=20_000)
    assert window.shell is not None, step._what.text()
    assert window.workspace.role == "enumerator"
    assert window.workspace.person_name == "Sri Wahyuni"


def test_the_lock_hides_everything_until_the_passphrase_is_typed(qtbot, window: Window) -> None:
    create_office(qtbot, window)
    step = window.start.step
    step.opened.emit(step.workspace)
    qtbot.keyClick(
        focus(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    )
    assert window.lock is not None
    assert not window.shell.isVisible()
    type_in(qtbot, SECRET)
    qtbot.waitUntil(lambda: window.lock is None, timeout=20_000)
    assert window.shell.isVisible()


def test_language_and_size_change_while_the_work_stays_open(qtbot, window: Window) -> None:
    create_office(qtbot, window)
    step = window.start.step
    step.opened.emit(step.workspace)
    window.shell.go("settings")
    before = window.workspace
    qtbot.keyClick(focus(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.shell.current() == "settings"
    assert window.shell.screen("settings").bar.title.text() == "Settings"
    window.change_look({"text_scale": 150})
    assert window.shell.screen("settings").bar.title.text() == "Settings"
    assert window.workspace is before
