# SPDX-License-Identifier: Apache-2.0
"""`enumerator demo`: the main job with sample families, from the first interview to checked cards."""

from __future__ import annotations

from pathlib import Path

import click

from enumerator.cli.command import command
from enumerator.cli.parameters import folder, whole_number
from enumerator.demo.run import PASSPHRASE, Outcome, Run
from enumerator.demo.steps import Steps
from enumerator.demo.table import lines_of
from enumerator.messages import _

FAMILIES = 1024


def commands() -> list[click.Command]:
    """The one command."""

    @command(
        "demo",
        _(
            "Do the main job with sample families: an office and three laptops survey, carry, merge, review, "
            "assess and print; every count and every printed code is checked. Exit code 1: something does "
            "not tie."
        ),
    )
    @click.option(
        "--out",
        default=Path("pendata-demo"),
        type=folder(),
        show_default=True,
        help=_("An empty folder for databases, bundles, cards and pictures."),
    )
    @click.option(
        "--families",
        default=FAMILIES,
        show_default=True,
        type=whole_number(16, 100_000),
        metavar=_("NUMBER"),
        help=_("How many families."),
    )
    @click.option(
        "--seed",
        default=1,
        show_default=True,
        type=whole_number(0),
        metavar=_("NUMBER"),
        help=_("Another number draws other families."),
    )
    @click.option(
        "--processes",
        default=2,
        show_default=True,
        type=whole_number(1, 64),
        metavar=_("NUMBER"),
        help=_("How many laptops work at the same time."),
    )
    @click.option("--pictures/--no-pictures", default=True, help=_("Draw pictures of the main screens."))
    @click.pass_context
    def demo(
        context: click.Context, out: Path, families: int, seed: int, processes: int, pictures: bool
    ) -> None:
        screens = context.find_root().obj
        draw = screens.take_pictures if pictures and screens is not None else None
        steps = Steps()
        run = Run(out, families, seed, steps, processes)
        outcome = run.run(draw)
        click.echo("\n".join(lines_of(outcome, steps.seconds)))
        click.echo("")
        _say_where(run)
        context.exit(_verdict(outcome))

    return [demo]


def _verdict(outcome: Outcome) -> int:
    """The exit code, and what does not tie in words."""
    failed = outcome.checks.failed
    if failed:
        names = "; ".join(check.what for check in failed)
        click.echo(_("Not everything ties: {checks}", checks=names), err=True)
    return 1 if failed else 0


def _say_where(run: Run) -> None:
    folders = run.folders
    click.echo(_("Look here:"))
    for what, path in (
        (_("cards"), folders.cards),
        (_("list of who is due what"), folders.due),
        (_("pictures of the screens"), folders.pictures),
        (_("bundles"), folders.to_office.parent),
        (_("data folder of the office"), folders.office),
        (_("data folder of the first laptop"), folders.laptop(0)),
    ):
        if path.exists():
            click.echo(f"  {what}: {path}")
    click.echo(
        _("Open a data folder with `enumerator open FOLDER`; the passphrase is: {words}", words=PASSPHRASE)
    )
