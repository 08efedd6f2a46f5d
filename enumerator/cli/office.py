# SPDX-License-Identifier: Apache-2.0
"""`enumerator office`: found a project, take bundles in, give out work, review, assess, print cards."""

from __future__ import annotations

from pathlib import Path

import click

from enumerator.cli import people, settling, trail
from enumerator.cli.command import command, group
from enumerator.cli.field_work import field_commands
from enumerator.cli.graduation import graduation_commands
from enumerator.cli.monitoring import report_command
from enumerator.cli.opening import open_office
from enumerator.cli.paradata import paradata_command
from enumerator.cli.parameters import (
    data_folder,
    existing,
    existing_file,
    household_option,
    new_file,
    text_option,
)
from enumerator.cli.passphrase import passphrase
from enumerator.cli.progress import bar
from enumerator.cli.report import show_report, show_waiting, warn_of_place
from enumerator.errors import UserError
from enumerator.messages import _, mark, n_
from enumerator.office.assessing import assess_households
from enumerator.office.cards import print_cards
from enumerator.office.inbox import import_bundles, waiting
from enumerator.office.prepare import check_parts, found_office
from enumerator.office.reviewing import return_household, review_households, waiting_for_review
from enumerator.office.staffing import assign_list, person_called
from enumerator.registry.projection import Status

_STATUS = {Status.RECEIVED: mark("received"), Status.CONFLICT: mark("with differences")}


def commands() -> list[click.Command]:
    """The group `office`."""
    return [
        group(
            "office",
            _("The office: found a project, import, assign, review, assess, print cards."),
            _create(),
            _import(),
            _assign(),
            _review(),
            _assess(),
            _cards(),
            report_command(),
            paradata_command(),
            *field_commands(),
            *graduation_commands(),
            *people.commands(),
            *settling.commands(),
            *trail.commands(),
        )
    ]


def _create() -> click.Command:
    @command(
        "create",
        _("Found a project in an empty data folder, with the shipped form and rules unless you name others."),
    )
    @data_folder()
    @text_option("--name", required=True, help=_("Name of the project, such as the city's."))
    @text_option("--person", default="", help=_("Who administers the project."))
    @click.option(
        "--training", is_flag=True, help=_("A project for practice; its data never mixes with real data.")
    )
    @click.option("--form", type=existing_file(), help=_("Another form than the shipped one (XLSForm)."))
    @click.option("--rules", type=existing_file(), help=_("Other rules than the shipped ones (XLSX)."))
    def create(
        folder: Path, name: str, person: str, training: bool, form: Path | None, rules: Path | None
    ) -> None:
        check_parts(form, rules)  # before a passphrase is asked for
        warn_of_place(folder)
        founded = found_office(
            folder, name, passphrase(new=True), person=person, training=training, form=form, rules=rules
        )
        founded.workspace.close()
        ref, sheets = founded.form, founded.sheets
        click.echo(_("The project {name} is ready in {folder}.", name=name, folder=folder))
        click.echo(_("Form: {id}, version {version}.", id=ref.id, version=ref.version))
        click.echo(
            _("Write these two sheets down and keep them in two places; they are stored nowhere else:")
        )
        click.echo(f"  1  {sheets.first}\n  2  {sheets.second}\n     {sheets.words}")

    return create


def _import() -> click.Command:
    @command(
        "import",
        _("Take in bundles, files or folders, and say what waits for a decision. Again does no harm."),
    )
    @data_folder()
    @click.argument("bundles", nargs=-1, required=True, type=existing(), metavar=_("BUNDLE..."))
    @click.pass_context
    def take_in(context: click.Context, folder: Path, bundles: tuple[Path, ...]) -> None:
        refused = 0
        with open_office(folder) as workspace:
            for path, outcome in import_bundles(workspace, bundles, bar(_("Importing"))):
                refused += isinstance(outcome, UserError)
                show_report(path, outcome)
            show_waiting(waiting(workspace, bar(_("Comparing households"))))
        context.exit(1 if refused else 0)

    return take_in


