# SPDX-License-Identifier: Apache-2.0
"""Cameras and codes for tests: frames are given by hand."""

from __future__ import annotations

import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from ui.capture.sources import Device, Devices, FrameSource

FIRST, SECOND = Device("satu", "Kamera laptop"), Device("dua", "Kamera USB")


class Plugged(FrameSource):
    """A camera that notes whether it is in use."""

    used = False

    def start(self) -> None:
        self.used = True

    def stop(self) -> None:
        self.used = False


def one(source: FrameSource) -> Devices:
    """A computer with this camera."""
    return Devices({FIRST: lambda: source})


def plain(colour: Qt.GlobalColor, width: int = 64, height: int = 48) -> QImage:
    """A picture of one colour."""
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(colour)
    return made


def drawn(content: str | bytes, kind: str = "QRCode") -> QImage:
    """A picture of a code."""
    code = zxingcpp.create_barcode(content, getattr(zxingcpp.BarcodeFormat, kind))
    pixels = code.to_image(scale=4, add_quiet_zones=True)
    height, width = pixels.shape
    return QImage(bytes(memoryview(pixels)), width, height, width, QImage.Format.Format_Grayscale8).copy()
