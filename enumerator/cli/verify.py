# SPDX-License-Identifier: Apache-2.0
"""`enumerator verify`: check a card's code without a network."""

from __future__ import annotations

from pathlib import Path

import click

from enumerator.cards.scan import decode_file
from enumerator.cards.trust import Trust, TrustedKey
from enumerator.cards.verify import Light, Verdict, verify_code
from enumerator.cli.passphrase import passphrase
from enumerator.errors import UserError
from enumerator.identity.vault import read_vault
from enumerator.messages import _
from enumerator.office.cards import ISSUER, card_trust
from enumerator.store.store import local_now
from enumerator.workspace import open_workspace

_SIGNS = {Light.GREEN: "+", Light.AMBER: "!", Light.RED: "x"}


def commands() -> list[click.Command]:
    """The one command."""
    return [_verify()]


def _verify() -> click.Command:
    @click.command(
        "verify",
        help=_(
            "Check the code of an assistance card without a network. CODE is the text of a scanned code, or a picture or "
            "PDF with codes. Exit code 0: every card is genuine."
        ),
    )
    @click.argument("code", metavar=_("CODE"))
    @click.option(
        "--folder",
        required=True,
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help=_("Data folder of the project; its public key is read without a passphrase."),
    )
    @click.option(
        "--revocations", is_flag=True, help=_("Unlock the folder to ask its list of revoked cards too.")
    )
    @click.pass_context
    def verify(context: click.Context, code: str, folder: Path, revocations: bool) -> None:
        trust = _trust(folder, revocations)
        verdicts = [verify_code(text, trust, local_now()) for text in _codes(code)]
        for verdict in verdicts:
            _tell(verdict)
        bad = any(verdict.light is Light.RED for verdict in verdicts)
        context.exit(1 if bad or not verdicts else 0)

    return verify


def _trust(folder: Path, revocations: bool) -> Trust:
    if not revocations:
        return Trust((TrustedKey(ISSUER, read_vault(folder).project.signing),))
    with open_workspace(folder, passphrase()) as workspace:
        return card_trust(workspace)


def _codes(code: str) -> list[str]:
    path = Path(code)
    if len(code) < 1_000 and path.is_file():
        found = decode_file(path)
        if not found:
            raise UserError(
                _("There is no code to be read in {name}.", name=path.name),
                where=str(path),
                remedy=_("Take the picture again, straight, sharp and without a shadow."),
            )
        return found
    return [code]


def _tell(verdict: Verdict) -> None:
    known = verdict.credential
    name = f"{known.number}  {known.name}  " if known is not None else ""
    click.echo(f"[{_SIGNS[verdict.light]}] {name}{verdict.reason}")
