# SPDX-License-Identifier: Apache-2.0
"""A portrait made ready for print: turned upright, cut to shape, scaled to 300 dpi, freed of what a camera
adds.
"""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

from PIL import Image, ImageOps, UnidentifiedImageError

from enumerator.cards.holder import Card

_DPI = 300
_QUALITY = 82
_FACE = (0.5, 0.4)
"""Where a portrait is cut: a little above the middle."""
_KEPT = 64
_AHEAD = 16
"""How many cards ahead portraits are made ready; fewer than are remembered."""
_HANDS = 4


@dataclass(frozen=True, slots=True)
class Portrait:
    """A JPEG of `width` x `height` pixels; `digest` names the picture it was made from and the shape."""

    jpeg: bytes
    width: int
    height: int
    grey: bool
    digest: bytes


class Portraits:
    """Makes portraits of one shape, given in millimetres, and remembers the latest; from any thread."""

    def __init__(self, width: float, height: float) -> None:
        self._size = (round(width / 25.4 * _DPI), round(height / 25.4 * _DPI))
        self._latest: OrderedDict[bytes, Portrait | None] = OrderedDict()
        self._lock = Lock()

    def make(self, picture: bytes) -> Portrait | None:
        """The portrait of a JPEG, PNG or WebP picture; None when the bytes are no picture."""
        digest = hashlib.sha256(picture).digest()
        with self._lock:
            if digest in self._latest:
                self._latest.move_to_end(digest)
                return self._latest[digest]
        portrait = self._make(picture, digest)
        with self._lock:
            self._latest[digest] = portrait
            if len(self._latest) > _KEPT:
                self._latest.popitem(last=False)
        return portrait

    def _make(self, picture: bytes, digest: bytes) -> Portrait | None:
        try:
            with Image.open(BytesIO(picture), formats=("JPEG", "PNG", "WEBP")) as image:
                if self._is_ready(image):
                    return Portrait(picture, *image.size, image.mode == "L", digest)
                image.draft("RGB", self._size)  # decoded no larger than it must be, by halves
                return self._drawn(image, digest)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return None

    def _is_ready(self, image: Image.Image) -> bool:
        """A JPEG of about the right size and shape with nothing but the picture in it goes in as it is."""
        width, height = self._size
        fits = width * 0.8 <= image.width <= width * 1.6
        in_shape = abs(image.width * height / (image.height * width) - 1) < 0.02
        return (
            image.format == "JPEG"
            and image.mode in ("RGB", "L")
            and fits
            and in_shape
            and not {"exif", "xmp", "comment", "progressive"} & image.info.keys()
        )

    def _drawn(self, image: Image.Image, digest: bytes) -> Portrait:
        grey = image.mode in ("L", "1")
        upright = ImageOps.exif_transpose(image)
        if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
            layer = upright.convert("RGBA")
            upright = Image.new("RGB", layer.size, "white")
            upright.paste(layer, mask=layer)
        flat = upright.convert("L" if grey else "RGB")
        cut = ImageOps.fit(flat, self._size, Image.Resampling.BICUBIC, centering=_FACE)
        out = BytesIO()
        cut.save(out, "JPEG", quality=_QUALITY)
        return Portrait(out.getvalue(), *cut.size, grey, digest)


def made_ahead(cards: Iterable[Card], prepare: Callable[[Card], None]) -> Iterator[Card]:
    """The same cards in the same order, each after `prepare` is done with it; that runs some cards ahead on
    the other processors, for most of the work with a photo needs no Python.
    """
    hands = min(_HANDS, os.cpu_count() or 1)
    waiting: deque[tuple[Card, Future[None]]] = deque()
    with ThreadPoolExecutor(hands, thread_name_prefix="portraits") as pool:
        for card in cards:
            waiting.append((card, pool.submit(prepare, card)))
            if len(waiting) > _AHEAD:
                first, ready = waiting.popleft()
                ready.result()
                yield first
        for first, ready in waiting:
            ready.result()
            yield first
