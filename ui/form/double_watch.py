# SPDX-License-Identifier: Apache-2.0
"""Says while one types that somebody is perhaps known from another household; it compares when the keyboard
rests."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from enumerator.forms import Changes
from enumerator.messages import _
from enumerator.registry.known_here import KnownHere
from enumerator.registry.live_doubles import Double, LiveDoubles
from ui.form.problems import Link, double_links, double_words
from ui.form.sitting import Parts
from ui.form.walk import Walk
from ui.reporting import News

LOOK_MS: Final = 250  # of rest at the keyboard, before names are compared


class DoubleWatch(QObject):
    """`changed` when there is more or less to say; `other_requested` carries the household to look at."""

    changed = Signal()
    other_requested = Signal(object)
    noticed = Signal(object)

    def __init__(self, parts: Parts, walk: Walk, parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self._walk = walk
        self._doubles = LiveDoubles(parts.interview)
        self._rest = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._rest.timeout.connect(self._look)

    def learn(self, known: KnownHere) -> None:
        """Compare names and numbers with these people, now and while one types."""
        self._doubles.learn(known)
        self._look()

    def note(self, changes: Changes) -> bool:
        """Take in an edit; whether there is another thing to say at once."""
        changed = self._doubles.note(changes)
        if self._doubles.waits:
            self._rest.start()
        return changed

    def found(self) -> tuple[Double, ...]:
        """What may be known elsewhere now."""
        return self._doubles.found()

    def links(self) -> tuple[Link, ...]:
        """The same, to be shown."""
        return double_links(self._parts.interview, self._parts.progress, self.found())

    def show_asides(self) -> None:
        """Say it under the questions it is about, too."""
        self._parts.page.show_asides({each.address: _aside(each) for each in reversed(self.found())})

    def see(self) -> None:
        """Look at the family that this question may be about, else at the first that there is."""
        found = [double for double in self.found() if double.other is not None]
        here = [double for double in found if double.address == self._walk.place]
        if found:
            self.other_requested.emit((here or found)[0].other)
        else:
            words = _("Nobody here is known from another family on this laptop.")
            self.noticed.emit(News("info", words, ""))

    def _look(self) -> None:
        self._doubles.look()
        self.changed.emit()


def _aside(double: Double) -> str:
    if double.other is None:
        return _("The same number stands with another person of this family.")
    return _("Perhaps recorded already (F10): {who}", who=double_words(double))
