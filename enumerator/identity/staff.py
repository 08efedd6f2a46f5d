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
from enumerator.identity.vault import (
    StaffMember,
    master_by_passphrase,
    open_vault,
    read_vault,
    with_secrets,
    write_vault,
)
from enumerator.messages import _

PIN_DIGITS = 6


class WrongPinError(IdentityError):
    """The PIN is not that person's."""


def add_staff(folder: Path, passphrase: str, name: str, duty: Duty, pin: str) -> Keys:
    """Add a person, or give the one of that name a new duty and PIN; the keys that know of it.

    WrongPassphraseError; IdentityError when the PIN is not six digits or all alike.
    """
    if len(pin) != PIN_DIGITS or not pin.isascii() or not pin.isdigit() or len(set(pin)) < 3:
        raise IdentityError(
            _("A PIN has {n} digits, not all alike.", n=PIN_DIGITS), remedy=_("Choose another PIN.")
        )
    vault = read_vault(folder)
    master = master_by_passphrase(vault, passphrase)
    inside = open_vault(vault, master)
    known = next((member.person for member in inside.staff if member.person.name == name.strip()), None)
    person = known or new_person(name)
    salt, stretch = secrets.token_bytes(16), Stretch()
    member = StaffMember(
        person=person, duty=duty, salt=salt, stretch=stretch, pin=stretched(pin, salt, stretch)
    )
    others = tuple(other for other in inside.staff if other.person.id != person.id)
    inside = inside.model_copy(update={"staff": (*others, member)})
    write_vault(folder, with_secrets(vault, master, inside))
    return keys_of(vault, inside)


def staff_of(keys: Keys) -> tuple[tuple[Person, Duty], ...]:
    """Who may sit here, by name."""
    return tuple(sorted(((m.person, m.duty) for m in keys.secrets.staff), key=lambda pair: pair[0].name))


def sign_in(keys: Keys, folder: Path, person: str, pin: str, *, clock: Callable[[], datetime]) -> Keys:
    """The same keys in the hands of that person (id). WrongPinError, always in the same words; WaitError."""
    member = next((member for member in keys.secrets.staff if member.person.id == person), None)
    attempts = Attempts(folder, clock, of=member.person.id if member else "nobody")
    attempts.check()
    if member is None or not hmac.compare_digest(stretched(pin, member.salt, member.stretch), member.pin):
        attempts.failed()
        raise WrongPinError(
            _("The PIN is not right."), remedy=_("Try again, or ask the administrator for a new one.")
        )
    attempts.succeeded()
    return replace(keys, person=member.person, duty=member.duty)


def require(keys: Keys, duty: Duty) -> None:
    """IdentityError unless the person here may do what needs that duty."""
    if not keys.duty.includes(duty):
        raise IdentityError(
            _("{name} may not do this.", name=keys.person.name),
            remedy=_("Ask somebody with more authority to sign in."),
        )
