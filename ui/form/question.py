# SPDX-License-Identifier: Apache-2.0
"""One question on a page: label and hint, its field, and the line for its problem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from enumerator.forms import Node, Question
from enumerator.forms.definition import Text
from enumerator.messages import _
from ui import theme
from ui.form import spelling
from ui.form.inputs.choices import Choices
from ui.form.inputs.field import Asking, Field, no_answer_words
from ui.form.inputs.heads import Heads
from ui.form.inputs.image_map import ImageMap
from ui.form.inputs.kinds import make_field
from ui.form.inputs.number import Number
from ui.form.inputs.shown import Shown
from ui.form.label import SHORT, Label
from ui.form.media_bar import KINDS, MediaBar
from ui.form.trouble import Trouble
from ui.widgets.card import column
from ui.widgets.pill import Status

GRID: Final = frozenset(("label", "list-nolabel"))


@dataclass(frozen=True)
class Shows:
    """What the page knows of a question besides its node: whether it was left once, whether it is being
    answered, whether a warning of it waits for other answers, and what else there is to say of it."""

    visited: bool
    here: bool
    waits: bool = False
    aside: str = ""


class QuestionView:
    """The widgets of one question, which a `Row` lays out. It can be given the same question of another
    row."""

    def __init__(self, node: Node, asking: Asking) -> None:
        question = node.definition
        if not isinstance(question, Question):
            raise TypeError(f"{node.address} is no question")
        self.question = question
        self.address = node.address
        self.relevant = node.relevant
        self.seen = True
        self.label = Label()
        self.field: Field | None = None if question.type == "note" else make_field(node, asking)
        self.trouble = Trouble()
        self.trouble.reserve_for(_longest(question.constraint_message) if question.type != "note" else "")
        self._asking = asking
        self.bar: MediaBar | None = None
        self.head: QWidget = self.label
        if any(kind in forms for forms in question.label.forms.values() for kind in KINDS):
            self.bar = MediaBar(asking.media)
            self.head = QWidget()
            self.head.setLayout(column(self.label, self.bar, spacing=0))

    @property
    def stops(self) -> bool:
        """Whether the keyboard stops here."""
        return self.field is not None and not isinstance(self.field, Shown | Heads)

    @property
    def beside(self) -> bool:
        """Whether the field stands beside its label: a line of a grid, or the words over one."""
        return bool(GRID & self.question.appearances) and isinstance(self.field, Choices | Heads)

    @property
    def half(self) -> bool:
        """Whether it may share a row with another short question."""
        wish = self.question.appearances
        if {"w2", "w1", "w3"} & wish:
            return True
        return self.field is not None and not self.field.wide and "w4" not in wish

    def show_node(self, node: Node, shows: Shows) -> None:
        """Show everything about the question anew."""
        self.address = node.address
        self.relevant = node.relevant
        self.show_label(node)
        if self.field is not None:
            self.field.show_node(node)
        self._show_pills(node)
        self.show_problem(node, shows)

    def show_label(self, node: Node) -> None:
        """Show the words of the question, in which other answers may be repeated."""
        label = node.label
        if isinstance(self.field, Number):
            label, unit = spelling.unit_of(node.label)
            self.field.show_unit(unit)
        self.label.say(label, node.hint, strong=self.field is not None)
        # the drawing that is clicked is not shown twice
        mapped = isinstance(self.field, ImageMap) and not self.field.drawing.isHidden()
        self.label.show_picture("" if mapped else node.media.get("image", ""), self._asking.picture)
        if self.bar is not None:
            self.bar.show_media({kind: node.media[kind] for kind in KINDS if node.media.get(kind)})
        if self.field is not None:
            self.field.name_for_readers(node.label, node.hint)

    def show_problem(self, node: Node, shows: Shows) -> None:
        """Say what is wrong, but not while the answer is being typed."""
        tone, words = _trouble(node, shows)
        self.trouble.say(tone, words)
        self.trouble.say_aside(shows.aside)
        if self.field is not None:
            self.field.show_state(tone if tone in ("problem", "warning") else "")

    def _show_pills(self, node: Node) -> None:
        words = no_answer_words(node)
        self.label.show_pill(
            "no-answer",
            Status(words, "refused" if words == _("Refused") else "unknown", "blue") if words else None,
        )
        self.label.show_pill("remark", Status(_("Remark"), "remark", "grey") if node.remark else None)

    def widgets(self) -> tuple[QWidget, ...]:
        """Label, field and problem line, from top to bottom."""
        return (self.head,) if self.field is None else (self.head, self.field, self.trouble)


def _trouble(node: Node, shows: Shows) -> tuple[str, str]:
    problem = node.problem
    if problem is None and node.reason:
        return "accepted", _("Accepted: {reason}", reason=node.reason)
    if problem is None or (shows.here and not shows.visited):
        return "", ""
    if problem.kind == "required":
        return (
            ("open", problem.message or _("Not answered yet; needed before the interview can be finished."))
            if shows.visited
            else ("", "")
        )
    if problem.severity == "warn":
        if shows.waits:
            return "", ""
        return "warning", _("{warning} If it is right, press F2 and say why.", warning=problem.message)
    return "problem", problem.message


def _longest(text: Text) -> str:
    """The longest thing the form says when the answer does not fit, in any language; values count as a
    short word."""
    said = (
        "".join(part if isinstance(part, str) else "00000000" for part in words)
        for forms in text.forms.values()
        for words in forms.values()
    )
    return max(said, key=len, default="")


class Row(QWidget):
    """One question, or two short ones side by side; labels, fields and problem lines stand level."""

    def __init__(self) -> None:
        super().__init__()
        self.views: list[QuestionView] = []
        self._seen = True
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, theme.px(12), 0, theme.px(6))
        self._grid.setHorizontalSpacing(theme.px(20))
        self._grid.setVerticalSpacing(0)
        for half in (0, 1):
            self._grid.setColumnStretch(half, 1)
            self._grid.setColumnMinimumWidth(half, theme.px(120))

    def add(self, view: QuestionView, *, whole: bool) -> None:
        """Place a question: over the whole row, or in its next half."""
        column = len(self.views)
        span = 2 if whole else 1
        self.views.append(view)
        if not whole:
            view.label.room = SHORT
        if view.beside:
            self._add_beside(view)
            return
        lines = (0,) if view.field is None else (0, 1, 2)
        for line, widget in zip(lines, view.widgets(), strict=True):
            narrow = line == 1 and whole and view.half
            align = Qt.AlignmentFlag.AlignTop
            if line == 0 or line == 1:
                self._grid.addWidget(
                    widget,
                    line,
                    column,
                    1,
                    1 if narrow else span,
                    align if line == 0 else Qt.AlignmentFlag(0),
                )
            else:
                self._grid.addWidget(widget, line, column, 1, span)

    def _add_beside(self, view: QuestionView) -> None:
        """Label, field, and the problem line below both: the lines of a grid stand close."""
        label, field, trouble = view.widgets()
        self._grid.setContentsMargins(0, theme.px(6), 0, 0)
        self._grid.addWidget(label, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(field, 0, 1)
        self._grid.addWidget(trouble, 1, 0, 1, 2)

    def show_relevance(self) -> None:
        """Hide what does not apply, the row too when nothing is left; widgets are only touched where that
        changes."""
        for view in self.views:
            if view.relevant != view.seen:
                view.seen = view.relevant
                for widget in view.widgets():
                    widget.setVisible(view.relevant)
        seen = any(view.relevant for view in self.views)
        if seen != self._seen:
            self._seen = seen
            self.setVisible(seen)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(theme.colour("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
