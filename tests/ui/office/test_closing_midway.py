# SPDX-License-Identifier: Apache-2.0
"""A page, or the whole window, that is closed while its work runs: nothing is told, nothing breaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from enumerator.demo.midway import Midway
from enumerator.demo.run import PASSPHRASE
from enumerator.settings import Settings
from enumerator.workspace import open_workspace
from ui import tasks
from ui.app import Window
from ui.entrance import doors
from ui.shell import pages_for, screen_class

WORKING = ("dashboard", "audit", "cards")
"""Pages that read off the GUI thread as soon as they are shown."""
TURNS = (0, 1, 3)
"""Turns of the event loop until the end: before the work begins, as it begins, and after."""


@pytest.mark.parametrize("turns", TURNS)
def test_a_page_is_closed_while_it_reads(qapp: QApplication, midway: Midway, turns: int) -> None:
    for page in pages_for("office"):
        screen = screen_class(page)(midway.office)
        screen.resize(1000, 600)
        screen.show()
        screen.refresh()
        for _turn in range(turns):
            qapp.processEvents()
        screen.hide()
        screen.deleteLater()
        del screen
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert tasks.wait_for_all(10_000)
    qapp.processEvents()


def test_the_window_lets_go_of_the_folder_in_the_middle_of_work(
    qtbot, midway: Midway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PENDATA_HOME", str(tmp_path / "home"))
    window = Window(doors(), Settings(), tmp_path / "home")
    qtbot.addWidget(window)
    midway.office.close()
    for page, turns in zip(WORKING, TURNS, strict=True):
        window.open(open_workspace(midway.office.folder, PASSPHRASE))
        assert window.shell is not None
        window.shell.go(page)
        for _turn in range(turns):
            QApplication.processEvents()
        window.show_start()
        qtbot.wait(30)
        assert window.workspace is None
    with open_workspace(midway.office.folder, PASSPHRASE) as again:
        assert again.role == "office"
