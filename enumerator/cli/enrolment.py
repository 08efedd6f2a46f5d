# SPDX-License-Identifier: Apache-2.0
"""`enumerator kit` and `enumerator enrol`: how a laptop becomes an enumerator's, without a network."""

from __future__ import annotations

from pathlib import Path

import click

from enumerator.cli.command import command
from enumerator.cli.opening import open_office
from enumerator.cli.parameters import data_folder, existing_file, folder, text_option
from enumerator.cli.passphrase import passphrase
from enumerator.cli.report import warn_of_place
from enumerator.messages import _
from enumerator.office.staffing import checked_area
from enumerator.registry.assigning import read_targets
from enumerator.registry.places import load_places
from enumerator.workspace import enrol_workspace, make_enrolment_kit


def commands() -> list[click.Command]:
    """Making a kit and using it."""
    return [_kit(), _enrol()]


def _kit() -> click.Command:
    @command("kit", _("Make an enrolment kit for an enumerator: a file, and a code to be told separately."))
    @data_folder()
    @text_option("--name", required=True, help=_("The enumerator's name."))
    @text_option("--area", default="", help=_("Codes of kecamatan or kelurahan, separated by spaces."))
    @click.option("--out", required=True, type=folder(), help=_("Folder for the kit, such as a stick."))
    @click.option(
        "--assign",
        "path",
        type=existing_file(),
        help=_("Households (CSV or XLSX) to assign; the kit carries them."),
    )
    def kit(folder: Path, name: str, area: str, out: Path, path: Path | None) -> None:
        places = load_places()
        codes = checked_area(area, places)
        targets = read_targets(path, places) if path is not None else ()
        with open_office(folder) as workspace:
            made = make_enrolment_kit(workspace, out, name, area=codes, targets=targets)
        click.echo(_("Kit: {path}", path=made.path))
        click.echo(_("Code, to be told separately: {code}", code=made.code))
        click.echo(_("Valid until {date}.", date=made.terms.expires[:10]))

    return kit


def _enrol() -> click.Command:
    @command("enrol", _("Make this laptop an enumerator's, from a kit and its code."))
    @data_folder()
    @click.argument("kit", type=existing_file(), metavar=_("KIT"))
    @text_option("--code", required=True, help=_("The code that was told with the kit."))
    def enrol(folder: Path, kit: Path, code: str) -> None:
        warn_of_place(folder)
        with enrol_workspace(folder, kit, code, passphrase(new=True)) as workspace:
            click.echo(
                _(
                    "{person} is enrolled in {project}.",
                    person=workspace.person_name,
                    project=workspace.project_name,
                )
            )

    return enrol
