# SPDX-License-Identifier: Apache-2.0
"""The ways into a workspace, as the start screens need them; the application fills them with the core's
functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
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
    """What the person said when enrolling this laptop; `home` is where the data folder is made."""

    kit: Path
    code: str
    passphrase: str
    home: Path


@dataclass(frozen=True)
class Recovery:
    """What the person typed from the two recovery sheets, and the passphrase from now on."""

    folder: Path
    first: str
    second: str
    passphrase: str


@dataclass(frozen=True)
class AskOffice:
    """A request for recovery into the folder `to`, and the passphrase from the answer on."""

    folder: Path
    passphrase: str
    to: Path


@dataclass(frozen=True)
class OfficeAnswer:
    """The office's answer to such a request, and the passphrase chosen with it."""

    folder: Path
    answer: Path
    passphrase: str


@dataclass(frozen=True)
class FoundBackup:
    """A copy of a data folder: `made` is local time; whose it is, as far as that stands open in it."""

    path: Path
    made: datetime
    project: str
    person: str


@dataclass(frozen=True)
class Sitter:
    """Somebody who may sit at the office's computer: an id, a name, the duty in words."""

    person: str
    name: str
    duty: str
    by_passphrase: bool = False


@dataclass(frozen=True)
class Doors:
    """`find()` lists data folders. The others are slow, and raise a UserError when they fail.

    `open`, `create`, `enrol`, `recover` and `take_answer` return an open workspace; `create` the recovery
    sheets too. `check` raises unless the passphrase is that of the workspace. `ask_office` returns the file
    it wrote, and `has_asked` says whether one waits for its answer. `backups` looks for copies in a
    folder, newest first; `restore` puts one into a new data folder. `usual` is where data
    had best lie; `concern` says what speaks against a place, "" for nothing; `move` brings a data folder to
    the usual place. `redraw` makes new recovery sheets where nobody has said that the first are `kept`,
    else None. `sitters` are the people who share a workspace, none where one person has it alone;
    `sit` puts it into the hands of one of them. `practise` opens the laptop's training project.
    """

    find: Callable[[], Sequence[KnownFolder]]
    open: Callable[[Path, str], Any]
    create: Callable[[NewOffice], tuple[Any, Any]]
    enrol: Callable[[NewLaptop], Any]
    recover: Callable[[Recovery], Any]
    check: Callable[[Any, str], object]
    home: Callable[[], Path]
    ask_office: Callable[[AskOffice], Path]
    take_answer: Callable[[OfficeAnswer], Any]
    has_asked: Callable[[Path], bool]
    backups: Callable[[Path], Sequence[FoundBackup]]
    restore: Callable[[Path], KnownFolder]
    usual: Callable[[], Path]
    concern: Callable[[Path], str]
    move: Callable[[Path], KnownFolder]
    redraw: Callable[[Path, str], Any] = lambda _folder, _passphrase: None
    kept: Callable[[Path], object] = lambda _folder: None
    sitters: Callable[[Any], Sequence[Sitter]] = lambda _workspace: ()
    sit: Callable[[Any, str, str], object] = lambda _workspace, _person, _secret: None
    practise: Callable[[], Any] = lambda: None
