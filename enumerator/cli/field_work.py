# SPDX-License-Identifier: Apache-2.0
"""`enumerator office visits|target`: whom nobody met, and how many households a week are asked for."""

from __future__ import annotations

from pathlib import Path

import click

from enumerator.cli.command import command
from enumerator.cli.opening import open_office
from enumerator.cli.parameters import data_folder, text_option, whole_number
from enumerator.interviews.visits import Outcome
from enumerator.messages import _, mark, n_
from enumerator.office.field_work import FieldVisit, field_visits
from enumerator.office.staffing import person_called
from enumerator.registry.assigning import set_week_target
from enumerator.registry.projection import refresh
from enumerator.registry.staff import names_by_person

_WORDS = {
    Outcome.ABSENT: mark("Nobody at home"),
    Outcome.MOVED: mark("Moved away"),
    Outcome.REFUSED: mark("Refused to be interviewed"),
    Outcome.EMPTY: mark("Empty house"),
    Outcome.APPOINTMENT: mark("Appointment"),
}
_MOST = 999


def field_commands() -> list[click.Command]:
    """What belongs to the group `office`."""
    return [_visits(), _target()]


def _visits() -> click.Command:
    @command(
        "visits",
        _(
            "List visits that came to no interview: nobody at home, moved, refused; and when somebody comes "
            "again."
        ),
    )
    @data_folder()
    def visits(folder: Path) -> None:
        with open_office(folder) as office:
            refresh(office.store, office.library)
            names = names_by_person(office.store)
            found = field_visits(office)
        for each in found:
            click.echo(_line(each, names))
        still = sum(each.open for each in found)
        click.echo(
            n_("{n} household is still to be gone to.", "{n} households are still to be gone to.", still)
        )

    return visits


def _line(each: FieldVisit, names: dict[str, str]) -> str:
    visit = each.visit
    parts = [
        f"{visit.when:%Y-%m-%d}",
        _("Interviewed since") if each.met else _(_WORDS[visit.outcome]),
        each.head_name or visit.household,
        names.get(each.author, each.author),
    ]
    if visit.again is not None and not each.met:
        parts.append(_("again on {day}", day=visit.again.isoformat()))
    return "  ".join([*parts, visit.note]).rstrip()


def _target() -> click.Command:
    @command("target", _("Ask an enumerator for so many households a week; 0 takes it back."))
    @data_folder()
    @click.argument("number", type=whole_number(0, _MOST), metavar=_("NUMBER"))
    @text_option("--to", "name", required=True, help=_("Name or id of the enumerator, as in the kit."))
    def target(folder: Path, number: int, name: str) -> None:
        with open_office(folder) as office:
            person = person_called(office, name)
            set_week_target(office.store, person.person, number)
        click.echo(
            _("{name}: {n} households a week, with the next bundle.", name=person.name, n=number)
            if number
            else _("{name}: no target, with the next bundle.", name=person.name)
        )

    return target
