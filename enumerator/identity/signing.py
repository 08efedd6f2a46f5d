# SPDX-License-Identifier: Apache-2.0
"""Signatures (Ed25519). Every signed message begins with what it is for, so none can pass for another."""

from __future__ import annotations

import hashlib
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

# "pendata-", a purpose, a version, and a zero byte: pendata-head-v1\0
_PURPOSE = re.compile(rb"pendata-[a-z-]+-v[0-9]+\0")


def new_signing_key() -> bytes:
    """32 secret bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_of(secret: bytes) -> bytes:
    """The 32 bytes that others check a signature with."""
    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def sign(secret: bytes, message: bytes) -> bytes:
    """64 bytes. ValueError unless the message names its purpose, as in `pendata-head-v1` and a zero byte."""
    if not _PURPOSE.match(message):
        raise ValueError("a signed message begins with its purpose")
    return Ed25519PrivateKey.from_private_bytes(secret).sign(message)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is that key's, over exactly this message with its purpose."""
    if not _PURPOSE.match(message):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """Sixteen hex digits in groups of four, to be read out and compared."""
    digest = hashlib.sha256(b"pendata-fingerprint-v1\0" + public).hexdigest()
    return " ".join(digest[at : at + 4] for at in range(0, 16, 4))
