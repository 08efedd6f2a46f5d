# SPDX-License-Identifier: Apache-2.0
"""`enumerator form`: check a workbook before the field sees it, show what it asks, run recorded cases."""

from __future__ import annotations

import json
from pathlib import Path

import click

from enumerator.cli.command import command, group
from enumerator.cli.opening import open_office
from enumerator.cli.parameters import data_folder, existing_file, folder, new_file, text_option
from enumerator.cli.progress import bar
from enumerator.errors import UserError
from enumerator.forms import load_form
from enumerator.forms.definition import Form, Group, Question, Repeat
from enumerator.messages import _, n_
from enumerator.office.exporting import export_answers, forms_with_answers
from enumerator.office.prepare import media_beside


def commands() -> list[click.Command]:
    """The group `form`."""
    about = _("Check and show survey forms (XLSForm or XForm).")
    return [group("form", about, _check(), _show(), _export(), _conformance())]


def _media_option() -> str:
    return _("Folder with the form's lists and media; by default NAME-media or NAME_media beside the form.")


def _check() -> click.Command:
    @command(
        "check", _("Say what is wrong or doubtful in a form, by sheet and row. Exit code 0: it can be used.")
    )
    @click.argument("path", type=existing_file(), metavar=_("FORM"))
    @click.option("--media", type=folder(exists=True), help=_media_option())
    def check(path: Path, media: Path | None) -> None:
        form = load_form(path, media=media or media_beside(path))
        for warning in form.warnings:
            place = f" ({warning.where})" if warning.where else ""
            click.echo(_("Warning: {text}", text=warning.what + place))
        asked = sum(isinstance(node, Question) and node.asked for node in form.nodes.values())
        click.echo(
            n_(
                "{title} ({id}, version {version}) can be used: {n} question.",
                "{title} ({id}, version {version}) can be used: {n} questions.",
                asked,
                title=form.title,
                id=form.id,
                version=form.version or "–",
            )
        )

    return check


def _show() -> click.Command:
    @command("show", _("Show the sections and questions of a form, with their conditions."))
    @click.argument("path", type=existing_file(), metavar=_("FORM"))
    @click.option("--media", type=folder(exists=True), help=_media_option())
    def show(path: Path, media: Path | None) -> None:
        form = load_form(path, media=media or media_beside(path))
        click.echo(f"{form.title} · {form.id} · {form.version} · {', '.join(form.languages)}")
        for line in outline(form, form.root, 0):
            click.echo(line)

    return show


def _export() -> click.Command:
    @command(
        "export",
        _(
            "Write all answers given to a form: .xlsx or .csv are tables with sensitive answers masked, .zip"
            " holds an OpenRosa submission for each household."
        ),
    )
    @data_folder()
    @click.argument("out", type=new_file(), metavar=_("FILE"))
    @text_option("--form", "form_id", help=_("The form's id; by default the one with the most answers."))
    @text_option("--version", "form_version", help=_("The form's version."))
    @click.option(
        "--in-full",
        is_flag=True,
        help=_("Numbers of people in full, in a .zip; it is entered in the journal."),
    )
    def export(
        folder: Path, out: Path, form_id: str | None, form_version: str | None, in_full: bool
    ) -> None:
        with open_office(folder) as workspace:
            wanted = [
                form
                for form, _count in forms_with_answers(workspace)
                if form_id in (None, form.id) and form_version in (None, form.version)
            ]
            if not wanted:
                raise UserError(
                    _("No household has answers to this form."), remedy=_("Name another form, or none.")
                )
            found = bar(_("Writing the answers"))
            count = export_answers(workspace, out, wanted[0], in_full=in_full, progress=found)
        click.echo(n_("{n} household is in {file}", "{n} households are in {file}", count, file=out.name))

    return export


def outline(form: Form, group: Group, depth: int) -> list[str]:
    """The form as indented lines: name, type, and what decides whether it is asked."""
    lines: list[str] = []
    for child in group.children:
        indent = "  " * (depth + 1)
        spec = form.model.specs.get(child.path)
        condition = f"  [{spec.relevant.source}]" if spec is not None and spec.relevant is not None else ""
        if isinstance(child, Group):
            mark = "*" if isinstance(child, Repeat) else "-"
            lines.append(f"{indent}{mark} {child.name}{condition}")
            lines += outline(form, child, depth + 1)
        else:
            lines.append(f"{indent}{child.name}: {child.type}{condition}")
    return lines


def _conformance() -> click.Command:
    @command("conformance", _("Run recorded cases of other form engines and count what agrees."))
    @click.argument("path", type=folder(exists=True), metavar=_("FOLDER"))
    @click.option("--json", "as_json", is_flag=True, help=_("Print the counts as JSON."))
    @click.pass_context
    def conformance(context: click.Context, path: Path, as_json: bool) -> None:
        from enumerator.forms.conformance import run_corpus

        result = run_corpus(path, bar(_("Cases"))).as_json()
        if as_json:
            click.echo(json.dumps(result, indent=1))
        else:
            for tier in ("consensus", "single", "scenarios"):
                click.echo(f"{tier}: {result[tier]['passed']} / {result[tier]['total']}")
            for name in result["failed"]:
                click.echo(f"  {name}")
        context.exit(1 if result["failed"] else 0)

    return conformance
