# SPDX-License-Identifier: Apache-2.0
"""A card as it looks, beside a list: its two sides, and below them whatever the list has to say and do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QResizeEvent

from ui import theme
from ui.office.cards.looks import PdfView
from ui.widgets import Card, ElidedText


class Preview(Card):
    """Where the room is lower than `needs`, facts and buttons go before the looks."""

    def __init__(self, needs: int) -> None:
        super().__init__(padding=16, spacing=10)
        self._needs = needs
        self.title = ElidedText("", "section")
        self.pdf = PdfView()
        self.body.addWidget(self.title)
        self.body.addWidget(self.pdf, 3)

    def draw(self, workspace: Any, make: Callable[[Any], bytes], name: str) -> None:
        """`make` gives the PDF from a workspace of its own, off the GUI thread."""

        def bytes_of() -> bytes:
            with workspace.working() as own:
                return make(own)

        self.pdf.show_pdf(bytes_of, name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.pdf.setHidden(self.height() < theme.px(self._needs))
