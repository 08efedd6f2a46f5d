# SPDX-License-Identifier: Apache-2.0
"""The bar over a page: title, context chips, search, quiet actions and the one main action."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui import theme
from ui.widgets.button import Button, PrimaryButton, QuietButton
from ui.widgets.card import row
from ui.widgets.pill import Chip
from ui.widgets.search_box import SearchBox
from ui.widgets.text import Text

HEIGHT = 56


class Bar(QFrame):
    """Build it from left to right: title, chips, then `add_search`, `add_action`, `set_primary`."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("edge", "bottom")
        self.setProperty("surface", "panel")
        self.setFixedHeight(max(theme.px(HEIGHT), theme.control_height() + theme.px(20)))
        self.title = Text(title, "title")
        self._chips = row(spacing=10)
        self._about = row(spacing=10)
        self._right = row(spacing=10)
        self._lead = row(spacing=10)
        whole: QHBoxLayout = row(
            self._lead, self.title, self._about, self._chips, 1, self._right,
            spacing=10, margins=(20, 0, 20, 0),
        )  # fmt: skip
        self.setLayout(whole)
        self.search: SearchBox | None = None
        self.primary: Button | None = None

    def show_title(self, title: str) -> None:
        self.title.setText(title)

    def show_chips(self, *chips: str | QWidget) -> None:
        """Replace the chips by these words (or ready widgets, such as a StatusPill)."""
        while (item := self._chips.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for chip in chips:
            self._chips.addWidget(chip if isinstance(chip, QWidget) else Chip(chip))
        if self.isVisible():
            self._make_room()

    def add_back(self, words: str, key: str = "") -> Button:
        """The way back at the far left."""
        button = QuietButton(words, icon="back", key=key)
        self._lead.addWidget(button)
        return button

    def add_beside_title(self, widget: QWidget) -> None:
        """Something that says what the whole page is about, such as a month, right after the title."""
        self._about.addWidget(widget)

    def add_search(self, placeholder: str) -> SearchBox:
        self.search = SearchBox(placeholder)
        self._right.addWidget(self.search)
        self.search.setFixedWidth(theme.px(280))
        return self.search

    def add_action(self, words: str, *, key: str = "", icon: str = "") -> Button:
        button = QuietButton(words, key=key, icon=icon)
        self._right.addWidget(button)
        return button

    def add_widget(self, widget: QWidget) -> None:
        self._right.addWidget(widget)

    def set_primary(self, words: str, *, key: str = "", icon: str = "") -> Button:
        self.primary = PrimaryButton(words, key=key, icon=icon)
        self._right.addWidget(self.primary)
        return self.primary

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Where the bar is narrow the search box and then the chips give way; title and main action
        never do."""
        if self.search is not None:
            self.search.setFixedWidth(theme.px(280 if self.width() >= theme.px(860) else 180))
        chips = [self._chips.itemAt(at).widget() for at in range(self._chips.count())]
        words = [each for each in chips if isinstance(each, Chip)]
        widths = [each.sizeHint().width() + theme.px(10) for each in words]
        shown = sum(width for each, width in zip(words, widths, strict=True) if not each.isHidden())
        left = self.width() - (self.layout().sizeHint().width() - shown)
        for each, width in zip(words, widths, strict=True):
            left -= width
            each.setVisible(left >= 0 and self.width() >= theme.px(760))
