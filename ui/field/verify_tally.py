# SPDX-License-Identifier: Apache-2.0
"""How many cards were checked today with which answer, and the last few of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from enumerator.messages import _, mark
from ui import theme
from ui.checking.answer import Answer
from ui.checking.result import GLYPHS, TONES
from ui.widgets import Card, ElidedText, Glyph, Text, clear, column, row, rule
from ui.widgets.moments import clock_words

_LIGHTS: Final = {"green": mark("accepted"), "amber": mark("with care"), "red": mark("refused")}
_LAST: Final = 5


class Tally(Card):
    """Counted per day, and remembered on this computer when the program is closed."""

    def __init__(self, workspace: Any) -> None:
        super().__init__(padding=16, spacing=6)
        self._workspace = workspace
        self._counts: dict[str, int] = {}
        self.figures: dict[str, Text] = {}
        self.body.addWidget(Text(_("Checked today"), "label"))
        for light, words in _LIGHTS.items():
            figure = Text("0", "section")
            self.figures[light] = figure
            glyph = Glyph(GLYPHS[light], f"{TONES[light]}-ink", 18)
            self.body.addLayout(row(glyph, Text(_(words), "body"), 1, figure, spacing=8))
        self.body.addWidget(rule())
        self._list = column(spacing=4)
        self._last: list[tuple[datetime, Answer]] = []
        self.body.addLayout(self._list)

    def show_day(self, now: datetime) -> None:
        """The counts of today."""
        held = self._workspace.settings.card_checks
        same = held.get("day") == now.date().isoformat()
        self._counts = {light: int(held.get(light, "0")) if same else 0 for light in _LIGHTS}
        self._show()

    def count(self, answer: Answer, now: datetime) -> None:
        """One more."""
        self.show_day(now)
        self._counts[answer.light] += 1
        kept = {"day": now.date().isoformat(), **{key: str(n) for key, n in self._counts.items()}}
        self._workspace.change_settings(card_checks=kept)
        self._last = [(now, answer), *self._last][:_LAST]
        self._show()

    def _show(self) -> None:
        told = []
        for light, figure in self.figures.items():
            figure.setText(str(self._counts[light]))
            told.append(f"{self._counts[light]} {_(_LIGHTS[light])}")
        self.setAccessibleName(_("Checked today") + ": " + ", ".join(told))
        clear(self._list)
        for at, answer in self._last:
            line = QWidget()
            who = next((value for _label, value in answer.facts), answer.headline)
            words = row(Glyph(GLYPHS[answer.light], f"{TONES[answer.light]}-ink", 14), spacing=6)
            when = Text(clock_words(at), "hint", "ink-2")
            when.setFixedWidth(theme.px(40))
            words.addWidget(when)
            words.addWidget(ElidedText(who, "hint"), 1)
            line.setLayout(words)
            self._list.addWidget(line)
