# SPDX-License-Identifier: Apache-2.0
"""A page of a PDF as a picture, for previews and for checks (with PDFium, one thread at a time)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from threading import Lock

import pypdfium2
from PIL import Image

_one_at_a_time = Lock()
_FINE, _FINER = 250, 2
# PDFium picks single pixels of small images; below this resolution a page is drawn finer and averaged.


def render_page(pdf: Path | bytes, n: int, dpi: float = 150, *, grey: bool = False) -> Image.Image:
    """Page `n` (from 0) at `dpi`, in RGB or grey on white; IndexError when there is no such page."""
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if not 0 <= n < len(document):
                raise IndexError(f"the document has {len(document)} pages, not {n + 1}")
            page = document[n]
            try:
                finer = _FINER if dpi < _FINE else 1
                drawn = page.render(scale=dpi * finer / 72, grayscale=grey)
                picture: Image.Image = drawn.to_pil().convert("L" if grey else "RGB")
            finally:
                page.close()
        finally:
            document.close()
    return picture.reduce(finer) if finer > 1 else picture


def render_bands(pdf: Path | bytes, n: int, dpi: float, rows: int) -> Iterator[tuple[int, Image.Image]]:
    """Page `n` (from 0) at `dpi` in RGB, so many rows of dots at a time: the first row, and the band. A page
    at 600 dots an inch takes a hundred megabytes whole.
    """
    scale = dpi / 72
    height = math.ceil(page_size(pdf, n)[1] * scale)
    for first in range(0, height, rows):
        below = max(0, height - first - rows)
        # PDFium's wrapper rounds up what is cropped; half a dot less makes it whole dots
        crop = (0.0, max(0.0, (below - 0.5) / scale), 0.0, max(0.0, (first - 0.5) / scale))
        with _one_at_a_time:
            document = pypdfium2.PdfDocument(pdf)
            try:
                page = document[n]
                try:
                    band: Image.Image = page.render(scale=scale, crop=crop).to_pil().convert("RGB")
                finally:
                    page.close()
            finally:
                document.close()
        yield first, band


def page_size(pdf: Path | bytes, n: int) -> tuple[float, float]:
    """Width and height of page `n` (from 0) in points."""
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            width, height = document.get_page_size(n)
        finally:
            document.close()
    return width, height


def page_count(pdf: Path | bytes) -> int:
    """How many pages the document has."""
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()
