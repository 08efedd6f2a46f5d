# SPDX-License-Identifier: Apache-2.0
"""`enumerator office staff|offices|give|late|erase`: people, further offices, work given on, erasing."""

from __future__ import annotations

from pathlib import Path

import click

from enumerator.cli.command import command
from enumerator.cli.opening import open_office
from enumerator.cli.parameters import data_folder, folder, household_option, text_option
from enumerator.cli.passphrase import passphrase, pin
from enumerator.cli.progress import bar
from enumerator.errors import UserError
from enumerator.identity.project import Duty
from enumerator.identity.staff import duty_words
from enumerator.messages import _, n_
from enumerator.office.colleagues import (
    add_colleague,
    change_colleague,
    colleague_called,
    colleagues,
)
from enumerator.office.erasing import erase_household
from enumerator.office.late import (
    LateWork,
    give_work,
    late_work,
    leave_late,
    take_in_late,
    work_of,
)
from enumerator.office.offices import (
    export_to_office,
    make_office_kit,
    office_called,
    offices,
    revoke_office,
)
from enumerator.office.staffing import checked_area, person_called
from enumerator.registry.places import load_places
from enumerator.registry.staff import names_by_person

_DUTIES = [duty.value for duty in Duty]


def commands() -> list[click.Command]:
    """What belongs to the group `office`."""
    return [_staff(), _offices(), _give(), _late(), _erase()]


def _staff() -> click.Command:
    @command(
        "staff",
        _("List the people who share the office's computer; enter one, change one, or strike one off."),
    )
    @data_folder()
    @text_option("--add", "new", default="", help=_("Enter this person; the PIN is asked for."))
    @text_option("--person", default="", help=_("Change this person."))
    @text_option("--name", default="", help=_("The person's new name."))
    @click.option("--duty", type=click.Choice(_DUTIES), help=_("What the person may do."))
    @click.option("--new-pin", is_flag=True, help=_("Give the person another PIN."))
    @click.option("--strike-off", is_flag=True, help=_("The person is no longer here."))
    @click.option("--take-back", is_flag=True, help=_("The person is here again."))
    @text_option("--reason", default="", help=_("Why."))
    def staff(
        folder: Path,
        new: str,
        person: str,
        name: str,
        duty: str | None,
        new_pin: bool,
        strike_off: bool,
        take_back: bool,
        reason: str,
    ) -> None:
        with open_office(folder) as office:
            chosen = Duty(duty) if duty else None
            if new:
                add_colleague(office, passphrase(), new, chosen or Duty.OPERATOR, pin())
            if person:
                who = colleague_called(office, person)
                retired = True if strike_off else False if take_back else None
                change_colleague(
                    office,
                    passphrase(),
                    who.person,
                    name=name,
                    duty=chosen,
                    pin=pin() if new_pin else "",
                    retired=retired,
                    reason=reason,
                )
            for each in colleagues(office, retired=True):
                gone = _("no longer here") if each.retired else ""
                way = _("by passphrase") if each.by_passphrase else ""
                words = (each.person, each.name, duty_words(each.duty), way, gone)
                click.echo("  ".join(filter(None, words)))

    return staff


def _offices() -> click.Command:
    @command(
        "offices",
        _("List the project's offices; make a kit for another one, write it a bundle, or revoke it."),
    )
    @data_folder()
    @text_option("--kit", "name", default="", help=_("Make a kit for an office of this name."))
    @text_option("--area", default="", help=_("Codes of kecamatan or kelurahan, separated by spaces."))
    @text_option(
        "--send", "to", default=None, help=_("Write a bundle for this office; blank is the only other one.")
    )
    @click.option("--out", type=folder(), help=_("Folder for the kit or the bundle, such as a stick."))
    @text_option("--revoke", "gone", default="", help=_("Believe this office no longer."))
    @text_option("--reason", default="", help=_("Why."))
    def list_offices(
        folder: Path, name: str, area: str, to: str | None, out: Path | None, gone: str, reason: str
    ) -> None:
        if (name or to is not None) and out is None:
            raise UserError(
                _("It is not said where the file goes."), remedy=_("Name a folder with --out.")
            )
        with open_office(folder) as office:
            if name and out is not None:
                made = make_office_kit(office, out, name, area=checked_area(area, load_places()))
                click.echo(_("Kit: {path}", path=made.path))
                click.echo(_("Code, to be told separately: {code}", code=made.code))
            if to is not None and out is not None:
                packed = export_to_office(office, office_called(office, to), out)
                click.echo(_("For {name}: {path}", name=packed.receiver, path=packed.path))
            if gone:
                revoke_office(office, office_called(office, gone), reason)
            for each in offices(office):
                here = _("this office") if each.here else each.heard or _("not heard of yet")
                here = _("revoked") if each.revoked else here
                click.echo(f"{each.log[:8]}  {each.name}  {here}")

    return list_offices


