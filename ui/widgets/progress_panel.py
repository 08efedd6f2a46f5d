# SPDX-License-Identifier: Apache-2.0
"""Long work over a page: what is being done, how much, how long still, and a cancel that is safe."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from enumerator.messages import _, n_, spoken_language
from ui import theme
from ui.widgets.button import QuietButton
from ui.widgets.card import Card, column, row
from ui.widgets.stat_tile import Meter
from ui.widgets.text import Text


def grouped(number: int) -> str:
    """1024 as "1.024", as it is written in Indonesian; in English "1,024"."""
    text = f"{number:,}"
    return text.replace(",", ".") if spoken_language() == "id" else text


class ProgressPanel(QWidget):
    """Covers its parent and takes the keyboard until `finish`; `cancelled` when the person stops the work."""

    cancelled = Signal()

    def __init__(self, what: str, parent: QWidget, *, can_cancel: bool = True) -> None:
        super().__init__(parent)
        self._clock = QElapsedTimer()
        self._clock.start()
        self._back = parent.focusWidget()
        self._what = Text(what, "section").wrapped()
        self._how_far = Text(_("Starting…"), "body", "ink-2")
        self._meter = Meter()
        self._cancel = QuietButton(_("Cancel"), key="Esc")
        self._cancel.clicked.connect(self._on_cancel)
        if not can_cancel:
            self._cancel.hide()
        self._cancel.setToolTip(_("Nothing half-done is left behind"))
        card = Card(padding=24, spacing=12)
        card.setFixedWidth(theme.px(440))
        card.body.addWidget(self._what)
        card.body.addWidget(self._meter)
        card.body.addLayout(row(self._how_far, 1, self._cancel))
        whole = column(1, spacing=0)
        whole.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(1)
        self.setLayout(whole)
        parent.installEventFilter(self)
        self.setGeometry(parent.rect())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # quick work should not flash a panel
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self._appear)
        self._late.start(250)
        self.hide()

    def _appear(self) -> None:
        self.show()
        self.raise_()
        (self._cancel if self._cancel.isVisible() else self).setFocus()

    def show_now(self) -> None:
        """Appear at once (for pictures and for work that is always long)."""
        self._late.stop()
        self._appear()

    def show_progress(self, done: int, total: int) -> None:
        if total <= 0:
            self._how_far.setText(_("Working…"))
            return
        self._meter.show_share(done / total)
        words = _("{done} of {total}", done=grouped(done), total=grouped(total))
        seconds = self._clock.elapsed() / 1000
        if seconds > 2 and 0 < done < total:
            words += " · " + remaining(seconds * (total - done) / done)
        self._how_far.setText(words)

    def finish(self) -> None:
        """Leave, and give the keyboard back."""
        self._late.stop()
        self.parentWidget().removeEventFilter(self)
        had_focus = self.isVisible()
        self.hide()
        if had_focus and self._back is not None:
            self._back.setFocus()
        self.deleteLater()

    def _on_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self._how_far.setText(_("Stopping at the next safe place…"))
        self.cancelled.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self.setGeometry(self.parentWidget().rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        veil = theme.colour("ground")
        veil.setAlphaF(0.82)
        QPainter(self).fillRect(self.rect(), veil)


def remaining(seconds: float) -> str:
    """ "about 12 seconds left", rounded as people say it."""
    if seconds < 90:
        return n_("about {n} second left", "about {n} seconds left", max(1, round(seconds)))
    return n_("about {n} minute left", "about {n} minutes left", round(seconds / 60))
