# SPDX-License-Identifier: Apache-2.0
"""Every screen test starts in the light theme, in Indonesian, and leaves no work running; an office at
work is made once for all, each test gets a copy of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from enumerator.demo.midway import Midway, make_midway
from enumerator.demo.run import PASSPHRASE
from enumerator.messages import DEFAULT_LANGUAGE, speak
from enumerator.workspace import open_workspace
from tests.worlds import prepared
from ui import tasks, theme
from ui.samples import Samples
from ui.sweeping import Sweeper


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Samples]:
    """Invented data, shared: only for tests that leave it as it was."""
    with Samples(tmp_path_factory.mktemp("samples")) as made:
        yield made


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(tmp_path_factory, "midway", _make)


def _make(folder: Path) -> None:
    make_midway(folder, families=30).office.close()


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


class _Windows(QObject):
    """Notes every window that comes up."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched)
        return False


@pytest.fixture
def windows_shown(qapp: QApplication) -> Iterator[list[QWidget]]:
    """The windows that came up during the test; a part of a page must never be among them."""
    watch = _Windows()
    qapp.installEventFilter(watch)
    yield watch.shown
    qapp.removeEventFilter(watch)


@pytest.fixture(autouse=True)
def _same_look(qapp: QApplication) -> Iterator[None]:
    speak(DEFAULT_LANGUAGE)
    theme.apply_theme(qapp, "light", 1.0)
    sweeper = Sweeper(qapp)
    yield
    assert tasks.wait_for_all(20_000), "a test left work running"
    sweeper.sweep()
    sweeper.stop()
    sweeper.deleteLater()
    speak(DEFAULT_LANGUAGE)
