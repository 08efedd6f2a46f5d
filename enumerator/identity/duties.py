# SPDX-License-Identifier: Apache-2.0
"""Which duty each statement of an office needs; asked at the one place where statements enter the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from enumerator.identity.keys import Keys
from enumerator.identity.project import Duty, Role
from enumerator.identity.staff import require

_NEEDED: Final[Mapping[tuple[str, str], Duty]] = {
    ("household", "resolve"): Duty.SUPERVISOR,
    ("household", "undo"): Duty.SUPERVISOR,
    ("household", "delete"): Duty.SUPERVISOR,
    ("review", ""): Duty.SUPERVISOR,
    ("pair", ""): Duty.SUPERVISOR,
    ("kit", ""): Duty.SUPERVISOR,
    ("erasure", ""): Duty.SUPERVISOR,
    ("decision", ""): Duty.APPROVER,
    ("graduation", ""): Duty.APPROVER,
    ("card", "request"): Duty.APPROVER,
    ("card", "approve"): Duty.APPROVER,
    ("card", "replace"): Duty.APPROVER,
    ("card", "revoke"): Duty.APPROVER,
    ("card_key", ""): Duty.ADMINISTRATOR,
    ("card_design", ""): Duty.ADMINISTRATOR,
    ("card_settings", ""): Duty.ADMINISTRATOR,
    ("form", ""): Duty.ADMINISTRATOR,
    ("rules", ""): Duty.ADMINISTRATOR,
    ("staff", ""): Duty.ADMINISTRATOR,
    ("revocation", ""): Duty.ADMINISTRATOR,
}
"""By kind of record and act ("" is any act). What is not named here an operator may say."""


class Said(Protocol):
    """What is looked at of a statement."""

    @property
    def kind(self) -> str: ...
    @property
    def act(self) -> str: ...


def duty_needed(kind: str, act: str = "") -> Duty:
    """The least duty that may say this."""
    return _NEEDED.get((kind, act)) or _NEEDED.get((kind, "")) or Duty.OPERATOR


def may(keys: Keys, kind: str, act: str = "") -> bool:
    """Whether the person here may say this."""
    return keys.role is not Role.OFFICE or keys.duty.includes(duty_needed(kind, act))


def permit_of(keys: Keys) -> Callable[[Said], None]:
    """Asked before each statement: IdentityError when the person at the office has not the duty for it."""

    def permit(said: Said) -> None:
        if keys.role is Role.OFFICE:
            require(keys, duty_needed(said.kind, said.act))

    return permit
