# SPDX-License-Identifier: Apache-2.0
"""Check a card without a network: a scanner types its code, or it is read from a picture, or the number
is typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from enumerator.cards.scan import decode_file
from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.office.card_trust import CardKnowledge
from ui import theme
from ui.field.card_check import Answer, check_text
from ui.widgets import Card, Glyph, QuietButton, Screen, Text, Tinted, clear, column, row, rule, scrolled

TONES: Final = {"green": "primary", "amber": "amber", "red": "red"}
GLYPHS: Final = {"green": "done-circle", "amber": "warning", "red": "error"}


class ScanLine(QLineEdit):
    """A code scanner types like a keyboard and ends with Enter; so does a person who copies the number."""

    entered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(_("Scan the code, or type the card number"))
        self.setAccessibleName(self.placeholderText())
        self.setMaxLength(4_000)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.text().strip():
                self.entered.emit(self.text().strip())
                self.selectAll()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.entered.emit("")
        else:
            super().keyPressEvent(event)


class Result(Card):
    """The answer, large: colour, icon and words together."""

    def __init__(self) -> None:
        super().__init__(padding=0, spacing=0)
        self.band = Tinted("grey", padding=22)
        self.glyph = Glyph("card", "grey-ink", 56)
        self.headline = Text("", "display").wrapped()
        self.reason = Text("", "section").wrapped()
        line = row(self.glyph, spacing=18)
        line.addLayout(column(self.headline, self.reason, spacing=4), 1)
        self.band.body.addLayout(line)
        self.facts = column(spacing=10, margins=(22, 16, 22, 18))
        self.body.addWidget(self.band)
        self.body.addLayout(self.facts)

    def show_answer(self, answer: Answer) -> None:
        tone = TONES[answer.light]
        self.band.show_tone(tone)
        self.glyph.show_glyph(GLYPHS[answer.light], f"{tone}-ink")
        self.headline.setText(answer.headline)
        self.headline.show_ink(f"{tone}-ink")
        self.reason.setText(answer.reason)
        clear(self.facts)
        for number, (label, value) in enumerate(answer.facts):
            if number:
                self.facts.addWidget(rule())
            name = Text(label, "body", "ink-2")
            name.setFixedWidth(theme.px(190))
            line = row(name, spacing=12)
            line.addWidget(Text(value, "strong").wrapped(), 1)
            self.facts.addLayout(line)
        self.setAccessibleName(f"{answer.headline} {answer.reason}")


class VerifyCard(Screen):
    """The line has the keyboard all the time, so the next card can be scanned at once."""

    def __init__(
        self, workspace: Any, parent: QWidget | None = None, *, now: Callable[[], datetime] | None = None
    ) -> None:
        super().__init__(workspace, _("Check a card"), parent)
        self._now = now or workspace.store.clock
        self._known: CardKnowledge | None = None  # reading all cards takes a while: at the first check, once
        self.setAcceptDrops(True)
        self.line = ScanLine()
        self.line.entered.connect(self.check)
        self.pick = QuietButton(_("From a picture …"), icon="camera", key="Ctrl+O")
        self.pick.clicked.connect(self._ask)
        ask = Card(padding=20, spacing=8)
        ask.body.addWidget(Text(_("Hold the code under the scanner, or type the number under it"), "label"))
        line = row(spacing=10)
        line.addWidget(self.line, 1)
        line.addWidget(self.pick)
        ask.body.addLayout(line)
        ask.body.addWidget(
            Text(
                _("Nothing is sent anywhere: the office's public key on this laptop is enough."),
                "hint",
                "ink-2",
            ).wrapped()
        )
        self.result = Result()
        self.result.hide()
        middle = QWidget()
        middle.setMaximumWidth(theme.px(860))
        middle.setLayout(column(ask, self.result, 1, spacing=14, margins=(4, 4, 4, 4)))
        around = QWidget()
        around.setLayout(row(middle, spacing=0))
        self.content.addWidget(scrolled(around), 1)

    def take_focus(self) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def check(self, text: str) -> None:
        """Show what is known about this code or number; "" clears."""
        if not text:
            self.result.hide()
            return
        if self._known is None:
            self._known = CardKnowledge(self.workspace)
        else:
            self._known.refresh()
        self.result.show_answer(check_text(self.workspace, self._known, text, self._now()))
        self.result.show()

    def check_picture(self, path: Path) -> None:
        """Read the code from a picture or PDF."""
        try:
            texts = decode_file(path)
        except UserError as error:
            self.show_error(error)
            return
        if texts:
            self.line.setText(texts[0])
            self.check(texts[0])
        else:
            self.tell(
                "warning",
                _("No code was found in {name}.", name=path.name),
                _("Take the picture straight from above, with light and without glare, or type the number."),
            )

    def _ask(self) -> None:
        kinds = _("Pictures") + " (*.png *.jpg *.jpeg *.webp *.bmp *.pdf)"
        chosen, _kind = QFileDialog.getOpenFileName(self, _("From a picture …"), "", kinds)
        if chosen:
            self.check_picture(Path(chosen))
        self.take_focus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.check_picture(paths[0])