def _give() -> click.Command:
    @command("give", _("Give the work of one enumerator to another; what the first still sends waits."))
    @data_folder()
    @text_option("--from", "giver", required=True, help=_("Name or id of the enumerator who has the work."))
    @text_option("--to", "taker", required=True, help=_("Name or id of the enumerator who gets it."))
    @click.option("--all", "everything", is_flag=True, help=_("Also households something has arrived of."))
    @text_option("--reason", required=True, help=_("Why."))
    def give(folder: Path, giver: str, taker: str, everything: bool, reason: str) -> None:
        with open_office(folder) as office:
            one, other = person_called(office, giver), person_called(office, taker)
            work = work_of(office, one.person, unvisited=not everything)
            given = give_work(office, work, other.person, reason)
        click.echo(
            n_(
                "{n} household of {name} is now assigned to {to}.",
                "{n} households of {name} are now assigned to {to}.",
                given,
                name=one.name,
                to=other.name,
            )
        )

    return give


def _late() -> click.Command:
    @command("late", _("List late work of former holders; take it in, or leave it aside."))
    @data_folder()
    @household_option("--take-in", default="", help=_("Take in the late work on this household."))
    @household_option("--leave", default="", help=_("Leave the late work on this household aside."))
    @text_option("--of", "author", default="", help=_("Whose late work, where several sent some."))
    @click.option("--decided", is_flag=True, help=_("What was decided, which can be decided otherwise."))
    @text_option("--reason", default="", help=_("Why."))
    def late(folder: Path, take_in: str, leave: str, author: str, decided: bool, reason: str) -> None:
        with open_office(folder) as office:
            names = names_by_person(office.store)
            record = take_in or leave
            if record:
                one = _one_of(late_work(office, decided=decided), record, author, names)
                (take_in_late if take_in else leave_late)(office, one, reason)
            for each in late_work(office, decided=decided):
                head = each.known.head_name if each.known else ""
                said = "" if each.ruling is None else _("taken in") if each.ruling.taken else _("left aside")
                who = names.get(each.author, each.author)
                click.echo("  ".join(filter(None, (each.record, head, who, each.wall, said))))

    return late


def _one_of(found: tuple[LateWork, ...], record: str, author: str, names: dict[str, str]) -> LateWork:
    wanted = [
        each
        for each in found
        if each.record == record and author in ("", each.author, names.get(each.author, ""))
    ]
    if len(wanted) != 1:
        raise UserError(
            _("There is no single late work on this household."),
            where=record,
            remedy=_("List it without --take-in and --leave; name the person with --of."),
        )
    return wanted[0]


def _erase() -> click.Command:
    @command(
        "erase",
        _("Erase a household for good, by two people's word: the one who signs in and a second one."),
    )
    @data_folder()
    @household_option("--household", required=True, help=_("The household."))
    @text_option("--reason", required=True, help=_("Who asked for it and by which right, without names."))
    @text_option("--second", required=True, help=_("Name of the second person, whose PIN is asked for."))
    def erase(folder: Path, household: str, reason: str, second: str) -> None:
        with open_office(folder) as office:
            other = colleague_called(office, second)
            erase_household(
                office, household, reason, other.person, pin(second=True), bar(_("Erasing the household"))
            )
        click.echo(_("Erased: {household}. Make a new backup and destroy the old ones.", household=household))

    return erase
