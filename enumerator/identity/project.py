# SPDX-License-Identifier: Apache-2.0
"""The project that everybody on it agrees about, and the people in it."""

from __future__ import annotations

import secrets
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

_FROZEN = ConfigDict(frozen=True, extra="ignore", ser_json_bytes="hex", val_json_bytes="hex")


class Role(StrEnum):
    """Which of the two workspaces a data folder opens."""

    OFFICE = "office"
    ENUMERATOR = "enumerator"


class Duty(StrEnum):
    """What a person of the office may do; each includes those before it."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"

    def includes(self, other: Duty) -> bool:
        """Whether one with this duty may do what the other needs."""
        order = list(Duty)
        return order.index(self) >= order.index(other)


class Project(BaseModel):
    """One survey of one office. `signing` is the office's Ed25519 public key, `sealing` its age recipient,
    `recovery` the age recipient whose secret exists only on paper, `log` the office's own log."""

    model_config = _FROZEN

    id: str
    name: str
    training: bool
    signing: bytes = Field(min_length=32, max_length=32)
    sealing: str
    recovery: str
    log: str


class Person(BaseModel):
    """Somebody who speaks in the journal; `id` is 16 hex digits, drawn at random."""

    model_config = _FROZEN

    id: str
    name: str


def new_person(name: str) -> Person:
    """A person with a new id."""
    return Person(id=secrets.token_hex(8), name=name.strip())
