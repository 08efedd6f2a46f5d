# SPDX-License-Identifier: Apache-2.0
"""Bech32 (BIP 173), the text form in which age writes keys."""

from __future__ import annotations

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def encode(prefix: str, content: bytes) -> str:
    """`prefix`, a 1, the bytes five bits at a time, and six symbols of checksum; in lower case."""
    value, bits = int.from_bytes(content, "big"), len(content) * 8
    padding = -bits % 5
    value, bits = value << padding, bits + padding
    digits = [(value >> shift) & 31 for shift in range(bits - 5, -1, -5)]
    spread = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    checksum = _polymod([*spread, *digits, 0, 0, 0, 0, 0, 0]) ^ 1
    digits += [(checksum >> shift) & 31 for shift in range(25, -1, -5)]
    return f"{prefix}1" + "".join(_ALPHABET[digit] for digit in digits)


def _polymod(digits: list[int]) -> int:
    check = 1
    for digit in digits:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ digit
        for bit, generator in enumerate(_GENERATORS):
            if top >> bit & 1:
                check ^= generator
    return check
