# SPDX-License-Identifier: Apache-2.0
"""What the terminal asks of the window, without knowing it: whoever starts the program hands it in."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import click

from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.workspace import Workspace


class Screens(Protocol):
    """The window, as far as a command needs it."""

    def take_pictures(self, workspace: Workspace, folder: Path) -> tuple[Path, ...]:
        """Draw the main screens of an open workspace as PNG files in `folder`."""

    def check_window(self) -> None:
        """Show the first window offscreen and close it again; raises when that fails."""

    def open_window(self, folder: Path | None) -> int:
        """Open the program, at a data folder if one is named, until it is closed."""


def screens_of(context: click.Context) -> Screens:
    """The window this process was started with; UserError when it has none."""
    screens: Screens | None = context.find_root().obj
    if screens is None:
        raise UserError(
            _("This command needs the window, which was not started."),
            remedy=_("Use the command `enumerator` instead of `python -m enumerator`."),
        )
    return screens
