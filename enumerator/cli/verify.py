# SPDX-License-Identifier: Apache-2.0
"""`enumerator verify`: check a card's code without a network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from enumerator.cards.checkfile import read_check_file
from enumerator.cards.scan import decode_file
from enumerator.cards.trust import Trust
from enumerator.cards.verify import Light, Outcome, Verdict, verify_code
from enumerator.cli.command import command
from enumerator.cli.parameters import existing_file, folder
from enumerator.cli.passphrase import passphrase
from enumerator.errors import UserError
from enumerator.identity.vault import read_vault
from enumerator.messages import _
from enumerator.office.card_settings import FIRST_ISSUER, usual_settings
from enumerator.office.card_trust import card_trust, own_keys
from enumerator.office.cards import programmes_on_cards
from enumerator.office.programme_codes import shipped_programmes
from enumerator.store.store import local_now
from enumerator.workspace import open_workspace

_SIGNS = {Light.GREEN: "+", Light.AMBER: "!", Light.RED: "x"}
_LONGEST_NAME = 250
_LISTS = (".txt", ".csv")
_PICTURES = (".pdf", ".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".gif")


@dataclass(frozen=True, slots=True)
class Checker:
    """What a check believes. `programmes` gives names by the code on a card; `training`: all is practice."""

    trust: Trust
    programmes: Mapping[str, str]
    training: bool


def commands() -> list[click.Command]:
    """The one command."""
    return [_verify()]


def _verify() -> click.Command:
    @command(
        "verify",
        _(
            "Check the code of an assistance card without a network. CODE is the text of a scanned code, a "
            "picture or PDF with codes, or a text file with one code per line. Exit code 0: every card is "
            "genuine; 1: one is not; 3: there is no code to be read."
        ),
    )
    @click.argument("code", metavar=_("CODE"))
    @click.option(
        "--folder",
        "project",
        type=folder(exists=True),
        help=_("Data folder of the project; its public key is read without a passphrase."),
    )
    @click.option(
        "--list",
        "check_list",
        type=existing_file(),
        help=_("List to check cards with, as the office wrote it: no data folder and no passphrase needed."),
    )
    @click.option(
        "--revocations", is_flag=True, help=_("Unlock the folder to ask its list of revoked cards too.")
    )
    @click.pass_context
    def verify(
        context: click.Context, code: str, project: Path | None, check_list: Path | None, revocations: bool
    ) -> None:
        if project is None and check_list is None:
            raise click.UsageError(_("Name a data folder with --folder, or a list with --list."))
        codes = codes_in(code)
        if check_list is not None:
            checker = _checker_of(check_list, project)
        else:
            assert project is not None
            checker = _checker(project, revocations)
        verdicts = [verify_code(text, checker.trust, local_now()) for text in codes]
        for verdict in verdicts:
            _tell(verdict, checker.programmes)
        context.exit(0 if all(_is_genuine(verdict, checker) for verdict in verdicts) else 1)

    return verify


def codes_in(code: str) -> list[str]:
    """The code itself, or those in the file of this name; NoCodeError when it has none or is not there."""
    path = Path(code)
    if path.suffix.lower() not in (*_PICTURES, *_LISTS):
        if len(code) < _LONGEST_NAME and path.exists():
            raise _unreadable(path)
        return [code]
    if path.suffix.lower() in _LISTS:
        found = _lines(path)
    elif path.is_file():
        found = decode_file(path)
    else:
        raise _unreadable(path)
    if not found:
        raise NoCodeError(
            _("There is no code to be read in {name}.", name=path.name),
            where=str(path),
            remedy=_("Take the picture again, straight, sharp and without a shadow."),
        )
    return found


class NoCodeError(UserError):
    """There is nothing to check."""

    exit_code = 3


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path) from error
    return [line.strip() for line in text.splitlines() if line.strip()]


def _unreadable(path: Path) -> NoCodeError:
    return NoCodeError(
        _("The file {name} cannot be read.", name=path.name),
        where=str(path),
        remedy=_("Name a picture, a PDF or a text file that is there."),
    )


def _checker(project: Path, revocations: bool) -> Checker:
    vault = read_vault(project)
    if not revocations:
        names = (usual_settings(vault.project.name).issuer, FIRST_ISSUER)
        trust = Trust(own_keys(vault.project, dict.fromkeys(names)))
        return Checker(trust, shipped_programmes(), vault.project.training)
    with open_workspace(project, passphrase()) as workspace:
        return Checker(card_trust(workspace), programmes_on_cards(workspace), workspace.training)


def _checker_of(check_list: Path, project: Path | None) -> Checker:
    """What the list says, which must be of the project's office where a project is named."""
    listed = read_check_file(check_list)
    if project is not None and read_vault(project).project.signing != listed.office_key:
        raise UserError(
            _("This list is not from the office of this project."),
            where=str(check_list),
            remedy=_("Fetch the newest list from the office."),
        )
    told = _("List of {project}, as of {date}, key {fingerprint}")
    date = f"{listed.as_of.astimezone():%d-%m-%Y %H:%M}"
    click.echo(told.format(project=listed.project, date=date, fingerprint=listed.fingerprint), err=True)
    return Checker(listed.trust, listed.programmes, listed.training)


def _is_genuine(verdict: Verdict, checker: Checker) -> bool:
    return verdict.accepted or (checker.training and verdict.outcome is Outcome.TRAINING)


def _tell(verdict: Verdict, programmes: Mapping[str, str]) -> None:
    known = verdict.credential
    name = f"{known.number}  {known.name}  " if known is not None else ""
    click.echo(f"[{_SIGNS[verdict.light]}] {name}{verdict.reason}")
    if known is not None and known.programmes:
        named = ", ".join(programmes.get(code, code) for code in known.programmes)
        click.echo("    " + _("Programmes: {names}", names=named))
