# SPDX-License-Identifier: Apache-2.0
"""`enumerator office graduate`: a household leaves the programmes, or is served again."""

from __future__ import annotations

from pathlib import Path

import click

from enumerator.cli.command import command
from enumerator.cli.opening import open_office
from enumerator.cli.parameters import data_folder, household_option, text_option
from enumerator.messages import _
from enumerator.programmes.graduation import graduate, readmit


def graduation_commands() -> list[click.Command]:
    """What belongs to the group `office`."""
    return [_graduate()]


def _graduate() -> click.Command:
    @command("graduate", _("Let a household graduate from the programmes, or serve it again."))
    @data_folder()
    @household_option("--household", required=True, help=_("The household."))
    @click.option("--back", is_flag=True, help=_("Serve it again."))
    @text_option("--reason", required=True, help=_("Why."))
    def run(folder: Path, household: str, back: bool, reason: str) -> None:
        with open_office(folder) as office:
            (readmit if back else graduate)(office.store, household, reason)
        click.echo(_("The household is served again.") if back else _("The household has graduated."))

    return run
