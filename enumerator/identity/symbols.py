# SPDX-License-Identifier: Apache-2.0
"""Secrets on paper: letters and digits that are not mistaken for each other, with a check against slips."""

from __future__ import annotations

import hashlib

# Crockford's alphabet: no I, L, O, U
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_CHECK_SYMBOLS = 2


class SlipError(ValueError):
    """What was typed cannot be what was printed."""


def written(secret: bytes, purpose: str) -> str:
    """The secret in groups of four symbols; the last two symbols are the check, which differs by purpose."""
    value = int.from_bytes(secret, "big")
    length = (len(secret) * 8 + 4) // 5
    symbols = "".join(_ALPHABET[(value >> 5 * place) & 31] for place in reversed(range(length)))
    symbols += _check(secret, purpose)
    return "-".join(symbols[at : at + 4] for at in range(0, len(symbols), 4))


def read(text: str, size: int, purpose: str) -> bytes:
    """The secret of `size` bytes that was written for this purpose; SlipError when mistyped or another's."""
    symbols = "".join(text.upper().translate(_ALIKE).replace("-", "").split())
    length = (size * 8 + 4) // 5
    if len(symbols) != length + _CHECK_SYMBOLS or any(symbol not in _ALPHABET for symbol in symbols):
        raise SlipError(text)
    value = 0
    for symbol in symbols[:length]:
        value = value << 5 | _ALPHABET.index(symbol)
    if value >> size * 8:
        raise SlipError(text)
    secret = value.to_bytes(size, "big")
    if _check(secret, purpose) != symbols[length:]:
        raise SlipError(text)
    return secret


def _check(secret: bytes, purpose: str) -> str:
    digest = hashlib.sha256(f"pendata-check-v1\0{purpose}\0".encode() + secret).digest()
    return "".join(_ALPHABET[byte & 31] for byte in digest[:_CHECK_SYMBOLS])
