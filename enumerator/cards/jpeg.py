# SPDX-License-Identifier: Apache-2.0
"""What the head of a JPEG says (ITU-T T.81 annex B): its size and colours, and what else a camera put in."""

from __future__ import annotations

from dataclasses import dataclass

_START, _SCAN, _END = 0xD8, 0xDA, 0xD9
_BASELINE = (0xC0, 0xC1)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_TABLES = frozenset((0xC4, 0xDB, 0xDD))
_JFIF = 0xE0


@dataclass(frozen=True, slots=True)
class JpegHead:
    """Width and height in dots; `plain` when it is baseline, grey or of three colours, and has nothing in it
    but the picture: no Exif, no comment, no profile.
    """

    width: int
    height: int
    grey: bool
    plain: bool


def jpeg_head(data: bytes) -> JpegHead | None:
    """The head of a JPEG that ends as one; None for anything else."""
    if data[:2] != bytes((0xFF, _START)) or bytes((0xFF, _END)) not in data[-64:]:
        return None
    at, plain, frame = 2, True, None
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _SCAN:
            break
        if marker in _FRAMES:
            frame = data[at + 4 : at + 10]
            plain = plain and marker in _BASELINE
        elif marker not in _TABLES and not (marker == _JFIF and data[at + 4 : at + 9] == b"JFIF\0"):
            plain = False
        at += 2 + length
    if frame is None or len(frame) < 6 or at >= len(data) or data[at : at + 2] != bytes((0xFF, _SCAN)):
        return None
    bits, colours = frame[0], frame[5]
    height, width = int.from_bytes(frame[1:3], "big"), int.from_bytes(frame[3:5], "big")
    if not width or not height:
        return None
    return JpegHead(width, height, colours == 1, plain and bits == 8 and colours in (1, 3))
