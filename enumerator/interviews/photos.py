# SPDX-License-Identifier: Apache-2.0
"""A photo made ready to keep: upright, no larger than asked for, and without the position and the camera's
notes."""

from __future__ import annotations

import io
from typing import Final

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from enumerator.errors import UserError
from enumerator.messages import _

MAX_PIXELS: Final = 1024
MAX_SOURCE_PIXELS: Final = 200_000_000
QUALITY: Final = 82


def prepared(data: bytes, max_pixels: int = MAX_PIXELS, *, keep_position: bool = False) -> bytes:
    """JPEG bytes with the longer side at most `max_pixels`; UserError when `data` is no picture that can be
    read.

    Everything but the pixels is left out (EXIF with its position and serial numbers, XMP, thumbnails); the
    turn that EXIF asks for is made first. With `keep_position` the GPS part of EXIF, and that alone, stays.
    """
    try:
        with Image.open(io.BytesIO(data)) as opened:
            if opened.width * opened.height > MAX_SOURCE_PIXELS:
                raise UserError(
                    _("The picture is too large."), remedy=_("Choose a picture below 200 megapixels.")
                )
            position = opened.getexif().get_ifd(ExifTags.IFD.GPSInfo) if keep_position else {}
            opened.draft("RGB", (max_pixels, max_pixels))
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((max_pixels, max_pixels), Image.Resampling.LANCZOS)
            plain = Image.new("RGB", picture.size, "white")
            ground = (
                picture.convert("RGBA")
                if picture.mode in ("P", "LA", "RGBA", "PA")
                else picture.convert("RGB")
            )
            plain.paste(ground, mask=ground if ground.mode == "RGBA" else None)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
    ) as problem:
        raise UserError(
            _("The picture cannot be read."),
            remedy=_("Choose another picture (JPEG, PNG or WebP), or take it again."),
        ) from problem
    out = io.BytesIO()
    exif = Image.Exif()
    if position:
        exif[ExifTags.Base.GPSInfo] = position
    plain.save(out, "JPEG", quality=QUALITY, optimize=True, **({"exif": exif} if position else {}))
    return out.getvalue()
