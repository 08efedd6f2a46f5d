# SPDX-License-Identifier: Apache-2.0
"""The two recovery sheets of a new office: shown once, saved to be printed, kept in two places."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QMarginsF, QRect, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QFileDialog, QWidget

from enumerator.errors import UserError
from enumerator.messages import _
from ui import theme
from ui.start.steps import Step
from ui.widgets import Card, QuietButton, Text, TickBox, row


class Sheets(Protocol):
    """The two halves as they are printed, and the words by which both sheets are seen to belong together."""

    first: str
    second: str
    words: str


class KeepSheets(Step):
    """Leads on only after the person has said where the sheets are."""

    def __init__(self, workspace: Any, project: str, sheets: Sheets, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Two recovery sheets"),
            _(
                "If the passphrase is forgotten, only both sheets together open the data. They are shown "
                "once and stored nowhere. Print them and keep them in two places, with two people."
            ),
            parent,
        )
        self.workspace, self._project, self._sheets = workspace, project, sheets
        self.save: list[QuietButton] = []
        for number, code in ((1, sheets.first), (2, sheets.second)):
            self.fields.addWidget(self._sheet(number, code))
        self.fields.addWidget(Text(_("Both belong together: {words}", words=sheets.words), "hint", "ink-2"))
        self.kept = TickBox(_("Both sheets are printed or written down, and put away in two places"))
        self.kept.toggled.connect(lambda kept: self.primary is not None and self.primary.setEnabled(kept))
        self.fields.addWidget(self.kept)
        self.set_buttons(_("Go to the office"), "", lambda: self.opened.emit(workspace))
        if self.primary is not None:
            self.primary.setEnabled(False)
            self.kept.entered.connect(self.primary.click)
        self.setFocusProxy(self.save[0])

    def _sheet(self, number: int, code: str) -> Card:
        card = Card(padding=14, spacing=6)
        title = Text(_("Sheet {n}", n=number), "label")
        button = QuietButton(_("Save as PDF…"), icon="print")
        button.setAccessibleDescription(title.text())
        button.clicked.connect(lambda: self._ask(number, code))
        self.save.append(button)
        shown = Text(code, "section").wrapped()
        shown.setFont(theme.font("section", tabular=True))
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card.body.addLayout(row(title, 1, button))
        card.body.addWidget(shown)
        return card

    def _ask(self, number: int, code: str) -> None:
        name = _("recovery-sheet-{n}.pdf", n=number)
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save as PDF…"), name, "PDF (*.pdf)")
        if chosen:
            self.write(Path(chosen), number, code)

    def write(self, path: Path, number: int, code: str) -> None:
        """One A5 page; a UserError is shown when the file cannot be written."""
        try:
            path.write_bytes(b"")
        except OSError as problem:
            self.show_error(
                UserError(
                    _("The sheet could not be saved."),
                    where=str(path),
                    remedy=_("Choose another folder. ({reason})", reason=problem.strerror),
                )
            )
            return
        draw_sheet(path, self._project, number, code, self._sheets.words)


def draw_sheet(path: Path, project: str, number: int, code: str, words: str) -> None:
    """The printed sheet: what it is for, the code, how it is used."""
    writer = QPdfWriter(str(path))
    writer.setTitle(_("Sheet {n}", n=number))
    page = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A5), QPageLayout.Orientation.Landscape, QMarginsF(15, 15, 15, 15)
    )
    page.setUnits(QPageLayout.Unit.Millimeter)
    writer.setPageLayout(page)
    writer.setResolution(300)
    painter = QPainter(writer)
    y = 0
    for kind, points, text in (
        ("title", 16, f"Pendata · {project}"),
        ("section", 13, _("Recovery sheet {n} of 2", n=number)),
        ("strong", 15, code),
        ("body", 10, _("Both belong together: {words}", words=words)),
        (
            "body",
            10,
            _(
                "With the other sheet this code opens the data if the passphrase is lost. Keep the two "
                "sheets apart, dry and locked away. Whoever holds both can read everything."
            ),
        ),
    ):
        font = theme.font(kind, tabular=True)
        font.setPixelSize(round(points / 72 * 300))
        painter.setFont(font)
        room = QRect(0, y, painter.window().width(), painter.window().height())
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        used = painter.boundingRect(room, flags, text)
        painter.drawText(room, flags, text)
        y = used.bottom() + round(5 / 25.4 * 300)
    painter.end()
