# SPDX-License-Identifier: Apache-2.0
"""`enumerator office audit|laptops`: who changed what, when, on which laptop, why; and whom is believed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from enumerator.cli.command import command
from enumerator.cli.opening import open_office
from enumerator.cli.parameters import data_folder, household_option, new_file, text_option, whole_number
from enumerator.cli.progress import bar
from enumerator.errors import UserError
from enumerator.messages import _, n_
from enumerator.office.auditing import (
    KINDS,
    AuditEntry,
    Filter,
    act_words,
    authors,
    entries,
    kind_words,
    write_entries,
)
from enumerator.office.changes import Happening, happenings, write_happenings
from enumerator.office.revoking import moment_from
from enumerator.office.staffing import laptops_of, revoke_laptop
from enumerator.registry.projection import refresh
from enumerator.registry.staff import Enumerator, Laptop, enumerators
from enumerator.workspace import Workspace

_DAY = click.DateTime(["%Y-%m-%d"])


def commands() -> list[click.Command]:
    """What belongs to the group `office`."""
    return [_audit(), _laptops()]


def _audit() -> click.Command:
    @command(
        "audit",
        _("Who did what, when, on which laptop and why: the journal, one household, or one answer."),
    )
    @data_folder()
    @click.argument("path", type=new_file(), required=False, metavar=_("[TABLE]"))
    @household_option("--household", "record", default="", help=_("Only what concerns this household."))
    @text_option("--answer", "address", default="", help=_("Only this answer of the household."))
    @text_option("--person", default="", help=_("Only what this person wrote."))
    @click.option("--kind", type=click.Choice(sorted(KINDS)), default=None, help=_("Only this kind."))
    @click.option("--since", type=_DAY, help=_("From this day on."))
    @click.option("--until", type=_DAY, help=_("Up to this day."))
    @click.option("--limit", type=whole_number(1), default=50, help=_("At most so many lines."))
    def audit(
        folder: Path,
        path: Path | None,
        record: str,
        address: str,
        person: str,
        kind: str | None,
        since: datetime | None,
        until: datetime | None,
        limit: int,
    ) -> None:
        if address and not record:
            raise UserError(
                _("It is not said whose answer is meant."), remedy=_("Name the household with --household.")
            )
        with open_office(folder) as office:
            refresh(office.store, office.library)
            if address:
                rows = _tell_answer(office, path, record, address)
            else:
                wanted = Filter(
                    kind or "",
                    _author_called(office, person),
                    f"{since:%Y-%m-%d}" if since else "",
                    f"{until:%Y-%m-%d}" if until else "",
                    frozenset({record}) if record else None,
                )
                rows = _tell_journal(office, path, wanted, limit)
        if path is not None:
            click.echo(n_("{n} line is in {file}.", "{n} lines are in {file}.", rows, file=path.name))

    return audit


def _author_called(office: Workspace, name: str) -> str:
    """The id of a person by name or id; blank for everybody."""
    known = authors(office)
    if not name or name in known:
        return name
    found = [person for person, called in known.items() if called.casefold() == name.strip().casefold()]
    if len(found) != 1:
        raise UserError(
            _("There is nobody who is called {name} and no other.", name=name),
            remedy=_("Known: {names}.", names=", ".join(sorted(known.values()))),
        )
    return found[0]


def _tell_answer(office: Workspace, path: Path | None, record: str, address: str) -> int:
    if path is not None:
        return write_happenings(office, path, record, address)
    names = authors(office)
    found = happenings(office, record, address)
    for each in found:
        click.echo(_happening_words(each, names.get(each.author, each.author)))
    return len(found)


def _happening_words(each: Happening, who: str) -> str:
    marks = (
        _("clock doubtful") if each.suspect else "",
        "" if each.in_force else _("taken back"),
    )
    changed = f"{each.before or '–'} → {each.after or '–'}"
    return "  ".join(filter(None, (each.wall, who, each.log[:8], each.what, changed, each.why, *marks)))


def _tell_journal(office: Workspace, path: Path | None, wanted: Filter, limit: int) -> int:
    if path is not None:
        return write_entries(office, path, wanted, bar(_("Writing")))
    found = entries(office, wanted, limit, bar(_("Reading the journal")))
    for each in found:
        click.echo(_entry_words(each))
    return len(found)


def _entry_words(each: AuditEntry) -> str:
    changed = n_("{n} answer", "{n} answers", each.touched) if each.touched else ""
    words = (
        each.dot, each.wall, each.author, each.laptop, kind_words(each.kind), act_words(each.act),
        each.subject, changed, each.reason, _("clock doubtful") if each.suspect else "",
    )  # fmt: skip
    return "  ".join(filter(None, words))


def _laptops() -> click.Command:
    @command("laptops", _("List the laptops and when each was last heard of; take a lost one's word away."))
    @data_folder()
    @text_option("--revoke", default="", help=_("Believe this laptop no longer: its id, or its person."))
    @text_option(
        "--until",
        default="",
        help=_("When it was last in good hands, such as {example}.", example='"24-11-2026 14:00"'),
    )
    @text_option("--reason", default="", help=_("Why."))
    def laptops(folder: Path, revoke: str, until: str, reason: str) -> None:
        with open_office(folder) as office:
            if revoke:
                laptop = _laptop_called(laptops_of(enumerators(office.store)), revoke)
                revoke_laptop(office, laptop, reason, moment_from(until, office.store.clock()))
            for person, known in laptops_of(enumerators(office.store)):
                click.echo(_laptop_words(person, known))

    return laptops


def _laptop_called(rows: tuple[tuple[Enumerator, Laptop | None], ...], name: str) -> Laptop:
    wanted = name.strip().casefold()
    found = [
        laptop
        for person, laptop in rows
        if laptop is not None
        and (
            laptop.certificate.log.startswith(wanted)
            or (not laptop.revoked and wanted in (person.name.casefold(), person.person.casefold()))
        )
    ]
    if len(found) != 1:
        raise UserError(
            _("{name} does not name exactly one laptop.", name=name),
            remedy=_("List them without --revoke and name one by its id."),
        )
    return found[0]


def _laptop_words(person: Enumerator, laptop: Laptop | None) -> str:
    if laptop is None:
        return "  ".join(("-" * 8, person.name, _("no laptop yet")))
    heard = _("heard of {when}", when=laptop.heard) if laptop.heard else _("not heard of yet")
    number = _("bundle {number}", number=laptop.number) if laptop.number else ""
    gone = _("revoked {when}", when=laptop.revoked) if laptop.revoked else ""
    return "  ".join(filter(None, (laptop.certificate.log[:8], person.name, heard, number, gone)))
