# SPDX-License-Identifier: Apache-2.0
"""The people who share the office's computer: who may sit here, who sits here now, and the list of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from enumerator.bundles.senders import STAFF, staff_entry
from enumerator.errors import UserError
from enumerator.identity.duties import duty_needed
from enumerator.identity.keys import Keys
from enumerator.identity.project import Duty, Person, Role
from enumerator.identity.staff import (
    add_staff,
    adopt_founder,
    change_staff,
    check_pin,
    require,
    sign_in,
    staff_of,
)
from enumerator.identity.unlock import unlock
from enumerator.identity.vault import read_vault
from enumerator.messages import _
from enumerator.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the office. `by_passphrase`: the founder without a PIN signs in with the passphrase."""

    person: str
    name: str
    duty: Duty
    by_passphrase: bool = False
    retired: bool = False


def colleagues(workspace: Workspace, *, retired: bool = False) -> tuple[Colleague, ...]:
    """Who may sit here, the founder first, then by name; with `retired` also those who no longer may."""
    here = staff_of(workspace.keys)
    gone = staff_of(workspace.keys, retired=True) if retired else ()
    found = [Colleague(person.id, person.name, duty) for person, duty in here]
    found += [Colleague(person.id, person.name, duty, retired=True) for person, duty in gone]
    founder = _founder(workspace)
    if founder.id not in {each.id for each, _duty in (*here, *staff_of(workspace.keys, retired=True))}:
        found.insert(0, Colleague(founder.id, founder.name, Duty.ADMINISTRATOR, by_passphrase=True))
    return tuple(found)


def is_shared(workspace: Workspace) -> bool:
    """Whether several people use this computer, so that each signs in by name."""
    return workspace.keys.role is Role.OFFICE and bool(staff_of(workspace.keys))


def let_sit(workspace: Workspace, person: str, secret: str) -> None:
    """The person with that PIN (or, for the founder without one, passphrase) sits here from now on.

    WrongPinError, WrongPassphraseError, WaitError.
    """
    clock = workspace.store.clock
    founder = _founder(workspace)
    known = next((each for each in colleagues(workspace) if each.person == person), None)
    if known is not None and known.by_passphrase:
        unlock(workspace.folder, secret, clock=clock)
        keys = replace(workspace.keys, person=founder, duty=Duty.ADMINISTRATOR)
    else:
        keys = sign_in(workspace.keys, workspace.folder, person, secret, clock=clock)
    workspace.hand_over(keys)
    workspace.change_settings(last_person=keys.person.id)


def sign_in_by_name(workspace: Workspace, name: str, secret: str) -> None:
    """`let_sit`, by name; UserError that lists the names where nobody is called so."""
    let_sit(workspace, colleague_called(workspace, name).person, secret)


def colleague_called(workspace: Workspace, name: str) -> Colleague:
    """The colleague with this name or id, those who left included; UserError that lists the names."""
    known = colleagues(workspace, retired=True)
    wanted = name.strip().casefold()
    found = [each for each in known if wanted in (each.name.casefold(), each.person)]
    if len(found) == 1:
        return found[0]
    raise UserError(
        _("There is nobody called {name} at this office.", name=name),
        remedy=_("Known: {names}.", names=", ".join(each.name for each in known)),
    )


def second_person(workspace: Workspace, person: str, pin: str, duty: Duty) -> Person:
    """Another person than the one who sits here, who stands beside him for a step that needs two.

    WrongPinError, WaitError; UserError when it is the same person or has not the duty.
    """
    if person == workspace.keys.person.id:
        raise UserError(
            _("This step needs two people."), remedy=_("Let a colleague type the second PIN himself.")
        )
    who, held = check_pin(workspace.keys, workspace.folder, person, pin, clock=workspace.store.clock)
    require(replace(workspace.keys, person=who, duty=held), duty)
    return who


def add_colleague(workspace: Workspace, passphrase: str, name: str, duty: Duty, pin: str) -> Colleague:
    """Somebody new. Needs the administrator and the passphrase; errors as `identity.staff.add_staff`."""
    _check(workspace)
    plain = " ".join(name.split())
    if any(each.name.casefold() == plain.casefold() for each in colleagues(workspace, retired=True)):
        raise UserError(
            _("{name} is on the list already.", name=plain),
            remedy=_("Change that entry, or add something to the name."),
        )
    before = {each.person for each in colleagues(workspace, retired=True)}
    keys = add_staff(workspace.folder, passphrase, plain, duty, pin, clock=workspace.store.clock)
    _take(workspace, keys)
    person = next(who for who, _duty in staff_of(keys) if who.id not in before)
    workspace.store.append(staff_entry(person, duty, "add"))
    return Colleague(person.id, person.name, duty)


def change_colleague(
    workspace: Workspace,
    passphrase: str,
    person: str,
    *,
    name: str = "",
    duty: Duty | None = None,
    pin: str = "",
    retired: bool | None = None,
    reason: str = "",
) -> None:
    """Another name, duty or PIN, or leave or come back; blank stays as it is. Errors as `add_colleague`."""
    _check(workspace)
    clock = workspace.store.clock
    known = next((each for each in colleagues(workspace, retired=True) if each.person == person), None)
    if known is not None and known.by_passphrase:
        if not pin:
            raise UserError(
                _("{name} has no PIN yet.", name=known.name), remedy=_("Give a PIN first, then the rest.")
            )
        keys = adopt_founder(workspace.folder, passphrase, _founder(workspace), pin, clock=clock)
        _take(workspace, keys)
    if retired and person == workspace.keys.person.id:
        raise UserError(
            _("Nobody can strike himself off the list."), remedy=_("Let another administrator do it.")
        )
    keys = change_staff(
        workspace.folder, passphrase, person, name=name, duty=duty, pin=pin, retired=retired, clock=clock
    )
    _take(workspace, keys)
    who, held = next(
        pair for pair in (*staff_of(keys), *staff_of(keys, retired=True)) if pair[0].id == person
    )
    gone = any(each.id == person for each, _duty in staff_of(keys, retired=True))
    act = "retire" if retired else "return" if retired is False else "pin" if pin and not name else "change"
    workspace.store.append(staff_entry(who, held, act, retired=gone, reason=reason))


def _check(workspace: Workspace) -> None:
    require(workspace.keys, duty_needed(STAFF))


def _founder(workspace: Workspace) -> Person:
    return read_vault(workspace.folder).person


def _take(workspace: Workspace, keys: Keys) -> None:
    """The new list, in the hands of whoever sits here, under the name and duty the list has now."""
    mine = workspace.keys
    known = {who.id: (who, duty) for who, duty in staff_of(keys)}
    person, duty = known.get(mine.person.id, (mine.person, mine.duty))
    workspace.hand_over(replace(mine, secrets=keys.secrets, person=person, duty=duty))
