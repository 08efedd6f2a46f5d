# SPDX-License-Identifier: Apache-2.0
"""Several people at one computer: who sits here is asked at the start and after the lock, by keys alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from enumerator.identity.project import Duty
from enumerator.identity.sheets import are_awaited
from enumerator.identity.unlock import recover
from enumerator.office.colleagues import add_colleague
from enumerator.settings import Settings
from enumerator.workspace import create_office_workspace
from ui.app import Window
from ui.entrance import doors
from ui.start.lock import Lock
from ui.start.sheets import KeepSheets
from ui.start.sign_in import SignIn

SECRET = "kata sandi percobaan"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PENDATA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def shared(home: Path) -> Path:
    workspace, _sheets = create_office_workspace(home / "a", "Kota Semarang", SECRET, person="Rini")
    with workspace:
        add_colleague(workspace, SECRET, "Joko", Duty.OPERATOR, "120344")
        add_colleague(workspace, SECRET, "Wati", Duty.SUPERVISOR, "998877")
    return home / "a"


def shown(qtbot, home: Path) -> Window:
    window = Window(doors(), Settings(), home)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return window


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def unlock(qtbot, window: Window) -> None:
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    qtbot.keyClicks(focus(), SECRET)
    qtbot.keyClick(focus(), Qt.Key.Key_Return)


def sign_in_as(qtbot, step: SignIn, name: str, pin: str) -> None:
    for _press in range(5):
        qtbot.keyClick(focus(), Qt.Key.Key_Up)
    while not step.person.currentText().startswith(name):
        qtbot.keyClick(focus(), Qt.Key.Key_Down)
    qtbot.keyClicks(focus(), pin)


def test_after_the_passphrase_a_name_and_its_pin_open_the_office(qtbot, home: Path, shared: Path) -> None:
    window = shown(qtbot, home)
    unlock(qtbot, window)
    qtbot.waitUntil(lambda: window.sign_in is not None, timeout=20_000)
    assert window.shell is None
    sign_in_as(qtbot, window.sign_in, "Wati", "998877")
    qtbot.waitUntil(lambda: window.shell is not None, timeout=20_000)
    assert window.workspace.person_name == "Wati"
    assert window.workspace.keys.duty is Duty.SUPERVISOR
    window.close()
    window = shown(qtbot, home)
    unlock(qtbot, window)
    qtbot.waitUntil(lambda: window.sign_in is not None, timeout=20_000)
    assert window.sign_in.person.currentText().startswith("Wati"), "who was here last stands first"
    window.close()


def test_whoever_typed_the_passphrase_goes_in_with_enter(qtbot, home: Path, shared: Path) -> None:
    window = shown(qtbot, home)
    unlock(qtbot, window)
    qtbot.waitUntil(lambda: window.sign_in is not None, timeout=20_000)
    assert window.sign_in.person.currentText().startswith("Rini")
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.shell is not None)
    assert window.workspace.person_name == "Rini"
    window.close()


def test_a_wrong_pin_opens_nothing_and_the_third_makes_one_wait(qtbot, home: Path, shared: Path) -> None:
    window = shown(qtbot, home)
    unlock(qtbot, window)
    qtbot.waitUntil(lambda: window.sign_in is not None, timeout=20_000)
    step = window.sign_in
    for wrong in range(4):
        sign_in_as(qtbot, step, "Joko", "111222")
        qtbot.waitUntil(lambda: step.trouble.isVisible() and not step.is_busy(), timeout=20_000)
        words = step.trouble.accessibleName()
        assert ("Tunggu" in words) == (wrong == 3), words
    assert window.shell is None
    window.close()


def test_after_the_lock_a_colleague_sits_down_in_his_own_name(
    qtbot, home: Path, shared: Path, windows_shown: list[QWidget]
) -> None:
    window = shown(qtbot, home)
    unlock(qtbot, window)
    qtbot.waitUntil(lambda: window.sign_in is not None, timeout=20_000)
    sign_in_as(qtbot, window.sign_in, "Joko", "120344")
    qtbot.waitUntil(lambda: window.shell is not None, timeout=20_000)
    window.shell.go("households")
    before = window.shell
    window.lock_now()
    assert isinstance(window.lock, SignIn)
    assert window.lock.person.currentText().startswith("Joko")
    qtbot.keyClicks(focus(), "120344")
    qtbot.waitUntil(lambda: window.lock is None, timeout=20_000)
    assert window.shell is before, "the same person goes on where the page was"
    assert window.shell.current() == "households"
    window.lock_now()
    assert windows_shown == [window], "a part of the lock came up as a window of its own"
    sign_in_as(qtbot, window.lock, "Rini", SECRET)
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.lock is None and window.shell is not None, timeout=20_000)
    assert window.shell is not before
    assert window.workspace.person_name == "Rini"
    assert window.shell.current() == "inbox"
    window.close()


def test_one_person_alone_is_asked_for_nothing_more(qtbot, home: Path) -> None:
    create_office_workspace(home / "a", "Kota", SECRET, person="Rini")[0].close()
    window = shown(qtbot, home)
    unlock(qtbot, window)
    qtbot.waitUntil(lambda: window.shell is not None, timeout=20_000)
    assert window.sign_in is None
    window.lock_now()
    assert isinstance(window.lock, Lock)
    window.close()


def test_sheets_that_nobody_put_away_are_made_anew_at_the_next_start(qtbot, home: Path) -> None:
    workspace, old = create_office_workspace(
        home / "a", "Kota", SECRET, person="Rini", hold_sheets=True
    )
    workspace.close()
    assert are_awaited(home / "a")
    window = shown(qtbot, home)
    unlock(qtbot, window)
    qtbot.waitUntil(lambda: isinstance(window.start and window.start.step, KeepSheets), timeout=20_000)
    sheets = window.start.step
    new = sheets._sheets
    assert new.first != old.first
    sheets.kept.setFocus()
    qtbot.keyClick(focus(), Qt.Key.Key_Space)
    sheets.primary.setFocus()
    qtbot.keyClick(focus(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.shell is not None, timeout=20_000)
    assert not are_awaited(home / "a")
    window.close()
    assert recover(home / "a", new.first, new.second, "kata sandi baru sekali").role == "office"
