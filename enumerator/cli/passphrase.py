# SPDX-License-Identifier: Apache-2.0
"""Asking for secrets at the terminal without showing them, or taking them from where a script keeps them."""

from __future__ import annotations

import os
from pathlib import Path

import click

from enumerator.errors import UserError
from enumerator.messages import _

VARIABLE = "PENDATA_PASSPHRASE"


def passphrase(*, new: bool = False) -> str:
    """From PENDATA_PASSPHRASE in the environment, or the file PENDATA_PASSPHRASE_FILE names, else asked for.

    A new one is asked for twice.
    """
    given = os.environ.get(VARIABLE)
    if given is not None:
        return given
    named = os.environ.get(f"{VARIABLE}_FILE")
    if named:
        return _first_line(Path(named))
    words: str = click.prompt(
        _("Passphrase"), hide_input=True, confirmation_prompt=_("Once more") if new else False, err=True
    )
    return words


def _first_line(path: Path) -> str:
    try:
        return path.read_text("utf-8").partition("\n")[0]
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            _("The file with the passphrase cannot be read."),
            where=str(path),
            remedy=_("Name a readable text file in {variable}_FILE.", variable=VARIABLE),
        ) from error
