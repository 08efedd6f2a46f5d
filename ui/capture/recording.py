# SPDX-License-Identifier: Apache-2.0
"""Sound, or pictures with sound, made into one file. It is kept in memory until it is whole: nothing lies on
the disk unencrypted."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QBuffer, QCoreApplication, QElapsedTimer, QIODevice, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from enumerator.messages import _
from ui.capture.multimedia import multimedia
from ui.capture.sources import FrameSource, Sound, SoundSource

MOST_SOUND: Final = 25_000_000
MOST_FILM: Final = 100_000_000
WIDEST: Final = 854  # of a film; a house is recognised, and a minute is about 9 MB
FILM_BITS: Final = 1_200_000
SOUND_BITS: Final = {"voice-only": 16_000, "low": 24_000, "normal": 64_000}
FRAMES: Final = 16.0  # a second, as webcams.py passes them on
LAST_WORDS_MS: Final = 4_000
_WAITING: Final = 256


@dataclass(frozen=True)
class Plan:
    """How it is to be kept: `quality` as XLSForm names it, and the most bytes."""

    film: bool
    quality: str = "normal"

    @property
    def ending(self) -> str:
        """Of the file's name."""
        return ".mp4" if self.film else ".m4a"

    @property
    def most(self) -> int:
        """Bytes, at which it stops by itself."""
        return MOST_FILM if self.film else MOST_SOUND


