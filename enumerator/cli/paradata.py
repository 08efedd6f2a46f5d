# SPDX-License-Identifier: Apache-2.0
"""`enumerator office paradata`: how the interviews were held, in the columns of ODK's audit.csv."""

from __future__ import annotations

from pathlib import Path

import click

from enumerator.cli.command import command
from enumerator.cli.opening import open_office
from enumerator.cli.parameters import data_folder, new_file
from enumerator.cli.progress import bar
from enumerator.messages import _, n_
from enumerator.registry.staff import enumerators
from enumerator.reports.paradata import write_paradata


def paradata_command() -> click.Command:
    """The command `paradata` of the group `office`."""

    @command(
        "paradata", _("Write how the interviews were held: times and steps, in the columns of audit.csv.")
    )
    @data_folder()
    @click.argument("path", type=new_file(), metavar=_("TABLE"))
    def write(folder: Path, path: Path) -> None:
        with open_office(folder) as workspace:
            names = {each.person: each.name for each in enumerators(workspace.store)}
            lines = write_paradata(workspace.store, path, names, bar(_("Writing")))
        click.echo(n_("{n} line is in {file}.", "{n} lines are in {file}.", lines, file=path.name))

    return write
