# SPDX-License-Identifier: Apache-2.0
"""Where bundles come in: dropped or chosen by hand, and by themselves from a watched folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QWidget

from enumerator.messages import _
from ui import theme
from ui.widgets import Glyph, QuietButton, Text, column, row

_HINT_FROM = 860


class DropZone(QFrame):
    """Where files and folders may be dropped; the buttons beside it do the same by keyboard."""

    dropped = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._over = False
        self.files = QuietButton(_("Choose files…"), icon="add", key="Ctrl+O")
        self.folder = QuietButton(_("Choose a folder…"), icon="folder", key="Ctrl+Shift+O")
        words = Text(_("Drop bundles, or a whole stick, here"), "strong").wrapped()
        hint = _("Every bundle may come twice: nothing is taken in twice, nothing is lost.")
        line = row(Glyph("inbox", "primary", 28), spacing=14, margins=(18, 12, 14, 12))
        self._hint = Text(hint, "hint", "ink-2").wrapped()
        line.addLayout(column(words, self._hint, spacing=2), 1)
        line.addWidget(self.files)
        line.addWidget(self.folder)
        self.setLayout(line)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._show_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_over(False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.dropped.emit(paths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hint.setHidden(self.width() < theme.px(_HINT_FROM))

    def _show_over(self, over: bool) -> None:
        self._over = over
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("primary-soft" if self._over else "panel"))
        pen = QPen(theme.colour("primary" if self._over else "line-strong"), 1.5, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), theme.px(8), theme.px(8))


class WatchLine(QWidget):
    """The folder whose bundles come in by themselves, with the ways to choose and to leave it."""

    def __init__(self) -> None:
        super().__init__()
        self._glyph = Glyph("folder", "ink-2", 18)
        self.words = Text("", "body", "ink-2").wrapped()
        self.choose = QuietButton("", key="Ctrl+Shift+W")
        self.leave = QuietButton(_("Stop"))
        line = row(self._glyph, spacing=10, margins=(4, 0, 0, 0))
        line.addWidget(self.words, 1)
        line.addWidget(self.leave)
        line.addWidget(self.choose)
        self.setLayout(line)

    def show_folder(self, folder: str) -> None:
        """Blank when none is watched."""
        self.leave.setVisible(bool(folder))
        self.choose.setText(_("Another folder…") if folder else _("Watch a folder…"))
        if not folder:
            self.words.show_ink("ink-2")
            self.words.setText(_("No folder is watched: bundles come in when you choose them."))
        elif Path(folder).is_dir():
            self.words.show_ink("ink-2")
            self.words.setText(_("What arrives in {folder} is taken in by itself.", folder=folder))
        else:
            self.words.show_ink("amber-ink")
            self.words.setText(
                _("The folder {folder} is not there now. It is looked for again and again.", folder=folder)
            )
