# SPDX-License-Identifier: Apache-2.0
"""The first look round: five steps over real parts, once by itself, and again from the help."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.reporting import Reporter
from ui.samples import Samples
from ui.shell import Shell
from ui.tour import Tour
from ui.tour_stops import FIELD_TOUR


@pytest.fixture
def shell(qtbot: QtBot, samples: Samples) -> Shell:
    samples.empty_laptop.change_settings(tour_seen=False)
    made = Shell(samples.empty_laptop, Reporter())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def press(key: Qt.Key) -> None:
    from PySide6.QtTest import QTest

    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key)
    QApplication.processEvents()


def tour_of(shell: Shell) -> Tour:
    assert shell.tour is not None
    return shell.tour


def test_somebody_new_is_shown_round_in_five_steps_and_then_never_again(shell: Shell) -> None:
    shell.greet()
    tour = tour_of(shell)
    seen = []
    for _step in range(5):
        assert not tour.spot().isEmpty(), tour.title.text()
        assert not tour.card.geometry().intersects(tour.spot())
        assert tour.rect().contains(tour.card.geometry())
        seen.append(tour.title.text())
        press(Qt.Key.Key_Return)
    assert len(set(seen)) == len(FIELD_TOUR) == 5
    assert shell.tour is None
    assert shell.workspace.settings.tour_seen
    shell.greet()
    assert shell.tour is None


def test_esc_skips_it_and_the_left_arrow_goes_back(shell: Shell) -> None:
    shell.greet()
    tour = tour_of(shell)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Left)
    assert tour.number == 0
    press(Qt.Key.Key_Escape)
    assert shell.tour is None
    assert shell.current() == "assignments"


def test_no_other_key_does_anything_while_one_is_shown_round(shell: Shell) -> None:
    shell.greet()
    from PySide6.QtTest import QTest

    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert shell.current() == "assignments"
    assert shell.tour is not None


def test_the_help_shows_it_again(shell: Shell) -> None:
    shell.workspace.change_settings(tour_seen=True)
    shell.go("help")
    shell.screen("help").tour.click()  # type: ignore[attr-defined]
    assert shell.tour is not None
    press(Qt.Key.Key_Escape)


def test_whoever_has_worked_here_is_not_shown_round(qtbot: QtBot, samples: Samples) -> None:
    made = Shell(samples.laptop, Reporter())
    qtbot.addWidget(made)
    made.greet()
    assert made.tour is None
