# SPDX-License-Identifier: Apache-2.0
"""Every screen test starts in the light theme, in Indonesian, and leaves no work running."""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from enumerator.messages import DEFAULT_LANGUAGE, speak
from ui import tasks, theme
from ui.samples import Samples


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Samples]:
    """Invented data, shared: only for tests that leave it as it was."""
    with Samples(tmp_path_factory.mktemp("samples")) as made:
        yield made


@pytest.fixture(autouse=True)
def _same_look(qapp: QApplication) -> Iterator[None]:
    speak(DEFAULT_LANGUAGE)
    theme.apply_theme(qapp, "light", 1.0)
    yield
    assert tasks.wait_for_all(5_000), "a test left work running"
    speak(DEFAULT_LANGUAGE)
