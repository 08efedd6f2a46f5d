# SPDX-License-Identifier: Apache-2.0
"""Whether the system lets this program use the camera or the microphone: macOS asks the person once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QPermission, Qt
from shiboken6 import isValid


def when_allowed(
    permission: Any,
    owner: QObject,
    begin: Callable[[], None],
    refused: Callable[[], None],
    *,
    system: Any = None,
) -> None:
    """`begin()` at once where it is allowed, else when the person has said yes; `refused()` when not.

    `permission` is a QCameraPermission or QMicrophonePermission; `system` is asked, the application by
    default. Nothing is called once `owner` is gone.
    """
    system = system if system is not None else QCoreApplication.instance()
    granted = Qt.PermissionStatus.Granted
    if system.checkPermission(permission) == granted:
        begin()
        return

    def answered(answer: QPermission) -> None:
        if isValid(owner):
            (begin if answer.status() == granted else refused)()

    system.requestPermission(permission, owner, answered)
