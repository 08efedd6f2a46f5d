# SPDX-License-Identifier: Apache-2.0
"""The ways into a workspace, as the start screens need them; the application fills them with the core's
functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class KnownFolder:
    """A data folder found on this laptop, as far as it can be read without a passphrase."""

    path: Path
    project: str
    person: str
    role: str
    training: bool


@dataclass(frozen=True)
class NewOffice:
    """What the person said when making an office project."""

    folder: Path
    project: str
    person: str
    passphrase: str
    training: bool


@dataclass(frozen=True)
class NewLaptop:
    """What the person said when enrolling this laptop."""

    kit: Path
    code: str
    passphrase: str


@dataclass(frozen=True)
class Recovery:
    """What the person typed from the two recovery sheets, and the passphrase from now on."""

    folder: Path
    first: str
    second: str
    passphrase: str


@dataclass(frozen=True)
class Doors:
    """`find()` lists data folders. The others are slow: they return an open workspace or raise a
    UserError; `create`
    returns also the recovery sheets; `check` raises unless the passphrase is that of the workspace."""

    find: Callable[[], Sequence[KnownFolder]]
    open: Callable[[Path, str], Any]
    create: Callable[[NewOffice], tuple[Any, Any]]
    enrol: Callable[[NewLaptop], Any]
    recover: Callable[[Recovery], Any]
    check: Callable[[Any, str], object]
    home: Callable[[], Path]
