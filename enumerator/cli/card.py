# SPDX-License-Identifier: Apache-2.0
"""`enumerator card`: the life of cards: look up, hand over, report lost, replace, revoke, expire, keys."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from enumerator.cards.life import spoken_state
from enumerator.cards.number import read_number
from enumerator.cards.register import CardError, CardRecord, Register, State
from enumerator.cli.card_printing import printing_commands
from enumerator.cli.command import command, group
from enumerator.cli.opening import open_office
from enumerator.cli.parameters import data_folder, existing_file, new_file, text_option
from enumerator.eligibility.adopting import current
from enumerator.messages import _, n_
from enumerator.office.card_keys import CardKey, card_keys, rotate_card_key
from enumerator.office.card_steps import replace_card, write_register
from enumerator.office.card_trust import write_check_file
from enumerator.office.cards import card_office
from enumerator.programmes.due import entitled
from enumerator.registry.staff import names_by_person
from enumerator.workspace import Workspace


def commands() -> list[click.Command]:
    """The group `card`."""
    return [
        group(
            "card",
            _("Assistance cards: print them, and everything that becomes of them."),
            *printing_commands(),
            _list(),
            _show(),
            _deliver(),
            _lost(),
            _replace(),
            _revoke(),
            _expire(),
            _key(),
            _check_list(),
        )
    ]


def known_card(register: Register, typed: str) -> CardRecord:
    """The card of a number as somebody typed it; NumberError, CardError when it is not in the register."""
    number = read_number(typed)
    found = register.get(number)
    if found is None:
        raise CardError(_("Card {number} is not in the register.", number=number))
    return found


def tell(cards: Iterable[CardRecord]) -> None:
    """One line for each card."""
    for card in cards:
        until = f"{card.valid_until:%d-%m-%Y}" if card.valid_until else "-"
        click.echo(f"{card.number}  {spoken_state(card.state):<12}  {until:<10}  {card.name}")


def _list() -> click.Command:
    @command("list", _("The register of cards, and those that were issued twice; as a table with --out."))
    @data_folder()
    @click.option(
        "--state",
        type=click.Choice([state.value for state in State]),
        help=_("Only cards in this state."),
    )
    @click.option("--out", type=new_file(), help=_("Write the whole register to this XLSX or CSV file."))
    def show_all(folder: Path, state: str | None, out: Path | None) -> None:
        with open_office(folder) as workspace:
            register = card_office(workspace).register
            cards = list(register.in_state(State(state)) if state else register)
            doubts = register.doubts(workspace.store.clock().date())
            if out is not None:
                write_register(workspace, out)
        tell(cards)
        click.echo(n_("{n} card.", "{n} cards.", len(cards)))
        for doubt in doubts:
            click.echo(_("Issued twice; keep one and revoke the others:"))
            tell(doubt.cards)
        if out is not None:
            click.echo(_("Register: {path}", path=out))

    return show_all


def _show() -> click.Command:
    @command("show", _("One card: what is on it, and who did what with it, when and why."))
    @data_folder()
    @click.argument("number", metavar=_("NUMBER"))
    def show(folder: Path, number: str) -> None:
        with open_office(folder) as workspace:
            register, names = card_office(workspace).register, names_by_person(workspace.store)
            card = known_card(register, number)
            history = register.history(card.number)
        tell([card])
        click.echo(f"  {_('Name on the KK')}: {card.values.get('kk_name', '')}")
        for revision in history:
            state = spoken_state(State(revision.values["state"]))
            why = revision.reason or (revision.values.get("proof", "") if revision.act == "deliver" else "")
            who = names.get(revision.author, revision.author)
            batch = revision.values.get("batch", "")[:8] if revision.act == "print" else ""
            told = " · ".join(part for part in (state, who, why, batch) if part)
            click.echo(f"  {revision.wall[:16].replace('T', ' ')}  {told}")

    return show


def _deliver() -> click.Command:
    @command("deliver", _("A card was handed over."))
    @data_folder()
    @click.argument("number", metavar=_("NUMBER"))
    @text_option("--proof", required=True, help=_("How that is known, such as the signed list's number."))
    @click.option("--photo", type=existing_file(), help=_("A picture that shows it."))
    def deliver(folder: Path, number: str, proof: str, photo: Path | None) -> None:
        with open_office(folder) as workspace:
            office = card_office(workspace)
            card = known_card(office.register, number)
            attachments = workspace.store.attachments
            blobs = (attachments.put(photo.read_bytes(), name=photo.name),) if photo else ()
            tell([office.deliver(card.number, proof, blobs)])

    return deliver


def _lost() -> click.Command:
    @command("lost", _("The holder no longer has the card; it is called back."))
    @data_folder()
    @click.argument("number", metavar=_("NUMBER"))
    @text_option("--reason", default="", help=_("What happened."))
    def lost(folder: Path, number: str, reason: str) -> None:
        with open_office(folder) as workspace:
            office = card_office(workspace)
            tell([office.report_lost(known_card(office.register, number).number, reason)])

    return lost


def _revoke() -> click.Command:
    @command("revoke", _("The card gives no right to anything any more."))
    @data_folder()
    @click.argument("number", metavar=_("NUMBER"))
    @text_option("--reason", required=True, help=_("Why."))
    def revoke(folder: Path, number: str, reason: str) -> None:
        with open_office(folder) as workspace:
            office = card_office(workspace)
            tell([office.revoke(known_card(office.register, number).number, reason)])

    return revoke


def _replace() -> click.Command:
    @command("replace", _("A new card in the place of one that is called back; print it afterwards."))
    @data_folder()
    @click.argument("number", metavar=_("NUMBER"))
    @text_option("--reason", required=True, help=_("Why."))
    def replace(folder: Path, number: str, reason: str) -> None:
        with open_office(folder) as workspace:
            old = known_card(card_office(workspace).register, number)
            tell([replace_card(workspace, old, _programmes(workspace, old), reason)])

    return replace


def _programmes(workspace: Workspace, card: CardRecord) -> tuple[str, ...]:
    """What the household is due now."""
    return entitled(workspace.store, current(workspace.store)).get(card.household, ())


def _expire() -> click.Command:
    @command("expire", _("Enter the cards whose last day is over."))
    @data_folder()
    def expire(folder: Path) -> None:
        with open_office(folder) as workspace:
            ended = card_office(workspace).expire(workspace.store.clock().date())
        tell(ended)
        click.echo(n_("{n} card has expired.", "{n} cards have expired.", len(ended)))

    return expire


def _key() -> click.Command:
    @command("key", _("The keys that cards are signed with; a new one from now on with --change."))
    @data_folder()
    @click.option("--change", is_flag=True, help=_("Sign with a new key; cards of the old one stay good."))
    @click.option(
        "--withdraw", is_flag=True, help=_("With --change: no card of the old key is believed any more.")
    )
    @text_option("--reason", default="", help=_("Why the key is changed."))
    def key(folder: Path, change: bool, withdraw: bool, reason: str) -> None:
        if withdraw and not change:
            raise click.UsageError(_("--withdraw goes with --change."))
        with open_office(folder) as workspace:
            if change:
                rotate_card_key(workspace, reason, withdraw=withdraw)
            keys = card_keys(workspace.store, workspace.keys)
        for each in keys:
            click.echo(_key_line(each))
        if change:
            click.echo(_("The laptops learn of it with their next bundle."))

    return key


def _check_list() -> click.Command:
    @command(
        "check-list",
        _("Write the list with which anyone checks this project's cards: public keys and cards called back."),
    )
    @data_folder()
    @click.option("--out", required=True, type=new_file(), help=_("The file to write."))
    def check_list(folder: Path, out: Path) -> None:
        with open_office(folder) as workspace:
            written = write_check_file(workspace, out)
        click.echo(_("List: {path}", path=out))
        click.echo(_("Key of the office: {fingerprint}", fingerprint=written.fingerprint))

    return check_list


def _key_line(key: CardKey) -> str:
    """From when to when it signs, and how it ended."""
    since = f"{key.since:%d-%m-%Y}" if key.since else "…"
    until = f"{key.until:%d-%m-%Y}" if key.until else "…"
    ended = _("withdrawn") if key.withdrawn else _("retired") if key.until else _("in use")
    told = f"{key.office[:8]}-{key.number}  {since} - {until}  {ended}"
    return f"{told}  {key.reason}" if key.until else told
