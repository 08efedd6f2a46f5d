# SPDX-License-Identifier: Apache-2.0
"""Read codes from pictures: a webcam frame, a picture file, a page of a PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import zxingcpp
from PIL import Image, ImageFilter, UnidentifiedImageError
from pypdfium2 import PdfiumError

from enumerator.cards.render import page_count, render_page
from enumerator.errors import UserError
from enumerator.messages import _

_GRAIN = 0.7
_SMALL = 1_600


def decode_image(image: Image.Image) -> list[str]:
    """The texts of all QR codes in a picture, in no order that means anything; [] when there is none.

    What is not read at the first look is looked at again without its grain, and, where it is small, larger.
    """
    grey = image.convert("L")
    for look in LOOKS:
        seen = look(grey)
        if seen is not None and (found := _codes(seen)):
            return found
    return []


def _codes(grey: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    return [barcode.text for barcode in found if barcode.valid]


def _as_it_is(grey: Image.Image) -> Image.Image | None:
    return grey


def _without_grain(grey: Image.Image) -> Image.Image | None:
    return grey.filter(ImageFilter.GaussianBlur(_GRAIN))


def _larger(grey: Image.Image) -> Image.Image | None:
    if max(grey.size) > _SMALL:
        return None
    return grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.BICUBIC)


LOOKS: tuple[Callable[[Image.Image], Image.Image | None], ...] = (_as_it_is, _without_grain, _larger)
"""How a picture is looked at, one way after the other until a code is read."""


def decode_page(pdf: Path | bytes, n: int, dpi: float = 300) -> list[str]:
    """The texts of all QR codes on page `n` (from 0) of a PDF, looked at in every way: many stand there."""
    page = render_page(pdf, n, dpi, grey=True)
    read = [_codes(seen) for look in LOOKS if (seen := look(page)) is not None]
    most = max(read, key=len)
    missed = (text for found in read for text in found if text not in most)
    return [*most, *dict.fromkeys(missed)]


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
