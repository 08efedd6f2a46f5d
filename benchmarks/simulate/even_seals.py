# SPDX-License-Identifier: Apache-2.0
"""Keys whose seals are equally long every time: age adds a line of random length to each header, which is
left out here, so that a seed gives files of the same sizes whenever it runs.

Everything else is the real seal, opened by the real key. The header is described in age's specification
(C2SP, age v1): stanzas, then a MAC over them under the file's key.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from enumerator.identity.keys import Keys

_HEADER = re.compile(rb"\A(age-encryption\.org/v1\n)(.*\n)--- [A-Za-z0-9+/]{43}\n", re.DOTALL)
_STANZA = re.compile(rb"-> [^\n]*\n(?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63}\n")
_OURS = re.compile(rb"-> X25519 ([A-Za-z0-9+/]{43})\n([A-Za-z0-9+/]{43})\n")


class EvenKeys(Keys):
    """Real keys that seal without the random line."""

    def seal(self, reader: Any, writer: Any, recipients: Sequence[str]) -> None:
        """As `Keys.seal`."""
        super().seal(reader, _Even(writer, _private(self.secrets.sealing)), recipients)


class _Even:
    """Holds the header back until it is whole, and passes it on without what is random in its length."""

    def __init__(self, writer: Any, secret: X25519PrivateKey) -> None:
        self._writer = writer
        self._secret = secret
        self._header = b""
        self._passed = False

    def write(self, piece: bytes) -> int:
        if self._passed:
            self._writer.write(piece)
            return len(piece)
        self._header += piece
        found = _HEADER.match(self._header)
        if found:
            self._writer.write(_without_padding(found, self._secret) + self._header[found.end() :])
            self._passed = True
        return len(piece)

    def flush(self) -> None:
        self._writer.flush()


def _without_padding(header: re.Match[bytes], secret: X25519PrivateKey) -> bytes:
    stanzas = [stanza for stanza in _STANZA.findall(header[2]) if _OURS.fullmatch(stanza)]
    signed = header[1] + b"".join(stanzas) + b"---"
    mac = HMAC(_derived(_file_key(stanzas, secret), None, b"header"), SHA256())
    mac.update(signed)
    return signed + b" " + base64.b64encode(mac.finalize()).rstrip(b"=") + b"\n"


def _file_key(stanzas: list[bytes], secret: X25519PrivateKey) -> bytes:
    """The key of the file, from the stanza that is sealed to its sender."""
    own = secret.public_key().public_bytes_raw()
    for stanza in stanzas:
        found = _OURS.fullmatch(stanza)
        assert found is not None
        share, body = _decoded(found[1]), _decoded(found[2])
        shared = secret.exchange(X25519PublicKey.from_public_bytes(share))
        key = _derived(shared, share + own, b"age-encryption.org/v1/X25519")
        try:
            return ChaCha20Poly1305(key).decrypt(bytes(12), body, None)
        except InvalidTag:
            continue
    raise ValueError("not sealed to its sender")


def _derived(secret: bytes, salt: bytes | None, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, purpose).derive(secret)


def _decoded(text: bytes) -> bytes:
    return base64.b64decode(text + b"=" * (-len(text) % 4))


_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def _private(identity: str) -> X25519PrivateKey:
    """The key behind age's text form (Bech32, whose checksum the sealing itself looks at)."""
    number = 0
    for letter in identity.lower().rpartition("1")[2][:-6]:
        number = number << 5 | _ALPHABET.index(letter)
    return X25519PrivateKey.from_private_bytes((number >> 4).to_bytes(32, "big"))