def _assign() -> click.Command:
    @command("assign", _("Give the households of a list (CSV or XLSX) to one enumerator."))
    @data_folder()
    @click.argument("path", type=existing_file(), metavar=_("LIST"))
    @text_option("--to", "name", required=True, help=_("Name or id of the enumerator, as in the kit."))
    def give(folder: Path, path: Path, name: str) -> None:
        with open_office(folder) as workspace:
            person = person_called(workspace, name)
            given = assign_list(workspace, path, person.person)
        click.echo(
            n_(
                "{n} household assigned to {name}.",
                "{n} households assigned to {name}.",
                given,
                name=person.name,
            )
        )

    return give


def _review() -> click.Command:
    @command("review", _("List what waits for review; approve it, or return a household with a comment."))
    @data_folder()
    @household_option("--approve", multiple=True, help=_("Approve this household (may be repeated)."))
    @click.option(
        "--approve-clean", is_flag=True, help=_("Approve all that have no problem and no difference.")
    )
    @household_option("--return", "returned", default="", help=_("Return this household to its enumerator."))
    @text_option("--comment", default="", help=_("What is wrong, or by which rule it is approved."))
    def review(
        folder: Path, approve: tuple[str, ...], approve_clean: bool, returned: str, comment: str
    ) -> None:
        with open_office(folder) as workspace:
            if returned:
                return_household(workspace, returned, comment)
                click.echo(_("Returned: {household}", household=returned))
            done = review_households(workspace, approve, comment, clean=approve_clean)
            if approve or approve_clean:
                click.echo(n_("{n} household approved.", "{n} households approved.", done))
            rows = waiting_for_review(workspace)
        click.echo(n_("{n} household waits for review.", "{n} households wait for review.", len(rows)))
        for row in rows:
            word = _(_STATUS[Status(row.status)])
            click.echo(f"{row.record}  {word:<16}  {row.head_name or row.kk_name}  {row.address}".rstrip())

    return review


def _assess() -> click.Command:
    @command("assess", _("Hold approved households against the rules and say who is due what."))
    @data_folder()
    @click.option("--rules", type=existing_file(), help=_("Use this rules workbook from now on (XLSX)."))
    @click.option("--desil", type=existing_file(), help=_("Import desil from a list (CSV or XLSX) first."))
    @click.option(
        "--decide", is_flag=True, help=_("Record the decision for every household the rules call eligible.")
    )
    @click.option("--out", type=new_file(), help=_("Write the list to this XLSX or CSV file."))
    def assess(folder: Path, rules: Path | None, desil: Path | None, decide: bool, out: Path | None) -> None:
        with open_office(folder) as workspace:
            assessed = assess_households(
                workspace, rules=rules, desil=desil, decide=decide, out=out, progress=bar(_("Assessing"))
            )
        for skipped in assessed.skipped_desil:
            click.echo(_("Desil left out: {text}", text="; ".join(skipped.splitlines())), err=True)
        click.echo(
            n_("{n} household assessed.", "{n} households assessed.", assessed.households)
            + " "
            + _("Rules {version}.", version=assessed.rules_version)
        )
        for programme, counts in assessed.by_programme.items():
            click.echo(
                "  "
                + _(
                    "{programme}: {yes} eligible, {uncertain} not known, {no} not eligible",
                    programme=programme,
                    **counts,
                )
            )
        if decide:
            click.echo(n_("{n} new decision recorded.", "{n} new decisions recorded.", assessed.decided))
        if out is not None:
            click.echo(_("List: {path}", path=out))

    return assess


def _cards() -> click.Command:
    @command("cards", _("Issue cards for households with a decision, and print them to a PDF."))
    @data_folder()
    @click.option("--out", required=True, type=new_file(), help=_("The PDF to write."))
    @household_option("--household", multiple=True, help=_("Only these households (may be repeated)."))
    def cards(folder: Path, out: Path, household: tuple[str, ...]) -> None:
        with open_office(folder) as workspace:
            printed = print_cards(workspace, out, households=household, progress=bar(_("Printing")))
        click.echo(
            n_("{n} card printed to {path}.", "{n} cards printed to {path}.", len(printed.numbers), path=out)
            + " "
            + _("Batch {batch}.", batch=printed.batch)
        )

    return cards
