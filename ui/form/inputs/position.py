# SPDX-License-Identifier: Apache-2.0
"""Where something is, typed as a GPS receiver, a phone or a map shows it; several points one to a line."""

from __future__ import annotations

from enumerator.forms import Node, Question
from enumerator.messages import _
from ui import theme
from ui.form import spelling
from ui.form.inputs.field import Asking
from ui.form.inputs.text import TextBlock, TextLine


class Point(TextLine):
    """One position: `-6.9932, 110.4203` or `6°59'35"S 110°25'13"E`."""

    wide = True

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self.line.setFont(theme.font(tabular=True))

    def prompt(self) -> str:
        return _("Latitude, longitude, as on the phone's map: -6.9932, 110.4203")

    def dress(self, value: str) -> str:
        return spelling.position_shown(value)

    def undress(self, text: str) -> str:
        return spelling.position_read(text)

    def settle(self) -> None:
        value = spelling.position_read(self.line.text())
        self.line.setText(self.dress(value))
        if self.node is not None and value != self.node.value:
            self.give(value)

    def _on_edited(self, text: str) -> None:
        value = spelling.position_read(text)
        if not text or len(value.split()) == 4:
            self.give(value)


class Points(TextBlock):
    """A line or an outline: one position to a line."""

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        self.paper.setPlaceholderText(_("One position to a line (Alt+Enter), as: -6.9932, 110.4203"))

    def dress(self, value: str) -> str:
        return "\n".join(spelling.position_shown(point.strip()) for point in value.split(";"))

    def undress(self, text: str) -> str:
        return "; ".join(spelling.position_read(line) for line in text.splitlines() if line.strip())
