# SPDX-License-Identifier: Apache-2.0
"""Showing a number in full: allowed to whoever sits in the office, and written down each time."""

from __future__ import annotations

from enumerator.store.revision import Entry, Revision, new_record
from enumerator.workspace import Workspace

KIND = "reveal"


def note_revealed(workspace: Workspace, household: str, address: str, why: str) -> Revision:
    """Enter in the journal that the number at `address` was looked at in full; the number itself is not
    entered."""
    values = {"household": household, "address": address}
    (revision,) = workspace.store.append(Entry(new_record(), KIND, values, act=KIND, reason=why))
    return revision
