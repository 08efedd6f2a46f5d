# SPDX-License-Identifier: Apache-2.0
"""The register of cards on screen: found by number, name or state, each with what may happen to it next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from enumerator.cards.issue import CardOffice
from enumerator.cards.register import CardRecord, State
from enumerator.messages import _
from enumerator.office.card_steps import preview_card
from ui import theme
from ui.office.cards.preview import Preview
from ui.office.cards.rows import (
    APPROVABLE,
    DELIVERABLE,
    LOSABLE,
    PRINTABLE,
    REPLACEABLE,
    REVOCABLE,
    card_facts,
    card_status,
    history_facts,
    programme_words,
    short_date,
)
from ui.office.panes import Panes
from ui.widgets import (
    Button,
    Column,
    DataTable,
    DropDown,
    EmptyState,
    QuietButton,
    column,
    row,
    rule,
    scrolled,
)
from ui.widgets.facts import Facts

_NEEDS: Final = 460
_EVERY: Final = ""
_DOUBTFUL: Final = "doubtful"
STEPS: Final = ("approve", "print", "deliver", "lose", "replace", "revoke", "second")


class RegisterView(QWidget):
    """`step_wanted(step, CardRecord)`, a step of STEPS, is for the page."""

    step_wanted = Signal(str, object)

    def __init__(self, workspace: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._office: CardOffice | None = None
        self._programmes: Mapping[str, str] = {}
        self._names: Mapping[str, str] = {}
        self._doubtful: frozenset[str] = frozenset()
        self._text = ""
        self.table = self._table()
        self.state = DropDown()
        self.state.setAccessibleName(_("State"))
        self.state.addItem(_("All states"), _EVERY)
        for state in State:
            self.state.addItem(card_status(state).word, state.value)
        self.state.addItem(_("Issued twice"), _DOUBTFUL)
        self.state.activated.connect(lambda _at: self._keep())
        self.preview = Preview(_NEEDS)
        self.facts = Facts()
        self.buttons = self._buttons()
        inside = QWidget()
        inside.setLayout(column(self.facts, 1))
        below = self.preview.body
        below.addWidget(rule())
        below.addWidget(scrolled(inside), 2)
        below.addLayout(self._grid())
        self.table.chosen.connect(self.show_card)
        left = QWidget()
        self._over = row(self.state, 1, spacing=8)
        listed = column(self._over, spacing=8)
        listed.addWidget(self.table, 1)
        left.setLayout(listed)
        whole = column(spacing=0)
        whole.addWidget(Panes(left, self.preview, 0.58))
        self.setLayout(whole)

    def add_beside_state(self, button: QWidget) -> None:
        """Something that belongs to the whole register, over the list at its right."""
        self._over.addWidget(button)

    def _table(self) -> DataTable:
        return DataTable(
            [
                Column(
                    _("Status"),
                    lambda card: card_status(card.state).word,
                    122,
                    status=lambda card: card_status(card.state),
                ),
                Column(_("Number"), lambda card: card.number, 184, strong=True, fits=True),
                Column(_("Name"), lambda card: card.name, 130, 2, wraps=True),
                Column(_("Kelurahan"), lambda card: card.values.get("kelurahan", ""), 120, 1, drop_below=560),
                Column(
                    _("Programmes"),
                    lambda card: programme_words(card, self._programmes),
                    130,
                    2,
                    ink="ink-2",
                    drop_below=800,
                ),
                Column(
                    _("Valid until"),
                    lambda card: short_date(card.valid_until),
                    110,
                    sort=lambda card: card.values.get("valid_until", ""),
                    drop_below=680,
                ),
            ],
            name=_("Cards"),
            identity=lambda card: card.number,
            empty=EmptyState(_("No cards yet"), _("Issue the first ones: Ctrl+P."), icon="card"),
        )

    def _buttons(self) -> dict[str, Button]:
        made = {
            "print": QuietButton(_("Print again…")),
            "approve": QuietButton(_("Approve")),
            "deliver": QuietButton(_("Handed over…")),
            "lose": QuietButton(_("Lost…")),
            "replace": QuietButton(_("Replace…")),
            "revoke": QuietButton(_("Revoke…")),
            "second": QuietButton(_("Second card…")),
        }
        for step, button in made.items():
            button.clicked.connect(self._wish(step))
        made["print"].setShortcut(QKeySequence("Ctrl+Shift+P"))
        return made

    def _wish(self, step: str) -> Callable[[], None]:
        def say() -> None:
            card = self.table.current()
            if card is not None:
                self.step_wanted.emit(step, card)

        return say

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(theme.px(8))
        for number, button in enumerate(self.buttons.values()):
            grid.addWidget(button, number // 3, number % 3)
        return grid

    def show_rows(
        self,
        office: CardOffice,
        cards: Sequence[CardRecord],
        programmes: Mapping[str, str],
        names: Mapping[str, str],
        today: date,
    ) -> None:
        """The cards; `programmes` by short code, `names` of people by id."""
        self._office, self._programmes, self._names = office, programmes, names
        doubts = office.register.doubts(today)
        self._doubtful = frozenset(card.number for doubt in doubts for card in doubt.cards)
        self.table.show_rows(cards)
        self.show_card(self.table.current())

    def search(self, text: str) -> None:
        """Keep those whose number or name holds all words."""
        self._text = text
        self._keep()

    def show_state(self, state: str) -> None:
        """Only the cards in that state, or "doubtful" ones."""
        self.state.setCurrentIndex(max(0, self.state.findData(state)))
        self._keep()

    def _keep(self) -> None:
        words, wanted = self._text.casefold().split(), self.state.currentData()

        def holds(card: CardRecord) -> bool:
            told = f"{card.number} {card.name} {card.values.get('kelurahan', '')}".casefold()
            right = wanted in (_EVERY, card.state.value) or (
                wanted == _DOUBTFUL and card.number in self._doubtful
            )
            return right and all(word in told for word in words)

        self.table.keep(holds if words or wanted else None)

    def show_card(self, card: CardRecord | None) -> None:
        allowed = {
            "approve": APPROVABLE,
            "print": PRINTABLE,
            "deliver": DELIVERABLE,
            "lose": LOSABLE,
            "replace": REPLACEABLE,
            "revoke": REVOCABLE,
            "second": REPLACEABLE,
        }
        for step, button in self.buttons.items():
            button.setEnabled(card is not None and card.state in allowed[step])
        if card is None or self._office is None:
            self.preview.title.setText(_("Nothing to show"))
            self.preview.pdf.show_nothing(" ")
            self.facts.show_facts(())
            return
        self.preview.title.setText(f"{card.name} · {card_status(card.state).word}")
        history = self._office.register.history(card.number)
        now = self._workspace.store.clock()
        facts = [*card_facts(card, self._programmes), *history_facts(history, self._names, now)]
        if card.number in self._doubtful:
            told = _("Two offices issued cards without knowing of each other: revoke the one that is wrong.")
            facts.insert(0, (_("Issued twice"), told))
        self.facts.show_facts(facts)
        self.preview.draw(self._workspace, lambda own: preview_card(own, card), card.name)
