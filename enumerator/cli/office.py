# SPDX-License-Identifier: Apache-2.0
"""`enumerator office`: found a project, take bundles in, review, assess, print cards."""

from __future__ import annotations

from pathlib import Path

import click

from enumerator.cli.passphrase import passphrase
from enumerator.cli.progress import bar
from enumerator.cli.report import show_report
from enumerator.errors import UserError
from enumerator.messages import _, n_
from enumerator.office.assessing import assess_households
from enumerator.office.cards import print_cards
from enumerator.office.inbox import import_bundles
from enumerator.office.prepare import prepare_office
from enumerator.office.reviewing import return_household, review_households, waiting_for_review
from enumerator.registry.assigning import assign, read_targets
from enumerator.registry.places import load_places
from enumerator.registry.staff import enumerators
from enumerator.workspace import Workspace, create_office_workspace, open_workspace

FOLDER = click.Path(file_okay=False, path_type=Path)
EXISTING = click.Path(exists=True, path_type=Path)


def commands() -> list[click.Command]:
    """The group `office`."""

    @click.group("office", help=_("The office: found a project, import, review, assess, print cards."))
    def office() -> None:
        pass

    for make in (_create, _import, _assign, _review, _assess, _cards):
        office.add_command(make())
    return [office]


def _open(folder: Path) -> Workspace:
    workspace = open_workspace(folder, passphrase())
    if workspace.role != "office":
        workspace.close()
        raise UserError(
            _("{name} is an enumerator's data folder.", name=folder.name),
            where=str(folder),
            remedy=_("Name the office's data folder."),
        )
    return workspace


def _create() -> click.Command:
    @click.command(
        "create", help=_("Found a project in an empty data folder, with the shipped form and rules.")
    )
    @click.argument("folder", type=FOLDER, metavar=_("FOLDER"))
    @click.option("--name", required=True, help=_("Name of the project, such as the city's."))
    @click.option("--person", default="", help=_("Who administers the project."))
    @click.option(
        "--training", is_flag=True, help=_("A project for practice; its data never mixes with real data.")
    )
    @click.option("--form", type=EXISTING, help=_("Another form than the shipped one (XLSForm)."))
    def create(folder: Path, name: str, person: str, training: bool, form: Path | None) -> None:
        workspace, sheets = create_office_workspace(
            folder, name, passphrase(new=True), person=person, training=training
        )
        with workspace:
            ref = prepare_office(workspace, form)
        click.echo(_("The project {name} is ready in {folder}.", name=name, folder=folder))
        click.echo(_("Form: {id}, version {version}.", id=ref.id, version=ref.version))
        click.echo(
            _("Write these two sheets down and keep them in two places; they are stored nowhere else:")
        )
        click.echo(f"  1  {sheets.first}\n  2  {sheets.second}\n     {sheets.words}")

    return create


def _import() -> click.Command:
    @click.command(
        "import", help=_("Take in bundles: files, or folders with such files. Again does no harm.")
    )
    @click.argument("folder", type=FOLDER, metavar=_("FOLDER"))
    @click.argument("bundles", nargs=-1, required=True, type=EXISTING, metavar=_("BUNDLE..."))
    @click.pass_context
    def take_in(context: click.Context, folder: Path, bundles: tuple[Path, ...]) -> None:
        refused = 0
        with _open(folder) as workspace:
            for path, outcome in import_bundles(workspace, bundles, bar(_("Importing"))):
                refused += isinstance(outcome, UserError)
                show_report(path, outcome)
        context.exit(1 if refused else 0)

    return take_in


