# SPDX-License-Identifier: Apache-2.0
"""Whole and decimal numbers: thousands are separated while typing, the unit stands beside them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from enumerator.forms import Question
from enumerator.messages import _
from ui import theme
from ui.form import spelling
from ui.form.inputs.field import Asking
from ui.form.inputs.text import TextLine
from ui.widgets.button import QuietButton
from ui.widgets.text import Text

_STEPS: Final = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class Number(TextLine):
    """A number; letters are not taken, so a typing error never becomes a value."""

    wide = False

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self._decimals = question.type == "decimal"
        self.line.setFont(theme.font(tabular=True))
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.unit = Text("", "body", "ink-2", self.line)
        inner = QHBoxLayout(self.line)
        inner.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
        inner.addStretch()
        inner.addWidget(self.unit)

        if "counter" in question.appearances:
            self._add_steps()

    def show_unit(self, unit: str) -> None:
        """What the number counts, taken from the label."""
        self.unit.setText(unit or ("°" if "bearing" in self.question.appearances else ""))

    def _add_steps(self) -> None:
        """One less, one more: by button or by the arrows up and down."""
        layout = self.layout()
        if not isinstance(layout, QHBoxLayout):
            return
        layout.setSpacing(theme.px(6))
        for words, meaning, step in (("−", _("One less"), -1), ("+", _("One more"), 1)):
            button = QuietButton(words)
            button.setAccessibleName(meaning)
            button.setToolTip(meaning)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _on=False, by=step: self.step(by))
            layout.addWidget(button)

    def step(self, by: int) -> None:
        """Count up or down; never below nought."""
        value = self.undress(self.line.text())
        counted = max(0, int(float(value or 0)) + by)
        if self.line.isReadOnly() or str(counted) == value:
            return
        self.line.setText(self.dress(str(counted)))
        self.give(str(counted))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key())) if "counter" in self.question.appearances else None
        if step is not None and not event.modifiers():
            self.step(step)
        else:
            super().keyPressEvent(event)

    def dress(self, value: str) -> str:
        # the engine keeps a whole decimal as 3.0
        return spelling.number_shown(value.removesuffix(".0") if self._decimals else value, spelling.marks())

    def undress(self, text: str) -> str:
        return spelling.number_typed(text, spelling.marks(), decimals=self._decimals)

    def settle(self) -> None:
        value = self.undress(self.line.text())
        tidy = _tidy(value)
        self.line.setText(self.dress(tidy))
        if tidy != value:
            self.give(tidy)

    def _on_edited(self, text: str) -> None:
        how = spelling.marks()
        if self._decimals:
            text = self._number_pad_point(text, how)
        value = spelling.number_typed(text, how, decimals=self._decimals)
        self.line.retype(
            spelling.number_shown(value, how), lambda sign: sign.isdigit() or sign in ("-", how.point)
        )
        self.give("" if value == "-" else value)

    def _number_pad_point(self, text: str, how: spelling.Marks) -> str:
        """The group mark just typed is meant as the decimal point: groups come by themselves."""
        at = self.line.cursorPosition()
        before = self.dress(self.node.value) if self.node is not None else ""
        typed_one = len(text) == len(before) + 1
        if typed_one and at and text[at - 1] == how.group and how.point not in text:
            return text[: at - 1] + how.point + text[at:]
        return text


def _tidy(value: str) -> str:
    """Without leading noughts and an idle point: `007.` as `7`."""
    sign, bare = ("-", value[1:]) if value.startswith("-") else ("", value)
    whole, point, rest = bare.partition(".")
    if not whole and not rest:
        return ""
    return sign + (whole.lstrip("0") or "0") + (point + rest if rest else "")
