# SPDX-License-Identifier: Apache-2.0
"""The code of a kit that was just made: large and as a picture for a camera, on screen or on paper, once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter

from enumerator.errors import UserError
from enumerator.identity.kit import MadeKit
from enumerator.messages import _
from ui import theme
from ui.office.asking import ask_target
from ui.office.look import date_words
from ui.widgets import QuietButton, Text, Tinted, column, row
from ui.widgets.qr_code import QrCode, paint_qr, qr_image


class KitCode(Tinted):
    """It is kept nowhere. `forgotten` when the person is done with it, `failed(error)` when the paper could
    not be written.
    """

    forgotten = Signal()
    failed = Signal(Exception)

    def __init__(self) -> None:
        super().__init__("primary", padding=14)
        self._title = Text("", "section").wrapped()
        self.code = Text("", "display", "primary-ink")
        self._words = Text("", "body", "ink-2").wrapped()
        self._name = ""
        self.picture = QrCode()
        self.copy = QuietButton(_("Copy the code"))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.code.text()))
        self.paper = QuietButton(_("Save for printing…"), icon="print")
        self.paper.clicked.connect(self.save_paper)
        self.done = QuietButton(_("I have written it down"), key="Esc")
        self.done.clicked.connect(self.forget)
        line = row(spacing=12)
        line.addWidget(self.picture)
        line.addLayout(column(self._title, self.code, self._words, 1, spacing=4), 1)
        line.addLayout(column(self.copy, self.paper, self.done, 1, spacing=8))
        self.body.addLayout(line)
        self.hide()

    def show_kit(self, made: MadeKit, name: str) -> None:
        self._name = name
        self._title.setText(_("Code for {name}", name=name))
        self.code.setText(made.code)
        self.picture.show_text(made.code)
        self.picture.setAccessibleName(_("The code as a picture for a camera"))
        self._words.setText(
            _(
                "Tell {name} this code, apart from the file {file}. It is shown only now and kept "
                "nowhere. The kit "
                "is good until {date}.",
                name=name,
                file=made.path.name,
                date=date_words(made.terms.expires),
            )
        )
        self.show()
        self.done.setFocus()

    def forget(self) -> None:
        self.code.setText("")
        self.picture.show_text("")
        self.hide()
        self.forgotten.emit()

    def pick_target(self) -> Path | None:
        """The PDF to write."""
        return ask_target(self, _("Code on paper"), "*.pdf", _("kode-{name}.pdf", name=self._name))

    def save_paper(self) -> None:
        """The code on one small page, to be handed over apart from the kit."""
        path = self.pick_target()
        if path is None:
            return
        try:
            write_code(path, self._title.text(), self.code.text(), self._words.text())
        except UserError as error:
            self.failed.emit(error)


def write_code(path: Path, title: str, code: str, words: str) -> None:
    """An A6 page with the code in letters and as a picture; UserError when the file cannot be written."""
    writer = QPdfWriter(str(path))
    page = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A6), QPageLayout.Orientation.Landscape, QMarginsF(8, 8, 8, 8)
    )
    page.setUnits(QPageLayout.Unit.Millimeter)
    writer.setPageLayout(page)
    writer.setResolution(300)
    painter = QPainter()
    if not painter.begin(writer):
        raise UserError(
            _("The page could not be written."), where=str(path), remedy=_("Choose another folder.")
        )
    width, side = painter.window().width(), 460
    top = 0
    for kind, points, text, room in (
        ("section", 13, title, width),
        ("strong", 15, code, width),
        ("body", 9, words, width - side - 40),
    ):
        font = theme.font(kind, tabular=True)
        font.setPixelSize(round(points / 72 * 300))
        painter.setFont(font)
        box = QRect(0, top, room, painter.window().height() - top)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, flags, text)
        top = painter.boundingRect(box, flags, text).bottom() + 30
    bottom = painter.window().height()
    paint_qr(painter, qr_image(code), QRect(width - side, bottom - side, side, side))
    painter.end()
