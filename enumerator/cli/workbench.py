# SPDX-License-Identifier: Apache-2.0
"""Opening the window from a terminal, and making the projections of a data folder anew."""

from __future__ import annotations

from pathlib import Path

import click

from enumerator.cli.command import command
from enumerator.cli.parameters import data_folder, folder
from enumerator.cli.passphrase import passphrase
from enumerator.cli.progress import bar
from enumerator.cli.screens import screens_of
from enumerator.messages import _, n_
from enumerator.registry import matching
from enumerator.registry.projection import rebuild
from enumerator.workspace import open_workspace


def commands() -> list[click.Command]:
    """`open` and `rebuild`."""
    return [_open(), _rebuild()]


def _open() -> click.Command:
    @command("open", _("Open the program's window, at a data folder if one is named."))
    @click.argument("folder", type=folder(exists=True), required=False, metavar=_("[FOLDER]"))
    @click.pass_context
    def open_window(context: click.Context, folder: Path | None) -> None:
        context.exit(screens_of(context).open_window(folder))

    return open_window


def _rebuild() -> click.Command:
    @command("rebuild", _("Make all lists of a data folder anew from its journal; nothing is lost by it."))
    @data_folder()
    def make_anew(folder: Path) -> None:
        with open_workspace(folder, passphrase()) as workspace:
            done = rebuild(workspace.store, workspace.library, bar(_("Reading the journal")))
            matching.refresh(workspace.store, bar(_("Comparing households")))
        click.echo(n_("{n} household read.", "{n} households read.", len(done.households)))

    return make_anew
