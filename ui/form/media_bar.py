# SPDX-License-Identifier: Apache-2.0
"""What belongs to a question beside its words: a sound to hear, a film to see, a picture to see large."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtGui import QHideEvent, QPixmap
from PySide6.QtWidgets import QWidget

from enumerator.messages import _
from ui.capture.play_sheet import PlaySheet
from ui.capture.player import Player
from ui.widgets.button import QuietButton
from ui.widgets.card import row
from ui.widgets.look_sheet import LookSheet
from ui.widgets.sheet import Sheet

KINDS: Final = ("audio", "video", "big-image")


class MediaBar(QWidget):
    """Reached with Shift+Tab from the field, and worked with Space."""

    def __init__(self, load: Callable[[str], bytes | None]) -> None:
        super().__init__()
        self._load = load
        self._names: Mapping[str, str] = {}
        self.sheet: Sheet | None = None
        self.audio = QuietButton(_("Listen"), icon="play")
        self.video = QuietButton(_("See the film"), icon="video")
        self.large = QuietButton(_("See it large"), icon="eye")
        self._player = Player()
        self._player.hide()
        self.setLayout(row(self.audio, self.video, self.large, 1, self._player, margins=(0, 2, 0, 6)))
        self.audio.clicked.connect(self._listen)
        self.video.clicked.connect(lambda: self._play(self._names.get("video", "")))
        self.large.clicked.connect(self._look)
        self._player.playing_changed.connect(self._on_playing)
        self._player.troubled.connect(self._player.show)

    def show_media(self, names: Mapping[str, str]) -> None:
        """The files by kind; those that are not there are not offered."""
        if names == self._names:
            return
        self._player.stop()
        self._names = names
        for button, kind in ((self.audio, "audio"), (self.video, "video"), (self.large, "big-image")):
            button.setVisible(bool(names.get(kind)) and self._load(names[kind]) is not None)

    def _listen(self) -> None:
        name = self._names.get("audio", "")
        data = self._load(name)
        if data is not None:
            self._player.load(data, name)
            self._player.toggle()

    def _play(self, name: str) -> None:
        data = self._load(name)
        if data is not None:
            self._open(PlaySheet(_("Film"), data, name, self.video))

    def _look(self) -> None:
        picture = QPixmap()
        picture.loadFromData(self._load(self._names.get("big-image", "")) or b"")
        self._open(LookSheet(_("Picture"), picture, self.large))

    def _open(self, sheet: Sheet) -> None:
        self.sheet = sheet
        sheet.open()

    def _on_playing(self, playing: bool) -> None:
        self.audio.setText(_("Pause") if playing else _("Listen"))
        self.audio.show_icon("pause" if playing else "play")

    def hideEvent(self, event: QHideEvent) -> None:
        if not event.spontaneous():
            self._player.stop()
        super().hideEvent(event)


def open_media(
    names: Mapping[str, str], load: Callable[[str], bytes | None], owner: QWidget, title: str
) -> Sheet | None:
    """Hear or see what belongs to a choice, the first there is; None where nothing does."""
    for kind in ("audio", "video"):
        data = load(names[kind]) if names.get(kind) else None
        if data is not None:
            sheet: Sheet = PlaySheet(title, data, names[kind], owner, film=kind == "video")
            sheet.open()
            return sheet
    picture = QPixmap()
    picture.loadFromData(load(names.get("big-image") or names.get("image") or "") or b"")
    if picture.isNull():
        return None
    sheet = LookSheet(title, picture, owner)
    sheet.open()
    return sheet
