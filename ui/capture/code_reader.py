# SPDX-License-Identifier: Apache-2.0
"""Finds bar codes and QR codes in frames, off the GUI thread, and tells of each once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from ui.capture.camera import Camera
from ui.capture.sources import Devices
from ui.mailbox import Mailbox
from ui.widgets.card import column

GONE_S: Final = 2.5  # a code held still is told once; out of sight this long, it is told again
MATRIX: Final = ("QRCode", "MicroQRCode", "DataMatrix", "Aztec", "PDF417")
LINEAR: Final = ("Code128", "Code39", "Code93", "EAN13", "EAN8", "UPCA", "UPCE", "ITF", "Codabar")
FORMATS: Final = MATRIX + LINEAR


@dataclass(frozen=True)
class Code:
    """What a code holds: as text, as bytes, and of which kind it is (`QRCode`, `Code128`, ...)."""

    text: str
    data: bytes
    kind: str


def codes_in(picture: QImage, formats: tuple[str, ...] = FORMATS) -> tuple[Code, ...]:
    """All codes of a picture, in no order that means anything."""
    # only here, because most interviews never read a code
    import zxingcpp

    wanted = zxingcpp.BarcodeFormats([getattr(zxingcpp.BarcodeFormat, name) for name in formats])
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    if grey.isNull():
        return ()
    return tuple(
        Code(found.text, bytes(found.bytes), found.format.name)
        for found in zxingcpp.read_barcodes(grey, formats=wanted)
        if found.valid
    )


class CodeReader(QObject):
    """`look(picture)` as often as frames come; while one is being read the others are let go.

    `found(Code)` once for each code that comes into sight. Stripes alone carry little to check them by, so a
    linear code counts when two frames agree.
    """

    found = Signal(object)
    read = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        formats: tuple[str, ...] = FORMATS,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__(parent)
        self._formats = formats
        self._clock = clock
        self._busy = False
        self._last: dict[Code, float] = {}
        self._once: set[Code] = set()
        # not Qt's pool: its end waits for the thread while holding what the thread needs to end
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="codes")
        self._box = Mailbox(self, self._on_seen)

    @property
    def busy(self) -> bool:
        """Whether a picture is being read."""
        return self._busy

    @property
    def in_sight(self) -> bool:
        """Whether a code that was told is still there."""
        return bool(self._last)

    def look(self, picture: QImage) -> None:
        """Look for codes in a picture; returns at once."""
        if self._busy or picture.isNull():
            return
        self._busy = True
        self._worker.submit(codes_in, picture, self._formats).add_done_callback(self._hand_over)

    def forget(self) -> None:
        """Tell of every code anew."""
        self._last.clear()
        self._once.clear()

    def _hand_over(self, done: Future[tuple[Code, ...]]) -> None:
        self._box.post(done.exception() or done.result())

    def _on_seen(self, codes: tuple[Code, ...] | Exception) -> None:
        self._busy = False
        if isinstance(codes, Exception):
            raise codes
        now = self._clock()
        self._last = {code: seen for code, seen in self._last.items() if now - seen < GONE_S}
        for code in dict.fromkeys(codes):
            known = code in self._last
            sure = code.kind in MATRIX or code in self._once
            if known or sure:
                self._last[code] = now
            if sure and not known:
                self.found.emit(code)
        self._once = set(codes)
        self.read.emit()


class CodeCamera(QWidget):
    """A camera that looks for codes: `found(Code)` once for each that is held before it."""

    found = Signal(object)

    def __init__(
        self,
        devices: Devices | None = None,
        *,
        formats: tuple[str, ...] = FORMATS,
        wanted: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.camera = Camera(devices, guide=True, wanted=wanted)
        self.reader = CodeReader(self, formats=formats)
        self.setLayout(column(self.camera, spacing=0))
        self.camera.frame.connect(self.reader.look)
        self.reader.found.connect(self.found)
        self.reader.read.connect(lambda: self.camera.view.show_found(self.reader.in_sight))

    def start(self) -> None:
        """Show the camera and look."""
        self.reader.forget()
        self.camera.view.show_found(False)
        self.camera.start()

    def stop(self) -> None:
        """Let go of the camera."""
        self.camera.stop()