class Recording(QObject):
    """One recording: `start`, then `stop` (and `finished(bytes)` comes) or `cancel`.

    `level(float)` 0 to 1 while there is sound, `went_on(seconds, bytes)` now and then, `failed(str)` when a
    device or the encoder gives up; what was taken in until then is still finished if there is any.
    """

    level = Signal(float)
    went_on = Signal(float, int)
    finished = Signal(object)
    failed = Signal(str)

    def __init__(
        self, plan: Plan, sound: SoundSource | None, frames: FrameSource | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        qt = multimedia()
        self._plan = plan
        self._sound, self._frames = sound, frames
        self._clock = QElapsedTimer()
        self._running = self._cancelled = False
        self._taken = False
        self._heard = 0.0
        self._pieces: deque[Any] = deque(maxlen=_WAITING)
        # the encoder's thread writes to it until the end, also where the screen has gone before that
        self._file = QBuffer(QCoreApplication.instance())
        self._handed_over = False
        self._session = qt.QMediaCaptureSession(self)
        self._recorder = qt.QMediaRecorder(self)
        self._session.setRecorder(self._recorder)
        self._sound_in: Any = None
        self._frames_in: Any = None
        if sound is not None:
            self._sound_in = qt.QAudioBufferInput(self)
            self._session.setAudioBufferInput(self._sound_in)
            self._sound_in.readyToSendAudioBuffer.connect(self._send_sound)
            sound.sound.connect(self._on_sound)
            sound.failed.connect(self._on_device_failed)
        if frames is not None:
            self._frames_in = qt.QVideoFrameInput(self)
            self._session.setVideoFrameInput(self._frames_in)
            frames.frame.connect(self._on_frame)
            frames.failed.connect(self._on_device_failed)
        self._set_up(qt)
        self._recorder.recorderStateChanged.connect(self._on_state)
        self._recorder.errorOccurred.connect(self._on_error)
        self._late = QTimer(self, singleShot=True, interval=LAST_WORDS_MS)
        self._late.timeout.connect(self._hand_over)

    def _set_up(self, qt: Any) -> None:
        kinds = qt.QMediaFormat
        made = kinds(kinds.FileFormat.MPEG4 if self._plan.film else kinds.FileFormat.Mpeg4Audio)
        made.setAudioCodec(kinds.AudioCodec.AAC)
        if self._plan.film:
            offered = made.supportedVideoCodecs(kinds.ConversionMode.Encode)
            wanted = (kinds.VideoCodec.H264, kinds.VideoCodec.MPEG4, kinds.VideoCodec.MotionJPEG)
            made.setVideoCodec(next((each for each in wanted if each in offered), wanted[-1]))
            self._recorder.setVideoBitRate(FILM_BITS)
        self._recorder.setMediaFormat(made)
        self._recorder.setEncodingMode(qt.QMediaRecorder.EncodingMode.AverageBitRateEncoding)
        self._recorder.setAudioBitRate(SOUND_BITS.get(self._plan.quality, SOUND_BITS["normal"]))
        self._recorder.setAudioChannelCount(1)

    def start(self) -> None:
        """Begin."""
        self._file.open(QIODevice.OpenModeFlag.ReadWrite)
        self._recorder.setOutputDevice(self._file)
        self._running = True
        self._clock.start()
        self._recorder.record()
        if self._sound is not None:
            self._sound.start()

    def stop(self) -> None:
        """End; `finished` comes when the last of it is written."""
        if not self._running:
            return
        self._running = False
        if self._sound is not None:
            self._sound.stop()
        self._late.start()
        self._end_when_sent()

    def _end_when_sent(self) -> None:
        if not self._pieces or self._cancelled:
            self._recorder.stop()

    def cancel(self) -> None:
        """End, and let go of what there is."""
        self._cancelled = True
        self.stop()

    # -- inside

    def _on_sound(self, sound: Sound) -> None:
        if not self._running:
            return
        self.level.emit(sound.level())
        qt = multimedia()
        made = qt.QAudioFormat()
        made.setSampleRate(sound.rate)
        made.setChannelCount(sound.channels)
        kind = qt.QAudioFormat.SampleFormat
        made.setSampleFormat(kind.Float if sound.floats else kind.Int16)
        self._pieces.append(qt.QAudioBuffer(sound.samples, made, round(self._heard * 1_000_000)))
        self._heard += len(sound.samples) / made.bytesPerFrame() / sound.rate
        self._send_sound()
        self._tell()

    def _send_sound(self) -> None:
        """As much as the encoder takes; it says when it takes more."""
        while self._pieces and self._sound_in.sendAudioBuffer(self._pieces[0]):
            self._taken = True
            self._pieces.popleft()
            if not self._running:
                self._end_when_sent()

    def _on_frame(self, picture: QImage) -> None:
        if not self._running:
            return
        if picture.width() > WIDEST:
            picture = picture.scaledToWidth(WIDEST, Qt.TransformationMode.SmoothTransformation)
        # encoders want even sides
        picture = picture.copy(0, 0, picture.width() & ~1, picture.height() & ~1)
        frame = multimedia().QVideoFrame(picture.convertToFormat(QImage.Format.Format_RGB32))
        frame.setStreamFrameRate(FRAMES)
        frame.setStartTime(self._clock.nsecsElapsed() // 1_000)
        # a frame the encoder has no room for is one the next will make up for
        self._taken |= self._frames_in.sendVideoFrame(frame)
        self._tell()

    def _tell(self) -> None:
        size = self._file.size()
        self.went_on.emit(self._clock.elapsed() / 1_000, size)
        if size >= self._plan.most:
            self.stop()

    def _on_device_failed(self, words: str) -> None:
        if self._running:
            self.failed.emit(words)
            self.stop()

    def _on_error(self, _kind: object, words: str) -> None:
        self.failed.emit(_("The recording stopped: {why}", why=words))
        self.stop()

    def _on_state(self, state: Any) -> None:
        if state == multimedia().QMediaRecorder.RecorderState.StoppedState and not self._running:
            self._hand_over()
            self._file.deleteLater()

    def _hand_over(self) -> None:
        self._late.stop()
        if self._handed_over:
            return
        self._handed_over = True
        data = bytes(self._file.data().data())
        self._file.close()
        if self._cancelled:
            return
        if not self._taken:
            self.failed.emit(_("Nothing was recorded."))
        self.finished.emit(data if self._taken else b"")
