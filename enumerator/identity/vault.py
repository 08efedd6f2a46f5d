# SPDX-License-Identifier: Apache-2.0
"""The vault: one small file with the secrets of a data folder, and the ways to open it.

The secrets are encrypted with a random master key. The master key is wrapped once per way in: by the
passphrase (Argon2id), and for the office's recovery key (age), so that a forgotten passphrase is a visit to
the office.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from enumerator.identity.faults import IdentityError, WrongPassphraseError
from enumerator.identity.files import write_whole
from enumerator.identity.passphrase import Stretch, stretched
from enumerator.identity.project import Duty, Person, Project, Role
from enumerator.identity.sealing import SealError, seal_bytes, unseal_bytes
from enumerator.messages import _

FILE_NAME = "vault.json"
_NONCE = 12
_CONFIG = ConfigDict(frozen=True, extra="ignore", ser_json_bytes="hex", val_json_bytes="hex")


class StaffMember(BaseModel):
    """Somebody at the office's computer, and how his PIN is checked; who is `retired` may not sit here."""

    model_config = _CONFIG

    person: Person
    duty: Duty
    salt: bytes
    stretch: Stretch
    pin: bytes
    retired: bool = False


class Secrets(BaseModel):
    """What the vault keeps: the database's key, the device's signing key and age identity, and the staff."""

    model_config = _CONFIG

    db_key: bytes = Field(min_length=32, max_length=32)
    signing: bytes = Field(min_length=32, max_length=32)
    sealing: str
    staff: tuple[StaffMember, ...] = ()


class PassphraseSlot(BaseModel):
    """The master key, wrapped by the passphrase."""

    model_config = _CONFIG

    salt: bytes = Field(min_length=16, max_length=64)
    stretch: Stretch
    wrapped: bytes


class Vault(BaseModel):
    """The file as it lies on the disk. What stands open in it is needed before it is unlocked.

    `device` is the log the certificate names, `log` the one written now; they differ after a restored backup.
    `office` is the certificate of the office we were enrolled by, None where that is the project's own.
    """

    model_config = _CONFIG

    format: Literal[1] = 1
    role: Role
    project: Project
    person: Person
    device: str
    log: str
    area: str = ""
    office: dict[str, str] | None = None
    passphrase: PassphraseSlot
    recovery: bytes
    sealed: bytes


def seal_vault(
    role: Role, project: Project, person: Person, log: str, area: str, inside: Secrets, passphrase: str
) -> Vault:
    """A vault with a new master key."""
    master = secrets.token_bytes(32)
    return Vault(
        role=role,
        project=project,
        person=person,
        device=log,
        log=log,
        area=area,
        passphrase=passphrase_slot(master, passphrase, project.id),
        recovery=seal_bytes(master, [project.recovery]),
        sealed=_encrypt(master, inside.model_dump_json().encode(), _about("secrets", project.id)),
    )


def passphrase_slot(master: bytes, passphrase: str, project: str) -> PassphraseSlot:
    """The way in by a passphrase; `master` is whatever it leads to."""
    salt, stretch = secrets.token_bytes(16), Stretch()
    key = stretched(passphrase, salt, stretch)
    return PassphraseSlot(salt=salt, stretch=stretch, wrapped=_encrypt(key, master, _about("slot", project)))


def master_by_passphrase(vault: Vault, passphrase: str) -> bytes:
    """WrongPassphraseError, always in the same words."""
    try:
        return secret_in_slot(vault.passphrase, passphrase, vault.project.id)
    except InvalidTag as error:
        raise WrongPassphraseError(
            _("The passphrase does not open this data."),
            remedy=_("Check capital letters and try again. If it is forgotten, the office can help."),
        ) from error


def secret_in_slot(slot: PassphraseSlot, passphrase: str, project: str) -> bytes:
    """What a slot wraps; InvalidTag when the passphrase is another."""
    return _decrypt(stretched(passphrase, slot.salt, slot.stretch), slot.wrapped, _about("slot", project))


def master_by_recovery(vault: Vault, identity: str) -> bytes:
    """IdentityError when the recovery key is another project's."""
    try:
        return unseal_bytes(vault.recovery, [identity])
    except SealError as error:
        raise IdentityError(
            _("These recovery sheets belong to another project."),
            remedy=_("Bring both sheets of the project {name}.", name=vault.project.name),
        ) from error


def with_secrets(vault: Vault, master: bytes, inside: Secrets) -> Vault:
    """The vault with other contents and the same ways in."""
    sealed = _encrypt(master, inside.model_dump_json().encode(), _about("secrets", vault.project.id))
    return vault.model_copy(update={"sealed": sealed})


def open_vault(vault: Vault, master: bytes) -> Secrets:
    """The secrets; IdentityError when the file was altered."""
    try:
        return Secrets.model_validate_json(
            _decrypt(master, vault.sealed, _about("secrets", vault.project.id))
        )
    except (InvalidTag, ValidationError) as error:
        raise _altered() from error


def read_vault(folder: Path) -> Vault:
    """The vault of a data folder; IdentityError when there is none or it cannot be read."""
    try:
        return Vault.model_validate_json((folder / FILE_NAME).read_bytes())
    except FileNotFoundError as error:
        raise IdentityError(
            _("There is no project in {path}.", path=folder),
            remedy=_("Open another folder, create a project, or enrol with a kit."),
        ) from error
    except (ValidationError, ValueError) as error:
        raise _altered() from error


def write_vault(folder: Path, vault: Vault) -> None:
    """Whole or not at all."""
    write_whole(folder / FILE_NAME, vault.model_dump_json(indent=1).encode())


def has_vault(folder: Path) -> bool:
    """Whether this is a data folder of ours."""
    return (folder / FILE_NAME).is_file()


def _altered() -> IdentityError:
    return IdentityError(
        _("The key file {name} is damaged or was altered.", name=FILE_NAME),
        remedy=_("Restore it from a backup of this folder."),
    )


def _about(what: str, project: str) -> bytes:
    return f"pendata-vault-v1\0{what}\0{project}".encode()


def _encrypt(key: bytes, content: bytes, about: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, content, about)


def _decrypt(key: bytes, content: bytes, about: bytes) -> bytes:
    return ChaCha20Poly1305(key).decrypt(content[:_NONCE], content[_NONCE:], about)
