# SPDX-License-Identifier: Apache-2.0
"""What stands on screen while an interview opens: whose it is at once, and how far when it takes long."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from enumerator.messages import _
from ui import theme
from ui.widgets.bar import Bar
from ui.widgets.card import column, row
from ui.widgets.key_hint import KeyHint
from ui.widgets.stat_tile import Meter
from ui.widgets.text import Text

LATE_MS: Final = 250
LARGE: Final = 300
"""Questions from which an interview whose form is at hand takes long enough to be waited for."""


class OpeningPage(QWidget):
    """The bars where the interview will have its own, so that nothing jumps when it arrives. Esc, or the way
    back: `cancelled`."""

    cancelled = Signal()

    def __init__(self, back: str) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", False)
        self.bar = Bar("")
        self.back_button = self.bar.add_back(back)
        self.back_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.back_button.clicked.connect(self.cancelled)
        self._doing = Text("", "hint", "ink-2")
        self._doing.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._meter = Meter()
        self._lines = QWidget()
        self._lines.setFixedWidth(theme.px(280))
        way_back = row(1, Text(_("Back to my assignments"), "hint", "ink-2"), KeyHint("Esc"), 1, spacing=8)
        lines = column(self._doing, self._meter, spacing=10)
        lines.addSpacing(theme.px(6))
        lines.addLayout(way_back)
        self._lines.setLayout(lines)
        # its place is kept while it is not seen
        policy = self._lines.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._lines.setSizePolicy(policy)
        foot = QFrame()
        foot.setProperty("surface", "panel")
        foot.setProperty("edge", "top")
        foot.setFixedHeight(theme.control_height() + theme.px(20))
        whole = column(self.bar, spacing=0)
        whole.addStretch(1)
        whole.addWidget(self._lines, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(1)
        whole.addWidget(foot)
        self.setLayout(whole)
        # quick work should not flash a line
        self._late = QTimer(self, singleShot=True, interval=LATE_MS)
        self._late.timeout.connect(self.show_lines)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        self._escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._escape.activated.connect(self.cancelled)

    def begin(self, whose: str) -> None:
        """An interview is being opened."""
        self.bar.show_title(whose)
        self.setAccessibleName(_("{household} is being opened", household=whose))
        self._lines.hide()
        self.show_progress(0, 0)
        self._late.start()

    def end(self) -> None:
        """It is open, or will not be."""
        self._late.stop()

    @property
    def is_telling(self) -> bool:
        """Whether it took so long that the line is seen."""
        return not self._lines.isHidden()

    def show_lines(self) -> None:
        """Say what is being done."""
        self._late.stop()
        self._lines.show()

    def show_progress(self, done: int, total: int) -> None:
        """Steps done; the last one is the page itself."""
        ready = 0 < total <= done + 1
        self._doing.setText(
            _("Laying out the questions…") if ready else _("Getting the questionnaire ready…")
        )
        self._meter.show_share((done + 0.2) / (total or 2))
