# SPDX-License-Identifier: Apache-2.0
"""A rest in an interview: everything is covered, the time stands still, Enter goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from enumerator.messages import _
from ui import theme
from ui.widgets.button import PrimaryButton
from ui.widgets.glyph import Glyph
from ui.widgets.text import Text


@dataclass
class Stopwatch:
    """The seconds spent on an interview: `earlier` ones, and those that ran since `began`, rests left out."""

    earlier: float = 0.0
    began: float = 0.0
    clock: Callable[[], float] = monotonic
    _rests_since: float | None = None

    def seconds(self) -> float:
        """Up to now, or up to the rest that is being taken."""
        until = self.clock() if self._rests_since is None else self._rests_since
        return self.earlier + until - self.began

    @property
    def stands(self) -> bool:
        """Whether it stands still now."""
        return self._rests_since is not None

    def rest(self) -> None:
        """Stand still."""
        if self._rests_since is None:
            self._rests_since = self.clock()

    def go_on(self) -> None:
        """Run again."""
        if self._rests_since is not None:
            self.began += self.clock() - self._rests_since
            self._rests_since = None


class Rest(QObject):
    """Takes the rests of one interview. `began` and `ended` when one does; `stops` are the things that must
    not hear a key meanwhile."""

    began = Signal()
    ended = Signal()

    def __init__(self, over: QWidget, watch: Stopwatch) -> None:
        super().__init__(over)
        self.watch = watch
        self.cover = PauseCover(over)
        self.cover.resumed.connect(self.end)
        self._stops: Sequence[QWidget | QShortcut] = ()

    @property
    def is_taken(self) -> bool:
        """Whether the interview rests now."""
        return not self.cover.isHidden()

    def begin(self, since: str, stops: Sequence[QWidget | QShortcut]) -> None:
        """Cover everything and stop the time."""
        self._stops = stops
        self.watch.rest()
        for each in stops:
            each.setEnabled(False)
        self.cover.cover(since)
        self.began.emit()

    def end(self) -> None:
        """Go on."""
        if not self.is_taken:
            return
        self.cover.hide()
        for each in self._stops:
            each.setEnabled(True)
        self.watch.go_on()
        self.ended.emit()


class PauseCover(QWidget):
    """Lies over its parent so that nobody reads what was answered; `resumed` when the person goes on."""

    resumed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("surface", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("The interview rests"))
        self._since = Text("", "body", "ink-2")
        self.button = PrimaryButton(_("Go on with the interview"), key="Return", key_works=False)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self.resumed)
        title = Text(_("The interview rests"), "title")
        words = Text(
            _("The time stands still, and everything is saved. Ctrl+Alt+L asks for the passphrase as well."),
            "body",
            "ink-2",
        )
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(10))
        column.addStretch(2)
        for part in (Glyph("pause", "ink-2", 44), title, self._since, words):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.px(10))
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        parent.installEventFilter(self)
        self.hide()

    def cover(self, since: str) -> None:
        """Lie over everything; `since` tells the time of day."""
        self._since.setText(_("since {time}", time=since))
        self.setGeometry(self.parentWidget().rect())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # whatever is pressed goes no further than here
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.resumed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self.setGeometry(self.parentWidget().rect())
        return False
