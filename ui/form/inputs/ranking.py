# SPDX-License-Identifier: Apache-2.0
"""Choices put in order by digits and Alt+arrows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from enumerator.forms import Node, Question
from ui.form.inputs.choice_button import ChoiceButton
from ui.form.inputs.choices import Choices
from ui.form.inputs.field import Asking

_ARROWS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Ranking(Choices):
    """All of them put in order: the digit gives a choice the next place or takes it away, Alt+arrows move
    it."""

    several = True

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self._flow.stacked = True
        self._order: list[str] = []

    def show_node(self, node: Node) -> None:
        begun = self._order if node.address == self.address and len(self._order) < len(self.buttons) else []
        super().show_node(node)
        if begun and not node.value and node.no_answer is None:
            self.show_chosen(begun)

    def show_chosen(self, values: Sequence[str]) -> None:
        self._order = list(values)
        super().show_chosen(values)
        for button in self.buttons:
            button.show_rank(self._order.index(button.value) + 1 if button.value in self._order else 0)

    def choose(self, button: ChoiceButton) -> None:
        if button.value in self._order:
            self._set([value for value in self._order if value != button.value])
        else:
            self._set([*self._order, button.value])

    def _on_key(self, button: ChoiceButton, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            if button.value in self._order:
                at = self._order.index(button.value)
                to = max(0, min(len(self._order) - 1, at + _ARROWS[key]))
                order = [value for value in self._order if value != button.value]
                order.insert(to, button.value)
                self._set(order)
            return True
        return super()._on_key(button, event)

    def _set(self, order: list[str]) -> None:
        """Only a whole order is an answer; until then it stands on the screen alone."""
        self.show_chosen(order)
        whole = len(order) == len(self.buttons)
        if whole or (self.node is not None and self.node.value):
            self.give(" ".join(order) if whole else "")
