# SPDX-License-Identifier: Apache-2.0
"""Playing a recording back, from memory."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QUrl, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from enumerator.errors import UserError
from enumerator.messages import _
from ui import theme
from ui.capture.camera import View
from ui.capture.multimedia import multimedia
from ui.widgets.button import QuietButton
from ui.widgets.card import column, row
from ui.widgets.slider import Slider
from ui.widgets.text import Text


class Player(QWidget):
    """`load(bytes, name)`, then `toggle()` plays or pauses. A film is shown above the bar. `troubled` when
    the player says why it cannot."""

    playing_changed = Signal(bool)
    troubled = Signal()

    def __init__(self, *, film: bool = False, key: str = "") -> None:
        super().__init__()
        self._name = ""
        self._player: Any = None
        self._parts: list[Any] = []
        self._data = b""
        self.view = View(icon="video") if film else None
        self.button = QuietButton(_("Play"), icon="play", key=key, key_works=False)
        self.bar = Slider()
        self.bar.setAccessibleName(_("Where in the recording"))
        self.time = Text("", "hint", "ink-2")
        self.time.setFont(theme.font("hint", tabular=True))
        self.words = Text("", "hint", "red-ink").wrapped()
        self.words.hide()
        controls = row(self.button, self.bar, self.time)
        self.setLayout(column(*([self.view] if self.view else []), controls, self.words, spacing=6))
        if self.view is not None:
            self.layout().setStretch(0, 1)
        self.button.clicked.connect(self.toggle)
        self.bar.sliderMoved.connect(self._on_moved)
        self._show_time(0, 0)

    def load(self, data: bytes, name: str) -> None:
        """What is to be played; nothing is opened before it is."""
        if data == self._data:
            return
        self._let_go()
        self._data, self._name = data, name
        self.words.hide()
        self._show_time(0, 0)

    @property
    def playing(self) -> bool:
        """Whether it plays now."""
        return (
            self._player is not None
            and self._player.playbackState() == multimedia().QMediaPlayer.PlaybackState.PlayingState
        )

    def toggle(self) -> None:
        """Play, or pause."""
        if self.playing:
            self._player.pause()
            return
        if self._player is None:
            try:
                self._open()
            except UserError as problem:
                self._say(f"{problem.what} {problem.remedy}")
                return
        self._player.play()

    def stop(self) -> None:
        """Be quiet."""
        if self._player is not None:
            self._player.stop()

    def _open(self) -> None:
        qt = multimedia()
        player, stream, speaker = qt.QMediaPlayer(self), QBuffer(self), qt.QAudioOutput(self)
        stream.setData(self._data)
        stream.open(QIODevice.OpenModeFlag.ReadOnly)
        player.setAudioOutput(speaker)
        self._parts = [stream, speaker]
        if self.view is not None:
            sink = qt.QVideoSink(self)
            sink.videoFrameChanged.connect(self._on_frame)
            player.setVideoSink(sink)
            self._parts.append(sink)
        player.positionChanged.connect(lambda at: self._show_time(at, player.duration()))
        player.playbackStateChanged.connect(lambda _state: self._show_state())
        player.errorOccurred.connect(self._on_error)
        # the name alone tells the player of which kind it is; nothing is read from there
        player.setSourceDevice(stream, QUrl(self._name))
        self._player = player

    def _let_go(self) -> None:
        player, self._player = self._player, None
        if player is not None:
            player.stop()
            player.setSourceDevice(None)
            for part in (player, *self._parts):
                part.deleteLater()
        self._parts = []
        self._show_state()

    def _on_frame(self, frame: Any) -> None:
        if self.view is not None and frame.isValid():
            self.view.show_picture(frame.toImage())

    def _on_error(self, _kind: object, _words: str) -> None:
        self._say(_("This recording cannot be played here. It is kept as it is."))

    def _on_moved(self, at: int) -> None:
        if self._player is not None:
            self._player.setPosition(at)

    def _show_state(self) -> None:
        playing = self.playing
        self.button.setText(_("Pause") if playing else _("Play"))
        self.button.show_icon("pause" if playing else "play")
        self.playing_changed.emit(playing)

    def _show_time(self, at: int, length: int) -> None:
        self.bar.setRange(0, max(1, length))
        if not self.bar.isSliderDown():
            self.bar.setValue(at)
        self.time.setText(f"{time_words(at / 1000)} / {time_words(length / 1000)}" if length else "")

    def _say(self, words: str) -> None:
        self.words.setText(words)
        self.words.show()
        self.troubled.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        if not event.spontaneous():
            self.stop()
        super().hideEvent(event)


def time_words(seconds: float) -> str:
    """`3:07`."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02}"
