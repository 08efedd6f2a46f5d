# SPDX-License-Identifier: Apache-2.0
"""One household at the right of a list: who it is, its photos, and its answers with what was said about
them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from enumerator.messages import _
from enumerator.office.reading import Line, read_household, unmasked
from enumerator.office.revealing import note_revealed
from enumerator.registry.search import Household
from ui import theme
from ui.office.answers import AnswerList
from ui.office.key_line import KeyLine
from ui.office.look import address_words, head_words, household_status, people_words, when_words
from ui.office.photos import Photo, PhotoStrip, PhotoView, photo_of
from ui.widgets import Card, EmptyState, StatusPill, Text, column, row, rule
from ui.widgets.moments import masked_number

_PHOTOS_FROM = 470
_QUICK_MS = 140


class HouseholdCard(Card):
    """`show_household(household)`. Enter shows a masked number in full (and the journal says so) or a
    photo large; F9 goes on to the next answer with a remark, a warning or a comment.
    `comment_asked(line)` at F2."""

    comment_asked = Signal(object)

    def __init__(self, workspace: Any, why: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=1, spacing=0)
        self._workspace = workspace
        self._why = why
        self.household: Household | None = None
        self.name = Text("", "section").wrapped()
        self.pill = StatusPill()
        self.address = Text("", "body", "ink-2").wrapped()
        self.facts = Text("", "hint", "ink-2").wrapped()
        self.more = column(spacing=8)
        self.photos = PhotoStrip()
        self.photos.opened.connect(self._show_photo)
        self.answers = AnswerList(_("Answers"))
        self.answers.opened.connect(self._open)
        self.answers.comment_asked.connect(self.comment_asked)
        self.keys = KeyLine()
        top = row(spacing=10)
        top.addWidget(self.name, 1)
        top.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignTop)
        head = column(
            top, self.address, self.facts, self.more, self.photos, spacing=4, margins=(16, 14, 16, 10)
        )
        self._head = QWidget()
        self._head.setLayout(head)
        self._empty = EmptyState(_("No household chosen"), icon="household")
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(self._head)
        self.body.addWidget(rule())
        self.body.addWidget(self.answers, 1)
        self.body.addWidget(rule())
        self.body.addWidget(self.keys)
        QShortcut(QKeySequence("F9"), self).activated.connect(self.answers.next_noted)
        self._photo_count = 0
        self._comments: Mapping[str, str] | None = None
        self._shown = ("", "")
        self._since = QElapsedTimer()
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._owing = False
        self._late.timeout.connect(self._show_answers)
        self._show_nothing()

    def _show_nothing(self) -> None:
        self._head.hide()
        self.answers.hide()
        self._empty.show()

    def show_household(
        self,
        household: Household | None,
        now: datetime,
        writer: str = "",
        comments: Mapping[str, str] | None = None,
    ) -> None:
        """Its answers; None shows that nothing is chosen. UserError where its form has not arrived."""
        self.household = household
        if household is None:
            self._shown = ("", "")
            self._late.stop()
            self._show_nothing()
            return
        self._empty.hide()
        self._head.show()
        self.answers.show()
        self.name.setText(head_words(household))
        self.pill.show_status(household_status(household.status))
        self.address.setText(address_words(household))
        number = masked_number(household.no_kk)
        facts = (
            people_words(household.members),
            _("KK {number}", number=number) if number else _("no KK number"),
            writer,
            when_words(household.wall, now),
        )
        self.facts.setText(" · ".join(part.replace(" ", "\u00a0") for part in facts if part))
        state = (household.record, household.heads)
        if state == self._shown and comments is None:
            return
        self._shown = state
        self._comments = comments
        quick = self._since.isValid() and self._since.elapsed() < _QUICK_MS
        self._since.start()
        if quick:  # somebody runs through the list: the answers follow where they stop
            self.answers.show_sections(())
            self.photos.show_photos(())
            self._late.start(_QUICK_MS)
        else:
            self._show_answers()

    def hideEvent(self, event: QHideEvent) -> None:
        """What is out of sight reads nothing: the workspace may be closed by then."""
        super().hideEvent(event)
        if self._late.isActive():
            self._late.stop()
            self._owing = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._owing:
            self._show_answers()

    def _show_answers(self) -> None:
        self._owing = False
        self._late.stop()
        household = self.household
        if household is None:
            return
        reading = read_household(self._workspace, household.record) if household.form_known else None
        lines = reading.lines if reading else ()
        shown = [
            photo_of(self._workspace, line.address, line.label, line.value)
            for line in lines
            if line.kind == "photo"
        ]
        self._photo_count = len(shown)
        self.photos.show_photos(shown)
        self._fit_photos()
        self.answers.show_sections(reading.sections if reading else (), self._comments)

    def _open(self, line: Line) -> None:
        if line.kind == "number" and self.household is not None:
            note_revealed(self._workspace, self.household.record, line.address, self._why)
            self.answers.reveal(line, unmasked(line))
        elif line.kind == "photo":
            self._show_photo(photo_of(self._workspace, line.address, line.label, line.value))

    def _show_photo(self, photo: Photo) -> None:
        PhotoView(self, photo).open()

    def _fit_photos(self) -> None:
        """Where the window is low the answers matter more than the photos, which Enter shows anyway."""
        self.photos.setVisible(bool(self._photo_count) and self.height() >= theme.px(_PHOTOS_FROM))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_photos()
