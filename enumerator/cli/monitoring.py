# SPDX-License-Identifier: Apache-2.0
"""`enumerator office report`: the monthly monitoring report as a PDF."""

from __future__ import annotations

import re
from pathlib import Path

import click

from enumerator.cli.command import command
from enumerator.cli.opening import open_office
from enumerator.cli.parameters import data_folder, new_file, text_option
from enumerator.errors import UserError
from enumerator.messages import _, n_
from enumerator.office.monthly_report import write_report

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def report_command() -> click.Command:
    """What belongs to the group `office`."""

    @command(
        "report",
        _("The monthly monitoring report as a PDF: figures, the line over the months, programmes, places."),
    )
    @data_folder()
    @click.argument("path", type=new_file(), metavar=_("PDF"))
    @text_option("--month", default="", help=_("The month, as 2026-10; without it the present one."))
    @click.option("--public", is_flag=True, help=_("Hide counts under 3, for a report that is made public."))
    def report(folder: Path, path: Path, month: str, public: bool) -> None:
        if month and not _MONTH.fullmatch(month):
            raise UserError(
                _("This is not a month: {text}", text=month),
                remedy=_("Write year and month, as 2026-10."),
            )
        with open_office(folder) as office:
            pages = write_report(office, path, month, public=public)
        click.echo(
            n_(
                "The report is in {file}: {n} page.",
                "The report is in {file}: {n} pages.",
                pages,
                file=path,
            )
        )

    return report
