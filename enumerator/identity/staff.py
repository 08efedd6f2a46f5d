# SPDX-License-Identifier: Apache-2.0
"""The people of the office, who share its computer: each has a duty and a PIN, and speaks in his own name.

A PIN only tells people apart once the passphrase has opened the data; it opens nothing by itself.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from enumerator.identity.attempts import Attempts
from enumerator.identity.faults import IdentityError
from enumerator.identity.keys import Keys, keys_of
from enumerator.identity.passphrase import Stretch, stretched
from enumerator.identity.project import Duty, Person, new_person
from enumerator.identity.unlock import local_now, master_of
from enumerator.identity.vault import (
    Secrets,
    StaffMember,
    open_vault,
    read_vault,
    with_secrets,
    write_vault,
)
from enumerator.messages import _

PIN_DIGITS = 6
_LONGEST_NAME = 80

Clock = Callable[[], datetime]


class WrongPinError(IdentityError):
    """The PIN is not that person's."""


def add_staff(
    folder: Path, passphrase: str, name: str, duty: Duty, pin: str, *, clock: Clock = local_now
) -> Keys:
    """Add a person, or give the one of that name a new duty and PIN; the keys that know of it.

    WrongPassphraseError, WaitError; IdentityError when there is no name, or the PIN is not six digits or too
    simple.
    """
    plain = _named(name)

    def added(inside: Secrets) -> tuple[StaffMember, ...]:
        known = next((each.person for each in inside.staff if each.person.name == plain), None)
        member = _with_pin(known or new_person(plain), duty, pin)
        return (*(each for each in inside.staff if each.person.id != member.person.id), member)

    return _changed(folder, passphrase, added, clock)


def change_staff(
    folder: Path,
    passphrase: str,
    person: str,
    *,
    name: str = "",
    duty: Duty | None = None,
    pin: str = "",
    retired: bool | None = None,
    clock: Clock = local_now,
) -> Keys:
    """Give a person (id) another name, duty or PIN, or let the person go or come back; blank stays as it is.

    Errors as `add_staff`, and IdentityError when nobody has that id.
    """

    def changed(inside: Secrets) -> tuple[StaffMember, ...]:
        member = next((each for each in inside.staff if each.person.id == person), None)
        if member is None:
            raise IdentityError(_("This person is not on the office's list."))
        if name.strip():
            member = member.model_copy(update={"person": Person(id=person, name=_named(name))})
        if duty is not None:
            member = member.model_copy(update={"duty": duty})
        if retired is not None:
            member = member.model_copy(update={"retired": retired})
        if pin:
            member = _with_pin(member.person, member.duty, pin, retired=member.retired)
        return tuple(member if each.person.id == person else each for each in inside.staff)

    return _changed(folder, passphrase, changed, clock)


def adopt_founder(
    folder: Path, passphrase: str, founder: Person, pin: str, *, clock: Clock = local_now
) -> Keys:
    """Give whoever founded the project a PIN too, so that the passphrase need not be typed at each turn."""

    def adopted(inside: Secrets) -> tuple[StaffMember, ...]:
        others = (each for each in inside.staff if each.person.id != founder.id)
        return (_with_pin(founder, Duty.ADMINISTRATOR, pin), *others)

    return _changed(folder, passphrase, adopted, clock)


def staff_of(keys: Keys, *, retired: bool = False) -> tuple[tuple[Person, Duty], ...]:
    """Who may sit here, by name; with `retired` those who no longer may."""
    found = ((each.person, each.duty) for each in keys.secrets.staff if each.retired == retired)
    return tuple(sorted(found, key=lambda pair: pair[0].name.casefold()))


def check_pin(keys: Keys, folder: Path, person: str, pin: str, *, clock: Clock) -> tuple[Person, Duty]:
    """The person (id) whose PIN this is. WrongPinError, always in the same words; WaitError after several of
    those.
    """
    here = (each for each in keys.secrets.staff if not each.retired)
    member = next((each for each in here if each.person.id == person), None)
    attempts = Attempts(folder, clock, of=member.person.id if member else "nobody")
    attempts.check()
    if member is None or not hmac.compare_digest(stretched(pin, member.salt, member.stretch), member.pin):
        attempts.failed()
        raise WrongPinError(
            _("The PIN is not right."), remedy=_("Try again, or ask the administrator for a new one.")
        )
    attempts.succeeded()
    return member.person, member.duty


def sign_in(keys: Keys, folder: Path, person: str, pin: str, *, clock: Clock) -> Keys:
    """The same keys in the hands of that person; errors as `check_pin`."""
    who, duty = check_pin(keys, folder, person, pin, clock=clock)
    return replace(keys, person=who, duty=duty)


def require(keys: Keys, duty: Duty) -> None:
    """IdentityError unless the person here may do what needs that duty."""
    if not keys.duty.includes(duty):
        raise IdentityError(
            _("{name} may not do this.", name=keys.person.name),
            remedy=_(
                "It needs the duty “{duty}”. Lock the screen and let a colleague sign in.",
                duty=duty_words(duty),
            ),
        )


def duty_words(duty: Duty) -> str:
    """What a duty is called."""
    words = {
        Duty.OPERATOR: _("operator"),
        Duty.SUPERVISOR: _("supervisor"),
        Duty.APPROVER: _("approver"),
        Duty.ADMINISTRATOR: _("administrator"),
    }
    return words[duty]


def _named(name: str) -> str:
    plain = " ".join(name.split())
    if not 0 < len(plain) <= _LONGEST_NAME:
        raise IdentityError(_("Write the name."))
    return plain


def _with_pin(person: Person, duty: Duty, pin: str, *, retired: bool = False) -> StaffMember:
    if len(pin) != PIN_DIGITS or not pin.isascii() or not pin.isdigit() or len(set(pin)) < 3:
        raise IdentityError(
            _("A PIN has {n} digits, not all alike.", n=PIN_DIGITS), remedy=_("Choose another PIN.")
        )
    salt, stretch = secrets.token_bytes(16), Stretch()
    return StaffMember(
        person=person,
        duty=duty,
        salt=salt,
        stretch=stretch,
        pin=stretched(pin, salt, stretch),
        retired=retired,
    )


def _changed(
    folder: Path, passphrase: str, change: Callable[[Secrets], tuple[StaffMember, ...]], clock: Clock
) -> Keys:
    vault = read_vault(folder)
    master = master_of(folder, vault, passphrase, clock)
    inside = open_vault(vault, master)
    inside = inside.model_copy(update={"staff": change(inside)})
    write_vault(folder, with_secrets(vault, master, inside))
    return keys_of(vault, inside)
