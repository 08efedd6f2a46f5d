# SPDX-License-Identifier: Apache-2.0
"""What Qt's own dialogs and menus say, in the language of the program: Qt has no Indonesian of its own."""

from __future__ import annotations

from PySide6.QtCore import QTranslator

from enumerator.messages import _


class QtWords(QTranslator):
    """Looks Qt's texts up in our catalogue (`resources/languages/id/qt.po`) each time it asks for one."""

    def isEmpty(self) -> bool:
        """Qt takes no translator that holds nothing."""
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """What is in no catalogue comes back as it is: Qt would take an empty text for its translation."""
        return _(source) if source else ""
