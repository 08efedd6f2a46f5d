# SPDX-License-Identifier: Apache-2.0
"""How a text is made to fit its place: smaller, then narrower, then on more lines; cut only as the last, and said so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from enumerator.cards.typeface import FontName, text_width

_SPACES = re.compile(r"[ \t]+")
_STEP = 0.97
_EMERGENCY = 0.62


@dataclass(frozen=True, slots=True)
class Room:
    """The place for a text: `width` in points, at most `lines` lines; no smaller than `smallest` points and no
    narrower than `narrowest` of its natural width unless it would have to be cut otherwise."""

    width: float
    lines: int
    smallest: float
    narrowest: float
    wrap_first: bool = False


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text made to fit: its lines, the size in points, the horizontal stretch (1 is natural); `cut` when some of
    it had to be left out, which ends in "…"."""

    lines: tuple[str, ...]
    size: float
    stretch: float
    cut: bool = False


@lru_cache(maxsize=4096)
def fit(text: str, font: FontName, size: float, spacing: float, room: Room) -> Fitted:
    """Set `text` into `room`. Its own line breaks are kept; a no-break space keeps two words together."""
    paragraphs = tuple(_SPACES.sub(" ", part).strip() for part in text.split("\n") if part.strip())
    if not paragraphs:
        return Fitted((), size, 1.0)
    for lines in [room.lines] if room.wrap_first else range(len(paragraphs), room.lines + 1):
        for try_size, stretch in _ladder(size, room.smallest, room.narrowest):
            found = _break(paragraphs, font, try_size, spacing, room.width / stretch, lines)
            if found:
                return Fitted(found, try_size, stretch)
    for try_size, stretch in _ladder(room.smallest, room.smallest * _EMERGENCY, room.narrowest):
        found = _break(paragraphs, font, try_size, spacing, room.width / stretch, room.lines)
        if found:
            return Fitted(found, try_size, stretch)
    return _cut(paragraphs, font, room.smallest * _EMERGENCY, spacing, room)


def _ladder(size: float, smallest: float, narrowest: float) -> list[tuple[float, float]]:
    """Sizes down to the smallest, then ever narrower at the smallest."""
    steps = []
    while size > smallest:
        steps.append((size, 1.0))
        size *= _STEP
    stretch = 1.0
    while stretch > narrowest:
        steps.append((smallest, stretch))
        stretch *= _STEP
    return [*steps, (smallest, narrowest)]


def _break(
    paragraphs: tuple[str, ...], font: FontName, size: float, spacing: float, width: float, lines: int
) -> tuple[str, ...] | None:
    """The text in at most `lines` lines of that width, broken at spaces; None when it does not fit."""
    result: list[str] = []
    for paragraph in paragraphs:
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if text_width(longer, font, size, spacing) <= width:
                line = longer
                continue
            if not line or text_width(word, font, size, spacing) > width:
                return None
            result.append(line)
            line = word
        result.append(line)
        if len(result) > lines:
            return None
    return tuple(result)


def _cut(paragraphs: tuple[str, ...], font: FontName, size: float, spacing: float, room: Room) -> Fitted:
    """As much of the text as there is room for, broken inside words where it must be."""
    width = room.width / room.narrowest
    text = " ".join(paragraphs)
    lines: list[str] = []
    while text and len(lines) < room.lines:
        end = len(text)
        while end > 1 and text_width(text[:end] + "…", font, size, spacing) > width:
            end -= 1
        lines.append(text[:end].strip())
        text = text[end:].strip()
    if text:
        lines[-1] += "…"
    return Fitted(tuple(lines), size, room.narrowest, cut=bool(text))
