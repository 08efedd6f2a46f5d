# SPDX-License-Identifier: Apache-2.0
"""Where the system asks the person first, a device begins with the answer, and a no is said in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QCameraPermission, QCoreApplication, QEvent, QObject, Qt
from pytestqt.qtbot import QtBot

from ui.capture.permission import when_allowed

YES, NO, OPEN = Qt.PermissionStatus.Granted, Qt.PermissionStatus.Denied, Qt.PermissionStatus.Undetermined


@dataclass
class Answer:
    given: Qt.PermissionStatus

    def status(self) -> Qt.PermissionStatus:
        return self.given


@dataclass
class System:
    """An operating system that has asked nothing yet, as macOS is after setting up."""

    standing: Qt.PermissionStatus
    waiting: list[Callable[[Answer], None]] = field(default_factory=list)

    def checkPermission(self, _permission: object) -> Qt.PermissionStatus:
        return self.standing

    def requestPermission(self, _permission: object, _owner: QObject, then: Callable[[Answer], None]) -> None:
        self.waiting.append(then)


def _ask(system: object, owner: QObject) -> list[str]:
    heard: list[str] = []
    when_allowed(
        QCameraPermission(),
        owner,
        lambda: heard.append("begun"),
        lambda: heard.append("refused"),
        system=system,
    )
    return heard


def test_what_is_allowed_begins_at_once(qtbot: QtBot) -> None:
    system, owner = System(YES), QObject()
    assert _ask(system, owner) == ["begun"]
    assert system.waiting == []


@pytest.mark.parametrize(("answer", "then"), [(YES, ["begun"]), (NO, ["refused"])])
def test_the_answer_of_the_person_is_waited_for(
    qtbot: QtBot, answer: Qt.PermissionStatus, then: list[str]
) -> None:
    system, owner = System(OPEN), QObject()
    heard = _ask(system, owner)
    assert heard == []
    system.waiting[0](Answer(answer))
    assert heard == then


def test_an_answer_that_comes_after_the_sheet_was_closed_begins_nothing(qtbot: QtBot) -> None:
    system, owner = System(OPEN), QObject()
    heard = _ask(system, owner)
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete)
    system.waiting[0](Answer(YES))
    assert heard == []


def test_this_system_is_asked_through_qt(qtbot: QtBot) -> None:
    owner = QObject()
    heard = _ask(None, owner)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard in (["begun"], ["refused"])
