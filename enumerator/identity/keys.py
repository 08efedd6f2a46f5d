# SPDX-License-Identifier: Apache-2.0
"""Keys: an unlocked vault, in the hands of whoever speaks, signs and seals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from enumerator.identity import sealing, signing
from enumerator.identity.project import Duty, Person, Project, Role
from enumerator.identity.vault import Secrets, Vault


@dataclass(frozen=True)
class Keys:
    """Who this data folder is, able to act. The secrets are in no representation and no log.

    `log` is the name of our own log, `device` that of the one our certificate names (another after a restored
    backup), `person` who sits here, `duty` what a person of the office may do, `office` the certificate of
    the office that enrolled us where that is not the project's own.
    """

    role: Role
    project: Project
    person: Person
    device: str
    log: str
    area: str
    secrets: Secrets = field(repr=False)
    duty: Duty = Duty.ADMINISTRATOR
    office: dict[str, str] | None = None

    @property
    def author(self) -> str:
        """The person's id, as it stands in every revision."""
        return self.person.id

    @property
    def db_key(self) -> bytes:
        """The store's key, 32 bytes."""
        return self.secrets.db_key

    @cached_property
    def public(self) -> bytes:
        """What others verify our signatures with, 32 bytes."""
        return signing.public_of(self.secrets.signing)

    @cached_property
    def recipient(self) -> str:
        """What others seal for us with."""
        return sealing.recipient_of(self.secrets.sealing)

    def sign(self, message: bytes) -> bytes:
        """64 bytes; the message begins with its purpose, `pendata-...-v1` and a zero byte."""
        return signing.sign(self.secrets.signing, message)

    def seal(self, reader: Any, writer: Any, recipients: Sequence[str]) -> None:
        """Seal a stream for the recipients and for ourselves, so that we can look at what we sent."""
        sealing.seal(reader, writer, tuple(dict.fromkeys((*recipients, self.recipient))))

    def open(self, reader: Any, writer: Any) -> None:
        """Open a stream that was sealed for us; SealError."""
        sealing.unseal(reader, writer, [self.secrets.sealing])


def keys_of(vault: Vault, inside: Secrets) -> Keys:
    """The keys of an opened vault."""
    return Keys(
        vault.role,
        vault.project,
        vault.person,
        vault.device,
        vault.log,
        vault.area,
        inside,
        office=vault.office,
    )