def _assign() -> click.Command:
    @click.command("assign", help=_("Give the households of a list (CSV or XLSX) to one enumerator."))
    @click.argument("folder", type=FOLDER, metavar=_("FOLDER"))
    @click.argument("path", type=EXISTING, metavar=_("LIST"))
    @click.option("--to", "name", required=True, help=_("Name or id of the enumerator, as in the kit."))
    def give(folder: Path, path: Path, name: str) -> None:
        targets = read_targets(path, load_places())
        with _open(folder) as workspace:
            people = enumerators(workspace.store)
            found = [each for each in people if name in (each.name, each.person)]
            if len(found) != 1:
                raise UserError(
                    _("There is no enumerator {name}.", name=name)
                    if not found
                    else _("More than one enumerator is called {name}.", name=name),
                    remedy=_(
                        "Known: {names}.", names=", ".join(f"{p.name} ({p.person})" for p in people) or "–"
                    ),
                )
            given = assign(workspace.store, targets, found[0].person)
        click.echo(
            n_(
                "{n} household assigned to {name}.",
                "{n} households assigned to {name}.",
                len(given),
                name=name,
            )
        )

    return give


def _review() -> click.Command:
    @click.command(
        "review", help=_("List what waits for review; approve it, or return a household with a comment.")
    )
    @click.argument("folder", type=FOLDER, metavar=_("FOLDER"))
    @click.option(
        "--approve", multiple=True, metavar="ID", help=_("Approve this household (may be repeated).")
    )
    @click.option(
        "--approve-clean", is_flag=True, help=_("Approve all that have no problem and no difference.")
    )
    @click.option(
        "--return", "returned", default="", metavar="ID", help=_("Return this household to its enumerator.")
    )
    @click.option("--comment", default="", help=_("What is wrong, or by which rule it is approved."))
    def review(
        folder: Path, approve: tuple[str, ...], approve_clean: bool, returned: str, comment: str
    ) -> None:
        with _open(folder) as workspace:
            if returned:
                return_household(workspace, returned, comment)
                click.echo(_("Returned: {household}", household=returned))
            done = review_households(workspace, approve, comment, clean=approve_clean)
            if done:
                click.echo(n_("{n} household approved.", "{n} households approved.", done))
            for row in waiting_for_review(workspace):
                click.echo(f"{row.record}  {row.status:<9} {row.head_name}  {row.address}")

    return review


def _assess() -> click.Command:
    @click.command("assess", help=_("Hold approved households against the rules and say who is due what."))
    @click.argument("folder", type=FOLDER, metavar=_("FOLDER"))
    @click.option("--rules", type=EXISTING, help=_("Use this rules workbook from now on (XLSX)."))
    @click.option("--desil", type=EXISTING, help=_("Import desil from a list (CSV or XLSX) first."))
    @click.option(
        "--decide", is_flag=True, help=_("Record the decision for every household the rules call eligible.")
    )
    @click.option(
        "--out", type=click.Path(path_type=Path), help=_("Write the list to this XLSX or CSV file.")
    )
    def assess(folder: Path, rules: Path | None, desil: Path | None, decide: bool, out: Path | None) -> None:
        with _open(folder) as workspace:
            assessed = assess_households(
                workspace, rules=rules, desil=desil, decide=decide, out=out, progress=bar(_("Assessing"))
            )
        click.echo(
            n_("{n} household assessed.", "{n} households assessed.", assessed.households)
            + " "
            + _("Rules {version}.", version=assessed.rules_version)
        )
        for programme, counts in assessed.by_programme.items():
            click.echo(
                _(
                    "  {programme}: {yes} eligible, {uncertain} not known, {no} not eligible",
                    programme=programme,
                    **counts,
                )
            )

    return assess


def _cards() -> click.Command:
    @click.command("cards", help=_("Issue cards for households with a decision, and print them to a PDF."))
    @click.argument("folder", type=FOLDER, metavar=_("FOLDER"))
    @click.option(
        "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help=_("The PDF to write.")
    )
    @click.option(
        "--household", multiple=True, metavar="ID", help=_("Only these households (may be repeated).")
    )
    def cards(folder: Path, out: Path, household: tuple[str, ...]) -> None:
        with _open(folder) as workspace:
            printed = print_cards(workspace, out, households=household, progress=bar(_("Printing")))
        click.echo(
            n_("{n} card printed to {path}.", "{n} cards printed to {path}.", len(printed.numbers), path=out)
            + " "
            + _("Batch {batch}.", batch=printed.batch)
        )

    return cards
