# SPDX-License-Identifier: Apache-2.0
"""A data folder that another process has open is not opened again, and the person is told where to go."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from enumerator.settings import Settings
from enumerator.workspace import create_office_workspace
from ui.app import Window
from ui.entrance import doors

ROOT = Path(__file__).resolve().parents[3]
SECRET = "tiga kerbau biru"
FIRST = """
import sys
from pathlib import Path
from enumerator.workspace import open_workspace
with open_workspace(Path(sys.argv[1]), sys.argv[2]):
    print("open", flush=True)
    sys.stdin.read()
"""


def test_the_second_window_says_that_the_folder_is_open_and_opens_it_when_it_is_free(
    qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("PENDATA_HOME", str(home))
    create_office_workspace(home / "kantor", "Kota", SECRET, person="Budi")[0].close()
    first = subprocess.Popen(
        [sys.executable, "-c", FIRST, str(home / "kantor"), SECRET],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert first.stdout is not None
        assert first.stdout.readline() == "open\n"
        window = Window(doors(), Settings(), home)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
        step = window.start.step
        qtbot.keyClicks(QApplication.focusWidget(), SECRET)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        qtbot.waitUntil(step.trouble.isVisible, timeout=20_000)
        assert step._what.text() == "Folder kantor sudah dibuka di jendela lain."
        assert "jendela" in step._remedy.text()
        assert window.shell is None
    finally:
        first.communicate(timeout=20)
    qtbot.keyClick(step.passphrase.field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.shell is not None, timeout=20_000)
    window.close()
