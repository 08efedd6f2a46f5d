# SPDX-License-Identifier: Apache-2.0
"""The quiet notice above the status line: news that can be read or ignored, and closed with Esc."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from enumerator.messages import _
from ui import theme
from ui.widgets.button import IconButton, QuietButton
from ui.widgets.card import column, row
from ui.widgets.glyph import Glyph
from ui.widgets.text import Text

TONES: Final = {"info": "blue", "done": "primary", "warning": "amber", "error": "red"}
ICONS: Final = {"info": "info", "done": "done-circle", "warning": "warning", "error": "error"}
_STAY_MS: Final = 9_000


class Notice(QFrame):
    """Hidden until `tell`; "info" and "done" leave by themselves, warnings and errors stay until closed.

    `appeared(bool)` tells whether it is there, so that no empty room is kept for it.
    """

    appeared = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("tone", "blue")
        self._glyph = Glyph("info", "blue-ink")
        self._text = Text("", "strong").wrapped()
        self._detail = Text("", "body", "ink-2").wrapped()
        self._action = QuietButton("", key="Alt+Return")
        self._action.hide()
        self._close = IconButton("close", _("Close"))
        self._act: Callable[[], None] | None = None
        self._kind = ""
        self._action.clicked.connect(self._do)
        self._close.clicked.connect(self.close_notice)
        line = row(spacing=12, margins=(14, 10, 8, 10))
        line.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(column(self._text, self._detail, spacing=2), 1)
        line.addWidget(self._action)
        line.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.close_notice)
        self.hide()

    def text(self) -> str:
        """What it says now, "" when it is closed."""
        return "" if self.isHidden() else self._text.text()

    def tell(
        self,
        kind: str,
        text: str,
        detail: str = "",
        *,
        action: str = "",
        act: Callable[[], None] | None = None,
    ) -> None:
        """Show news of a `kind` in `TONES`; `action` is a button that does `act`."""
        self._kind = kind
        theme.set_property(self, "tone", TONES[kind])
        self._glyph.show_glyph(ICONS[kind], f"{TONES[kind]}-ink")
        self._text.setText(text)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._act = act
        self.show()
        self.window().installEventFilter(self)
        self.appeared.emit(True)
        self.setAccessibleName(f"{text} {detail}".strip())
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        self._timer.stop()
        if kind in ("info", "done") and not action:
            self._timer.start(_STAY_MS)

    def pass_by(self) -> None:
        """The person has gone on: news that would leave by itself leaves now."""
        if self._timer.isActive():
            self.close_notice()

    def withdraw(self) -> None:
        """The person begins something else: news goes, and an offer, which would lead away from it."""
        if self._kind == "info":
            self.close_notice()
        else:
            self.pass_by()

    def close_notice(self) -> None:
        self._timer.stop()
        self.window().removeEventFilter(self)
        self.hide()
        self.appeared.emit(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc that nothing else wanted: a shortcut here would make the page's own Esc ambiguous, and dead."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and watched is self.window()
        ):
            self.close_notice()
            return True
        return False

    def _do(self) -> None:
        act, self._act = self._act, None
        self.close_notice()
        if act is not None:
            act()
