# SPDX-License-Identifier: Apache-2.0
"""Drawing that waits until a person has done typing, and while the page is out of sight."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class LateDrawing(QObject):
    """`soon()` draws once nothing was changed for `rest_ms`.

    Out of sight it asks nothing, for the workspace may be about to close; seen again it draws what waited.
    """

    def __init__(self, page: QWidget, draw: Callable[[], None], rest_ms: int) -> None:
        super().__init__(page)
        self._waits = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(rest_ms)
        self._rest.timeout.connect(draw)
        page.installEventFilter(self)

    def soon(self) -> None:
        """A while after the last change."""
        self._rest.start()

    def stop(self) -> None:
        """Nothing waits any more."""
        self._rest.stop()
        self._waits = False

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide and self._rest.isActive():
            self._rest.stop()
            self._waits = True
        elif event.type() == QEvent.Type.Show and self._waits:
            self._waits = False
            self._rest.start()
        return False
