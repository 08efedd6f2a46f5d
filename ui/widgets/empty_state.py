# SPDX-License-Identifier: Apache-2.0
"""What stands where there is nothing yet: a drawing, what this place is for, and the next step."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.widgets.button import Button, PrimaryButton
from ui.widgets.card import column, row
from ui.widgets.glyph import Glyph
from ui.widgets.text import Text


class EmptyState(QWidget):
    """`acted` when the next step is pressed."""

    acted = Signal()

    def __init__(
        self,
        title: str,
        words: str = "",
        *,
        icon: str = "inbox",
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"{title} {words}".strip())
        self._glyph = Glyph(icon, "ink-3", 44)
        self._title = Text(title, "section")
        self._words = Text(words, "body", "ink-2")
        for label in (self._title, self._words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.wrapped()
        self.button: Button | None = None
        texts = QWidget()
        texts.setMaximumWidth(theme.px(480))
        texts.setLayout(column(self._title, self._words, spacing=6))
        across = row(spacing=0)
        across.addStretch(1)
        across.addWidget(texts, 100)
        across.addStretch(1)
        whole = column(1, spacing=8, margins=(24, 24, 24, 24))
        whole.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addLayout(across)
        if action:
            self.button = PrimaryButton(action.replace("&", "&&"))
            self.button.clicked.connect(self.acted)
            self.setFocusProxy(self.button)
            whole.addSpacing(theme.px(8))
            whole.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(2)
        self.setLayout(whole)

    def offer(self, wanted: bool) -> None:
        """Whether the next step is offered now."""
        if self.button is not None:
            self.button.setVisible(wanted)
            # Tab would stop for good at a proxy that is hidden
            self.setFocusProxy(self.button if wanted else None)

    def show_words(self, title: str, words: str = "", icon: str | None = None) -> None:
        self._title.setText(title)
        self._words.setText(words)
        self.setAccessibleName(f"{title} {words}".strip())
        if icon:
            self._glyph.show_glyph(icon, "ink-3")
