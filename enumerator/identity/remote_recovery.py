# SPDX-License-Identifier: Apache-2.0
"""Recovery without the laptop leaving the village: it writes a wish, the office answers it, the sheets stay
there.

The person chooses the new passphrase when writing the wish; it protects the key that the answer is sealed
for, so neither file helps anybody else, and the two sheets are never typed on a laptop in the field.
"""

from __future__ import annotations

import json
from pathlib import Path

from cryptography.exceptions import InvalidTag
from pydantic import BaseModel, ConfigDict, ValidationError

from enumerator.identity.attempts import Attempts
from enumerator.identity.faults import IdentityError, WrongPassphraseError
from enumerator.identity.files import write_whole
from enumerator.identity.keys import Keys, keys_of
from enumerator.identity.passphrase import check_strength
from enumerator.identity.recovery import joined
from enumerator.identity.sealing import (
    SealError,
    new_sealing_identity,
    recipient_of,
    seal_bytes,
    unseal_bytes,
)
from enumerator.identity.unlock import local_now
from enumerator.identity.vault import (
    PassphraseSlot,
    open_vault,
    passphrase_slot,
    read_vault,
    secret_in_slot,
    write_vault,
)
from enumerator.messages import _

WISH_SUFFIX = ".pendata-recovery"
ANSWER_SUFFIX = ".pendata-answer"
_PENDING = "recovery-wish.json"
_CONFIG = ConfigDict(frozen=True, extra="ignore", ser_json_bytes="hex", val_json_bytes="hex")


class Wish(BaseModel):
    """What the laptop asks: whose it is, its locked key, and for whom the answer is to be sealed."""

    model_config = _CONFIG

    project: str
    device: str
    person: str
    locked: bytes
    recipient: str


class Answer(BaseModel):
    """The key, sealed for the wish of that device."""

    model_config = _CONFIG

    device: str
    sealed: bytes


class _Pending(BaseModel):
    model_config = _CONFIG

    recipient: str
    slot: PassphraseSlot


def write_wish(folder: Path, new: str, to: Path) -> Wish:
    """Choose the passphrase `new` and write the wish into file `to`. The old passphrase goes on to work.

    WeakPassphraseError, IdentityError.
    """
    check_strength(new)
    vault = read_vault(folder)
    identity = new_sealing_identity()
    pending = _Pending(
        recipient=recipient_of(identity), slot=passphrase_slot(identity.encode(), new, vault.project.id)
    )
    wish = Wish(
        project=vault.project.id,
        device=vault.device,
        person=vault.person.name,
        locked=vault.recovery,
        recipient=pending.recipient,
    )
    write_whole(folder / _PENDING, pending.model_dump_json().encode())
    write_whole(to, wish.model_dump_json(indent=1).encode())
    return wish


def read_wish(path: Path) -> Wish:
    """A wish to be looked at before it is answered; IdentityError when the file is none."""
    try:
        return Wish.model_validate_json(path.read_bytes())
    except (OSError, ValidationError, ValueError) as error:
        raise IdentityError(
            _("{name} is no request for recovery.", name=path.name),
            where=str(path),
            remedy=_("Choose the file whose name ends in {suffix}.", suffix=WISH_SUFFIX),
        ) from error


def answer_wish(keys: Keys, wish: Wish, first: str, second: str, to: Path) -> None:
    """Answer with the two sheets, into file `to`. First make sure, by other means, who asks.

    IdentityError when a sheet is mistyped, or wish and sheets are not of this project.
    """
    if wish.project != keys.project.id:
        raise IdentityError(_("The request belongs to another project."), where=wish.person)
    try:
        master = unseal_bytes(wish.locked, [joined(first, second)])
    except SealError as error:
        raise IdentityError(
            _("These recovery sheets belong to another project."),
            remedy=_("Bring both sheets of the project {name}.", name=keys.project.name),
        ) from error
    answer = Answer(device=wish.device, sealed=seal_bytes(master, [wish.recipient]))
    write_whole(to, answer.model_dump_json().encode())


def accept_answer(folder: Path, path: Path, new: str) -> Keys:
    """Open the data folder with the office's answer and the passphrase chosen with the wish, which holds from
    now on.

    WrongPassphraseError, WaitError, IdentityError when the answer is for another wish. The caller notes the
    recovery in the journal.
    """
    vault = read_vault(folder)
    attempts = Attempts(folder, local_now)
    attempts.check()
    pending, answer = _pending(folder), _answer(path)
    try:
        identity = secret_in_slot(pending.slot, new, vault.project.id).decode()
    except InvalidTag as error:
        attempts.failed()
        raise WrongPassphraseError(
            _("This is not the passphrase that was chosen with the request."),
            remedy=_("Try again, or write a new request."),
        ) from error
    try:
        master = unseal_bytes(answer.sealed, [identity])
        inside = open_vault(vault, master)
    except (SealError, ValueError) as error:
        raise _not_ours(path) from error
    attempts.succeeded()
    slot = passphrase_slot(master, new, vault.project.id)
    write_vault(folder, vault.model_copy(update={"passphrase": slot}))
    (folder / _PENDING).unlink(missing_ok=True)
    return keys_of(vault, inside)


def has_wish(folder: Path) -> bool:
    """Whether a wish was written and not answered yet."""
    return (folder / _PENDING).is_file()


def _pending(folder: Path) -> _Pending:
    try:
        return _Pending.model_validate_json((folder / _PENDING).read_bytes())
    except (OSError, ValidationError) as error:
        raise IdentityError(
            _("No request for recovery was written here."), remedy=_("Write a request first.")
        ) from error


def _answer(path: Path) -> Answer:
    try:
        return Answer.model_validate_json(path.read_bytes())
    except (OSError, ValidationError, json.JSONDecodeError) as error:
        raise _not_ours(path) from error


def _not_ours(path: Path) -> IdentityError:
    return IdentityError(
        _("{name} does not answer the request of this laptop.", name=path.name),
        where=str(path),
        remedy=_("Ask the office for the answer to the latest request."),
    )
