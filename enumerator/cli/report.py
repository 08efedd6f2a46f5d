# SPDX-License-Identifier: Apache-2.0
"""What became of a bundle, and what waits for a person, in a few lines on the terminal."""

from __future__ import annotations

from pathlib import Path

import click

from enumerator.bundles.report import Report
from enumerator.errors import UserError
from enumerator.messages import _, n_
from enumerator.office.inbox import Waiting
from enumerator.store.place import concern, concern_words


def warn_of_place(folder: Path) -> None:
    """Say on stderr what speaks against keeping data in this folder, if anything does."""
    found = concern(folder)
    if found is not None:
        click.echo(_("This is not a safe place for the data.") + " " + concern_words(found), err=True)


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
    for line in _notes(outcome):
        click.echo(f"  {line}")


def _notes(report: Report) -> list[str]:
    notes = []
    if report.admitted:
        notes.append(_("New laptop let in: {name}.", name=report.admitted))
    if report.conflicts:
        notes.append(
            n_(
                "{n} household has answers that differ between laptops.",
                "{n} households have answers that differ between laptops.",
                len(report.conflicts),
            )
        )
    if report.forked:
        notes.append(
            n_(
                "{n} entry claims a place that another has: was the laptop's folder copied?",
                "{n} entries claim a place that another has: was the laptop's folder copied?",
                report.forked,
            )
        )
    notes += [str(gap) for gap in report.holes]
    notes += [
        _("Kept aside: {name}, {reason}", name=aside.name, reason=aside.reason)
        for aside in report.quarantined
    ]
    if report.awaiting:
        notes.append(
            n_("{n} attachment is still to come.", "{n} attachments are still to come.", report.awaiting)
        )
    return notes


def show_waiting(waiting: Waiting) -> None:
    """How much the office has to decide about, one line for each kind of decision."""
    click.echo(n_("{n} household waits for review.", "{n} households wait for review.", waiting.reviews))
    click.echo(
        n_(
            "{n} household with differences to settle.",
            "{n} households with differences to settle.",
            waiting.differences,
        )
    )
    click.echo(
        n_("{n} pair that may be one household.", "{n} pairs that may be one household.", waiting.pairs)
    )
