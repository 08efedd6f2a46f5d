# SPDX-License-Identifier: Apache-2.0
"""PDF operators for the shapes a card is built of; lengths are points, the origin is at the lower left."""

from __future__ import annotations

import math
import re

from enumerator.cards.code import Symbol
from enumerator.messages import _

_ROUND = 0.5523
"""How far the handles of a Bezier curve reach to make a quarter of a circle."""
_TOKEN = re.compile(r"[A-Za-z]|-?(?:\d*\.\d+|\d+)(?:[eE][-+]?\d+)?")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "Z": 0}


def fill(colour: tuple[float, float, float]) -> bytes:
    """Set the colour of areas and texts."""
    return b"%.3f %.3f %.3f rg" % colour


def stroke(colour: tuple[float, float, float], thick: float) -> bytes:
    """Set the colour and thickness of lines."""
    return b"%.3f %.3f %.3f RG %.3f w" % (*colour, thick)


def rectangle(x: float, y: float, w: float, h: float, radius: float = 0.0) -> bytes:
    """The path of a rectangle, with rounded corners if `radius` says so."""
    if radius <= 0:
        return b"%.3f %.3f %.3f %.3f re" % (x, y, w, h)
    r = min(radius, w / 2, h / 2)
    k = r * (1 - _ROUND)
    right, top = x + w, y + h
    return (
        b"%.3f %.3f m %.3f %.3f l %.3f %.3f %.3f %.3f %.3f %.3f c "
        b"%.3f %.3f l %.3f %.3f %.3f %.3f %.3f %.3f c "
        b"%.3f %.3f l %.3f %.3f %.3f %.3f %.3f %.3f c %.3f %.3f l %.3f %.3f %.3f %.3f %.3f %.3f c h"
    ) % (
        *(x + r, y, right - r, y, right - k, y, right, y + k, right, y + r),
        *(right, top - r, right, top - k, right - k, top, right - r, top),
        *(x + r, top, x + k, top, x, top - k, x, top - r),
        *(x, y + r, x, y + k, x + k, y, x + r, y),
    )


def circle(x: float, y: float, radius: float) -> bytes:
    """The path of a circle around (x, y)."""
    return rectangle(x - radius, y - radius, 2 * radius, 2 * radius, radius)


def mask(symbol: Symbol, x: float, y: float, size: float) -> bytes:
    """A symbol painted in the current colour into a square, as one bit for each module."""
    return _mask(symbol.rows, symbol.side, symbol.side, x, y, size, size)


def bars(row: bytes, modules: int, x: float, y: float, w: float, h: float) -> bytes:
    """A one-line barcode painted in the current colour into a rectangle."""
    return _mask(row, modules, 1, x, y, w, h)


def _mask(rows: bytes, columns: int, lines: int, x: float, y: float, w: float, h: float) -> bytes:
    return b"q %.4f 0 0 %.4f %.4f %.4f cm BI /W %d /H %d /IM true /BPC 1 /D [1 0] /F /AHx ID %s> EI Q" % (
        *(w, h, x, y, columns, lines),
        rows.hex().encode(),
    )


def wave(x: float, y: float, w: float, amplitude: float, waves: float, phase: float) -> bytes:
    """A wavy line from left to right around the height y."""
    steps = max(4, round(waves * 8))
    points = [
        (x + w * i / steps, y + amplitude * math.sin(2 * math.pi * waves * i / steps + phase))
        for i in range(steps + 1)
    ]
    slope = 2 * math.pi * waves / w * amplitude
    reach = w / steps / 3
    path = [b"%.3f %.3f m" % points[0]]
    for i in range(steps):
        (x0, y0), (x1, y1) = points[i], points[i + 1]
        rise0 = slope * math.cos(2 * math.pi * waves * i / steps + phase) * reach
        rise1 = slope * math.cos(2 * math.pi * waves * (i + 1) / steps + phase) * reach
        path.append(
            b"%.3f %.3f %.3f %.3f %.3f %.3f c" % (x0 + reach, y0 + rise0, x1 - reach, y1 - rise1, x1, y1)
        )
    return b" ".join(path) + b" S"


def svg_path(d: str, x: float, y: float, scale: float) -> bytes:
    """The path of SVG data (M L H V C Q Z) with its origin at (x, y), which grows downwards; ValueError if
    malformed.
    """
    path: list[bytes] = []
    at = start = (0.0, 0.0)
    for command, numbers in _commands(d):
        points = _points(command, numbers, at)
        match command.upper():
            case "M":
                start = points[0]
                path.append(_op(points, b"m", x, y, scale))
            case "L" | "H" | "V":
                path.append(_op(points, b"l", x, y, scale))
            case "C":
                path.append(_op(points, b"c", x, y, scale))
            case "Q":
                handle, end = points
                cubic = [_toward(at, handle), _toward(end, handle), end]
                path.append(_op(cubic, b"c", x, y, scale))
            case _:
                path.append(b"h")
        at = points[-1] if points else start
    return b" ".join(path)


def _toward(end: tuple[float, float], handle: tuple[float, float]) -> tuple[float, float]:
    return end[0] + (handle[0] - end[0]) * 2 / 3, end[1] + (handle[1] - end[1]) * 2 / 3


def _op(points: list[tuple[float, float]], name: bytes, x: float, y: float, scale: float) -> bytes:
    return b" ".join(b"%.3f %.3f" % (x + px * scale, y - py * scale) for px, py in points) + b" " + name


def _commands(d: str) -> list[tuple[str, list[float]]]:
    if _TOKEN.sub("", d).strip(" ,\t\r\n"):
        raise ValueError(_("“{text}” does not belong in a path", text=_TOKEN.sub("", d).strip()[:10]))
    commands: list[tuple[str, list[float]]] = []
    current, numbers = "", list[float]()
    for token in _TOKEN.findall(d):
        if token.isalpha():
            if token.upper() not in _ARGUMENTS:
                raise ValueError(_("a path may use M L H V C Q Z, not {command}", command=token))
            if numbers:
                raise ValueError(_("numbers are missing in the path"))
            current = token
            if token.upper() == "Z":
                commands.append((token, []))
            continue
        if not current or current.upper() == "Z":
            raise ValueError(_("a path begins with M"))
        numbers.append(float(token))
        if len(numbers) == _ARGUMENTS[current.upper()]:
            commands.append((current, numbers))
            numbers = []
            current = {"M": "L", "m": "l"}.get(current, current)
    if numbers:
        raise ValueError(_("numbers are missing in the path"))
    if not commands or commands[0][0].upper() != "M":
        raise ValueError(_("a path begins with M"))
    return commands


def _points(command: str, numbers: list[float], at: tuple[float, float]) -> list[tuple[float, float]]:
    from_x, from_y = at if command.islower() else (0.0, 0.0)
    match command.upper():
        case "H":
            return [(from_x + numbers[0], at[1])]
        case "V":
            return [(at[0], from_y + numbers[0])]
    return [(from_x + px, from_y + py) for px, py in zip(numbers[::2], numbers[1::2], strict=True)]
