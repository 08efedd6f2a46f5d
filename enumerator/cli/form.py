# SPDX-License-Identifier: Apache-2.0
"""`enumerator form`: check a workbook before the field sees it, show what it asks, run recorded cases."""

from __future__ import annotations

import json
from pathlib import Path

import click

from enumerator.forms.conformance import run_corpus
from enumerator.forms.definition import Form, Group, Question, Repeat
from enumerator.forms import load_form
from enumerator.messages import _, n_

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def commands() -> list[click.Command]:
    """The group `form`."""

    @click.group("form", help=_("Check and show survey forms (XLSForm or XForm)."))
    def form() -> None:
        pass

    form.add_command(_check())
    form.add_command(_show())
    form.add_command(_conformance())
    return [form]


def _media_option() -> str:
    return _("Folder with the form's lists and media; by default NAME-media or NAME_media beside the form.")


def media_beside(path: Path, media: Path | None) -> Path | None:
    """The media folder that was named, or the one that by custom lies beside a form."""
    if media is not None:
        return media
    for name in (f"{path.stem}-media", f"{path.stem}_media"):
        if (path.parent / name).is_dir():
            return path.parent / name
    return None


def _check() -> click.Command:
    @click.command(
        "check",
        help=_("Say what is wrong or doubtful in a form, by sheet and row. Exit code 0: it can be used."),
    )
    @click.argument("path", type=FILE, metavar=_("FORM"))
    @click.option("--media", type=FOLDER, help=_media_option())
    def check(path: Path, media: Path | None) -> None:
        form = load_form(path, media=media_beside(path, media))
        for warning in form.warnings:
            click.echo(_("Warning: {text}", text=warning))
        asked = sum(isinstance(node, Question) for node in form.nodes.values())
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
    @click.command("show", help=_("Show the sections and questions of a form, with their conditions."))
    @click.argument("path", type=FILE, metavar=_("FORM"))
    @click.option("--media", type=FOLDER, help=_media_option())
    def show(path: Path, media: Path | None) -> None:
        form = load_form(path, media=media_beside(path, media))
        click.echo(f"{form.title} · {form.id} · {form.version} · {', '.join(form.languages)}")
        for line in outline(form, form.root, 0):
            click.echo(line)

    return show


def outline(form: Form, group: Group, depth: int) -> list[str]:
    """The form as indented lines: name, type, and what decides whether it is asked."""
    lines: list[str] = []
    for child in group.children:
        indent = "  " * (depth + 1)
        condition = f"  [{child.relevant.text}]" if child.relevant is not None else ""
        if isinstance(child, Group):
            mark = "*" if isinstance(child, Repeat) else "-"
            lines.append(f"{indent}{mark} {child.name}{condition}")
            lines += outline(form, child, depth + 1)
        else:
            lines.append(f"{indent}{child.name}: {child.type}{condition}")
    return lines


def _conformance() -> click.Command:
    @click.command("conformance", help=_("Run recorded cases of other form engines and count what agrees."))
    @click.argument("path", type=FOLDER, metavar=_("FOLDER"))
    @click.option("--json", "as_json", is_flag=True, help=_("Print the counts as JSON."))
    @click.pass_context
    def conformance(context: click.Context, path: Path, as_json: bool) -> None:
        result = run_corpus(path)
        if as_json:
            click.echo(json.dumps(result))
        else:
            for tier in ("consensus", "single", "scenarios"):
                click.echo(f"{tier}: {result[tier]['passed']} / {result[tier]['total']}")
            for name in result["failed"]:
                click.echo(f"  {name}")
        context.exit(1 if result["failed"] else 0)

    return conformance
