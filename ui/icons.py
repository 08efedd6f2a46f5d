# SPDX-License-Identifier: Apache-2.0
"""Icons by meaning: small line drawings in `resources/icons`, tinted with a colour role when they are
painted."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from ui import theme

FOLDER: Final = Path(__file__).resolve().parent.parent / "resources" / "icons"
SIZE: Final = 20


@cache
def _drawing(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text("utf-8")


def pixmap(name: str, tint: QColor, size: int, ratio: float) -> QPixmap:
    """The drawing in one colour, `size` logical pixels square, sharp at the device pixel `ratio`;
    FileNotFoundError if unknown."""
    key = f"pendata/{name}/{tint.name()}/{size}/{ratio}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", tint.name()).encode()))
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, drawn.width(), drawn.height()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


def paint(painter: QPainter, name: str, role: str, rect: QRect) -> None:
    """Draw the icon in the middle of `rect`, as large as its shorter side."""
    size = min(rect.width(), rect.height())
    ratio = painter.device().devicePixelRatioF()
    left = rect.left() + (rect.width() - size) // 2
    top = rect.top() + (rect.height() - size) // 2
    painter.drawPixmap(left, top, pixmap(name, theme.colour(role), size, ratio))


class _Engine(QIconEngine):
    """Asks for its colour whenever it paints, so a change of theme needs no new icons."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name, self._role = name, role

    def _tint(self, mode: QIcon.Mode) -> QColor:
        return theme.colour("ink-3" if mode == QIcon.Mode.Disabled else self._role)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        size = min(rect.width(), rect.height())
        drawn = pixmap(self._name, self._tint(mode), size, painter.device().devicePixelRatioF())
        painter.drawPixmap(rect.center().x() - size // 2, rect.center().y() - size // 2, drawn)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return pixmap(self._name, self._tint(mode), min(size.width(), size.height()), 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        return pixmap(self._name, self._tint(mode), round(min(size.width(), size.height()) / scale), scale)

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role)


def icon(name: str, role: str = "ink-2") -> QIcon:
    """An icon for buttons and menus: `name` is a meaning ("sent", "returned"), `role` a colour of the
    theme."""
    _drawing(name)
    return QIcon(_Engine(name, role))


def names() -> tuple[str, ...]:
    """Every icon there is."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.svg")))
