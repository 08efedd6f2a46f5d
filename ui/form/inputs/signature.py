# SPDX-License-Identifier: Apache-2.0
"""A signature or a drawing, by mouse, finger or pen, kept as a picture."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from enumerator.errors import UserError
from enumerator.forms import Node, Question
from enumerator.messages import _
from ui import theme
from ui.form.inputs.attachment import png_bytes
from ui.form.inputs.canvas import Canvas
from ui.form.inputs.field import Asking, Field, no_answer_words
from ui.form.inputs.ink_row import InkRow
from ui.widgets.button import QuietButton
from ui.widgets.text import Text

SHARPNESS: Final = 2
LEAST: Final = 240


class Signature(Field):
    """Each line is an answer, so that undo takes one line back; Delete clears the paper."""

    paper = QSize(440, 150)
    base = True

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self._given = ""
        self.pad = Canvas(self.paper, base=self.base)
        self.pad.setFixedHeight(theme.px(self.paper.height()))
        self.pad.setMinimumWidth(theme.px(LEAST))
        self.pad.setMaximumWidth(theme.px(self.paper.width()))
        self.setFocusProxy(self.pad)
        self.clear_button = QuietButton(_("Clear"), icon="remove", key="Del", key_works=False)
        self._words = Text("", "hint", "ink-2")
        self.row = QHBoxLayout()
        self.row.addWidget(self.clear_button)
        self.row.addWidget(self._words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pad)
        layout.addLayout(self.row)
        self.pad.drawn.connect(self._on_drawn)
        self.clear_button.clicked.connect(self.clear)

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        store = self.asking.attachments
        if node.value != self._given or not node.value:
            # another row, or undone: what is drawn now is not what is kept
            kept = store.read(Path(node.value).stem) if store is not None and self._here(node) else b""
            self.pad.show_picture(QImage.fromData(kept))
            self._given = node.value
        self.pad.locked = node.readonly or store is None
        self.clear_button.setVisible(bool(node.value) and not node.readonly)
        self._words.setText(self._state_words(node))

    def _here(self, node: Node) -> bool:
        store = self.asking.attachments
        return bool(node.value) and store is not None and store.has(Path(node.value).stem)

    def _state_words(self, node: Node) -> str:
        if node.no_answer is not None:
            return no_answer_words(node)
        if node.value:
            return "" if self._here(node) else _("The file {name} is not on this laptop.", name=node.value)
        return self.empty_words()

    def empty_words(self) -> str:
        """What is said of empty paper."""
        return _("Sign with the mouse or a finger")

    def clear(self) -> None:
        """Begin again on empty paper."""
        self.pad.show_picture(QImage())
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.give("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers():
            if self.node is not None and not self.node.readonly:
                self.clear()
        else:
            super().keyPressEvent(event)

    def _on_drawn(self) -> None:
        store = self.asking.attachments
        if store is None:
            return
        data = png_bytes(self.pad.image(self.paper * SHARPNESS))
        try:
            store.put(data, name="signature.png", mime="image/png")
        except UserError as problem:
            self._words.setText(f"{problem.what} {problem.remedy}")
            return
        self._given = hashlib.sha256(data).hexdigest() + ".png"
        self.give(self._given)


class Drawing(Signature):
    """A sketch, such as of how the house stands; digits choose the ink, white rubs out."""

    paper = QSize(560, 320)
    base = False

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self.inks = InkRow()
        self.row.insertWidget(0, self.inks)
        self.inks.chosen.connect(self._on_ink)

    def empty_words(self) -> str:
        return _("Draw with the mouse or a finger; a digit chooses the ink")

    def _on_ink(self, ink: str) -> None:
        self.pad.ink = ink

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.inks.choose(event.text()):
            super().keyPressEvent(event)
