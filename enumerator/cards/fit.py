# SPDX-License-Identifier: Apache-2.0
"""How a text is made to fit its place: smaller, then narrower, then on more lines; cut only as the last,
and said so.
"""

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
    """The place for a text: `width` in points, at most `lines` lines; no smaller than `smallest` points and
    no narrower than `narrowest` of its natural width unless it would have to be cut otherwise.
    """

    width: float
    lines: int
    smallest: float
    narrowest: float
    wrap_first: bool = False


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text made to fit: its lines, the size in points, the horizontal stretch (1 is natural); `cut` when
    some of it had to be left out, which ends in "…".
    """

    lines: tuple[str, ...]
    size: float
    stretch: float
    cut: bool = False


@dataclass(frozen=True, slots=True)
class _Measured:
    """A text cut into paragraphs and words, with the width and count of letters of every word at size 1."""

    paragraphs: tuple[tuple[tuple[str, float, int], ...], ...]
    space: float

    @classmethod
    def of(cls, text: str, font: FontName) -> _Measured:
        paragraphs = tuple(
            tuple((word, text_width(word, font, 1.0), len(word)) for word in _SPACES.split(part.strip()))
            for part in text.split("\n")
            if part.strip()
        )
        return cls(paragraphs, text_width(" ", font, 1.0))

    def broken(self, size: float, spacing: float, width: float, lines: int) -> tuple[str, ...] | None:
        """The text in at most `lines` lines of that width, broken at spaces; None when it does not fit."""
        result: list[str] = []
        gap = self.space * size + spacing
        for paragraph in self.paragraphs:
            line: list[str] = []
            used = 0.0
            for word, unit, letters in paragraph:
                wide = unit * size + spacing * letters
                if line and used + gap + wide > width:
                    result.append(" ".join(line))
                    line, used = [], 0.0
                if wide > width or len(result) >= lines:
                    return None
                used += wide + (gap if line else 0.0)
                line.append(word)
            result.append(" ".join(line))
        return tuple(result) if len(result) <= lines else None


@lru_cache(maxsize=4096)
def fit(text: str, font: FontName, size: float, spacing: float, room: Room) -> Fitted:
    """Set `text` into `room`. Its own line breaks are kept; a no-break space keeps two words together."""
    measured = _Measured.of(text, font)
    if not measured.paragraphs:
        return Fitted((), size, 1.0)
    for lines in [room.lines] if room.wrap_first else range(len(measured.paragraphs), room.lines + 1):
        for try_size, stretch in _ladder(size, room.smallest, room.narrowest):
            found = measured.broken(try_size, spacing, room.width / stretch, lines)
            if found:
                return Fitted(found, try_size, stretch)
    for try_size, stretch in _ladder(room.smallest, room.smallest * _EMERGENCY, room.narrowest):
        found = measured.broken(try_size, spacing, room.width / stretch, room.lines)
        if found:
            return Fitted(found, try_size, stretch)
    return _cut(text, font, room.smallest * _EMERGENCY, spacing, room)


@lru_cache(maxsize=256)
def _ladder(size: float, smallest: float, narrowest: float) -> tuple[tuple[float, float], ...]:
    """Sizes down to the smallest, then ever narrower at the smallest."""
    steps = []
    while size > smallest:
        steps.append((size, 1.0))
        size *= _STEP
    stretch = 1.0
    while stretch > narrowest:
        steps.append((smallest, stretch))
        stretch *= _STEP
    return (*steps, (smallest, narrowest))


def _cut(text: str, font: FontName, size: float, spacing: float, room: Room) -> Fitted:
    """As much of the text as there is room for, broken inside words where it must be."""
    width = room.width / room.narrowest
    text = " ".join(text.split())
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
