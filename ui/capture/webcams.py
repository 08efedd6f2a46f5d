# SPDX-License-Identifier: Apache-2.0
"""The cameras of this computer, by QtMultimedia."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import Any, Final

from PySide6.QtCore import QObject

from enumerator.messages import _
from ui.capture.multimedia import multimedia
from ui.capture.sources import Device, Devices, FrameSource

LARGEST: Final = 1920 * 1080  # enough to read a family card; more only makes old laptops slow
SLOWEST: Final = 10.0  # frames a second
BETWEEN_S: Final = 1 / 16


class Webcams(Devices):
    """What is plugged in now; looked for when first asked."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent=parent)
        self._watch: Any = None

    def found(self) -> Sequence[Device]:
        qt = multimedia()
        if self._watch is None:
            self._watch = qt.QMediaDevices(self)
            self._watch.videoInputsChanged.connect(self.changed)
        usual = qt.QMediaDevices.defaultVideoInput()
        inputs = sorted(qt.QMediaDevices.videoInputs(), key=lambda each: each != usual)
        return tuple(Device(_key(each), each.description()) for each in inputs)

    def open(self, key: str) -> FrameSource:
        device = next(each for each in multimedia().QMediaDevices.videoInputs() if _key(each) == key)
        return Webcam(device, self)


class Webcam(FrameSource):
    """One camera, at most 16 frames a second: enough to aim by, and to find a code."""

    def __init__(self, device: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        qt = multimedia()
        self._last = 0.0
        self._camera = qt.QCamera(device, self)
        best = best_format(device.videoFormats())
        if best is not None:
            self._camera.setCameraFormat(best)
        self._sink = qt.QVideoSink(self)
        self._session = qt.QMediaCaptureSession(self)
        self._session.setCamera(self._camera)
        self._session.setVideoSink(self._sink)
        self._sink.videoFrameChanged.connect(self.take)
        self._camera.errorOccurred.connect(self._on_error)

    def start(self) -> None:
        self._camera.start()

    def stop(self) -> None:
        self._camera.stop()

    def take(self, frame: Any) -> None:
        """Pass on a QVideoFrame as a picture, unless the one before was only just passed on."""
        now = monotonic()
        if now - self._last < BETWEEN_S or not frame.isValid():
            return
        picture = frame.toImage()
        if not picture.isNull():
            self._last = now
            self.frame.emit(picture)

    def _on_error(self, _kind: object, words: str) -> None:
        self.failed.emit(
            _("The camera stopped: {why}. Is another program using it, or was it unplugged?", why=words)
        )


def best_format(formats: Sequence[Any]) -> Any:
    """The sharpest of a camera's formats that is no larger than `LARGEST` and not too slow to aim by; None
    where it names none."""

    def size(each: Any) -> int:
        resolution = each.resolution()
        return int(resolution.width() * resolution.height())

    fit = [each for each in formats if size(each) <= LARGEST and each.maxFrameRate() >= SLOWEST]
    return max(fit, key=lambda each: (size(each), min(each.maxFrameRate(), 30.0)), default=None)


def _key(device: Any) -> str:
    return bytes(device.id().data()).decode("utf-8", "replace")
