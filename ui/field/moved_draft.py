# SPDX-License-Identifier: Apache-2.0
"""What became of a draft that goes on in a newer version of its form: every answer accounted for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from enumerator.interviews.upgrading import Line, Report
from enumerator.messages import _, n_
from ui import theme
from ui.widgets.button import PrimaryButton
from ui.widgets.card import column, row, scrolled
from ui.widgets.text import Text

WIDE, HIGH = 680, 520


class MovedDraft(QDialog):
    """Esc or Enter closes it; the arrow keys and Page Up and Down read on."""

    def __init__(self, parent: QWidget, report: Report, version: str) -> None:
        super().__init__(parent)
        self.report = report
        self.setWindowTitle(_("What became of the answers"))
        self.setProperty("surface", "panel")
        self.resize(min(theme.px(WIDE), parent.width()), min(theme.px(HIGH), parent.height()))
        self.close_button = PrimaryButton(_("Back to the interview"), key="Esc", key_works=False)
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.reject)
        inside = column(spacing=6, margins=(0, 0, 8, 0))
        for title, note, lines in sections_of(report):
            inside.addWidget(Text(title, "section").wrapped())
            inside.addWidget(Text(note, "hint", "ink-2").wrapped())
            inside.addLayout(_grid(lines))
            inside.addSpacing(theme.px(12))
        inside.addStretch(1)
        holder = QWidget()
        holder.setProperty("surface", "panel")
        holder.setLayout(inside)
        self.area = scrolled(holder, _("What became of the answers"))
        whole = column(
            Text(_("What became of the answers"), "title").wrapped(),
            Text(
                _("The interview goes on with form version {version}.", version=version), "hint", "ink-2"
            ).wrapped(),
            self.area,
            row(1, self.close_button),
            spacing=10,
        )
        whole.setStretch(2, 1)
        whole.setContentsMargins(*(theme.px(22),) * 4)
        self.setLayout(whole)
        self.close_button.setFocus()

    def keyPressEvent(self, event) -> None:
        """Reading on without leaving the button."""
        bar = self.area.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: bar.singleStep() * 3,
            Qt.Key.Key_Up: -bar.singleStep() * 3,
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
        }
        if event.key() in steps:
            bar.setValue(bar.value() + steps[event.key()])
            return
        super().keyPressEvent(event)


def sections_of(report: Report) -> list[tuple[str, str, Sequence[Line]]]:
    """Title, explanation and lines of each part that has any; what asks for attention comes first."""
    parts = (
        (
            n_(
                "{n} answer has no place any more", "{n} answers have no place any more", len(report.unplaced)
            ),
            _("Nothing is lost: they stay with the interview and go to the office with it."),
            report.unplaced,
        ),
        (
            n_("{n} question differs now", "{n} questions differ now", len(report.changed)),
            _("Look at these once more: the answer may mean something else."),
            report.changed,
        ),
        (
            n_(
                "{n} new question must be answered",
                "{n} new questions must be answered",
                len(report.required),
            ),
            _("They are marked in the interview."),
            report.required,
        ),
        (
            n_("{n} answer carried", "{n} answers carried", len(report.carried)),
            _("They mean what they meant."),
            report.carried,
        ),
    )
    return [part for part in parts if part[2]]


def _grid(lines: Sequence[Line]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(16))
    grid.setVerticalSpacing(theme.px(6))
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    for number, line in enumerate(lines):
        label = f"{line.label} ({line.row})" if line.row else line.label
        grid.addWidget(Text(label, "body", "ink-2").wrapped(), number, 0)
        words = " · ".join(part for part in (line.words, line.how) if part)
        grid.addWidget(Text(words).wrapped(), number, 1)
    return grid
