# SPDX-License-Identifier: Apache-2.0
"""Batches of cards on paper: drawn from their records, told to the journal, made again from what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from enumerator.cards.design import Template
from enumerator.cards.layout import Layout
from enumerator.cards.letter import draw_letters
from enumerator.cards.output import appearing
from enumerator.cards.register import BATCH, BatchRecord, CardError, CardRecord
from enumerator.cards.sheet import DrawnSheet, Progress, draw_sheet
from enumerator.cards.template import read_template
from enumerator.messages import _
from enumerator.store.attachments import Attachments
from enumerator.store.revision import Blob, Entry

_LETTERS = "letters"


@dataclass(frozen=True, slots=True)
class Batch:
    """A printed batch: its name, its cards in the order of the sheet, and what was drawn."""

    batch: str
    numbers: tuple[str, ...]
    drawn: DrawnSheet


@dataclass(frozen=True, slots=True)
class Manner:
    """How a batch is printed: on sheets of `layout`, or on letters where it is None."""

    template: Template
    layout: Layout | None
    language: str

    @classmethod
    def of(cls, batch: BatchRecord, held: Attachments) -> Manner:
        """As a batch was printed, with the pictures its template had then."""
        pictures = {name: held.read(digest) for name, digest in batch.pictures.items() if held.has(digest)}
        told = batch.values["layout"]
        layout = None if told == _LETTERS else msgspec.json.decode(told, type=Layout)
        template = read_template(batch.values["template"], batch.batch, pictures, printed=True)
        return cls(template, layout, batch.values["language"])

    def values(self) -> dict[str, str]:
        """As a record of the journal keeps it."""
        layout = _LETTERS if self.layout is None else msgspec.json.encode(self.layout).decode()
        return {"language": self.language, "layout": layout, "template": self.template.source}


def draw_records(
    records: Sequence[CardRecord],
    photos: Attachments,
    manner: Manner,
    out: BinaryIO,
    progress: Progress | None = None,
) -> DrawnSheet:
    """The cards of approved records, with the photos that are there."""
    cards = (record.card(photo_of(record, photos)) for record in records)
    told = (lambda done, _total: progress(done, len(records))) if progress else None
    if manner.layout is None:
        return draw_letters(cards, manner.template, out, language=manner.language, progress=told)
    return draw_sheet(
        cards, manner.template, out, layout=manner.layout, language=manner.language, progress=told
    )


def keep_pictures(template: Template, held: Attachments) -> tuple[Blob, ...]:
    """The template's pictures among the attachments, by their file names."""
    return tuple(held.put(data, name=file) for file, data in sorted(template.pictures.items()))


def batch_entry(
    batch: str,
    numbers: Sequence[str],
    file: str,
    sha256: str,
    manner: Manner,
    pictures: tuple[Blob, ...] = (),
) -> Entry:
    """What the journal keeps of a batch: enough to make its PDF again."""
    values = {"numbers": " ".join(numbers), "pdf_sha256": sha256, "file": file, **manner.values()}
    return Entry(batch, BATCH, values, act="print", blobs=pictures)


def redraw_batch(
    batch: BatchRecord,
    records: Sequence[CardRecord],
    photos: Attachments,
    target: Path,
    *,
    progress: Progress | None = None,
) -> DrawnSheet:
    """The PDF of a batch once more; CardError when it does not come out byte for byte."""
    with appearing(target) as out:
        drawn = draw_records(records, photos, Manner.of(batch, photos), out, progress)
        if drawn.sha256 != batch.pdf_sha256:
            raise CardError(
                _("The batch does not come out as it was printed."),
                where=batch.batch,
                remedy=_("Use the version of the program it was printed with."),
            )
    return drawn


def photo_of(record: CardRecord, photos: Attachments) -> bytes | None:
    """The portrait on a card; None where it has none or it has not arrived."""
    digest = record.values.get("photo", "")
    return photos.read(digest) if digest and photos.has(digest) else None
