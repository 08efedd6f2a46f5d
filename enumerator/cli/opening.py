# SPDX-License-Identifier: Apache-2.0
"""Opening the office's data folder from a terminal, in the name of whoever works there."""

from __future__ import annotations

import os
from pathlib import Path

from enumerator.cli.passphrase import passphrase, pin
from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.office.colleagues import sign_in_by_name
from enumerator.workspace import Workspace, open_workspace


def open_office(folder: Path) -> Workspace:
    """The office's data folder, unlocked; UserError when it is an enumerator's.

    PENDATA_PERSON in the environment names who works here, whose PIN is asked for (or PENDATA_PIN).
    """
    workspace = open_workspace(folder, passphrase())
    person = os.environ.get("PENDATA_PERSON", "")
    if person:
        try:
            sign_in_by_name(workspace, person, pin())
        except BaseException:
            workspace.close()
            raise
    if workspace.role != "office":
        workspace.close()
        raise UserError(
            _("{name} is an enumerator's data folder.", name=folder.name),
            where=str(folder),
            remedy=_("Name the office's data folder."),
        )
    return workspace
