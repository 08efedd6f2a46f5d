# SPDX-License-Identifier: Apache-2.0
"""Sealing for named receivers: the age format (X25519), streaming, so that a file of any size needs little
memory.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pyrage

from enumerator.identity.faults import IdentityError
from enumerator.messages import _


class SealError(IdentityError):
    """A sealed file that is cut short, altered, or meant for somebody else."""


def new_sealing_identity() -> str:
    """A secret key, in age's text form."""
    return str(pyrage.x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """The public side of a secret key: what others seal for."""
    return str(pyrage.x25519.Identity.from_str(identity).to_public())


def seal(reader: Any, writer: Any, recipients: Sequence[str]) -> None:
    """Read everything from `reader` and write it to `writer`, to be opened by any of the recipients.

    It says nothing about who sealed it: sign what is inside. What the streams raise comes through as it is.
    """
    keys = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
    source, target = _Watched(reader), _Watched(writer)
    try:
        pyrage.encrypt_io(source, target, keys)
    except (pyrage.EncryptError, OSError) as error:
        raise source.raised or target.raised or error from None


def unseal(reader: Any, writer: Any, identities: Sequence[str]) -> None:
    """The way back. SealError when the file is altered, cut short, or for somebody else.

    What has been written by then must not be believed: the end of the file is what proves it whole. What the
    streams raise comes through as it is.
    """
    keys = [pyrage.x25519.Identity.from_str(identity) for identity in identities]
    source, target = _Watched(reader), _Watched(writer)
    try:
        pyrage.decrypt_io(source, target, keys)
    except (pyrage.DecryptError, OSError) as error:
        raised = source.raised or target.raised
        if raised is not None:
            raise raised from None
        raise SealError(
            _("The file cannot be opened: it is damaged, cut short, or meant for somebody else."),
            remedy=_(
                "Copy it again from where it came. If that does not help, ask the sender for a new one."
            ),
        ) from error


class _Watched:
    """A stream that remembers what it raised: the library on the other side wraps it in its own words."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.raised: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        return self._kept(self._stream.read, size)  # type: ignore[no-any-return]

    def write(self, content: bytes) -> int:
        return self._kept(self._stream.write, content)  # type: ignore[no-any-return]

    def flush(self) -> None:
        if hasattr(self._stream, "flush"):
            self._kept(self._stream.flush)

    def _kept(self, call: Any, *arguments: Any) -> Any:
        try:
            return call(*arguments)
        except BaseException as error:
            self.raised = error
            raise


def seal_bytes(content: bytes, recipients: Sequence[str]) -> bytes:
    """For what is small."""
    target = io.BytesIO()
    seal(io.BytesIO(content), target, recipients)
    return target.getvalue()


def unseal_bytes(content: bytes, identities: Sequence[str]) -> bytes:
    """For what is small; SealError as `unseal`."""
    target = io.BytesIO()
    unseal(io.BytesIO(content), target, identities)
    return target.getvalue()
