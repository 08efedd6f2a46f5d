# SPDX-License-Identifier: Apache-2.0
"""What a journey needs: windows with a home of their own, file dialogs that answer, a place for pictures."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from enumerator.messages import DEFAULT_LANGUAGE, speak
from enumerator.settings import Settings
from ui import tasks, theme
from ui.app import Window
from ui.entrance import doors
from ui.sweeping import Sweeper
from ui.widgets.focus_ring import FocusRing

from .keyboard import Chooser, Person

SIZE = os.environ.get("PENDATA_WINDOW", "1366x768")
"""911x512 is the smallest laptop at 150 %."""


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where a journey's pictures go: PENDATA_PICTURES, else a folder that is thrown away."""
    chosen = os.environ.get("PENDATA_PICTURES")
    folder = Path(chosen) if chosen else tmp_path / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def chooser(monkeypatch: pytest.MonkeyPatch) -> Chooser:
    """Every file dialog of the system, answered by what was laid out for it."""
    made = Chooser()
    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(made.open_with))
    for name, answer in made.replaces().items():
        monkeypatch.setattr(QFileDialog, name, staticmethod(answer))
    return made


@pytest.fixture
def look(qapp: QApplication) -> Iterator[None]:
    """The program's look and language, as `main` puts them on."""
    speak(DEFAULT_LANGUAGE)
    theme.apply_theme(qapp, "light", 1.0)
    ring = FocusRing(qapp)
    sweeper = Sweeper(qapp)
    yield
    assert tasks.wait_for_all(10_000), "a journey left work running"
    sweeper.stop()
    sweeper.deleteLater()
    ring.deleteLater()
    speak(DEFAULT_LANGUAGE)


@pytest.fixture
def sit_at(
    qtbot: QtBot,
    look: None,
    tmp_path: Path,
    pictures: Path,
    chooser: Chooser,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str], Person]:
    """`sit_at("kantor")` starts the program on a computer of that name, which has nothing on it the first
    time."""

    def start(computer: str) -> Person:
        home = tmp_path / computer
        monkeypatch.setenv("PENDATA_HOME", str(home))
        window = Window(doors(), Settings(), home)
        qtbot.addWidget(window)
        window.resize(*map(int, SIZE.split("x")))
        with qtbot.waitExposed(window):
            window.show()
        person = Person(window, chooser, pictures)
        person.sit_down()
        return person

    return start
