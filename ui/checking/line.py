# SPDX-License-Identifier: Apache-2.0
"""What a code scanner types like a keyboard: into its line, or caught wherever on the page the focus is."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from enumerator.messages import _

BURST_S: Final = 0.15
"""A scanner's next key comes within this; a person's hardly ever."""
LONGEST: Final = 4_000
_ENDS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_COMMANDS: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class ScanLine(QLineEdit):
    """A code scanner ends with Enter; so does a person who copies the number: `entered(text)`.

    `next_wanted` by Space or Enter on what was checked, or Esc.
    """

    entered = Signal(str)
    next_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(_("Scan the code, or type the card number"))
        self.setAccessibleName(self.placeholderText())
        self.setMaxLength(LONGEST)
        self._checked = ""

    def show_checked(self, text: str) -> None:
        """What was checked stands there until the next key."""
        self.setText(text)
        self.selectAll()
        self._checked = text

    def forget(self) -> None:
        """Empty, for the next card."""
        self._checked = ""
        self.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        done = bool(self._checked) and self.text() == self._checked and self.selectedText() == self._checked
        if event.key() in _ENDS:
            if done:
                self.next_wanted.emit()
            elif self.text().strip():
                self.entered.emit(self.text().strip())
        elif event.key() == Qt.Key.Key_Escape or (done and event.key() == Qt.Key.Key_Space):
            self.next_wanted.emit()
        else:
            super().keyPressEvent(event)


class ScannerEar(QObject):
    """Hears what is typed on a page outside its line, so that nothing of a scanned code is lost.

    Letters and digits always go to the line. Space and Enter only in the middle of a burst, since otherwise
    they press the button that has the keyboard.
    """

    def __init__(self, page: QWidget, line: ScanLine, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(page)
        self._page, self._line, self._clock = page, line, clock
        self._last = 0.0

    def listen(self, on: bool) -> None:
        """While the page is on screen."""
        app = QApplication.instance()
        if app is None:
            return
        if on:
            app.installEventFilter(self)
        else:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QWidget) or not self._is_ours(watched) or event.modifiers() & _COMMANDS:
            return False
        now = self._clock()
        in_burst = now - self._last < BURST_S
        if event.key() in _ENDS and in_burst:
            self._last = 0.0
            self._line.setFocus(Qt.FocusReason.OtherFocusReason)
            QApplication.sendEvent(self._line, QKeyEvent(event.type(), event.key(), event.modifiers()))
            return True
        text = event.text()
        if not text or not text.isprintable() or (text == " " and not in_burst):
            return False
        if not in_burst:
            self._line.forget()
        self._last = now
        self._line.insert(text)
        return True

    def _is_ours(self, watched: QWidget) -> bool:
        """Whether the key would go to something in the page's window that takes no text."""
        if watched is self._line or isinstance(watched, QLineEdit | QTextEdit | QPlainTextEdit):
            return False
        return watched.window() is self._page.window() and QApplication.activeModalWidget() is None
