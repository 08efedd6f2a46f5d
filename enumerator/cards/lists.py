# SPDX-License-Identifier: Apache-2.0
"""The papers that go with cards: a distribution list with room for signatures, and the register of what was
printed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from enumerator.cards.holder import Card
from enumerator.cards.layout import A4
from enumerator.cards.output import appearing
from enumerator.cards.pdf import MM, PdfWriter
from enumerator.cards.pen import QUIET, Pen
from enumerator.cards.typeface import text_width
from enumerator.cards.wording import kept_together
from enumerator.errors import UserError
from enumerator.messages import Catalogue, _, load

_LEFT, _RIGHT, _TOP, _BOTTOM = 15.0, 195.0, 16.0, 280.0
_SIZE, _SMALL, _LEADING = 8.5, 7.0, 1.15
_TWO_LINES = 2.1
"""A value that is so many times as long as its column is set on three lines rather than made very small."""
_SOFT = (0.886, 0.945, 0.933)
_PRIMARY = (0.043, 0.420, 0.365)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its heading and its width in millimetres; `signed` columns stay empty for a signature."""

    heading: str
    width: float
    figures: bool = False
    signed: bool = False


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of one group (a kelurahan, a batch) with what stands above and below it."""

    title: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    total: str
    signers: tuple[str, ...] = ()


def draw_distribution_list(
    cards: Iterable[Card],
    target: Path | BinaryIO,
    *,
    office: str,
    place: str = "",
    language: str = "id",
    training: bool = False,
) -> int:
    """A list for each kelurahan, in the order of names, where each holder signs for the card; returns the
    pages.

    `place` says where and when the cards are handed out, "" leaves a line to be filled in by hand.
    """
    words = load(language)
    columns = (
        _Column(words.text("No."), 9),
        _Column(words.text("Card number"), 37, figures=True),
        _Column(words.text("Name"), 47),
        _Column(words.text("Address"), 47),
        _Column(words.text("Signature or thumbprint"), 40, signed=True),
    )
    where = sorted(cards, key=lambda card: (_area(card), card.holder.name.casefold()))
    tables = []
    for (kecamatan, kelurahan), group in itertools.groupby(where, key=_area):
        listed = list(group)
        rows = tuple(
            (str(n), card.number, card.holder.name, kept_together(card.holder.address), "")
            for n, card in enumerate(listed, 1)
        )
        tables.append(
            _Table(
                words.text("List of cards handed over"),
                (
                    (words.text("Kelurahan"), kelurahan),
                    (words.text("Kecamatan"), kecamatan),
                    (words.text("Place and date"), place),
                ),
                rows,
                words.text("{n} cards", n=len(listed)),
                (words.text("Handed over by"), words.text("Lurah or whoever stands in")),
            )
        )
    return _draw(tables, columns, target, office, words, training)


def draw_counterfoils(
    cards: Sequence[Card],
    target: Path | BinaryIO,
    *,
    office: str,
    batch: str,
    printed_by: str,
    printed_at: str,
    pdf_sha256: str,
    language: str = "id",
    training: bool = False,
) -> int:
    """The register sheet of a batch, in the order of the cards' places on the sheets; returns the pages."""
    words = load(language)
    columns = (
        _Column(words.text("No."), 10),
        _Column(words.text("Card number"), 38, figures=True),
        _Column(words.text("Name"), 52),
        _Column(words.text("Kelurahan"), 36),
        _Column(words.text("Valid until"), 24, figures=True),
        _Column(words.text("Note"), 20, signed=True),
    )
    rows = tuple(
        (str(n), card.number, card.holder.name, card.holder.kelurahan, f"{card.valid_until:%d-%m-%Y}", "")
        for n, card in enumerate(cards, 1)
    )
    table = _Table(
        words.text("Register of printed cards"),
        (
            (words.text("Batch"), batch),
            (words.text("Printed"), f"{printed_at} · {printed_by}"),
            (words.text("Fingerprint of the PDF"), " ".join(_grouped(pdf_sha256[:32]))),
        ),
        rows,
        words.text("{n} cards", n=len(rows)),
    )
    return _draw([table], columns, target, office, words, training)


def _area(card: Card) -> tuple[str, str]:
    return card.holder.kecamatan, card.holder.kelurahan


def _grouped(text: str) -> Iterable[str]:
    return (text[start : start + 4] for start in range(0, len(text), 4))


