# SPDX-License-Identifier: Apache-2.0
"""The recovery key, which exists only on two sheets of paper; neither says anything without the other."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from enumerator.identity import bech32, symbols
from enumerator.identity.faults import IdentityError
from enumerator.messages import _

_BYTES = 16
# fmt: off
_WORDS = (
    "air", "api", "awan", "ayam", "bambu", "batu", "bebek", "beras", "biru", "buku", "bulan", "bunga",
    "cabai", "cangkir", "daun", "dapur", "desa", "ember", "garam", "gelas", "gula", "gunung", "hijau",
    "hujan", "ikan", "jalan", "jambu", "jaring", "jeruk", "kabut", "kaca", "kakak", "kapal", "kayu",
    "kebun", "kelapa", "kerbau", "kipas", "kolam", "kopi", "kuda", "kuning", "kursi", "ladang", "lampu",
    "langit", "laut", "lebah", "lilin", "madu", "malam", "mangga", "meja", "merah", "minyak", "padi",
    "pagar", "pagi", "pasar", "payung", "pintu", "pisang", "sapi", "sawah",
)
# fmt: on


@dataclass(frozen=True)
class RecoverySheets:
    """The two halves as they are printed, and the words by which both sheets are seen to belong together."""

    first: str = field(repr=False)
    second: str = field(repr=False)
    words: str


def new_recovery() -> tuple[str, RecoverySheets]:
    """A new recovery key as an age identity, and its sheets."""
    secret, first = secrets.token_bytes(_BYTES), secrets.token_bytes(_BYTES)
    second = _xor(secret, first)
    return _identity(secret), RecoverySheets(
        symbols.written(first, "sheet 1"), symbols.written(second, "sheet 2"), _pair_words(secret)
    )


def joined(first: str, second: str) -> str:
    """The recovery key, as an age identity, from what was typed from both sheets, in either order.

    IdentityError that names the sheet with the slip.
    """
    halves: list[bytes] = []
    for place, text in enumerate((first, second), start=1):
        halves.append(_half(text, place))
    return _identity(_xor(*halves))


def _half(text: str, place: int) -> bytes:
    for purpose in (f"sheet {place}", f"sheet {3 - place}"):
        try:
            return symbols.read(text, _BYTES, purpose)
        except symbols.SlipError:
            continue
    raise IdentityError(
        _("Sheet {n} was not typed as it is printed.", n=place),
        remedy=_("Compare it group by group with the paper; slips are noticed."),
    )


def _pair_words(secret: bytes) -> str:
    digest = hashlib.sha256(b"pendata-pair-v1\0" + secret).digest()
    return " ".join(_WORDS[byte % len(_WORDS)] for byte in digest[:3])


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _identity(secret: bytes) -> str:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"pendata-recovery-v1").derive(secret)
    return bech32.encode("age-secret-key-", key).upper()
