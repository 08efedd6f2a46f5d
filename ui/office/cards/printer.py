# SPDX-License-Identifier: Apache-2.0
"""A PDF on a printer: every page in its real size, whatever the printer calls its margins."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from enumerator.cards.layout import Duplex
from enumerator.cards.render import page_count, page_size, render_bands
from enumerator.errors import Cancelled, UserError
from enumerator.messages import _
from ui.tasks import Progress

FINEST: Final = 600
"""Dots an inch at most; a module of a code is nine of them wide."""
_BAND: Final = 512
_POINT_MM: Final = 25.4 / 72
_TURNS: Final = {
    Duplex.NONE: QPrinter.DuplexMode.DuplexNone,
    Duplex.LONG_EDGE: QPrinter.DuplexMode.DuplexLongSide,
    Duplex.SHORT_EDGE: QPrinter.DuplexMode.DuplexShortSide,
}


def printer_for(pdf: Path, duplex: Duplex) -> QPrinter:
    """A printer set up for the document: its paper, no margins, no scaling, turned as its backs need it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(pdf.stem)
    printer.setCreator("Pendata")
    printer.setFullPage(True)
    set_paper(printer, pdf)
    printer.setDuplex(_TURNS[duplex])
    return printer


def set_paper(printer: QPrinter, pdf: Path) -> None:
    """The paper of the document's pages, edge to edge."""
    width, height = (points * _POINT_MM for points in page_size(pdf, 0))
    match = QPageSize.SizeMatchPolicy.FuzzyMatch
    size = QPageSize(QSizeF(width, height), QPageSize.Unit.Millimeter, "", match)
    way = QPageLayout.Orientation.Portrait
    if width > height and size.id() != QPageSize.PageSizeId.Custom:
        way = QPageLayout.Orientation.Landscape
    printer.setPageLayout(QPageLayout(size, way, QMarginsF()))
    printer.setFullPage(True)


def has_printer() -> bool:
    """Whether the system knows a printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def ask_printer(parent: QWidget, printer: QPrinter, pages: int, first: int, last: int) -> bool:
    """The dialog of the system, with the pages to print; False when the person thinks better of it."""
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)
    dialog.setMinMax(1, pages)
    dialog.setFromTo(first, last)
    if (first, last) != (1, pages):
        dialog.setPrintRange(QPrintDialog.PrintRange.PageRange)
    return bool(dialog.exec())


def print_pdf(pdf: Path, printer: QPrinter, first: int, last: int, progress: Progress | None = None) -> int:
    """Pages `first` to `last` (from 1) onto the printer; how many. Off the GUI thread.

    Raising Cancelled in `progress` stops the job: nothing more is sent. UserError when the printer refuses.
    """
    if not 1 <= first <= last <= page_count(pdf):
        raise UserError(
            _("There are no such pages."), remedy=_("Give a first and a last page that are there.")
        )
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        raise UserError(
            _("The printer does not take the job."),
            where=printer.printerName(),
            remedy=_("See that it is switched on and has paper, or save the pages as a PDF and print that."),
        )
    try:
        for number in range(first, last + 1):
            if progress is not None:
                progress(number - first, last - first + 1)
            if number > first and not printer.newPage():
                raise UserError(
                    _("The printer stopped after page {n}.", n=number - 1),
                    where=printer.printerName(),
                    remedy=_("Print again from page {n}.", n=number),
                )
            _draw_page(painter, printer, pdf, number - 1)
    except Cancelled:
        printer.abort()
        raise
    finally:
        if painter.isActive():
            painter.end()
    return last - first + 1


def _draw_page(painter: QPainter, printer: QPrinter, pdf: Path, number: int) -> None:
    dpi = min(printer.resolution(), FINEST)
    step = printer.resolution() / dpi
    for first, band in render_bands(pdf, number, dpi, _BAND):
        data = band.tobytes()
        image = QImage(data, band.width, band.height, 3 * band.width, QImage.Format.Format_RGB888)
        painter.drawImage(QRectF(0, first * step, band.width * step, band.height * step), image)
