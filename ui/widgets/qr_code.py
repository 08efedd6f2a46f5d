# SPDX-License-Identifier: Apache-2.0
"""A QR code on screen or paper, black on white in every theme, for whatever has a camera or a scanner."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

QUIET = 4  # modules of white around it, as ISO/IEC 18004 asks


def qr_image(text: str) -> QImage:
    """The symbol with its quiet zone, one pixel a module."""
    import zxingcpp  # loaded when the first code is drawn

    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    made: Any = barcode.to_image(scale=1, add_quiet_zones=False)
    side = int(made.shape[0])
    pixels = bytes(made)
    image = QImage(side + 2 * QUIET, side + 2 * QUIET, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    for at in range(side * side):
        if pixels[at] < 128:
            image.setPixelColor(QUIET + at % side, QUIET + at // side, Qt.GlobalColor.black)
    return image


class QrCode(QWidget):
    """`show_text("...")`; blank shows nothing."""

    def __init__(self, side: int = 132, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self._side), theme.px(self._side))

    def show_text(self, text: str) -> None:
        self._image = qr_image(text) if text else None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter = QPainter(self)
        paint_qr(painter, self._image, self.rect())


def paint_qr(painter: QPainter, image: QImage, box: QRect) -> None:
    """In whole pixels a module, so that every module is as wide as the next, centred in the box."""
    module = max(1, min(box.width(), box.height()) // image.width())
    side = module * image.width()
    place = QRect(box.left() + (box.width() - side) // 2, box.top() + (box.height() - side) // 2, side, side)
    painter.drawImage(place, image)
