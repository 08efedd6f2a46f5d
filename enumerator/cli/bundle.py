# SPDX-License-Identifier: Apache-2.0
"""`enumerator bundle`: write a bundle, take one in, look into one without taking it in."""

from __future__ import annotations

from pathlib import Path

import click

from enumerator.bundles.inspect import inspect_bundle
from enumerator.bundles.pack import Packed, export_bundle
from enumerator.cli.passphrase import passphrase
from enumerator.cli.progress import bar
from enumerator.cli.report import show_report
from enumerator.errors import UserError
from enumerator.messages import _, n_
from enumerator.office.inbox import export_to_laptops, import_bundles
from enumerator.workspace import open_workspace

FOLDER = click.Path(file_okay=False, path_type=Path)
EXISTING = click.Path(exists=True, path_type=Path)


def commands() -> list[click.Command]:
    """The group `bundle`."""

    @click.group("bundle", help=_("Send and receive: sealed files carried by stick or shared folder."))
    def bundle() -> None:
        pass

    for make in (_export, _import, _inspect):
        bundle.add_command(make())
    return [bundle]


def _export() -> click.Command:
    @click.command(
        "export",
        help=_(
            "Write everything the other side has not confirmed: a laptop's work for the office, or the office's "
            "assignments, reviews and forms, one file per laptop."
        ),
    )
    @click.argument("folder", type=FOLDER, metavar=_("FOLDER"))
    @click.option("--to", "target", required=True, type=FOLDER, help=_("Folder or stick to write to."))
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
    @click.command(
        "import", help=_("Take in bundles: files, or folders with such files. Again does no harm.")
    )
    @click.argument("folder", type=FOLDER, metavar=_("FOLDER"))
    @click.argument("bundles", nargs=-1, required=True, type=EXISTING, metavar=_("BUNDLE..."))
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
    @click.command("inspect", help=_("Say what a bundle holds, without taking it in."))
    @click.argument("folder", type=FOLDER, metavar=_("FOLDER"))
    @click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar=_("BUNDLE"))
    def inspect(folder: Path, path: Path) -> None:
        with open_workspace(folder, passphrase()) as workspace:
            contents = inspect_bundle(path, workspace.keys, bar(_("Reading")))
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
            click.echo(f"  {kind}: {count}")
        click.echo(
            n_(
                "{n} attachment, {size} bytes.",
                "{n} attachments, {size} bytes.",
                contents.attachments,
                size=contents.attachment_bytes,
            )
        )

    return inspect
