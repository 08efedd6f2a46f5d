# SPDX-License-Identifier: Apache-2.0
"""A camera on screen: what it sees now, which one, and a still picture of it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from enumerator.errors import UserError
from enumerator.messages import _
from ui import icons, theme
from ui.capture.sources import Devices, FrameSource
from ui.capture.webcams import Webcams
from ui.widgets.button import QuietButton
from ui.widgets.card import column, row
from ui.widgets.drop_down import DropDown
from ui.widgets.text import Text

VIEW: Final = QSize(480, 300)
LEAST: Final = QSize(220, 150)
GUIDE: Final = 0.62  # of the shorter side: where a code is held
QUALITY: Final = 92


class Camera(QWidget):
    """`start()` shows what the camera sees, `still()` is the picture of this moment.

    `frame(QImage)` for whoever looks along, such as a code reader; `live_changed(bool)` says whether there is
    a picture; `chosen(str)` the key of a camera the person picked, to be remembered. Hiding it stops it.
    """

    frame = Signal(object)
    live_changed = Signal(bool)
    chosen = Signal(str)

    def __init__(
        self, devices: Devices | None = None, *, guide: bool = False, wanted: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._devices = devices if devices is not None else Webcams(self)
        self._source: FrameSource | None = None
        self._wanted = wanted
        self._running = False
        self.view = View(guide=guide)
        self.devices = DropDown()
        self.devices.setAccessibleName(_("Camera"))
        self.trouble = Text("", "hint", "ink-2").wrapped()
        self.again_button = QuietButton(_("Look for it again"), icon="redo")
        below = row(self.devices, self.trouble, self.again_button)
        below.setStretch(1, 1)
        self.setLayout(column(self.view, below, spacing=6))
        self.layout().setStretch(0, 1)
        for part in (self.devices, self.trouble, self.again_button):
            part.hide()
        self.devices.activated.connect(self._on_chosen)
        self.again_button.clicked.connect(self.start)
        self._devices.changed.connect(self._on_changed)

    @property
    def live(self) -> bool:
        """Whether there is a picture."""
        return not self.view.picture.isNull()

    def start(self) -> None:
        """Show what the camera sees; where there is none, the widget says so."""
        self.stop()
        self._running = True
        try:
            found = self._devices.found()
        except UserError as problem:
            self._say(f"{problem.what} {problem.remedy}", again=False)
            return
        self.devices.clear()
        for device in found:
            self.devices.addItem(device.name, device.key)
        self.devices.setVisible(len(found) > 1)
        if not found:
            self._say(_("No camera is connected. Plug one in, or use a file instead."), again=True)
            return
        at = next((n for n, device in enumerate(found) if device.key == self._wanted), 0)
        self.devices.setCurrentIndex(at)
        self._open(found[at].key)

    def stop(self) -> None:
        """Let go of the camera."""
        self._running = False
        self._close()

    def still(self) -> QImage:
        """The picture of this moment; null while there is none."""
        return self.view.picture.copy()

    # -- inside

    def _open(self, key: str) -> None:
        self._say(_("The camera is starting…"))
        self._source = self._devices.open(key)
        self._source.frame.connect(self._on_frame)
        self._source.failed.connect(self._on_failed)
        self._source.start()

    def _close(self) -> None:
        source, self._source = self._source, None
        if source is not None:
            source.frame.disconnect(self._on_frame)
            source.failed.disconnect(self._on_failed)
            source.stop()
        self._show(QImage())

    def _on_frame(self, picture: QImage) -> None:
        self._say("")
        self._show(picture)
        self.frame.emit(picture)

    def _show(self, picture: QImage) -> None:
        was = self.live
        self.view.show_picture(picture)
        if was != self.live:
            self.live_changed.emit(self.live)

    def _on_failed(self, words: str) -> None:
        self._close()
        self._say(words, again=True)

    def _on_chosen(self, at: int) -> None:
        self._wanted = self.devices.itemData(at)
        self.chosen.emit(self._wanted)
        self._close()
        try:
            self._open(self._wanted)
        except KeyError:  # pulled out since the list was made
            self.start()

    def _on_changed(self) -> None:
        """A camera was plugged in or out: look again, unless the one in use still gives pictures."""
        if self._running and not self.live:
            self.start()

    def _say(self, words: str, *, again: bool = False) -> None:
        if words != self.trouble.text():
            self.trouble.setText(words)
            self.trouble.setVisible(bool(words))
            self.view.setAccessibleDescription(words)
        self.again_button.setVisible(again)

    def hideEvent(self, event: QHideEvent) -> None:
        if not event.spontaneous():
            self.stop()
        super().hideEvent(event)


class View(QWidget):
    """The picture itself, whole, on a dark ground; with `guide` a frame for a code to be held in."""

    def __init__(self, *, guide: bool = False, icon: str = "camera") -> None:
        super().__init__()
        self.picture = QImage()
        self._icon = icon
        self.found = False
        self._guide = guide
        self.setMinimumSize(theme.px(LEAST.width()), theme.px(LEAST.height()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("What the camera sees"))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(VIEW.width()), theme.px(VIEW.height()))

    def show_picture(self, picture: QImage) -> None:
        self.picture = picture
        self.update()

    def show_found(self, found: bool) -> None:
        """Close the frame when a code was read."""
        self.found = found
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(self.rect()), theme.px(8), theme.px(8))
        painter.setClipPath(clip)
        painter.fillRect(self.rect(), theme.colour("rail"))
        if self.picture.isNull():
            side = theme.px(44)
            box = QRect(0, 0, side, side)
            box.moveCenter(self.rect().center())
            icons.paint(painter, self._icon, "rail-ink-2", box)
            return
        size = self.picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRect(0, 0, size.width(), size.height())
        box.moveCenter(self.rect().center())
        painter.drawImage(box, self.picture)
        if self._guide:
            self._paint_guide(painter, QRectF(box))

    def _paint_guide(self, painter: QPainter, box: QRectF) -> None:
        side = min(box.width(), box.height()) * GUIDE
        frame = QRectF(0, 0, side, side)
        frame.moveCenter(box.center())
        corner = side / 6
        for colour, width in ((QColor(0, 0, 0, 150), 7.0), (QColor("white"), 3.0)):
            painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            if self.found:
                painter.drawRect(frame)
                continue
            for x, across in ((frame.left(), corner), (frame.right(), -corner)):
                for y, down in ((frame.top(), corner), (frame.bottom(), -corner)):
                    painter.drawPolyline([QPointF(x + across, y), QPointF(x, y), QPointF(x, y + down)])


def jpeg_bytes(picture: QImage) -> bytes:
    """A picture as JPEG, for those who keep it or make it ready further."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "JPEG", QUALITY)
    return bytes(buffer.data().data())
