# SPDX-License-Identifier: Apache-2.0
"""NMEA 0183 sentences, read one at a time: GGA says where, GST how surely, RMC whether the receiver itself
trusts it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from pynmeagps import NMEAReader, exceptions

# $, talker and sentence, fields, * and the checksum; 82 signs by the standard, more in practice
_SENTENCE: Final = re.compile(rb"[$][A-Z]{2}[A-Z0-9]{3,4},[\x20-\x7e]{0,250}\*[0-9A-Fa-f]{2}")
_FAULTS: Final = (
    exceptions.NMEAParseError,
    exceptions.NMEAMessageError,
    exceptions.NMEATypeError,
    exceptions.NMEAStreamError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
)


class BadSentenceError(ValueError):
    """A sentence that is cut short or does not fit its checksum: the cable or the speed is wrong."""


@dataclass(frozen=True)
class Position:
    """GGA: degrees (WGS 84), metres above the sea or None, satellites used, horizontal dilution or None.

    `quality` by the standard: 0 none, 1 GPS, 2 differential, 4 and 5 RTK, 6 estimated, 7 typed in, 8 made up.
    """

    latitude: float
    longitude: float
    altitude: float | None
    quality: int
    satellites: int
    dilution: float | None


@dataclass(frozen=True)
class Error:
    """GST: the standard deviation of the position on the ground, in metres."""

    metres: float


@dataclass(frozen=True)
class Validity:
    """RMC: whether the receiver calls its position valid."""

    valid: bool


def read_sentence(line: bytes) -> Position | Error | Validity | None:
    """What a line says, None for a sentence of another kind; BadSentenceError when it is damaged."""
    stripped = line.strip()
    if not _SENTENCE.fullmatch(stripped):
        raise BadSentenceError(stripped[:20])
    kind = stripped[3:6]
    if kind not in (b"GGA", b"GST", b"RMC"):
        _check(stripped)
        return None
    try:
        said = NMEAReader.parse(stripped + b"\r\n", validate=1)
        return _READ[kind](said) if said is not None else None
    except _FAULTS as problem:
        raise BadSentenceError(stripped[:20]) from problem


def _check(sentence: bytes) -> None:
    body, _star, told = sentence[1:].rpartition(b"*")
    found = 0
    for byte in body:
        found ^= byte
    if found != int(told, 16):
        raise BadSentenceError(sentence[:20])


def _position(said: Any) -> Position:
    here = isinstance(said.lat, float) and isinstance(said.lon, float)
    quality = int(said.quality or 0) if here else 0
    return Position(
        said.lat if here else 0.0,
        said.lon if here else 0.0,
        _number(said.alt),
        quality,
        int(said.numSV or 0),
        _number(said.HDOP),
    )


def _error(said: Any) -> Error | None:
    lat, lon = _number(said.stdLat), _number(said.stdLong)
    return None if lat is None or lon is None else Error((lat * lat + lon * lon) ** 0.5)


def _validity(said: Any) -> Validity:
    return Validity(said.status == "A")


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


_READ: Final = {b"GGA": _position, b"GST": _error, b"RMC": _validity}
