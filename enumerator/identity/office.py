# SPDX-License-Identifier: Apache-2.0
"""Creating a project: the office's keys, its vault, and the two recovery sheets."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from pathlib import Path

from enumerator.identity.faults import IdentityError
from enumerator.identity.keys import Keys, keys_of
from enumerator.identity.passphrase import check_strength
from enumerator.identity.project import Project, Role, new_person
from enumerator.identity.recovery import RecoverySheets, new_recovery
from enumerator.identity.sealing import new_sealing_identity, recipient_of
from enumerator.identity.signing import new_signing_key, public_of
from enumerator.identity.vault import Secrets, Vault, has_vault, seal_vault, write_vault
from enumerator.messages import _


@dataclass(frozen=True)
class CreatedOffice:
    """The office's keys, the vault they lie in, and the sheets to be printed now and kept in two places: they
    are stored nowhere.
    """

    keys: Keys
    sheets: RecoverySheets
    vault: Vault


def create_office(
    folder: Path,
    project_name: str,
    passphrase: str,
    *,
    person: str = "",
    training: bool = False,
    area: str = "",
) -> CreatedOffice:
    """A new project in an empty data folder; `person` is its administrator's name.

    IdentityError when the folder holds a project; WeakPassphraseError.
    """
    refuse_used(folder)
    made = draw_office(project_name, passphrase, person=person, training=training, area=area)
    folder.mkdir(parents=True, exist_ok=True)
    write_vault(folder, made.vault)
    return made


def draw_office(
    project_name: str, passphrase: str, *, person: str = "", training: bool = False, area: str = ""
) -> CreatedOffice:
    """The same, written nowhere yet: whoever founds a whole data folder writes the vault last."""
    check_strength(passphrase)
    recovery, sheets = new_recovery()
    inside = Secrets(
        db_key=secrets.token_bytes(32), signing=new_signing_key(), sealing=new_sealing_identity()
    )
    project = Project(
        id=str(uuid.uuid4()),
        name=project_name.strip(),
        training=training,
        signing=public_of(inside.signing),
        sealing=recipient_of(inside.sealing),
        recovery=recipient_of(recovery),
        log=secrets.token_hex(16),
    )
    vault = seal_vault(
        Role.OFFICE, project, new_person(person or project_name), project.log, area, inside, passphrase
    )
    return CreatedOffice(keys_of(vault, inside), sheets, vault)


def refuse_used(folder: Path) -> None:
    """IdentityError when the folder holds a project already."""
    if has_vault(folder):
        raise IdentityError(
            _("There is a project in {path} already.", path=folder),
            remedy=_("Choose an empty folder. The one there stays as it is."),
        )
