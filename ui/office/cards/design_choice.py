# SPDX-License-Identifier: Apache-2.0
"""The designs of cards to choose from, by name; the one in use carries a tick."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt

from enumerator.cards.designs import Design
from enumerator.messages import _
from ui import icons
from ui.widgets import DropDown


class DesignChoice(DropDown):
    """The field shows the name alone, so that a long one is not cut; the list says which is in use."""

    def show_designs(self, known: Iterable[Design], used: str) -> None:
        """These, in this order; `used` is the one cards are printed with."""
        self.clear()
        for each in known:
            self.addItem(each.name, each.id)
            if each.id == used:
                at = self.count() - 1
                words = _("{name} (in use)", name=each.name)
                self.setItemIcon(at, icons.icon("done", "primary"))
                self.setItemData(at, words, Qt.ItemDataRole.ToolTipRole)
                self.setItemData(at, words, Qt.ItemDataRole.AccessibleTextRole)
