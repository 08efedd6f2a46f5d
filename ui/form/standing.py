# SPDX-License-Identifier: Apache-2.0
"""How an interview stands, as bar and status line tell it: whose, how far, which question, how long."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from enumerator.messages import _, n_
from ui.form import spelling
from ui.form.pause import Stopwatch
from ui.form.sitting import Parts
from ui.form.strips import TopStrip
from ui.form.walk import Walk

MINUTE_MS: Final = 60_000


class Standing(QObject):
    """`detail_changed` and `right_changed` are for the status line."""

    detail_changed = Signal(str)
    right_changed = Signal(str)

    def __init__(self, parts: Parts, walk: Walk, bar: TopStrip, watch: Stopwatch, parent: QObject) -> None:
        super().__init__(parent)
        self._interview, self._progress = parts.interview, parts.progress
        self._walk, self._bar, self._watch = walk, bar, watch
        self._minutes = QTimer(self, interval=MINUTE_MS)
        self._minutes.timeout.connect(self.show_duration)
        self._minutes.start()

    def title(self) -> str:
        """Whose interview it is."""
        name = self._progress.name_of(self._interview.form.root.path)
        return _("Household of {name}", name=name) if name else _("New household")

    def show_progress(self) -> None:
        """Whose, how far, and which question."""
        self._bar.show_progress(self._progress.total())
        self._bar.show_whose(self.title())
        self.show_number()

    def show_number(self) -> None:
        """The place of the question at hand among those that apply."""
        place = self._walk.place
        if place and self._progress.is_asked(place):
            number, of = self._progress.number(place)
            words = _("Question {number} of {of} that apply", number=number, of=of)
        else:
            words = n_("{n} question applies", "{n} questions apply", self._progress.total().asked)
        self.detail_changed.emit(words)

    def show_duration(self) -> None:
        """The time spent, rests left out."""
        spent = spelling.duration_words(self._watch.seconds())
        self.right_changed.emit(_("Duration {time}", time=spent))
