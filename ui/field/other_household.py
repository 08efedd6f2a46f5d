# SPDX-License-Identifier: Apache-2.0
"""Another household as this laptop knows it, beside the one being interviewed: only to be looked at."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from enumerator.forms import Form
from enumerator.messages import _
from enumerator.registry.known_here import Other
from enumerator.registry.people import Member, read_family
from ui import theme
from ui.form import spelling
from ui.widgets.button import PrimaryButton
from ui.widgets.card import column, row, scrolled
from ui.widgets.moments import masked_number
from ui.widgets.text import Text

WIDE, HIGH = 520, 420


class OtherHousehold(QDialog):
    """Esc or Enter closes it. `form` is what its answers were given in, None where it is only assigned."""

    def __init__(self, parent: QWidget, other: Other, form: Form | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Household of {name}", name=other.name))
        self.setProperty("surface", "panel")
        self.resize(min(theme.px(WIDE), parent.width()), min(theme.px(HIGH), parent.height()))
        self.facts = facts_of(other)
        self.people = people_of(form, other)
        self.close_button = PrimaryButton(_("Back to the interview"), key="Esc", key_works=False)
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.reject)
        inside = column(spacing=6, margins=(0, 0, 8, 0))
        inside.addLayout(_grid(self.facts))
        if self.people:
            inside.addSpacing(theme.px(10))
            inside.addWidget(Text(_("Members"), "section"))
            for words in self.people:
                inside.addWidget(Text(words).wrapped())
        inside.addStretch(1)
        holder = QWidget()
        holder.setProperty("surface", "panel")
        holder.setLayout(inside)
        note = Text(_("Only to be looked at. If it is the same family, ask the office."), "hint", "ink-2")
        whole = column(
            Text(_("Household of {name}", name=other.name), "title").wrapped(),
            note.wrapped(),
            scrolled(holder, _("Household of {name}", name=other.name)),
            row(1, self.close_button),
            spacing=10,
        )
        whole.setContentsMargins(*(theme.px(22),) * 4)
        self.setLayout(whole)
        self.close_button.setFocus()


def facts_of(other: Other) -> list[tuple[str, str]]:
    """What is said of the household itself; numbers are masked."""
    place = " ".join(
        words
        for words in (
            _("RT {rt}", rt=other.rt) if other.rt else "",
            _("RW {rw}", rw=other.rw) if other.rw else "",
        )
        if words
    )
    state = _("recorded on this laptop") if other.values else _("assigned, not interviewed yet")
    said = (
        (_("Head of household"), other.name),
        (_("No. KK"), masked_number(other.no_kk)),
        (_("Address"), ", ".join(part for part in (other.address, place) if part)),
        (_("Status"), state),
    )
    return [(name, words) for name, words in said if words]


def people_of(form: Form | None, other: Other) -> list[str]:
    """Its members, each with birth date and masked NIK."""
    members = read_family(form, other.values).members if form is not None else ()
    return [_person(number, member) for number, member in enumerate(members, start=1)]


def _person(number: int, member: Member) -> str:
    parts = (
        member.name or _("(no name yet)"),
        spelling.date_shown(member.birth),
        f"NIK {masked_number(member.nik)}" if member.nik else "",
    )
    return f"{number}. " + " · ".join(part for part in parts if part)


def _grid(facts: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(16))
    grid.setVerticalSpacing(theme.px(6))
    grid.setColumnStretch(1, 1)
    for number, (name, words) in enumerate(facts):
        grid.addWidget(Text(name, "body", "ink-2"), number, 0)
        grid.addWidget(Text(words).wrapped(), number, 1)
    return grid
