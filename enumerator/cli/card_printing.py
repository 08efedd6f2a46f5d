# SPDX-License-Identifier: Apache-2.0
"""`enumerator card print` and what goes with it: previews, batches printed again, the papers of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from enumerator.cards.ground import Note
from enumerator.cards.layout import Duplex
from enumerator.cards.number import read_number
from enumerator.cards.register import BatchRecord, CardError, CardRecord
from enumerator.cli.command import command
from enumerator.cli.opening import open_office
from enumerator.cli.parameters import data_folder, household_option, new_file, text_option, whole_number
from enumerator.cli.progress import bar
from enumerator.errors import UserError
from enumerator.messages import _, n_, spoken_language
from enumerator.office.card_preview import write_proof
from enumerator.office.card_printing import (
    PAPERS,
    Printing,
    Wanted,
    counterfoils,
    distribution_list,
    issue_cards,
)
from enumerator.office.card_steps import redraw
from enumerator.office.cards import card_office, cards_due, require_approved
from enumerator.registry.staff import names_by_person
from enumerator.workspace import Workspace


def printing_commands() -> tuple[click.Command, ...]:
    """What of the group `card` makes paper."""
    return _print(), _batches(), _again(), _papers()


def _print() -> click.Command:
    @command(
        "print",
        _(
            "Issue and print cards: of all households that are due one and have none, or of those named. All"
            " of them or none."
        ),
    )
    @data_folder()
    @click.option("--out", required=True, type=new_file(), help=_("The PDF to write."))
    @household_option("--household", multiple=True, help=_("Only these households (may be repeated)."))
    @text_option("--number", multiple=True, help=_("Print this card (again); may be repeated."))
    @click.option("--paper", type=click.Choice(PAPERS), default=PAPERS[0], help=_("What it is printed on."))
    @click.option(
        "--turned",
        type=click.Choice([each.value for each in Duplex]),
        default=Duplex.LONG_EDGE.value,
        help=_("Over which edge the printer turns the paper for the backs."),
    )
    @click.option("--start", type=whole_number(1), default=1, help=_("First free place of a used sheet."))
    @text_option("--reason", default="", help=_("Why a household that has a card gets a second one."))
    @click.option("--preview", is_flag=True, help=_("Only show how it would look; nothing is issued."))
    def print_out(
        folder: Path,
        out: Path,
        household: tuple[str, ...],
        number: tuple[str, ...],
        paper: str,
        turned: str,
        start: int,
        reason: str,
        preview: bool,
    ) -> None:
        printing = Printing(paper=paper, duplex=Duplex(turned), start=start)
        with open_office(folder) as workspace:
            wanted = _wanted(workspace, household, number, reason)
            if preview:
                shown = write_proof(workspace, wanted, printing, out, bar(_("Preview")))
                _tell_notes(shown.notes)
                click.echo(_("Preview: {path}", path=out))
                return
            printed = issue_cards(workspace, wanted, printing, out, bar(_("Printing")))
        _tell_notes(printed.drawn.notes)
        click.echo(
            n_("{n} card printed to {path}.", "{n} cards printed to {path}.", len(printed.numbers), path=out)
            + " "
            + _("Batch {batch}.", batch=printed.batch)
        )

    return print_out


def _wanted(
    workspace: Workspace, households: Sequence[str], numbers: Sequence[str], reason: str
) -> Wanted:
    """Those that are named, or all that wait. UserError when there is nobody, or one is not due a card."""
    register = card_office(workspace).register
    cards: list[CardRecord] = []
    for number in map(read_number, numbers):
        found = register.get(number)
        if found is None:
            raise CardError(_("Card {number} is not in the register.", number=number))
        cards.append(found)
    due = {each.household.record: each for each in cards_due(workspace)} if households or not cards else {}
    if households:
        require_approved(workspace, households)
        for record in households:
            if record not in due:
                raise UserError(
                    _("No decision says that this household gets help."),
                    where=record,
                    remedy=_("Assess it and record a decision first."),
                )
        chosen = [due[record] for record in households]
    else:
        chosen = [each for each in due.values() if each.waits]
    if not chosen and not cards:
        raise UserError(
            _("No household is waiting for a card."), remedy=_("Record decisions first, or name a household.")
        )
    # with a reason a household that has a card gets one more; without, the one that waits is printed
    cards += [each.card for each in chosen if each.card is not None and each.waits and not reason]
    new = tuple(each for each in chosen if each.card is None or reason or not each.waits)
    return Wanted(new, tuple(cards), reason)


def _tell_notes(notes: Sequence[Note]) -> None:
    for note in notes:
        click.echo(": ".join(part for part in (note.number, note.text) if part), err=True)


def _batches() -> click.Command:
    @command("batches", _("What was printed, by whom and when, with the SHA-256 of each PDF."))
    @data_folder()
    def batches(folder: Path) -> None:
        with open_office(folder) as workspace:
            names, found = names_by_person(workspace.store), card_office(workspace).register.batches()
        for batch in found:
            cards = n_("{n} card", "{n} cards", len(batch.numbers))
            who = names.get(batch.author, batch.author)
            when = batch.wall[:16].replace("T", " ")
            click.echo(f"{batch.batch}  {when}  {cards}  {who}  {batch.values['file']}")
            click.echo(f"    SHA-256 {batch.pdf_sha256}")
        click.echo(n_("{n} batch.", "{n} batches.", len(found)))

    return batches


def _again() -> click.Command:
    @command("again", _("Make the PDF of a batch again, byte for byte."))
    @data_folder()
    @click.argument("batch", metavar=_("BATCH"))
    @click.option("--out", required=True, type=new_file(), help=_("The PDF to write."))
    def again(folder: Path, batch: str, out: Path) -> None:
        with open_office(folder) as workspace:
            found = _batch(workspace, batch)
            drawn = redraw(workspace, found.batch, out, bar(_("Printing")))
        click.echo(f"{out}  SHA-256 {drawn.sha256}")

    return again


def _papers() -> click.Command:
    @command("papers", _("The papers of a batch: the register with counterfoils, and the lists to sign."))
    @data_folder()
    @click.argument("batch", metavar=_("BATCH"))
    @click.option("--counterfoils", "register", type=new_file(), help=_("PDF for the register of the batch."))
    @click.option("--list", "signing", type=new_file(), help=_("PDF for the lists to sign, by kelurahan."))
    def papers(folder: Path, batch: str, register: Path | None, signing: Path | None) -> None:
        if register is None and signing is None:
            raise click.UsageError(_("Name --counterfoils or --list."))
        language = spoken_language()
        with open_office(folder) as workspace:
            found = _batch(workspace, batch)
            who = names_by_person(workspace.store).get(found.author, found.author)
            if register is not None:
                counterfoils(workspace, found, register, printed_by=who, language=language)
                click.echo(str(register))
            if signing is not None:
                distribution_list(workspace, found, signing, language=language)
                click.echo(str(signing))

    return papers


def _batch(workspace: Workspace, begins: str) -> BatchRecord:
    """The one batch whose name begins so; CardError when it is not exactly one."""
    batches = card_office(workspace).register.batches()
    found = [each for each in batches if begins and each.batch.startswith(begins)]
    if len(found) != 1:
        raise CardError(_("This batch is not in the register."), where=begins)
    return found[0]
