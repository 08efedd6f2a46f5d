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
from enumerator.cards.jpeg import JpegHead, jpeg_head

_DPI = 300
_QUALITY = 82
_FINE = (0.8, 1.6)
"""From how many to how many times that resolution a JPEG goes in as it is."""
_FINER = 1.25
"""Up to how many times that resolution a picture is only cut: to sample it anew takes as long as to read."""
_SHAPE = 0.02
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

    def is_quick(self, picture: bytes) -> bool:
        """Whether making it takes no time: it goes in as it is."""
        return self._is_ready(jpeg_head(picture))

    def _make(self, picture: bytes, digest: bytes) -> Portrait | None:
        head = jpeg_head(picture)
        if head is not None and self._is_ready(head):
            return Portrait(picture, head.width, head.height, head.grey, digest)
        try:
            with Image.open(BytesIO(picture), formats=("JPEG", "PNG", "WEBP")) as image:
                image.draft("RGB", self._size)  # decoded no larger than it must be, by halves
                return self._drawn(image, digest)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return None

    def _is_ready(self, head: JpegHead | None) -> bool:
        """A JPEG of about the right size and shape with nothing but the picture in it."""
        if head is None or not head.plain:
            return False
        width, height = self._size
        in_shape = abs(head.width * height / (head.height * width) - 1) < _SHAPE
        return in_shape and width * _FINE[0] <= head.width <= width * _FINE[1]

    def _drawn(self, image: Image.Image, digest: bytes) -> Portrait:
        grey = image.mode in ("L", "1")
        upright = ImageOps.exif_transpose(image)
        if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
            layer = upright.convert("RGBA")
            upright = Image.new("RGB", layer.size, "white")
            upright.paste(layer, mask=layer)
        cut = self._cut(upright.convert("L" if grey else "RGB"))
        cut.info.clear()  # Pillow would write the comment of the picture again
        out = BytesIO()
        cut.save(out, "JPEG", quality=_QUALITY)
        return Portrait(out.getvalue(), *cut.size, grey, digest)

    def _cut(self, flat: Image.Image) -> Image.Image:
        """Cut to shape, and made smaller or larger where it is not about as fine as it should be."""
        width, height = self._size
        part = min(flat.width / width, flat.height / height)
        if not 1 <= part <= _FINER:
            return ImageOps.fit(flat, self._size, Image.Resampling.BICUBIC, centering=_FACE)
        wide, high = round(width * part), round(height * part)
        left, top = round((flat.width - wide) * _FACE[0]), round((flat.height - high) * _FACE[1])
        return flat.crop((left, top, left + wide, top + high))


def made_ahead(
    cards: Iterable[Card], prepare: Callable[[Card], Callable[[], object] | None]
) -> Iterator[Card]:
    """The same cards in the same order, each after what `prepare` gives for it is done; that runs some cards
    ahead on the other processors, for most of the work with a photo needs no Python. None is nothing to do.
    """
    hands = min(_HANDS, os.cpu_count() or 1)
    waiting: deque[tuple[Card, Future[object] | None]] = deque()
    with ThreadPoolExecutor(hands, thread_name_prefix="portraits") as pool:
        for card in cards:
            work = prepare(card)
            waiting.append((card, pool.submit(work) if work else None))
            if len(waiting) > _AHEAD:
                yield _ready(*waiting.popleft())
        while waiting:
            yield _ready(*waiting.popleft())


def _ready(card: Card, work: Future[object] | None) -> Card:
    if work is not None:
        work.result()
    return card
