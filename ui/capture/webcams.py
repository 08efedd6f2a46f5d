# SPDX-License-Identifier: Apache-2.0
"""The cameras of this computer, by QtMultimedia."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import Any, Final

from PySide6.QtCore import QCameraPermission, QObject

from enumerator.messages import _
from ui.capture.multimedia import multimedia
from ui.capture.permission import when_allowed
from ui.capture.plugged import PluggedIn
from ui.capture.sources import FrameSource

LARGEST: Final = 1920 * 1080  # enough to read a family card; more only makes old laptops slow
SLOWEST: Final = 10.0  # frames a second
BETWEEN_S: Final = 1 / 16


class Webcams(PluggedIn):
    """The cameras that are plugged in."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__("video", Webcam, parent)


class Webcam(FrameSource):
    """One camera, at most 16 frames a second: enough to aim by, and to find a code."""

    def __init__(self, device: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        qt = multimedia()
        self._last = 0.0
        self._wanted = False
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
        self._wanted = True
        when_allowed(QCameraPermission(), self, self._begin, self._refuse)

    def stop(self) -> None:
        self._wanted = False
        self._camera.stop()

    def _begin(self) -> None:
        if self._wanted:  # and not stopped while the person was asked
            self._camera.start()

    def _refuse(self) -> None:
        self.failed.emit(
            _("The system does not let this program use the camera. Allow it in the system settings.")
        )

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
