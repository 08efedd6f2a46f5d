# SPDX-License-Identifier: Apache-2.0
"""Pages of a PDF as pictures under each other, made off the GUI thread, as large as there is room."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PIL import Image
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from enumerator.cards.render import page_count, render_page
from enumerator.messages import _
from ui import theme
from ui.tasks import Progress, Task

_GAP = 12
_DPI = 200


class PdfView(QWidget):
    """`show_pdf(make, name)`: `make` gives the PDF's bytes, on another thread; the newest wish wins."""

    def __init__(self, parent: QWidget | None = None, *, dpi: float = _DPI) -> None:
        super().__init__(parent)
        self._dpi = dpi
        self.pages: list[QPixmap] = []
        self._words = ""
        self._wish = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.px(120))

    def show_nothing(self, words: str = "") -> None:
        """Words where a page would be."""
        self._wish += 1
        self.pages = []
        self._words = words
        self.setAccessibleName(words)
        self.update()

    def show_pages(self, pages: Sequence[Image.Image], name: str) -> None:
        """Pages that were drawn elsewhere."""
        self._wish += 1
        self.setAccessibleName(name)
        self._shown(self._wish, pages)

    def show_pdf(self, make: Callable[[], bytes], name: str) -> None:
        """Draw it soon; what was shown stays until then."""
        self._wish += 1
        wish = self._wish
        self.setAccessibleName(name)

        def work(_progress: Progress) -> list[Image.Image]:
            if wish != self._wish:
                return []
            made = make()
            return [render_page(made, number, self._dpi) for number in range(min(2, page_count(made)))]

        task = Task(self, work)
        task.on_success(lambda pages: self._shown(wish, pages))
        task.on_failure(lambda error: self._failed(wish, error))
        task.start_soon()

    def _shown(self, wish: int, pages: Sequence[Image.Image]) -> None:
        if wish == self._wish and pages:
            self.pages = [pixmap_of(page) for page in pages]
            self._words = ""
            self.update()

    def _failed(self, wish: int, error: Exception) -> None:
        if wish == self._wish:
            self.show_nothing(str(error))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if not self.pages:
            painter.setPen(theme.colour("ink-2"))
            painter.setFont(theme.font())
            words = self._words or _("Drawing…")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)
            return
        gap = theme.px(_GAP)
        room, beside = self._room_for_each(gap)
        x = y = 0
        for page in self.pages:
            size = page.size().scaled(room - QSize(2, 2), Qt.AspectRatioMode.KeepAspectRatio)
            box = QRect(x + 1, y + 1, size.width(), size.height())
            painter.drawPixmap(box, page)
            painter.setPen(theme.colour("line-strong"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0, 0, -1, -1))
            if beside:
                x += size.width() + gap
            else:
                y += size.height() + gap

    def _room_for_each(self, gap: int) -> tuple[QSize, bool]:
        """The room a page has, and whether they stand side by side: whichever way shows them larger."""
        gaps = gap * (len(self.pages) - 1)
        across = QSize((self.width() - gaps) // len(self.pages), self.height())
        down = QSize(self.width(), (self.height() - gaps) // len(self.pages))
        whole = self.pages[0].size()
        fits = [whole.scaled(room, Qt.AspectRatioMode.KeepAspectRatio).width() for room in (across, down)]
        return (across, True) if fits[0] > fits[1] else (down, False)


def pixmap_of(picture: Image.Image) -> QPixmap:
    """The picture for the screen."""
    plain = picture.convert("RGB")
    data = plain.tobytes()
    image = QImage(data, plain.width, plain.height, 3 * plain.width, QImage.Format.Format_RGB888)
    return QPixmap.fromImage(image.copy())
