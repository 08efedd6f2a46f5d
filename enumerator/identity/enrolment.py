# SPDX-License-Identifier: Apache-2.0
"""Enrolling a laptop, or another office: from a kit and its code to keys of its own, without a network."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from enumerator.identity.certificates import CertificateRequest, proof_of, request_message
from enumerator.identity.files import write_whole
from enumerator.identity.keys import Keys, keys_of
from enumerator.identity.kit import Kit, open_kit
from enumerator.identity.office import refuse_used
from enumerator.identity.passphrase import check_strength
from enumerator.identity.project import Role
from enumerator.identity.sealing import new_sealing_identity, recipient_of
from enumerator.identity.signing import new_signing_key, public_of, sign
from enumerator.identity.vault import Secrets, Vault, seal_vault, write_vault

REQUEST_NAME = "certificate-request.json"


@dataclass(frozen=True)
class Enrolled:
    """The laptop's keys, the vault they lie in, what the kit carried, and the request that goes home in the
    first bundle.
    """

    keys: Keys
    files: Mapping[str, bytes]
    request: CertificateRequest
    vault: Vault


def _now() -> datetime:
    return datetime.now().astimezone()


def enrol(
    folder: Path, kit_path: Path, code: str, passphrase: str, *, clock: Callable[[], datetime] = _now
) -> Enrolled:
    """Open the kit and make this laptop's own keys in an empty data folder.

    IdentityError as `open_kit`, or when the folder holds a project; WeakPassphraseError. The keys never leave
    the laptop.
    """
    refuse_used(folder)
    enrolled = draw_laptop(kit_path, code, passphrase, clock=clock)
    folder.mkdir(parents=True, exist_ok=True)
    settle_laptop(folder, enrolled)
    return enrolled


def draw_laptop(
    kit_path: Path, code: str, passphrase: str, *, clock: Callable[[], datetime] = _now
) -> Enrolled:
    """The same, written nowhere yet: whoever founds a whole data folder settles the laptop there last."""
    check_strength(passphrase)
    kit = open_kit(kit_path, code, clock=clock)
    inside = Secrets(
        db_key=secrets.token_bytes(32), signing=new_signing_key(), sealing=new_sealing_identity()
    )
    log = secrets.token_hex(16)
    request = _request(kit, inside, log, clock())
    terms = kit.terms
    vault = seal_vault(terms.role, kit.project, terms.person, log, terms.area, inside, passphrase)
    if kit.office is not None:
        vault = vault.model_copy(update={"office": kit.office.to_values()})
    return Enrolled(keys_of(vault, inside), kit.files, request, vault)


def settle_laptop(folder: Path, enrolled: Enrolled) -> None:
    """Write the request and then the vault, with which the folder is the laptop's."""
    write_whole(folder / REQUEST_NAME, enrolled.request.model_dump_json(indent=1).encode())
    write_vault(folder, enrolled.vault)


def pending_request(folder: Path) -> CertificateRequest | None:
    """The laptop's request, to be put into its bundles; None in an office's folder."""
    path = folder / REQUEST_NAME
    return CertificateRequest.model_validate_json(path.read_bytes()) if path.is_file() else None


def _request(kit: Kit, inside: Secrets, log: str, now: datetime) -> CertificateRequest:
    request = CertificateRequest(
        kit=kit.terms.kit,
        project=kit.project.id,
        person=kit.terms.person.id,
        name=kit.terms.person.name,
        log=log,
        signing=public_of(inside.signing),
        sealing=recipient_of(inside.sealing),
        area=kit.terms.area,
        made=now.isoformat(timespec="seconds"),
        expires=kit.terms.expires,
        role=Role.OFFICE.value if kit.terms.role is Role.OFFICE else "",
    )
    proven = request.model_copy(update={"proof": proof_of(request, kit.secret)})
    return proven.model_copy(update={"signature": sign(inside.signing, request_message(proven))})