def _draw(
    tables: Sequence[_Table],
    columns: Sequence[_Column],
    target: Path | BinaryIO,
    office: str,
    words: Catalogue,
    training: bool,
) -> int:
    if not tables or not tables[0].rows:
        raise UserError(_("There is no card to list."))
    pages = 0
    with appearing(target) as out:
        writer = PdfWriter(out, title=tables[0].title, language=words.language, author=office)
        pen = Pen(writer, A4[1])
        for table in tables:
            pages += _draw_table(pen, table, columns, office, words, training)
        writer.close()
    return pages


def _row_height(columns: Sequence[_Column]) -> float:
    return 11.0 if any(column.width >= 40 and column.signed for column in columns) else 9.0


def _draw_table(
    pen: Pen, table: _Table, columns: Sequence[_Column], office: str, words: Catalogue, training: bool
) -> int:
    height = _row_height(columns)
    top = _TOP + 33
    per_page = int((_BOTTOM - top - 8) // height)
    last_room = per_page - (4 if table.signers else 1)
    slices = [table.rows[start : start + per_page] for start in range(0, len(table.rows), per_page)]
    if len(slices[-1]) > last_room:
        slices.append(())
    for n, rows in enumerate(slices, 1):
        _head(pen, table, office, words, training)
        y = _headings(pen, columns, top)
        for row in rows:
            y = _row(pen, columns, row, y, height)
        if n == len(slices):
            _end(pen, table, y + 7)
        told = words.text("Page {n} of {total}", n=n, total=len(slices))
        pen.text(told, _LEFT, 288, _RIGHT - _LEFT, size=7.5, colour=QUIET, align="right")
        pen.finish(A4[0])
    return len(slices)


def _head(pen: Pen, table: _Table, office: str, words: Catalogue, training: bool) -> None:
    pen.area(0, 0, A4[0], 4, _PRIMARY)
    pen.text(office, _LEFT, _TOP, 120, font="medium", size=8, colour=QUIET)
    if training:
        pen.text(
            words.text("SAMPLE"), 145, _TOP, 50, font="bold", size=11, colour=(0.7, 0.15, 0.12), align="right"
        )
    pen.text(table.title, _LEFT, _TOP + 8, 180, font="bold", size=15)
    for n, (label, value) in enumerate(table.facts):
        x = _LEFT + n * 62.5
        pen.text(label, x, _TOP + 16, 55, size=7.5, colour=QUIET)
        if value:
            pen.text(value, x, _TOP + 21, 55, font="semibold", size=9.5)
        else:
            pen.line(x, _TOP + 22, x + 52, _TOP + 22)


def _headings(pen: Pen, columns: Sequence[_Column], y: float) -> float:
    pen.area(_LEFT, y - 6, _RIGHT - _LEFT, 8, _SOFT)
    x = _LEFT
    for column in columns:
        pen.text(column.heading, x + 1.5, y - 0.8, column.width - 3, font="semibold", size=8, colour=_PRIMARY)
        x += column.width
    return y + 2


def _row(pen: Pen, columns: Sequence[_Column], row: Sequence[str], y: float, height: float) -> float:
    x = _LEFT
    for column, value in zip(columns, row, strict=True):
        if column.signed and column.width >= 40:
            pen.text(
                row[0], x + 1.5 + (int(row[0]) + 1) % 2 * column.width / 2, y + 4, 10, size=6.5, colour=QUIET
            )
        elif value:
            _words(pen, column, value, x + 1.5, y + height / 2)
        x += column.width
    pen.line(_LEFT, y + height, _RIGHT, y + height)
    return y + height


def _words(pen: Pen, column: _Column, value: str, x: float, middle: float) -> None:
    """A value around the middle of its row: on one line, two, or three smaller ones."""
    width = column.width - 3
    if column.figures:
        pen.text(value, x, middle + 1.1, width, font="figures-semibold", size=_SIZE)
        return
    long = text_width(value, "regular", _SIZE) / (width * MM)
    lines = 1 if long <= 1 else 2 if long <= _TWO_LINES else 3
    size = _SIZE if lines < 3 else _SMALL
    step = size * _LEADING / MM
    pen.text(value, x, middle + 1.1 - (lines - 1) * step / 2, width, size=size, lines=lines, leading=_LEADING)


def _end(pen: Pen, table: _Table, y: float) -> None:
    pen.text(table.total, _LEFT, y, 80, font="semibold", size=9.5)
    for n, signer in enumerate(table.signers):
        x = _LEFT + 50 + n * 70
        pen.text(signer, x, y + 6, 60, size=8.5, align="centre")
        pen.line(x + 4, y + 26, x + 56, y + 26)
