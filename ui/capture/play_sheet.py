# SPDX-License-Identifier: Apache-2.0
"""Seeing a film, as large as the window."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from enumerator.messages import _
from ui.capture.player import Player
from ui.widgets.sheet import Sheet


class PlaySheet(Sheet):
    """Begins by itself; Space pauses, Esc or Enter puts it away."""

    def __init__(self, title: str, data: bytes, name: str, owner: QWidget, *, film: bool = True) -> None:
        self.player = Player(film=film, key="Space")
        super().__init__(title, self.player, owner, close_words=_("Back"))
        self.player.load(data, name)
        self.bind("Space", self.player.button)
        self.offer(_("Close"), "Return", primary=True).clicked.connect(self.put_away)
        self.closed.connect(self.player.stop)

    def open(self) -> None:
        super().open()
        self.player.toggle()
