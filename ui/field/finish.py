# SPDX-License-Identifier: Apache-2.0
"""Before an interview is finished: everything wrong, missing, doubtful or remarked, each a link; then it is
signed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from enumerator.interviews.editing import Editing
from enumerator.messages import _, n_
from ui import theme
from ui.field.chapters import Chapter, chapters
from ui.form.problems import Link, LinkCard
from ui.widgets.bar import Bar
from ui.widgets.button import PrimaryButton, QuietButton
from ui.widgets.card import Tinted, clear, column, scrolled
from ui.widgets.glyph import Glyph
from ui.widgets.text import Text

MOST: Final = 60


class FinishPage(QWidget):
    """`corrects` asks what was changed, because the office has seen an earlier version."""

    go_requested = Signal(str)
    back_requested = Signal()
    sign_requested = Signal(str)

    def __init__(self, editing: Editing, *, corrects: bool) -> None:
        super().__init__()
        self._editing = editing
        self._may_sign = False
        self._cards: list[LinkCard] = []
        self.bar = Bar("")
        self.back_button = self.bar.add_back(_("Back to the interview"))
        self.back_button.clicked.connect(self.back_requested)
        self._inside = QWidget()
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.px(8))
        holder = QWidget()
        holder.setProperty("surface", "none")
        holder.setMaximumWidth(theme.px(760))
        holder.setLayout(self._column)
        middle = QHBoxLayout(self._inside)
        middle.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(24))
        middle.addStretch(1)
        middle.addWidget(holder, 1000)
        middle.addStretch(1)
        self._foot = QFrame()
        self._foot.setProperty("surface", "panel")
        self._foot.setProperty("edge", "top")
        self._foot.setFixedHeight(theme.control_height() + theme.px(20))
        self._stand = Text("", "body", "ink-2")
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("What was corrected?"))
        self.reason.setAccessibleName(_("What was corrected?"))
        self.sign_button = PrimaryButton(_("Finish and sign"), key="Ctrl+Return", key_works=False)
        self.stay_button = QuietButton(_("Back"), key="Esc", key_works=False)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(theme.px(20), 0, theme.px(20), 0)
        foot.setSpacing(theme.px(10))
        foot.addWidget(self.stay_button)
        foot.addWidget(self._stand, 1)
        foot.addWidget(self.reason, 1)
        foot.addWidget(self.sign_button)
        self.reason.setVisible(corrects)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addWidget(scrolled(self._inside, passed_by=True), 1)
        whole.addWidget(self._foot)
        for strip in (self.bar, self._foot):
            strip.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.stay_button.clicked.connect(self.back_requested)
        self.sign_button.clicked.connect(self._on_sign)
        for key, act in (
            ("Ctrl+Return", self._on_sign),
            ("Ctrl+Enter", self._on_sign),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # a key and no shortcut: a notice on screen has Esc to itself first
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def refresh(self, title: str, doubles: Sequence[Link] = ()) -> None:
        """List how the interview stands now."""
        self.bar.show_title(_("Finish · {household}", household=title))
        clear(self._column)
        self._cards = []
        every = [chapter for chapter in chapters(self._editing, doubles) if chapter.links]
        blocking = sum(len(chapter.links) for chapter in every if chapter.blocks)
        self._may_sign = not blocking
        total = self._editing.progress.total()
        self._column.addWidget(self._summary(blocking))
        for chapter in every:
            self._add(chapter)
        self._column.addStretch(1)
        self.sign_button.setEnabled(self._may_sign)
        self._stand.setText(
            _("{answered} of {asked} questions answered", answered=total.answered, asked=total.asked)
        )

    def take_focus(self) -> None:
        """The keyboard to the first link, or to what was corrected, or to signing."""
        cards = self._cards
        sign: QWidget = self.sign_button if self.reason.isHidden() else self.reason
        target = sign if self._may_sign or not cards else cards[0]
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def links(self) -> list[Link]:
        """What is listed, from top to bottom."""
        return [card.link for card in self._cards]

    @property
    def may_sign(self) -> bool:
        """Whether nothing stands in the way."""
        return self._may_sign

    def _summary(self, blocking: int) -> QWidget:
        box = Tinted("red" if blocking else "primary")
        line = QHBoxLayout()
        line.setSpacing(theme.px(10))
        line.addWidget(
            Glyph("error" if blocking else "done-circle", "red-ink" if blocking else "primary-ink")
        )
        words = (
            n_(
                "One thing is left before the interview can be finished.",
                "{n} things are left before the interview can be finished.",
                blocking,
            )
            if blocking
            else _("Everything needed is there. Read the list with the family, then finish and sign.")
        )
        line.addWidget(Text(words, "strong", "red-ink" if blocking else "primary-ink").wrapped(), 1)
        box.body.addLayout(line)
        return box

    def _add(self, chapter: Chapter) -> None:
        head = Text(f"{chapter.title} · {len(chapter.links)}", "section")
        head.setContentsMargins(0, theme.px(14), 0, 0)
        self._column.addWidget(head)
        if chapter.words:
            self._column.addWidget(Text(chapter.words, "hint", "ink-2").wrapped())
        links = column(spacing=8)
        for link in chapter.links[:MOST]:
            links.addWidget(self._card(link, chapter))
        self._column.addLayout(links)
        rest = chapter.links[MOST:]
        if rest:
            more = QuietButton(n_("Show {n} more", "Show {n} more", len(rest)))
            more.clicked.connect(lambda: self._show_rest(chapter, links, more))
            self._column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _card(self, link: Link, chapter: Chapter) -> LinkCard:
        card = LinkCard(link, slim=chapter.slim)
        card.pressed.connect(self.go_requested)
        self._cards.append(card)
        return card

    def _show_rest(self, chapter: Chapter, links: QVBoxLayout, more: QWidget) -> None:
        """All of a long chapter, in place of the button that asked for it; the keyboard to the next link."""
        added = [self._card(link, chapter) for link in chapter.links[MOST:]]
        for card in added:
            links.addWidget(card)
        for before, card in pairwise([links.itemAt(MOST - 1).widget(), *added]):
            self.setTabOrder(before, card)
        more.hide()
        added[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _on_sign(self) -> None:
        if self._may_sign:
            self.sign_requested.emit(self.reason.text().strip())
