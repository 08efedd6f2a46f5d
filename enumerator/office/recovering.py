# SPDX-License-Identifier: Apache-2.0
"""Helping somebody who forgot a passphrase far away: the office answers the request with its two sheets."""

from __future__ import annotations

from pathlib import Path

from enumerator.identity.remote_recovery import ANSWER_SUFFIX, Wish, answer_wish
from enumerator.store.revision import Entry, new_record
from enumerator.workspace import RECOVERY, Workspace


def answer_path(request: Path) -> Path:
    """The answer's file, beside the request."""
    return request.with_suffix(ANSWER_SUFFIX)


def answer_request(workspace: Workspace, wish: Wish, first: str, second: str, to: Path) -> None:
    """Write the answer into file `to` and note in the journal whom the office helped.

    IdentityError when a sheet is mistyped, or request and sheets are not of this project.
    """
    answer_wish(workspace.keys, wish, first, second, to)
    values = {"way": "answered", "device": wish.device, "name": wish.person}
    workspace.store.append(Entry(new_record(), RECOVERY, values, act="recover"))
