# SPDX-License-Identifier: Apache-2.0
"""Asking for secrets at the terminal without showing them, or taking them from where a script keeps them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from enumerator.errors import UserError
from enumerator.messages import _

VARIABLE = "PENDATA_PASSPHRASE"


def passphrase(*, new: bool = False) -> str:
    """From PENDATA_PASSPHRASE in the environment, or the file PENDATA_PASSPHRASE_FILE names, else asked for.

    Where there is no terminal to ask at it is the next line of the input. A new one is asked for twice.
    """
    given = os.environ.get(VARIABLE)
    if given is not None:
        return given
    named = os.environ.get(f"{VARIABLE}_FILE")
    if named:
        return _first_line(Path(named))
    if not sys.stdin.isatty():
        return _piped()
    words: str = click.prompt(
        _("Passphrase"), hide_input=True, confirmation_prompt=_("Once more") if new else False, err=True
    )
    return words


def pin(*, second: bool = False) -> str:
    """A person's PIN: from PENDATA_PIN, or of the `second` person PENDATA_SECOND_PIN, else asked for."""
    name = "PENDATA_SECOND_PIN" if second else "PENDATA_PIN"
    given = os.environ.get(name)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise UserError(
            _("The PIN is missing, and there is no terminal to ask for it."),
            remedy=_("Set {variable}.", variable=name),
        )
    words: str = click.prompt(
        _("PIN of the second person") if second else _("PIN"), hide_input=True, err=True
    )
    return words


def _piped() -> str:
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise UserError(
            _("The passphrase is missing, and there is no terminal to ask for it."),
            remedy=_("Set {variable}, or name a file with it in {variable}_FILE.", variable=VARIABLE),
        )
    return line


def _first_line(path: Path) -> str:
    try:
        return path.read_text("utf-8").partition("\n")[0]
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            _("The file with the passphrase cannot be read."),
            where=str(path),
            remedy=_("Name a readable text file in {variable}_FILE.", variable=VARIABLE),
        ) from error
