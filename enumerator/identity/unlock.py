# SPDX-License-Identifier: Apache-2.0
"""Opening a data folder: by passphrase, or by the office's two recovery sheets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from enumerator.identity.attempts import Attempts
from enumerator.identity.faults import WrongPassphraseError
from enumerator.identity.keys import Keys, keys_of
from enumerator.identity.passphrase import check_strength
from enumerator.identity.recovery import joined
from enumerator.identity.vault import (
    Vault,
    master_by_passphrase,
    master_by_recovery,
    open_vault,
    passphrase_slot,
    read_vault,
    write_vault,
)


def local_now() -> datetime:
    """The wall clock, with its offset."""
    return datetime.now().astimezone()


def unlock(folder: Path, passphrase: str, *, clock: Callable[[], datetime] = local_now) -> Keys:
    """WrongPassphraseError, WaitError after several of those, IdentityError when the key file is no good."""
    vault = read_vault(folder)
    return keys_of(vault, open_vault(vault, master_of(folder, vault, passphrase, clock)))


def change_passphrase(folder: Path, old: str, new: str, *, clock: Callable[[], datetime] = local_now) -> None:
    """Wraps one small key anew; the data is not touched. Errors as `unlock`, and WeakPassphraseError."""
    check_strength(new)
    vault = read_vault(folder)
    _set_passphrase(folder, vault, master_of(folder, vault, old, clock), new)


def recover(folder: Path, first: str, second: str, new: str) -> Keys:
    """Open with the two recovery sheets and set a new passphrase.

    IdentityError when a sheet is mistyped or another project's; WeakPassphraseError. The caller notes the
    recovery in the journal.
    """
    check_strength(new)
    vault = read_vault(folder)
    master = master_by_recovery(vault, joined(first, second))
    inside = open_vault(vault, master)
    _set_passphrase(folder, vault, master, new)
    Attempts(folder, local_now).succeeded()
    return keys_of(vault, inside)


def master_of(folder: Path, vault: Vault, passphrase: str, clock: Callable[[], datetime]) -> bytes:
    """The master key of a vault. WrongPassphraseError, counted; WaitError after several of those."""
    attempts = Attempts(folder, clock)
    attempts.check()
    try:
        master = master_by_passphrase(vault, passphrase)
    except WrongPassphraseError:
        attempts.failed()
        raise
    attempts.succeeded()
    return master


def _set_passphrase(folder: Path, vault: Vault, master: bytes, new: str) -> None:
    slot = passphrase_slot(master, new, vault.project.id)
    write_vault(folder, vault.model_copy(update={"passphrase": slot}))
