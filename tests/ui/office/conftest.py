# SPDX-License-Identifier: Apache-2.0
"""An office at work, built once for all tests of its screens; each test gets a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from enumerator.demo.midway import Midway, make_midway
from enumerator.demo.run import PASSPHRASE
from enumerator.workspace import open_workspace


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("midway")
    make_midway(folder, families=30).office.close()
    return folder


@pytest.fixture
def midway(_built: Path, tmp_path: Path) -> Iterator[Midway]:
    """Bundles on a stick, an office with households in every state."""
    folder = tmp_path / "midway"
    shutil.copytree(_built, folder)
    office = open_workspace(folder / "office", PASSPHRASE)
    made = Midway(office, folder / "stick", folder / "back", folder / "cards.pdf", folder / "desil.csv")
    yield made
    for window in QApplication.topLevelWidgets():
        window.hide()  # a page that is still painted would ask a workspace that is closed
    office.close()


@pytest.fixture
def opened(qtbot: object) -> Callable[[QWidget], QWidget]:
    """Put a screen into a window, fresh and with the keyboard."""

    def show(screen: QWidget) -> QWidget:
        qtbot.addWidget(screen)  # type: ignore[attr-defined]
        screen.resize(1150, 700)
        with qtbot.waitExposed(screen):  # type: ignore[attr-defined]
            screen.show()
        screen.activateWindow()
        screen.refresh()  # type: ignore[attr-defined]
        screen.take_focus()  # type: ignore[attr-defined]
        return screen

    return show
