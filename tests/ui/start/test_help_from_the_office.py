# SPDX-License-Identifier: Apache-2.0
"""A passphrase forgotten in the village: a request and its answer, as two files, open the data."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from enumerator.settings import Settings
from enumerator.workspace import create_office_workspace, enrol_workspace, make_enrolment_kit
from ui.app import Window
from ui.entrance import doors
from ui.office.asking import AskWords
from ui.office.staff import Staff
from ui.reporting import News
from ui.start.ask_office import TakeAnswer, WriteRequest
from ui.start.recover import Recover

SECRET = "tiga kerbau biru"
NEW = "pagar hijau tiga kelapa"


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_in(qtbot, words: str) -> None:
    qtbot.keyClicks(focus(), words)
    qtbot.keyClick(focus(), Qt.Key.Key_Return)


def press(qtbot, button: QWidget) -> None:
    button.setFocus()
    qtbot.keyClick(focus(), Qt.Key.Key_Space)


def test_two_files_open_a_laptop_without_a_visit(
    qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("PENDATA_HOME", str(home))
    office, sheets = create_office_workspace(tmp_path / "kantor", "Kota", SECRET, person="Budi")
    kit = make_enrolment_kit(office, tmp_path, "Sri Wahyuni")
    enrol_workspace(home / "laptop", kit.path, kit.code, "sudah saya lupakan").close()
    window = Window(doors(), Settings(), home)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)

    qtbot.keyClick(focus(), Qt.Key.Key_1)
    press(qtbot, window.start.step.forgotten)
    assert isinstance(window.start.step, Recover)
    press(qtbot, window.start.step.by_file)
    step = window.start.step
    assert isinstance(step, WriteRequest)
    assert not step.have.isEnabled()
    for words in (NEW, NEW, str(tmp_path / "tidak-ada")):
        type_in(qtbot, words)
    assert step.place.problem.text().startswith("Folder ini tidak ada")
    step.place.field.line.setText(str(tmp_path))
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    qtbot.waitUntil(step.written.isVisible, timeout=20_000)
    (request,) = tmp_path.glob("*.pendata-recovery")
    assert request.name.startswith("sri-wahyuni-")

    staff = Staff(office)
    qtbot.addWidget(staff)
    staff.show()
    monkeypatch.setattr(staff.enumerators, "pick_request", lambda: request)
    told: list[News] = []
    staff.noticed.connect(told.append)
    staff.enumerators.help.click()
    (asked,) = staff.findChildren(AskWords)
    assert "Sri Wahyuni" in asked.windowTitle()
    asked.fields["first"].field.setText(sheets.second)
    asked.fields["second"].field.setText(sheets.first)
    asked.yes.click()
    assert [news.kind for news in told] == ["done"]
    answer = request.with_suffix(".pendata-answer")
    (noted,) = (revision for _at, revision in office.store.journal.of_kind("recovery"))
    assert (noted.values["way"], noted.values["name"]) == ("answered", "Sri Wahyuni")
    staff.close()
    office.close()
    window.activateWindow()
    press(qtbot, step.have)
    step = window.start.step
    assert isinstance(step, TakeAnswer)
    for words in (str(answer), "bukan yang dipilih"):
        type_in(qtbot, words)
    qtbot.waitUntil(step.trouble.isVisible, timeout=20_000)
    step.passphrase.field.line.setText(NEW)
    step.passphrase.setFocus()
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.shell is not None, timeout=20_000)
    (noted,) = (revision for _at, revision in window.workspace.store.journal.of_kind("recovery"))
    assert noted.values["way"] == "answer"
    window.close()
