# SPDX-License-Identifier: Apache-2.0
"""From something a person remembers to a key (Argon2id, RFC 9106), and what is too easy to guess."""

from __future__ import annotations

import unicodedata

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from pydantic import BaseModel, ConfigDict, Field

from enumerator.identity.faults import IdentityError
from enumerator.messages import _

SHORTEST = 8
# fmt: off
_COMMON = frozenset((
    "password", "passw0rd", "password1", "12345678", "123456789", "1234567890", "qwertyui", "qwerty123",
    "iloveyou", "indonesia", "semarang", "rahasia1", "rahasia123", "sayang123", "bismillah", "katasandi",
    "kata", "sandi", "pendata123", "enumerator", "admin123", "petugas1",
))
# fmt: on


class WeakPassphraseError(IdentityError):
    """A passphrase that a stranger would guess."""


class Stretch(BaseModel):
    """How hard a guess is: 64 MiB, three passes, four lanes take 0.12 s here. Never less than that."""

    model_config = ConfigDict(frozen=True)

    memory_kib: int = Field(default=65536, ge=65536, le=4 * 1024 * 1024)
    passes: int = Field(default=3, ge=3, le=64)
    lanes: int = Field(default=4, ge=1, le=64)


def check_strength(passphrase: str) -> None:
    """WeakPassphraseError when it is short, very common, or of fewer than four different characters."""
    plain = _normal(passphrase)
    if len(plain) < SHORTEST or plain.casefold() in _COMMON or len(set(plain.casefold())) < 4:
        raise WeakPassphraseError(
            _("This passphrase is too easy to guess."),
            remedy=_(
                "Use at least {n} characters, best three or four unrelated words.",
                n=SHORTEST,
            ),
        )


def stretched(passphrase: str, salt: bytes, stretch: Stretch) -> bytes:
    """32 bytes. The same passphrase typed on another keyboard, composed or decomposed, gives the same."""
    return Argon2id(
        salt=salt, length=32, iterations=stretch.passes, lanes=stretch.lanes, memory_cost=stretch.memory_kib
    ).derive(_normal(passphrase).encode())


def _normal(passphrase: str) -> str:
    return unicodedata.normalize("NFC", passphrase)
