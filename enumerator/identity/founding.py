# SPDX-License-Identifier: Apache-2.0
"""The mark of a data folder that is being made: what lies beside it belongs to nobody until the key file is
there.

The key file is written last. Whatever a killed founding has left can be opened by nobody, for its keys were
never on the disk, and may be cleared away when somebody founds there again.
"""

from __future__ import annotations

from pathlib import Path

from enumerator.identity.files import write_whole
from enumerator.identity.vault import has_vault

MARK = "unfinished"


def begin_founding(folder: Path) -> None:
    """Set the mark, durably, before anything else is written."""
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / MARK, b"")


def end_founding(folder: Path) -> None:
    """The key file is there: the mark says nothing any more."""
    (folder / MARK).unlink(missing_ok=True)


def is_unfinished(folder: Path) -> bool:
    """Whether a founding was broken off here."""
    return (folder / MARK).is_file() and not has_vault(folder)
