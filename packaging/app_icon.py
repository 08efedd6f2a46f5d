# SPDX-License-Identifier: Apache-2.0
"""Draws the program's icon from its house drawing; PyInstaller makes .ico and .icns of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWING: Final = Path(__file__).resolve().parent.parent / "resources" / "icons" / "household.svg"
SIDE: Final = 1024
GROUND, INK = "#0b6b5d", "#ffffff"  # "primary" and "on-primary" of the light theme


def draw(target: Path) -> None:
    """Write the icon as a PNG of 1024 by 1024, which the desktop scales."""
    app = QGuiApplication.instance() or QGuiApplication([])
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(GROUND))
    edge = SIDE * 0.06
    painter.drawRoundedRect(QRectF(edge, edge, SIDE - 2 * edge, SIDE - 2 * edge), SIDE * 0.2, SIDE * 0.2)
    drawing = DRAWING.read_text("utf-8").replace("currentColor", INK)
    inset = SIDE * 0.21
    QSvgRenderer(QByteArray(drawing.encode())).render(
        painter, QRectF(inset, inset * 0.95, SIDE - 2 * inset, SIDE - 2 * inset)
    )
    painter.end()
    target.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(target)):
        raise OSError(f"{target} cannot be written")
    del app


if __name__ == "__main__":
    draw(Path(__file__).resolve().parent.parent / "build" / "pendata.png")
