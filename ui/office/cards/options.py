# SPDX-License-Identifier: Apache-2.0
"""How cards are to be printed, as a person chooses it: paper, sides, where the sheet begins, which design."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from enumerator.cards.designs import Design
from enumerator.cards.layout import Duplex, Sides
from enumerator.messages import _, mark
from enumerator.office.card_printing import LETTER, Printing
from ui import theme
from ui.office.cards.design_choice import DesignChoice
from ui.office.cards.paper import HINTS, PaperChoice, StartPlace
from ui.widgets import DropDown, Text, column, row

SIDES: Final = {
    "long": (mark("Both sides, turned over the long edge"), Duplex.LONG_EDGE, Sides.BOTH),
    "short": (mark("Both sides, turned over the short edge"), Duplex.SHORT_EDGE, Sides.BOTH),
    "none": (mark("Fronts and backs on pages of their own"), Duplex.NONE, Sides.BOTH),
    "front": (mark("Fronts only"), Duplex.LONG_EDGE, Sides.FRONT),
    "back": (mark("Backs only"), Duplex.LONG_EDGE, Sides.BACK),
}
_MOST_MM: Final = 10.0


class PrintOptions(QWidget):
    """`changed(Printing)` by the person only."""

    changed = Signal(object)

    def __init__(self, chosen: Printing, designs: Sequence[Design], usual: str) -> None:
        super().__init__()
        self._chosen = chosen
        self.paper = PaperChoice()
        self.paper_hint = Text("", "hint", "ink-2").wrapped()
        self.sides = DropDown()
        for key, (words, _duplex, _sides) in SIDES.items():
            self.sides.addItem(_(words), key)
        self.start = StartPlace()
        self.design = DesignChoice()
        self.design.show_designs(designs, usual)
        self.across, self.down = self._length(), self._length()
        self._sheet = self._part(_("First free place"), self._start_row())
        self._turn = self._part(_("Sides"), self.sides)
        self._shift = self._part(_("Move the backs (mm)"), self._shift_row())
        whole = column(
            self._part(_("Paper"), self.paper, self.paper_hint),
            self._part(_("Design"), self.design),
            self._turn,
            self._sheet,
            self._shift,
            1,
            spacing=14,
            margins=(4, 4, 8, 4),
        )
        self.setLayout(whole)
        self.show_printing(chosen, usual)
        self.paper.chosen.connect(self._on_paper)
        self.sides.activated.connect(lambda _at: self._on_sides())
        self.start.chosen.connect(lambda start: self._choose(start=start))
        self.design.activated.connect(lambda _at: self._choose(design=self.design.currentData()))
        for line in (self.across, self.down):
            line.editingFinished.connect(self._on_shift)
        self.setFocusProxy(self.paper)

    def printing(self) -> Printing:
        """What is chosen now."""
        return self._chosen

    def show_printing(self, chosen: Printing, usual: str) -> None:
        """Choose it without saying so."""
        self._chosen = chosen
        self.paper.show_paper(chosen.paper)
        key = {Sides.FRONT: "front", Sides.BACK: "back"}.get(chosen.sides, chosen.duplex.value)
        self.sides.setCurrentIndex(self.sides.findData(key))
        at = self.design.findData(chosen.design or usual)
        self.design.setCurrentIndex(max(0, at))
        if chosen.design and at < 0:
            self._chosen = replace(chosen, design="")
        self.across.setText(f"{chosen.shift[0]:g}")
        self.down.setText(f"{chosen.shift[1]:g}")
        self._adapt()

    def _adapt(self) -> None:
        """What the paper leaves to choose."""
        paper = self._chosen.paper
        self.paper_hint.setText(_(HINTS[paper]))
        self.start.show_start(paper, self._chosen.start)
        self._sheet.setVisible(self.start.places() > 1)
        self._turn.setVisible(paper != LETTER)
        self._shift.setVisible(self.start.places() > 1)
        for key in ("long", "short", "none"):
            item = self.sides.model().item(self.sides.findData(key))  # type: ignore[attr-defined]
            item.setEnabled(self.start.places() > 1 or key == "none")

    def _choose(self, **changes: object) -> None:
        self._chosen = replace(self._chosen, **changes)  # type: ignore[arg-type]
        self._adapt()
        self.changed.emit(self._chosen)

    def _on_paper(self, paper: str) -> None:
        places = Printing(paper=paper).places
        self._choose(paper=paper, start=min(self._chosen.start, places))

    def _on_sides(self) -> None:
        _words, duplex, sides = SIDES[self.sides.currentData()]
        self._choose(duplex=duplex, sides=sides)

    def _on_shift(self) -> None:
        shift = (_millimetres(self.across.text()), _millimetres(self.down.text()))
        if shift != self._chosen.shift:
            self._choose(shift=shift)

    # -- building

    def _part(self, label: str, *widgets: QWidget) -> QWidget:
        part = QWidget()
        words = Text(label, "label")
        words.setBuddy(widgets[0])
        if not widgets[0].accessibleName():
            widgets[0].setAccessibleName(label)
        part.setLayout(column(words, *widgets, spacing=5))
        return part

    def _length(self) -> QLineEdit:
        line = QLineEdit()
        line.setFixedWidth(theme.px(56))
        line.setValidator(QDoubleValidator(-_MOST_MM, _MOST_MM, 2, line))
        return line

    def _start_row(self) -> QWidget:
        around = QWidget()
        hint = Text(_("On a sheet that is partly used, point at the first free place."), "hint", "ink-2")
        line = row(self.start, spacing=12)
        line.addWidget(hint.wrapped(), 1)
        around.setLayout(line)
        around.setFocusProxy(self.start)
        return around

    def _shift_row(self) -> QWidget:
        around = QWidget()
        self.across.setAccessibleName(_("Backs to the right, in millimetres"))
        self.down.setAccessibleName(_("Backs down, in millimetres"))
        fields = row(
            Text(_("right"), "body", "ink-2"), self.across, Text(_("down"), "body", "ink-2"), self.down, 1,
            spacing=8,
        )  # fmt: skip
        hint = Text(_("Where a printer does not set backs exactly behind fronts."), "hint", "ink-2").wrapped()
        around.setLayout(column(fields, hint, spacing=4))
        around.setFocusProxy(self.across)
        return around


def _millimetres(text: str) -> float:
    try:
        return max(-_MOST_MM, min(float(text.replace(",", ".")), _MOST_MM))
    except ValueError:
        return 0.0
