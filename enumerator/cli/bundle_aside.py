# SPDX-License-Identifier: Apache-2.0
"""`enumerator bundle aside | accept | reject | watch`: bundles kept aside, and a folder that is watched."""

from __future__ import annotations

import time
from pathlib import Path

import click

from enumerator.bundles.watch import Arrivals
from enumerator.cli.command import command
from enumerator.cli.parameters import data_folder, existing_folder, text_option, whole_number
from enumerator.cli.passphrase import passphrase
from enumerator.cli.progress import bar
from enumerator.cli.report import show_report
from enumerator.errors import UserError
from enumerator.messages import _
from enumerator.office.aside import REJECT, accept, decisions, reject
from enumerator.office.inbox import import_arrived
from enumerator.office.received import Carried, carried
from enumerator.workspace import Workspace, open_workspace


def aside_commands() -> tuple[click.Command, ...]:
    """What belongs to the group `bundle`."""
    return _aside(), _accept(), _reject(), _watch()


def _aside() -> click.Command:
    @command("aside", _("List the bundles that were kept aside, with the reason."))
    @data_folder()
    def aside(folder: Path) -> None:
        with open_workspace(folder, passphrase()) as workspace:
            decided = decisions(workspace)
            waiting = _kept(workspace)
        for one in waiting:
            decision = decided.get(one.bundle)
            left = decision is not None and decision.act == REJECT
            state = _("left aside for good") if left else _("waits for a decision")
            click.echo(f"{one.bundle}  {one.party} #{one.number}: {state}")
            for part in one.report.quarantined if one.report else ():
                click.echo(f"  {part.reason}")
        if not waiting:
            click.echo(_("Nothing was kept aside."))

    return aside


def _accept() -> click.Command:
    @command("accept", _("Take in a bundle that was kept aside, by your decision."))
    @data_folder()
    @click.argument("bundle", metavar="ID")
    @text_option("--reason", required=True, help=_("How you know that it is genuine."))
    def take(folder: Path, bundle: str, reason: str) -> None:
        with open_workspace(folder, passphrase()) as workspace:
            one = _find(workspace, bundle)
            report = accept(workspace, one, reason, bar(_("Importing")))
        show_report(Path(one.file), report)

    return take


def _reject() -> click.Command:
    @command("reject", _("Leave a bundle aside for good; its file is kept."))
    @data_folder()
    @click.argument("bundle", metavar="ID")
    @text_option("--reason", required=True, help=_("Why it is not taken in."))
    def leave(folder: Path, bundle: str, reason: str) -> None:
        with open_workspace(folder, passphrase()) as workspace:
            one = _find(workspace, bundle)
            reject(workspace, one, reason)
        click.echo(_("The bundle of {name} stays aside.", name=one.party))

    return leave


def _watch() -> click.Command:
    @command("watch", _("Take in bundles as they arrive in a folder, until Ctrl+C."))
    @data_folder()
    @click.argument("watched", type=existing_folder(), metavar=_("WATCHED"))
    @click.option("--every", type=whole_number(1), default=5, help=_("Seconds between two looks."))
    @click.option("--looks", type=whole_number(1), default=None, help=_("Stop after so many looks."))
    def watch(folder: Path, watched: Path, every: int, looks: int | None) -> None:
        arrivals = Arrivals()
        with open_workspace(folder, passphrase()) as workspace:
            while looks is None or looks > 0:
                for path, outcome in import_arrived(workspace, arrivals.look(watched)):
                    show_report(path, outcome)
                looks = looks - 1 if looks is not None else None
                if looks != 0:
                    time.sleep(every)

    return watch


def _kept(workspace: Workspace) -> list[Carried]:
    return [one for one in carried(workspace) if one.state == "aside"]


def _find(workspace: Workspace, bundle: str) -> Carried:
    """The bundle whose id begins so."""
    found = [one for one in _kept(workspace) if one.bundle.startswith(bundle)]
    if len(found) != 1:
        raise UserError(
            _("No bundle with the id {id} was kept aside.", id=bundle),
            remedy=_("Ask for the list: enumerator bundle aside"),
        )
    return found[0]
