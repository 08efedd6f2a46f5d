# SPDX-License-Identifier: Apache-2.0
"""Refusals that have to do with keys, passphrases and codes."""

from __future__ import annotations

from enumerator.errors import UserError


class IdentityError(UserError):
    """Keys, kits or signatures are not what they should be."""

    exit_code = 7


class WrongPassphraseError(IdentityError):
    """The passphrase does not open the vault. Always the same words, whatever was wrong with it."""


class WaitError(IdentityError):
    """Too many wrong attempts; `seconds` until the next one is heard."""

    def __init__(self, what: str, *, seconds: int, remedy: str = "") -> None:
        super().__init__(what, remedy=remedy)
        self.seconds = seconds
