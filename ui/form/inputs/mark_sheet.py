# SPDX-License-Identifier: Apache-2.0
"""Drawing on a photo, as large as the window."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QWidget

from enumerator.messages import _
from ui.form.inputs.canvas import Canvas
from ui.form.inputs.ink_row import InkRow
from ui.widgets.card import column
from ui.widgets.sheet import Sheet

ON_PHOTOS = 1  # red is seen on most of them


class MarkSheet(Sheet):
    """`drawn(QImage)` is the photo with the lines on it. Digits choose the ink, Backspace takes a line
    back."""

    drawn = Signal(object)

    def __init__(self, title: str, photo: QImage, owner: QWidget) -> None:
        body = QWidget()
        super().__init__(title, body, owner, close_words=_("Cancel"))
        self._photo = photo
        self.canvas = Canvas(photo.size())
        self.canvas.show_picture(photo)
        self.inks = InkRow()
        body.setLayout(column(self.inks, self.canvas))
        body.layout().setStretch(1, 1)
        body.setFocusProxy(self.canvas)
        body.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.undo_button = self.offer(_("Take a line back"), "Backspace", icon="undo")
        self.use_button = self.offer(_("Keep it"), "Return", icon="done", primary=True)
        self.inks.chosen.connect(self._on_ink)
        self.undo_button.clicked.connect(self._on_undo)
        self.use_button.clicked.connect(self._on_use)
        self.canvas.drawn.connect(self._show_state)
        self.inks.choose(str(ON_PHOTOS + 1))
        self._show_state()

    def _on_ink(self, ink: str) -> None:
        self.canvas.ink = ink

    def _on_undo(self) -> None:
        self.canvas.take_back()
        self._show_state()

    def _on_use(self) -> None:
        made = self.canvas.image(self._photo.size())
        self.put_away()
        self.drawn.emit(made)

    def _show_state(self) -> None:
        for button in (self.undo_button, self.use_button):
            button.setEnabled(bool(self.canvas.strokes))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.inks.choose(event.text()):
            super().keyPressEvent(event)
