# SPDX-License-Identifier: Apache-2.0
"""A page of a PDF as a picture, for previews and for checks (with PDFium, one thread at a time)."""

from __future__ import annotations

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


def page_count(pdf: Path | bytes) -> int:
    """How many pages the document has."""
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()
