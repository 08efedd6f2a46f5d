# SPDX-License-Identifier: Apache-2.0
"""`enumerator kit` and `enumerator enrol`: how a laptop becomes an enumerator's, without a network."""

from __future__ import annotations

from pathlib import Path

import click

from enumerator.cli.passphrase import passphrase
from enumerator.messages import _
from enumerator.workspace import enrol_workspace, make_enrolment_kit, open_workspace

FOLDER = click.Path(file_okay=False, path_type=Path)


def commands() -> list[click.Command]:
    """Making a kit and using it."""
    return [_kit(), _enrol()]


def _kit() -> click.Command:
    @click.command(
        "kit", help=_("Make an enrolment kit for an enumerator: a file, and a code to be told separately.")
    )
    @click.argument("folder", type=FOLDER, metavar=_("FOLDER"))
    @click.option("--name", required=True, help=_("The enumerator's name."))
    @click.option("--area", default="", help=_("Codes of kecamatan or kelurahan, separated by spaces."))
    @click.option("--out", required=True, type=FOLDER, help=_("Folder for the kit, such as a stick."))
    def kit(folder: Path, name: str, area: str, out: Path) -> None:
        with open_workspace(folder, passphrase()) as workspace:
            made = make_enrolment_kit(workspace, out, name, area=area)
        click.echo(_("Kit: {path}", path=made.path))
        click.echo(_("Code, to be told separately: {code}", code=made.code))
        click.echo(_("Valid until {date}.", date=made.terms.expires[:10]))

    return kit


def _enrol() -> click.Command:
    @click.command("enrol", help=_("Make this laptop an enumerator's, from a kit and its code."))
    @click.argument("folder", type=FOLDER, metavar=_("FOLDER"))
    @click.argument("kit", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar=_("KIT"))
    @click.option("--code", required=True, help=_("The code that was told with the kit."))
    def enrol(folder: Path, kit: Path, code: str) -> None:
        with enrol_workspace(folder, kit, code, passphrase(new=True)) as workspace:
            click.echo(
                _(
                    "{person} is enrolled in {project}.",
                    person=workspace.person_name,
                    project=workspace.project_name,
                )
            )

    return enrol
