# SPDX-License-Identifier: Apache-2.0
"""Recovery sheets that nobody has said are kept: the office was closed or killed before they were put away.

The sheets are stored nowhere, so they cannot be shown again; whoever knows the passphrase gets new ones, and
the old pair opens nothing any more.
"""

from __future__ import annotations

from pathlib import Path

from enumerator.identity.files import write_whole
from enumerator.identity.recovery import RecoverySheets, new_recovery
from enumerator.identity.sealing import recipient_of, seal_bytes
from enumerator.identity.unlock import local_now, master_of
from enumerator.identity.vault import read_vault, write_vault

MARK = "sheets-not-kept"


def await_sheets(folder: Path) -> None:
    """Note, durably, that the sheets of this folder are not put away yet."""
    write_whole(folder / MARK, b"")


def are_awaited(folder: Path) -> bool:
    """Whether nobody has said yet that the sheets are put away."""
    return (folder / MARK).is_file()


def sheets_kept(folder: Path) -> None:
    """The sheets are put away in two places."""
    (folder / MARK).unlink(missing_ok=True)


def redraw_sheets(folder: Path, passphrase: str) -> RecoverySheets:
    """A new pair of sheets in place of the one nobody has. WrongPassphraseError, WaitError.

    The kits made from now on name the new pair; a laptop enrolled before is opened by its passphrase alone,
    until it is enrolled again.
    """
    vault = read_vault(folder)
    master = master_of(folder, vault, passphrase, local_now)
    recovery, sheets = new_recovery()
    public = recipient_of(recovery)
    project = vault.project.model_copy(update={"recovery": public})
    renewed = vault.model_copy(update={"project": project, "recovery": seal_bytes(master, [public])})
    write_vault(folder, renewed)
    return sheets
