# SPDX-License-Identifier: Apache-2.0
"""What became of a bundle, in a few lines on the terminal."""

from __future__ import annotations

from pathlib import Path

import click

from enumerator.bundles.report import Report
from enumerator.errors import UserError
from enumerator.messages import _, n_


def show_report(path: Path, outcome: Report | UserError) -> None:
    """One line for the file, and one for everything a person has to know or do."""
    if isinstance(outcome, UserError):
        click.echo(f"{path.name}: {outcome}", err=True)
        return
    if outcome.already:
        click.echo(
            _(
                "{name}: imported before, on {when}. Nothing changed.",
                name=path.name,
                when=outcome.already[:10],
            )
        )
        return
    click.echo(
        f"{path.name}: "
        + n_(
            "{n} new entry from {sender}, {known} known already.",
            "{n} new entries from {sender}, {known} known already.",
            outcome.new,
            sender=outcome.sender.name,
            known=outcome.known,
        )
    )
    if outcome.admitted:
        click.echo("  " + _("New laptop let in: {name}.", name=outcome.admitted))
    if outcome.conflicts:
        click.echo(
            "  "
            + n_(
                "{n} answer stands against another.",
                "{n} answers stand against others.",
                len(outcome.conflicts),
            )
        )
    for gap in outcome.holes:
        click.echo(f"  {gap}")
    for aside in outcome.quarantined:
        click.echo("  " + _("Kept aside: {name}, {reason}", name=aside.name, reason=aside.reason))
    if outcome.awaiting:
        click.echo(
            "  "
            + n_("{n} attachment is still to come.", "{n} attachments are still to come.", outcome.awaiting)
        )
