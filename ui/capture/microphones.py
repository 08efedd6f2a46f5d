# SPDX-License-Identifier: Apache-2.0
"""The microphones of this computer, by QtMultimedia."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QMicrophonePermission, QObject

from enumerator.messages import _
from ui.capture.multimedia import multimedia
from ui.capture.permission import when_allowed
from ui.capture.plugged import PluggedIn
from ui.capture.sources import Sound, SoundSource

RATES: Final = (16_000, 44_100, 48_000)  # speech needs no more than the first


class Microphones(PluggedIn):
    """The microphones that are plugged in."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__("audio", Microphone, parent)


class Microphone(SoundSource):
    """One microphone."""

    def __init__(self, device: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        qt = multimedia()
        self._format = _format(qt, device)
        self._input = qt.QAudioSource(device, self._format, self)
        self._stream: Any = None
        self._wanted = False
        self._input.stateChanged.connect(self._on_state)

    def start(self) -> None:
        self._wanted = True
        when_allowed(QMicrophonePermission(), self, self._begin, self._refuse)

    def stop(self) -> None:
        self._wanted = False
        self._stream = None
        self._input.stop()

    def _begin(self) -> None:
        if not self._wanted:  # stopped while the person was asked
            return
        self._stream = self._input.start()
        if self._stream is not None:
            self._stream.readyRead.connect(self._on_ready)

    def _refuse(self) -> None:
        self.failed.emit(
            _("The system does not let this program hear the microphone. Allow it in the system settings.")
        )

    def _on_ready(self) -> None:
        if self._stream is None:
            return
        samples = bytes(self._stream.readAll().data())
        whole = len(samples) - len(samples) % self._format.bytesPerFrame()
        floats = self._format.sampleFormat() == multimedia().QAudioFormat.SampleFormat.Float
        if whole:
            self.sound.emit(
                Sound(samples[:whole], self._format.sampleRate(), self._format.channelCount(), floats)
            )

    def _on_state(self, _state: object) -> None:
        if self._stream is not None and self._input.error() != multimedia().QAudio.Error.NoError:
            self._stream = None
            self.failed.emit(_("The microphone stopped. Is another program using it, or was it unplugged?"))


def _format(qt: Any, device: Any) -> Any:
    """Mono of 16 bits where the device gives it; else what it likes best, if that is of a kind we read."""
    made = qt.QAudioFormat()
    made.setChannelCount(1)
    made.setSampleFormat(qt.QAudioFormat.SampleFormat.Int16)
    for rate in RATES:
        made.setSampleRate(rate)
        if device.isFormatSupported(made):
            return made
    liked = device.preferredFormat()
    if liked.sampleFormat() != qt.QAudioFormat.SampleFormat.Float:
        liked.setSampleFormat(qt.QAudioFormat.SampleFormat.Int16)
    return liked
