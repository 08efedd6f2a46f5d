# SPDX-License-Identifier: Apache-2.0
"""Hashes and encoded text (trap 29)."""

from __future__ import annotations

import base64
import binascii
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from enumerator.forms.expressions.context import Context
from enumerator.forms.expressions.faults import EvaluationError
from enumerator.messages import _

from .registry import Functions

functions = Functions()
_ALGORITHMS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


@functions.add("digest", "tt", "t")
def digest(_context: Context, data: str, algorithm: str, encoding: str = "base64") -> str:
    name = _ALGORITHMS.get(algorithm.upper())
    if name is None:
        raise EvaluationError(_("digest() does not know the algorithm “{name}”.", name=algorithm))
    hashed = hashlib.new(name, data.encode(), usedforsecurity=False).digest()
    if encoding.lower() == "hex":
        return hashed.hex()
    if encoding.lower() == "base64":
        return base64.b64encode(hashed).decode()
    raise EvaluationError(_("digest() does not know the encoding “{name}”.", name=encoding))


@functions.add("base64-decode", "t")
def base64_decode(_context: Context, data: str) -> str:
    """The UTF-8 text behind the base64; blank when it is none."""
    try:
        return base64.b64decode(data, validate=True).decode(errors="replace")
    except (binascii.Error, ValueError):
        return ""


@functions.add("extract-signed", "tt")
def extract_signed(_context: Context, content: str, public_key: str) -> str:
    """The signed text if its leading Ed25519 signature holds, else blank (ODK XForms: base64 in, both)."""
    try:
        signed = base64.b64decode(content, validate=True)
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(signed[:64], signed[64:])
        return signed[64:].decode()
    except (binascii.Error, ValueError, InvalidSignature):
        return ""
