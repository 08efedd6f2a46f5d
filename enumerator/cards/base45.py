# SPDX-License-Identifier: Apache-2.0
"""Base45 (RFC 9285): bytes as the 45 symbols of a QR code's alphanumeric mode."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_PAIRS = [ALPHABET[n % 45] + ALPHABET[n // 45] for n in range(45 * 45)]


def encode(data: bytes) -> str:
    """Two bytes become three symbols, a last single byte two."""
    pieces = []
    for i in range(0, len(data) - 1, 2):
        high, low = divmod((data[i] << 8) | data[i + 1], 45 * 45)
        pieces.append(_PAIRS[low] + ALPHABET[high])
    if len(data) % 2:
        pieces.append(_PAIRS[data[-1]])
    return "".join(pieces)


def decode(text: str) -> bytes:
    """The bytes of `text`; ValueError for a foreign symbol, an impossible length or a value out of range."""
    if len(text) % 3 == 1:
        raise ValueError("base45 text cannot have this length")
    try:
        values = [_VALUE[symbol] for symbol in text]
    except KeyError as error:
        raise ValueError(f"{error.args[0]!r} is not a base45 symbol") from None
    data = bytearray()
    for i in range(0, len(values) - 2, 3):
        number = values[i] + 45 * values[i + 1] + 45 * 45 * values[i + 2]
        if number > 0xFFFF:
            raise ValueError("base45 value out of range")
        data += number.to_bytes(2, "big")
    if len(values) % 3:
        number = values[-2] + 45 * values[-1]
        if number > 0xFF:
            raise ValueError("base45 value out of range")
        data.append(number)
    return bytes(data)
