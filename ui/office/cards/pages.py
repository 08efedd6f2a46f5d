# SPDX-License-Identifier: Apache-2.0
"""The pages of a PDF one at a time, as they will be printed: turned by keys, as large as one likes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget

from enumerator.cards.render import page_count, page_size, render_page
from enumerator.messages import _
from ui import theme
from ui.office.cards.looks import pixmap_of
from ui.tasks import Progress, Task
from ui.widgets import IconButton, Text, column, row

ZOOMS: Final = (0.0, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
"""Shares of the real size; 0 is the whole page in the room there is."""
_POINTS: Final = 72
_SCREEN_DPI: Final = 96
_MARGIN: Final = 14
Source = Path | bytes


class PdfPages(QWidget):
    """`show_pdf(source)`; PgUp and PgDn turn, Ctrl+plus, minus and 0 change the size.

    `turned(int)` is the page shown, from 0. A source may hold a part of all pages: `part_wanted(int)`
    asks for the one with that page.
    """

    turned = Signal(int)
    part_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source: Source | None = None
        self._sizes: tuple[float, float] = (0.0, 0.0)
        self.count = 0
        self.page = 0
        self._held = range(0)
        self.zoom = 0.0
        self._wish = 0
        self._drawn_for: tuple[int, int, float] | None = None
        self.sheet = _Sheet()
        self.area = QScrollArea()
        self.area.setWidget(self.sheet)
        self.area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(_("Pages"))
        self.area.installEventFilter(self)
        self.area.viewport().installEventFilter(self)
        self.setFocusProxy(self.area)
        self.back = IconButton("up", _("Page before ({key})", key="PgUp"))
        self.next = IconButton("down", _("Next page ({key})", key="PgDn"))
        self.number = QLineEdit()
        self.number.setAccessibleName(_("Page"))
        self.number.setFixedWidth(theme.px(58))
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number.returnPressed.connect(lambda: self.turn_to(int(self.number.text() or 1) - 1))
        self.total = Text("", "body", "ink-2")
        self.smaller = IconButton("minus", _("Smaller ({key})", key="Ctrl+-"))
        self.larger = IconButton("add", _("Larger ({key})", key="Ctrl++"))
        self.size_words = Text("", "body", "ink-2")
        self.back.clicked.connect(lambda: self.turn_to(self.page - 1))
        self.next.clicked.connect(lambda: self.turn_to(self.page + 1))
        self.smaller.clicked.connect(lambda: self.step_zoom(-1))
        self.larger.clicked.connect(lambda: self.step_zoom(+1))
        foot = row(
            self.back,
            self.next,
            self.number,
            self.total,
            1,
            self.smaller,
            self.size_words,
            self.larger,
            spacing=8,
        )
        whole = column(self.area, foot, spacing=8)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self._tell()

    # -- what is shown

    def show_nothing(self, words: str = "") -> None:
        """Words where a page would be."""
        self._wish += 1
        self._source, self.count, self.page = None, 0, 0
        self.sheet.show_words(words, self._room())
        self._tell()

    def show_pdf(
        self, source: Source, *, keep_page: bool = True, first: int = 0, total: int | None = None
    ) -> None:
        """The document: a file, or its bytes. What was shown stays until the first page is drawn.

        One that holds a part begins with page `first` of `total`.
        """
        self._source = source
        self._held = range(first, first + page_count(source))
        self.count = len(self._held) if total is None else total
        self.page = min(self.page, self.count - 1) if keep_page else 0
        self.number.setValidator(QIntValidator(1, self.count, self.number))
        self._drawn_for = None
        self._draw()

    def turn_to(self, page: int) -> None:
        """Show that page, from 0; the nearest there is."""
        page = max(0, min(page, self.count - 1))
        if self.count and page != self.page:
            self.page = page
            self.area.verticalScrollBar().setValue(0)
            self._draw()
            self.turned.emit(page)
        self._tell()

    def step_zoom(self, by: int) -> None:
        """One size up or down."""
        at = ZOOMS.index(self.zoom) if self.zoom else self._nearest()
        self.show_zoom(ZOOMS[max(1, min(at + by, len(ZOOMS) - 1))])

    def show_zoom(self, zoom: float) -> None:
        """The size as a share of the real one; 0 for the whole page."""
        self.zoom = zoom
        self._draw()

    # -- drawing

    def _nearest(self) -> int:
        """The step that comes nearest to what is shown while the whole page is."""
        now = self._dpi() / self._screen_dpi()
        return min(range(1, len(ZOOMS)), key=lambda at: abs(ZOOMS[at] - now))

    def _screen_dpi(self) -> float:
        return _SCREEN_DPI * self.devicePixelRatioF()

    def _dpi(self) -> float:
        if self.zoom:
            return self.zoom * self._screen_dpi()
        room, (width, height) = self._room() * self.devicePixelRatioF(), self._sizes
        if not width or not height:
            return self._screen_dpi()
        return max(12.0, min(room.width() / width, room.height() / height) * _POINTS)

    def _room(self) -> QSize:
        margin = theme.px(_MARGIN)
        return self.area.viewport().size() - QSize(2 * margin, 2 * margin)

    def _draw(self) -> None:
        self._tell()
        if self._source is None or not self.count:
            return
        if self.page not in self._held:
            self._wish += 1
            self._drawn_for = None
            self.part_wanted.emit(self.page)
            return
        self._sizes = page_size(self._source, self.page - self._held.start)
        dpi = self._dpi()
        wanted = (id(self._source), self.page, round(dpi, 1))
        if wanted == self._drawn_for:
            return
        self._drawn_for = wanted
        self._wish += 1
        wish, source, page = self._wish, self._source, self.page - self._held.start

        def work(_progress: Progress) -> Image.Image | None:
            return render_page(source, page, dpi) if wish == self._wish else None

        task = Task(self, work)
        task.on_success(lambda drawn: self._shown(wish, drawn))
        task.on_failure(lambda error: self._failed(wish, error))
        task.start_soon()

    def _shown(self, wish: int, drawn: Image.Image | None) -> None:
        if wish == self._wish and drawn is not None:
            picture = pixmap_of(drawn)
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            self.sheet.show_page(picture)
            self.area.setAccessibleDescription(
                _("Page {n} of {total}", n=self.page + 1, total=self.count)
            )

    def _failed(self, wish: int, error: Exception) -> None:
        if wish == self._wish:
            self.show_nothing(str(error))

    def _tell(self) -> None:
        self.number.setText(str(self.page + 1) if self.count else "")
        self.total.setText(_("of {total}", total=self.count) if self.count else "")
        self.size_words.setText(f"{self.zoom:.0%}" if self.zoom else _("whole page"))
        for button, can in (
            (self.back, self.page > 0),
            (self.next, self.page + 1 < self.count),
            (self.smaller, bool(self.count)),
            (self.larger, bool(self.count)),
            (self.number, self.count > 1),
        ):
            button.setEnabled(can)

    # -- keys and sizes

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.area and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._pressed(event)
        if watched is self.area.viewport() and event.type() == QEvent.Type.Resize:
            if not self.count:
                self.sheet.show_words(self.sheet.words, self._room())
            elif not self.zoom:
                self._draw()
            elif self.sheet.picture is not None:
                self.sheet.show_page(self.sheet.picture)
        return False

    def _pressed(self, event: QKeyEvent) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = event.key()
        if control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.step_zoom(+1)
        elif control and key == Qt.Key.Key_Minus:
            self.step_zoom(-1)
        elif control and key == Qt.Key.Key_0:
            self.show_zoom(0.0)
        elif key == Qt.Key.Key_PageDown:
            self.turn_to(self.page + 1)
        elif key == Qt.Key.Key_PageUp:
            self.turn_to(self.page - 1)
        elif key == Qt.Key.Key_Home:
            self.turn_to(0)
        elif key == Qt.Key.Key_End:
            self.turn_to(self.count - 1)
        else:
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()


class _Sheet(QWidget):
    """A page on its ground, or words."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self.picture: QPixmap | None = None

    def show_words(self, words: str, room: QSize) -> None:
        self.words, self.picture = words, None
        self.setAccessibleName(words)
        self._fit(room.expandedTo(QSize(40, 40)))

    def show_page(self, picture: QPixmap) -> None:
        self.picture = picture
        margin = theme.px(_MARGIN)
        self._fit(picture.deviceIndependentSize().toSize() + QSize(2 * margin, 2 * margin))

    def _fit(self, needed: QSize) -> None:
        around = self.parentWidget()
        self.resize(needed.expandedTo(around.size()) if around is not None else needed)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("chip"))
        if self.picture is None:
            painter.setPen(theme.colour("ink-2"))
            painter.setFont(theme.font())
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), flags, self.words or _("Drawing…"))
            return
        size = self.picture.deviceIndependentSize().toSize()
        at = QPoint((self.width() - size.width()) // 2, (self.height() - size.height()) // 2)
        painter.drawPixmap(at, self.picture)
        painter.setPen(theme.colour("line-strong"))
        painter.drawRect(at.x() - 1, at.y() - 1, size.width() + 1, size.height() + 1)
