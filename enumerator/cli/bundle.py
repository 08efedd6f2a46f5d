# SPDX-License-Identifier: Apache-2.0
"""`enumerator bundle`: write a bundle, take one in, look into one without taking it in."""

from __future__ import annotations

from pathlib import Path

import click

from enumerator.bundles.inspect import Contents, inspect_bundle
from enumerator.bundles.kinds import kind_in_words
from enumerator.bundles.pack import Packed, export_bundle
from enumerator.cli.bundle_aside import aside_commands
from enumerator.cli.command import command, group
from enumerator.cli.parameters import data_folder, existing, existing_file, folder
from enumerator.cli.passphrase import passphrase
from enumerator.cli.progress import bar
from enumerator.cli.report import show_report
from enumerator.errors import UserError
from enumerator.messages import _, n_
from enumerator.office.inbox import export_to_laptops, import_bundles
from enumerator.workspace import open_workspace


def commands() -> list[click.Command]:
    """The group `bundle`."""
    return [
        group(
            "bundle",
            _("Send and receive: sealed files carried by stick or shared folder."),
            _export(),
            _import(),
            _inspect(),
            *aside_commands(),
        )
    ]


def _export() -> click.Command:
    @command(
        "export",
        _(
            "Write everything the other side has not confirmed: a laptop's work for the office, or the "
            "office's assignments, reviews and forms, one file per laptop."
        ),
    )
    @data_folder()
    @click.option("--to", "target", required=True, type=folder(), help=_("Folder or stick to write to."))
    def export(folder: Path, target: Path) -> None:
        with open_workspace(folder, passphrase()) as workspace:
            if workspace.role == "office":
                packed = export_to_laptops(workspace, target, bar(_("Writing")))
            else:
                packed = (export_bundle(workspace.store, workspace.keys, target, progress=bar(_("Writing"))),)
        for each in packed:
            _tell(each)
        if not packed:
            click.echo(_("No laptop is enrolled yet; there is nobody to write to."))

    return export


def _tell(packed: Packed) -> None:
    for path in packed.paths:
        click.echo(
            f"{path}: "
            + n_("{n} entry for {name}.", "{n} entries for {name}.", packed.revisions, name=packed.receiver)
        )


def _import() -> click.Command:
    @command("import", _("Take in bundles: files, or folders with such files. Again does no harm."))
    @data_folder()
    @click.argument("bundles", nargs=-1, required=True, type=existing(), metavar=_("BUNDLE..."))
    @click.pass_context
    def take_in(context: click.Context, folder: Path, bundles: tuple[Path, ...]) -> None:
        refused = 0
        with open_workspace(folder, passphrase()) as workspace:
            for path, outcome in import_bundles(workspace, bundles, bar(_("Importing"))):
                refused += isinstance(outcome, UserError)
                show_report(path, outcome)
        context.exit(1 if refused else 0)

    return take_in


def _inspect() -> click.Command:
    @command("inspect", _("Say what a bundle holds, without taking it in."))
    @data_folder()
    @click.argument("path", type=existing_file(), metavar=_("BUNDLE"))
    def inspect(folder: Path, path: Path) -> None:
        with open_workspace(folder, passphrase()) as workspace:
            contents = inspect_bundle(path, workspace.keys, bar(_("Reading")))
        _describe(contents)

    return inspect


def _describe(contents: Contents) -> None:
    manifest = contents.manifest
    click.echo(
        _(
            "From {name}, made {when}, number {number}.",
            name=manifest.sender.name,
            when=manifest.made,
            number=manifest.number,
        )
    )
    click.echo(
        _("Project: {name}", name=manifest.project_name)
        + (f" ({_('training')})" if manifest.training else "")
    )
    for kind, count in contents.revisions.items():
        click.echo(f"  {kind_in_words(kind)}: {count}")
    click.echo(
        n_(
            "{n} attachment, {size} bytes.",
            "{n} attachments, {size} bytes.",
            contents.attachments,
            size=f"{contents.attachment_bytes:,}",
        )
    )
