# SPDX-License-Identifier: Apache-2.0
"""Whole and decimal numbers: thousands are separated while typing, the unit stands beside them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from enumerator.forms import Question
from ui import theme
from ui.form import spelling
from ui.form.inputs.field import Asking
from ui.form.inputs.text import TextLine
from ui.widgets.text import Text


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

    def show_unit(self, unit: str) -> None:
        """What the number counts, taken from the label."""
        self.unit.setText(unit)

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
