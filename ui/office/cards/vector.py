# SPDX-License-Identifier: Apache-2.0
"""An SVG drawing, such as an office's logo, as a picture fine enough for a card."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from enumerator.errors import UserError
from enumerator.messages import _

_DOTS: Final = 1_000


def picture_of_svg(data: bytes, name: str) -> bytes:
    """A PNG with 1,000 dots at the longer side, clear where nothing is drawn; UserError when it is no SVG."""
    drawing = QSvgRenderer(QByteArray(data))
    size = drawing.defaultSize()
    if not drawing.isValid() or size.isEmpty():
        raise UserError(
            _("The drawing {name} cannot be drawn.", name=name),
            remedy=_("Save it as a PNG of about 1,000 dots in the program it was drawn with."),
        )
    drawing.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(size.scaled(_DOTS, _DOTS, Qt.AspectRatioMode.KeepAspectRatio), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.render(painter)
    painter.end()
    out = QBuffer()
    out.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(out, "PNG")  # type: ignore[call-overload]
    return out.data().data()
