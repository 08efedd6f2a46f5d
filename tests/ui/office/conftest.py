# SPDX-License-Identifier: Apache-2.0
"""How a screen of the office is put before a test."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget


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
