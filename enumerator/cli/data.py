# SPDX-License-Identifier: Apache-2.0
"""`enumerator data`: look after a data folder: back up, restore, check, salvage, change or recover the
passphrase.
"""

from __future__ import annotations

from pathlib import Path

import click

from enumerator.cli.command import command, group
from enumerator.cli.parameters import data_folder, existing_file, folder, new_file
from enumerator.cli.passphrase import passphrase
from enumerator.cli.progress import bar
from enumerator.errors import UserError
from enumerator.identity.remote_recovery import read_wish, write_wish
from enumerator.identity.unlock import change_passphrase, unlock
from enumerator.messages import _, n_
from enumerator.office.recovering import answer_request
from enumerator.store.backup import back_up, restore
from enumerator.store.check import check
from enumerator.store.lock import FolderLock
from enumerator.store.salvage import salvage_folder
from enumerator.store.store import local_now
from enumerator.workspace import STORE_NAME, accept_recovery, open_workspace, recover_workspace


def commands() -> list[click.Command]:
    """The group `data`."""
    return [
        group(
            "data",
            _("Look after a data folder: back up, restore, check, salvage, passphrase."),
            _backup(),
            _restore(),
            _check(),
            _salvage(),
            _passphrase(),
            _recover(),
            _recovery_ask(),
            _recovery_answer(),
            _recovery_accept(),
        )
    ]


def _backup() -> click.Command:
    @command("backup", _("Copy the data folder, encrypted and checked, and keep the newest seven copies."))
    @data_folder()
    @click.option("--to", required=True, type=folder(), help=_("Folder for the copies, on another disk."))
    def backup(folder: Path, to: Path) -> None:
        with open_workspace(folder, passphrase()) as workspace:
            made = back_up(workspace.store, to, progress=bar(_("Backup")))
        click.echo(_("Backup: {path}", path=made.path))

    return backup


def _restore() -> click.Command:
    @command("restore", _("Put a backup into an empty data folder."))
    @click.argument("backup", type=folder(exists=True), metavar=_("BACKUP"))
    @data_folder()
    def put_back(backup: Path, folder: Path) -> None:
        restore(backup, folder)
        click.echo(_("Restored. Open it with the passphrase of that time; it goes on by itself."))

    return put_back


def _check() -> click.Command:
    @command("check", _("Read everything and say whether it still is what was written."))
    @data_folder()
    def examine(folder: Path) -> None:
        with open_workspace(folder, passphrase()) as workspace:
            found = check(workspace.store, bar(_("Check")))
        for page in found.pages:
            click.echo(page, err=True)
        for dot in found.chain:
            click.echo(_("Revision {name} is not what its log says.", name=dot), err=True)
        for name in found.files:
            click.echo(_("File {name} is damaged.", name=name[:12]), err=True)
        if not found.sound:
            raise UserError(
                _("The data in {path} is damaged.", path=folder),
                remedy=_("Restore the latest backup, or save what is readable: enumerator data salvage."),
            )
        click.echo(
            n_("{n} revision is whole,", "{n} revisions are whole,", found.revisions)
            + " "
            + n_("{n} file is whole.", "{n} files are whole.", found.attachments)
        )
        if found.forks:
            click.echo(
                n_(
                    "{n} revision was set aside because its log was written twice.",
                    "{n} revisions were set aside because their logs were written twice.",
                    len(found.forks),
                )
            )

    return examine


def _salvage() -> click.Command:
    @command("salvage", _("Save everything readable from a damaged data folder into a new one."))
    @data_folder()
    @click.argument("new", type=folder(), metavar=_("NEW-FOLDER"))
    def save(folder: Path, new: Path) -> None:
        with FolderLock(folder):
            keys = unlock(folder, passphrase())
            saved = salvage_folder(folder / STORE_NAME, keys.db_key, new, local_now(), bar(_("Salvage")))
        click.echo(
            _(
                "Saved: {revisions} revisions, {files} files, {answers} answers of drafts; lost: {lost}.",
                revisions=saved.revisions,
                files=saved.attachments,
                answers=saved.answers,
                lost=saved.unreadable,
            )
        )
        click.echo(_("What is missing comes back with the next bundle. The old folder was not changed."))

    return save


def _passphrase() -> click.Command:
    @command("passphrase", _("Change the passphrase of a data folder."))
    @data_folder()
    def change(folder: Path) -> None:
        with FolderLock(folder):
            old = click.prompt(_("Passphrase now"), hide_input=True, err=True)
            new = click.prompt(
                _("New passphrase"), hide_input=True, confirmation_prompt=_("Once more"), err=True
            )
            change_passphrase(folder, old, new)
        click.echo(_("The passphrase was changed. The data was not touched."))

    return change


def _recover() -> click.Command:
    @command("recover", _("Open a data folder whose passphrase was forgotten, with the office's two sheets."))
    @data_folder()
    def open_again(folder: Path) -> None:
        first = click.prompt(_("First sheet"), err=True)
        second = click.prompt(_("Second sheet"), err=True)
        new = click.prompt(
            _("New passphrase"), hide_input=True, confirmation_prompt=_("Once more"), err=True
        )
        recover_workspace(folder, first, second, new).close()
        click.echo(_("The passphrase was changed. The data was not touched."))

    return open_again


def _recovery_ask() -> click.Command:
    @command("recovery-ask", _("Choose a new passphrase and write a request for the office into a file."))
    @data_folder()
    @click.option("--out", required=True, type=new_file(), help=_("File for the request."))
    def ask(folder: Path, out: Path) -> None:
        with FolderLock(folder):
            new = click.prompt(
                _("New passphrase"), hide_input=True, confirmation_prompt=_("Once more"), err=True
            )
            write_wish(folder, new, out)
        click.echo(_("Send {path} to the office, and tell them by voice that it is yours.", path=out))

    return ask


def _recovery_answer() -> click.Command:
    @command("recovery-answer", _("Answer a laptop's request with the two sheets (at the office)."))
    @data_folder()
    @click.argument("request", type=existing_file(), metavar=_("REQUEST"))
    @click.option("--out", required=True, type=new_file(), help=_("File for the answer."))
    def answer(folder: Path, request: Path, out: Path) -> None:
        wish = read_wish(request)
        with open_workspace(folder, passphrase()) as workspace:
            click.confirm(
                _("Did {name} ask for this himself or herself?", name=wish.person), abort=True, err=True
            )
            first = click.prompt(_("First sheet"), err=True)
            second = click.prompt(_("Second sheet"), err=True)
            answer_request(workspace, wish, first, second, out)
        click.echo(_("Send {path} back. Only that laptop can use it.", path=out))

    return answer


def _recovery_accept() -> click.Command:
    @command("recovery-accept", _("Open the data folder with the office's answer and the new passphrase."))
    @data_folder()
    @click.argument("answer", type=existing_file(), metavar=_("ANSWER"))
    def accept(folder: Path, answer: Path) -> None:
        new = click.prompt(_("New passphrase"), hide_input=True, err=True)
        accept_recovery(folder, answer, new).close()
        click.echo(_("The passphrase was changed. The data was not touched."))

    return accept
