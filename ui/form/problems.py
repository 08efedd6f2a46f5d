# SPDX-License-Identifier: Apache-2.0
"""What is wrong or doubtful in the interview, each a link to its question; the same words as under the
field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from enumerator.forms import Interview, Problem
from enumerator.interviews.navigation import Progress
from enumerator.interviews.pages import Kind
from enumerator.messages import _, n_
from enumerator.registry.known_here import Other
from enumerator.registry.live_doubles import Double
from ui import icons, theme
from ui.form import spelling
from ui.form.outline import page_title
from ui.widgets.text import ElidedText, Text

MOST = 3  # more would push the remark of the question at hand out of sight


@dataclass(frozen=True)
class Link:
    """One line to go to. `tone` is a tone of the theme, `icon` says the same to those who see no colour.

    `other` is the household elsewhere that it is about, which can be looked at.
    """

    address: str
    title: str
    where: str
    tone: str
    icon: str
    other: Other | None = None


def place_words(interview: Interview, progress: Progress, address: str) -> str:
    """Where a question stands: the page, and the question's label."""
    page = progress.page_of(address)
    return page_title(interview, progress, page) if page is not None else ""


def row_words(interview: Interview, progress: Progress, address: str) -> str:
    """The row of a roster a question belongs to, without its name: `B. Anggota keluarga, 2`."""
    page = progress.page_of(address)
    if page is None or page.kind is not Kind.ROW:
        return place_words(interview, progress, address)
    number = progress.rows(page.series).index(page.container) + 1
    return f"{interview.node(page.series).label}, {number}"


def problem_link(interview: Interview, progress: Progress, problem: Problem) -> Link:
    """The link to a problem: what is wrong in its first sentence, and where; the field says the rest."""
    node = interview.node(problem.address)
    where = place_words(interview, progress, problem.address)
    name = where.partition(" ")[2]
    if name and name in node.label:  # the label says whose it is
        where = row_words(interview, progress, problem.address)
    block = problem.severity == "block"
    tone, icon = ("red", "error") if block else ("amber", "warning")
    return Link(
        problem.address, first_sentence(problem.message), f"{_brief(node.label)} · {where}", tone, icon
    )


def double_links(
    interview: Interview, progress: Progress, found: Sequence[Double]
) -> tuple[Link, ...]:
    """Links to answers that are perhaps about somebody known elsewhere on this laptop."""
    return tuple(
        Link(
            double.address,
            _("Same number twice in this family") if double.other is None else _("Perhaps recorded already"),
            f"{double_words(double)} · {place_words(interview, progress, double.address)}"
            if double.other is None
            else double_words(double),
            "amber",
            "duplicate",
            double.other,
        )
        for double in found
    )


def double_words(double: Double) -> str:
    """Who it may be: `Karto Wiyono, 1948, RT 05 RW 03 · likeness 0.93`."""
    other = double.other
    if other is None:
        return _("one number belongs to one person")
    parts = [
        double.name or other.name or _("(no name yet)"),
        double.born[:4],
        " ".join(
            words
            for words in (
                _("RT {rt}", rt=_two(other.rt)) if other.rt else "",
                _("RW {rw}", rw=_two(other.rw)) if other.rw else "",
            )
            if words
        ),
    ]
    sure = (
        _("same number")
        if double.kind == "number"
        else _("likeness {score}", score=spelling.number_shown(f"{double.score:.2f}", spelling.marks()))
    )
    return f"{', '.join(part for part in parts if part)} · {sure}"


def _two(number: str) -> str:
    """RT and RW with two digits, as on houses."""
    return f"{int(number):02d}" if number.isdecimal() else number


def first_sentence(words: str) -> str:
    """Up to the first full stop that ends a sentence."""
    found = re.match(r"(.{12,}?[.!?])\s", words, re.DOTALL)
    return found[1] if found else words


def _brief(label: str, most: int = 48) -> str:
    plain = " ".join(label.split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


class LinkCard(QFrame):
    """A card to press: title, and where it leads; a `slim` one says both on one line."""

    pressed = Signal(str)

    def __init__(self, link: Link, *, slim: bool = False) -> None:
        super().__init__()
        self.link = link
        self.setProperty("tone", link.tone)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"{link.title} {link.where}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        ink = "ink" if link.tone == "grey" else f"{link.tone}-ink"
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        layout.setSpacing(theme.px(8))
        layout.addWidget(_Sign(link.icon, f"{link.tone}-ink"), 0, Qt.AlignmentFlag.AlignTop)
        if slim:
            layout.addWidget(ElidedText(link.title, "body", ink), 3)
            layout.addWidget(ElidedText(link.where, "hint", "ink-2"), 1)
            return
        column = QVBoxLayout()
        column.setSpacing(theme.px(2))
        column.addWidget(Text(link.title, "strong", ink).wrapped())
        if link.where:
            column.addWidget(Text(link.where, "hint", "ink-2").wrapped())
        layout.addLayout(column, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("primary"), 2))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), theme.px(8), theme.px(8))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit(self.link.address)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit(self.link.address)
        else:
            super().keyPressEvent(event)


class _Sign(QWidget):
    def __init__(self, icon: str, role: str) -> None:
        super().__init__()
        self._icon, self._role = icon, role
        self.setFixedSize(theme.px(16), theme.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint(QPainter(self), self._icon, self._role, self.rect())


class Problems(QWidget):
    """The first few problems as cards, and how many more there are; F9 goes from one to the next."""

    go_requested = Signal(str)
    other_requested = Signal(object)

    def __init__(self, interview: Interview, progress: Progress) -> None:
        super().__init__()
        self._interview = interview
        self._progress = progress
        self._shown: tuple[Link, ...] = ()
        self._cards: list[LinkCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))
        self._calm = Text(_("Nothing to check."), "body", "ink-2").wrapped()
        self._more = Text("", "hint", "ink-2").wrapped()
        self._column.addWidget(self._calm)
        self._column.addWidget(self._more)

    def refresh(self, hidden: str = "", doubles: Sequence[Link] = ()) -> None:
        """Show the problems now; that of `hidden`, which is being answered, waits until it is left."""
        problems = [problem for problem in self._progress.problems() if problem.address != hidden]
        wrong = [problem_link(self._interview, self._progress, problem) for problem in problems[:MOST]]
        links = tuple([*wrong, *doubles][:MOST])
        self._calm.setText(_("Nothing to check."))
        self._calm.setVisible(not links)
        rest = len(problems) + len(doubles) - len(links)
        self._more.setText(n_("and {n} more; F9 goes to each", "and {n} more; F9 goes to each", rest))
        self._more.setVisible(rest > 0)
        if links != self._shown:
            self._shown = links
            self._rebuild(links)

    def links(self) -> Sequence[Link]:
        """What is shown."""
        return self._shown

    def _on_pressed(self, link: Link) -> None:
        if link.other is not None:
            self.other_requested.emit(link.other)
        else:
            self.go_requested.emit(link.address)

    def _rebuild(self, links: Sequence[Link]) -> None:
        for card in self._cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = [LinkCard(link) for link in links]
        for at, card in enumerate(self._cards):
            card.pressed.connect(lambda _address, link=card.link: self._on_pressed(link))
            self._column.insertWidget(at, card)
