# SPDX-License-Identifier: Apache-2.0
"""Buttons that a duty may not use: grey, whatever else happens on the page, and saying why."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from enumerator.identity.duties import duty_needed, may
from enumerator.identity.staff import duty_words
from enumerator.messages import _


class _Held(QObject):
    """Keeps a widget from being enabled."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.EnabledChange and isinstance(watched, QWidget) and watched.isEnabled():
            watched.setEnabled(False)
        return False


def keep_to_duty(workspace: Any, kind: str, *buttons: QWidget, act: str = "") -> bool:
    """Whether the person here may say this; if not, the buttons stay grey and say which duty it needs."""
    if may(workspace.keys, kind, act):
        return True
    needs = _("It needs the duty “{duty}”.", duty=duty_words(duty_needed(kind, act)))
    for button in buttons:
        button.setEnabled(False)
        button.setToolTip(needs)
        button.setAccessibleDescription(needs)
        button.installEventFilter(_Held(button))
    return False
