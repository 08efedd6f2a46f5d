# SPDX-License-Identifier: Apache-2.0
"""Read codes from pictures: a webcam frame, a picture file, a page of a PDF."""

from __future__ import annotations

from pathlib import Path

import zxingcpp
from PIL import Image, UnidentifiedImageError
from pypdfium2 import PdfiumError

from enumerator.cards.render import page_count, render_page
from enumerator.errors import UserError
from enumerator.messages import _


def decode_image(image: Image.Image) -> list[str]:
    """The texts of all QR codes in a picture, in no order that means anything; [] when there is none."""
    grey = image.convert("L")
    found = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    return [barcode.text for barcode in found if barcode.valid]


def decode_page(pdf: Path | bytes, n: int, dpi: float = 300) -> list[str]:
    """The texts of all QR codes on page `n` (from 0) of a PDF."""
    return decode_image(render_page(pdf, n, dpi, grey=True))


def decode_file(path: Path) -> list[str]:
    """The texts of all QR codes in a picture file or PDF; UserError when it cannot be read."""
    try:
        if path.suffix.lower() == ".pdf":
            return [text for n in range(page_count(path)) for text in decode_page(path, n)]
        with Image.open(path) as image:
            return decode_image(image)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, PdfiumError) as error:
        raise UserError(
            _("The picture {name} cannot be read.", name=path.name),
            remedy=_("Choose a PNG, JPEG or PDF file with the picture of a card."),
        ) from error
